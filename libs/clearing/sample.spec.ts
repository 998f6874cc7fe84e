import fc from 'fast-check';
import type { ClearedLine, ClearingTerms, FrameData } from '.';
import { ClearingPart, frameDigest } from '.';
import { clearedLine, decided, held, lineOf, newSha256, rejected, sha256, termsOf } from './testing/cleared';

const numbered = (n: number, fundAmount = 8_000n): ClearedLine => {
  const line = lineOf({ lineNo: String(n).padStart(4, '0'), fundAmount, pooledAmount: fundAmount });
  return clearedLine({ line, run: decided({}, line) });
};
const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, n) => n + 1);

function drawn(lines: readonly ClearedLine[], more: Partial<ClearingTerms> = { seed: 'seed' }) {
  const part = new ClearingPart(termsOf(more));
  for (const line of lines) part.add(line);
  return part.finish();
}
const framed = (line: ClearedLine, more: Partial<ClearingTerms> = {}): number =>
  drawn([line], more).result.frames.reduce((sum, { lines }) => sum + lines, 0);

describe('the frame is what the text samples from', () => {
  const other = (more: Parameters<typeof lineOf>[0]) => {
    const line = lineOf(more);
    return clearedLine({ line, run: decided({}, line) });
  };
  it.each<[string, ClearedLine, Partial<ClearingTerms>, number]>([
    ['nhsa-2018: an accepted fee of a stay', other({}), {}, 1],
    ['not one of an outpatient', other({ transaction: '2204' }), {}, 0],
    ['nor what is refused: a status hit counts once', clearedLine({ run: rejected() }), {}, 0],
    ['nor what waits', clearedLine({ run: held() }), {}, 0],
    ['nor one without money in scope', other({ pooledAmount: 0n }), {}, 0],
    ['but one with a fen', other({ pooledAmount: 1n }), {}, 1],
    ['nor a refund', other({ pooledAmount: -1n }), {}, 0],
    ['Hainan: all that passed', other({ treatmentArea: '460100', transaction: '2204' }), { area: '46' }, 1],
    ['a text without a second audit: nothing', other({ treatmentArea: '330100' }), { area: '33' }, 0],
    ['nothing of another period', other({}), { area: '45' }, 0],
  ])('%s', (_, line, more, lines) => {
    expect(framed(line, more)).toBe(lines);
  });
});

describe('drawn by the SHA-256 of seed and line, so that any language draws the same', () => {
  it.each([
    [0, 0],
    [1, 1],
    [20, 1],
    [21, 2],
    [40, 2],
    [41, 3],
  ])('of %d lines at 5 %%: %d', (count, least) => {
    const { result, sample } = drawn(numbers(count).map((n) => numbered(n)));
    expect(sample).toHaveLength(least);
    expect(result.frames.map((frame) => frame.least)).toEqual(count === 0 ? [] : [least]);
  });

  it('redrawn from the words of the docstring alone', () => {
    const lines = numbers(60);
    const { sample } = drawn(lines.map((n) => numbered(n)));
    const ranked = lines
      .map((n) => ({ n, hash: sha256(`seed|H44010000001|V1||${String(n).padStart(4, '0')}`) }))
      .sort((a, b) => (a.hash < b.hash ? -1 : 1))
      .slice(0, 3)
      .map(
        ({ n }, at) => `H44010000001/2025-06,${at + 1},H44010000001,V1,,${String(n).padStart(4, '0')},80.00`,
      );
    expect(sample).toEqual(ranked);
  });

  it('another seed draws others; without one nothing is drawn, and the frame is the same', () => {
    const lines = numbers(200).map((n) => numbered(n));
    const [one, two, none] = [drawn(lines), drawn(lines, { seed: 'other' }), drawn(lines, { seed: null })];
    expect(one.sample).not.toEqual(two.sample);
    expect(none.sample).toEqual([]);
    expect(two.result.frames).toEqual(one.result.frames);
    expect(none.result.frames).toEqual(one.result.frames);
  });

  it('never more than the share asked for, rounded up, in each stratum', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 120 }), fc.string(), (count, seed) => {
        const { result, sample } = drawn(
          numbers(count).map((n) => numbered(n)),
          { seed },
        );
        expect(result.frames[0]?.least).toBe(Math.ceil(count / 20));
        expect(new Set(sample).size).toBe(Math.ceil(count / 20));
      }),
      { numRuns: 20 },
    );
  });
});

describe('the frame digest', () => {
  const stratum = (name: string, digest: string): FrameData => ({
    stratum: name,
    lines: 2,
    amount: '12345',
    least: 1,
    digest,
  });

  it('of a stratum, over its rows', () => {
    const { result } = drawn([numbered(1), numbered(2, 1n)]);
    const rows = 'H44010000001,V1,,0001,80.00\nH44010000001,V1,,0002,0.01\n';
    expect(result.frames).toEqual([
      { stratum: 'H44010000001/2025-06', lines: 2, amount: '8001', least: 1, digest: sha256(rows) },
    ]);
  });

  it('of a stratum with more rows than are hashed at once, over each once', () => {
    const lines = numbers(1_500);
    const rows = lines.map((n) => `H44010000001,V1,,${String(n).padStart(4, '0')},80.00\n`).join('');
    expect(rows.length).toBeGreaterThan(2 * 16_384);
    expect(drawn(lines.map((n) => numbered(n))).result.frames[0]?.digest).toBe(sha256(rows));
  });

  it('of all, over a row for each in the order of their bytes, whatever order they come in', () => {
    const [a, b] = [stratum('A/2025-06', 'aa'), stratum('B/2025-06', 'bb')];
    const rows = 'A/2025-06,2,123.45,aa\nB/2025-06,2,123.45,bb\n';
    expect(frameDigest([b, a], newSha256)).toBe(sha256(rows));
    expect(frameDigest([a, b], newSha256)).toBe(sha256(rows));
    expect(frameDigest([], newSha256)).toBe(sha256(''));
  });
});
