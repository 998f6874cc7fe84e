import type { OriginalLine, StandingDecision } from '@gatekeeper/adjudication';
import { NOTHING_TAKEN } from '@gatekeeper/adjudication';
import type { BorneBy } from '@gatekeeper/vocabulary';
import { ask, inGoodStanding, outpatient, refundOf, sanction, shortly } from './facts';

const decided = (more: Partial<StandingDecision> = {}): OriginalLine => ({
  kind: 'decided',
  decision: {
    decisionId: 'the-original',
    outcome: 'accept',
    liable: 'none',
    fundScope: 'pooled',
    pack: 'guangdong-2025',
    edition: '1',
    recover: more.outcome === 'claw_back' ? (more.fundScope === 'all' ? 8000n : 7000n) : 0n,
    ...more,
  },
  line: outpatient(),
  taken: NOTHING_TAKEN,
});

describe('CONTRACT 7, Refund: it takes what its original got, with its own signed amount', () => {
  it.each([
    ['accept', 'none', 'pooled', 0n, 0n],
    ['accept', 'none', 'all', 0n, 0n],
    ['reject', 'institution', 'pooled', -7000n, 0n],
    ['reject', 'institution', 'all', -8000n, 0n],
    ['claw_back', 'institution', 'pooled', 0n, -7000n],
    ['claw_back', 'none', 'all', 0n, -8000n],
  ] as const)('%s, liable %s, scope %s', (outcome, liable, fundScope, refused, recover) => {
    const original = decided({ outcome, liable, fundScope, pack: 'national-2024', edition: '2+abcdef01' });
    expect(ask({ line: refundOf('L1'), registry: [], original })).toEqual({
      kind: 'verdict',
      outcome,
      liable,
      fundScope,
      refused,
      recover,
      pack: 'national-2024',
      edition: '2+abcdef01',
      reasons: [
        {
          code: 'REFUND_MIRRORS_ORIGINAL',
          effect: 'notes',
          role: null,
          article: 'guangdong-2025 reading',
          evidence: ['the-original'],
        },
      ],
    });
  });

  it('whoever is out of standing by the day of the refund, and whether or not it was paid', () => {
    const registry = [...inGoodStanding(), sanction()];
    const line = refundOf('L1', { paidAt: '2025-06-20' });
    expect(shortly({ line, registry, original: decided() })).toBe('accept ~REFUND_MIRRORS_ORIGINAL');
    expect(shortly({ line, registry, original: decided({ outcome: 'reject' }) })).toBe(
      'reject ~REFUND_MIRRORS_ORIGINAL',
    );
  });

  it('of a part takes the part', () => {
    const line = refundOf('L1', { pooledAmount: -1n });
    expect(ask({ line, registry: [], original: decided({ outcome: 'reject' }) })).toMatchObject({
      refused: -1n,
    });
  });
});

describe('CONTRACT 7, Refund: what its original says of who bears it', () => {
  it('it says too', () => {
    const borneBy: readonly BorneBy[] = [
      {
        code: 'CLINICIAN_SUSPENDED',
        documentNo: '文1',
        who: 'institution',
        because: 'MAINTAINED_LATE',
        article: 'guangdong-2025 art. 39',
      },
    ];
    const original = decided({ outcome: 'claw_back', liable: 'institution', borneBy });
    expect(ask({ line: refundOf('L1'), registry: [], original })).toMatchObject({ borneBy });
  });
});

describe('CONTRACT 7, Refund: held while what it mirrors is not known', () => {
  it.each([
    ['names no original', null, decided(), 'init_feedetl_sn'],
    ['names one that never came', 'L1', { kind: 'unknown' }, 'L1 of the same visit'],
    ['names one that nobody looked for', 'L1', null, 'L1 of the same visit'],
    ['names one that is held', 'L1', { kind: 'held' }, 'the decision on the original line L1'],
  ] as const)('%s', (_, originalLineNo, original, needs) => {
    expect(ask({ line: refundOf(originalLineNo), registry: inGoodStanding(), original })).toEqual({
      kind: 'hold',
      holdCode: 'REFUND_ORIGINAL_UNKNOWN',
      needs: [expect.stringContaining(needs)],
      pack: 'guangdong-2025',
      edition: '1',
    });
  });
});

describe('CONTRACT 7, Refund: quantity and amount are both negative', () => {
  it.each([
    ['both', '-1.0000', -10000n, 'hold REFUND_ORIGINAL_UNKNOWN'],
    ['the quantity alone', '-1.0000', 10000n, 'accept ~IN_GOOD_STANDING'],
    ['the amount alone', '1.0000', -10000n, 'accept ~IN_GOOD_STANDING'],
    ['the quantity, the amount being nothing', '-1.0000', 0n, 'accept ~IN_GOOD_STANDING'],
    ['the amount, the quantity being nothing', '0.0000', -10000n, 'accept ~IN_GOOD_STANDING'],
    ['neither', '1.0000', 10000n, 'accept ~IN_GOOD_STANDING'],
  ])('%s → %s', (_, quantity, lineAmount, expected) => {
    expect(shortly({ line: outpatient({ quantity, lineAmount }), registry: inGoodStanding() })).toBe(
      expected,
    );
  });

  it('one sign alone contradicts itself where money depends on it, a number of an original or not', () => {
    const line = outpatient({ quantity: '-1.0000', originalLineNo: 'L0', pooledAmount: -7000n });
    expect(shortly({ line, registry: [...inGoodStanding(), sanction()] })).toBe('hold AMOUNTS_CONTRADICT');
    expect(shortly({ line, registry: inGoodStanding() })).toBe('accept ~IN_GOOD_STANDING');
  });
});
