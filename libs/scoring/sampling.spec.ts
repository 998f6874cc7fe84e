import fc from 'fast-check';
import type { SampleResult } from '.';
import { leastSample, mostRefusable } from '.';

const fen = fc.bigInt({ min: 0n, max: 10n ** 14n });
const samples: fc.Arbitrary<SampleResult> = fc
  .record({ confirmed: fen, statusHits: fen, claimed: fen, sampled: fc.nat(1000), more: fc.nat(100_000) })
  .map(({ sampled, more, ...amounts }) => ({ ...amounts, sampled, claims: sampled + more }));

describe('what a sample may refuse', () => {
  it('is never more than was claimed, and extrapolated never less than was found', () => {
    fc.assert(
      fc.property(samples, (sample) => {
        const found = mostRefusable(sample, { samplingExtrapolates: false });
        const most = mostRefusable(sample, { samplingExtrapolates: true });
        expect(most <= sample.claimed).toBe(true);
        expect(most >= found).toBe(true);
      }),
    );
  });

  it('grows with a status hit by that hit alone', () => {
    fc.assert(
      fc.property(samples, fen, (sample, hit) => {
        const unbounded = { ...sample, claimed: 10n ** 30n };
        const extrapolates = { samplingExtrapolates: true };
        expect(mostRefusable({ ...unbounded, statusHits: sample.statusHits + hit }, extrapolates)).toBe(
          mostRefusable(unbounded, extrapolates) + hit,
        );
      }),
    );
  });
});

describe('the least sample', () => {
  it('reaches the percentage, and one claim fewer would not', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10_000_000 }),
        fc.integer({ min: 1, max: 100 }),
        (claims, percent) => {
          const least = leastSample(claims, { samplingMinPercent: percent });
          expect(least * 100).toBeGreaterThanOrEqual(claims * percent);
          expect((least - 1) * 100).toBeLessThan(claims * percent);
        },
      ),
    );
  });
});
