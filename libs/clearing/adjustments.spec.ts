import type { ClearedLine, ClosedPeriod, CountedAs, DecisionOnFile, PlacingTerms } from '.';
import { homeOf } from '.';
import { adjustmentsOf } from './adjustments';
import { at, clearedLine, onFile, periodOf, placeOf, lineOf, termsOf } from './testing/cleared';

const JUNE: ClosedPeriod = {
  area: '44',
  period: '2025-06',
  by: 'settlement',
  closedFrom: at('2025-07-10 00:00:00'),
};
const JULY: ClosedPeriod = { ...JUNE, period: '2025-07', closedFrom: at('2025-08-10 00:00:00') };

function fallingInto(
  period: string,
  earlier: readonly DecisionOnFile[],
  more: Partial<PlacingTerms> = {},
  knownFrom = '2025-06-10 10:00:00',
) {
  const cleared = clearedLine({ earlier, places: [placeOf(lineOf(), at(knownFrom))] });
  const terms = termsOf({ period: periodOf(period), closed: [JUNE, JULY], ...more });
  return adjustmentsOf(cleared, homeOf(cleared.places, terms), terms);
}
const money = (found: ReturnType<typeof fallingInto>) =>
  found.map(({ refused, recover }) => [refused, recover]);

const first = onFile('d1', '2025-06-10 10:00:00');
const rejectedLate = onFile('d2', '2025-07-20 10:00:00', { refused: 6_000n, supersedes: 'd1' });
const recovered = onFile('d3', '2025-08-20 10:00:00', { recover: 6_000n, supersedes: 'd2' });
const overturned = onFile('d4', '2025-09-02 10:00:00', { supersedes: 'd3' });
const all = [first, rejectedLate, recovered, overturned];

describe('corrections of a closed June', () => {
  it.each([
    ['2025-06', []],
    ['2025-07', [[6_000n, 0n]]],
    ['2025-08', [[-6_000n, 6_000n]]],
    ['2025-09', [[0n, -6_000n]]],
    ['2025-10', []],
    [
      '2025',
      [
        [6_000n, 0n],
        [-6_000n, 6_000n],
        [0n, -6_000n],
      ],
    ],
  ])('into %s fall, as differences, %j', (period, expected) => {
    expect(money(fallingInto(period, all))).toEqual(expected);
  });

  it('are told with the period they point back to', () => {
    const [told, ...others] = fallingInto('2025-07', all);
    expect(others).toEqual([]);
    expect(JSON.parse(told?.row ?? '')).toEqual({
      line: {
        fixmedins_code: 'H44010000001',
        mdtrt_id: 'V1',
        chrg_bchno: '',
        feedetl_sn: '1',
        revision: 1,
        content_hash: 'sha256:00',
      },
      period: '2025-06',
      decision_id: 'd2',
      supersedes: 'd1',
      refused: '60.00',
      recover: '0.00',
    });
  });

  it.each([
    ['known just before its closing: the closing saw it', '2025-07-09 23:59:59', []],
    ['known at that very moment: it saw it too', '2025-07-10 00:00:00', []],
    ['known just after', '2025-07-10 00:00:01', [[6_000n, 0n]]],
  ])('%s', (_, knownAt, expected) => {
    const second = onFile('d2', knownAt, { refused: 6_000n, supersedes: 'd1' });
    expect(money(fallingInto('2025-07', [first, second]))).toEqual(expected);
  });

  it('the first decision on a line that came late is one in full', () => {
    const late = onFile('d1', '2025-07-20 10:00:00', { refused: 6_000n });
    expect(money(fallingInto('2025-07', [late], {}, '2025-07-20 10:00:00'))).toEqual([[6_000n, 0n]]);
  });

  it('a line that comes to it from another month brings all of it: June has never counted what was decided before', () => {
    const august = { ...lineOf(), settledAt: at('2025-08-01 00:00:00') };
    const places = [
      placeOf(august, at('2025-08-02 10:00:00')),
      placeOf(lineOf(), at('2025-08-20 10:00:00')),
    ] as const;
    const earlier = [
      onFile('d1', '2025-08-02 10:00:00', { refused: 6_000n }),
      onFile('d2', '2025-08-20 10:00:00', { recover: 6_000n, supersedes: 'd1' }),
      onFile('d3', '2025-08-21 10:00:00', { recover: 2_000n, supersedes: 'd2' }),
    ];
    const cleared = clearedLine({ earlier, places });
    const terms = termsOf({ period: periodOf('2025-08'), closed: [JUNE, JULY] });
    expect(money(adjustmentsOf(cleared, homeOf(cleared.places, terms), terms))).toEqual([
      [0n, 6_000n],
      [0n, -4_000n],
    ]);
  });

  it('one that changes no money is listed with zeros', () => {
    const same = onFile('d2', '2025-07-20 10:00:00', { supersedes: 'd1' });
    expect(money(fallingInto('2025-07', [first, same]))).toEqual([[0n, 0n]]);
  });

  it.each<[string, Partial<PlacingTerms>]>([
    ['nothing is closed', { closed: [] }],
    ['another area is closed', { closed: [{ ...JUNE, area: '45' }] }],
    ['another area is cleared', { area: '45' }],
  ])('none where %s', (_, more) => {
    expect(fallingInto('2025-07', all, more)).toEqual([]);
  });

  it('add up to what stands in place of what stood at the closing', () => {
    const months = ['2025-07', '2025-08', '2025-09'];
    const sum = months
      .flatMap((month) => money(fallingInto(month, all.slice(0, 3))))
      .reduce((into, each) => into.map((value, n) => value + each[n]!), [0n, 0n]);
    expect(sum).toEqual([0n, 6_000n]);
  });

  describe('of a line that the closing run counted as something else than its decision', () => {
    const waited: CountedAs = { held: true, refused: 0n, recover: 0n };
    const months = ['2025-07', '2025-08', '2025-09', '2025-10'];
    const allOf = (counted: CountedAs, more: Partial<ClearedLine>) =>
      months.map((month) => {
        const cleared = clearedLine({ ...more, countedBy: () => counted });
        const terms = termsOf({ period: periodOf(month), closed: [JUNE, JULY] });
        return money(adjustmentsOf(cleared, homeOf(cleared.places, terms), terms));
      });
    const refusedBefore = onFile('d1', '2025-06-10 10:00:00', { refused: 6_000n });
    const release = (decisionId: string, releasedAt: string) => ({ decisionId, releasedAt: at(releasedAt) });

    it.each<[string, CountedAs, Partial<ClearedLine>, readonly (readonly (readonly bigint[])[])[]]>([
      [
        'it waited, and is accepted: nothing was refused, so nothing is taken back',
        waited,
        { earlier: [refusedBefore, onFile('d2', '2025-07-20 10:00:00', { supersedes: 'd1' })] },
        [[[0n, 0n]], [], [], []],
      ],
      [
        'it waited, and is refused more: all of it, not what is more than before',
        waited,
        {
          earlier: [
            refusedBefore,
            onFile('d2', '2025-07-20 10:00:00', { refused: 7_000n, supersedes: 'd1' }),
          ],
        },
        [[[7_000n, 0n]], [], [], []],
      ],
      [
        'it waited, and is released by the decision that it had',
        waited,
        { earlier: [refusedBefore], releases: [release('d1', '2025-08-20 10:00:00')] },
        [[], [[6_000n, 0n]], [], []],
      ],
      [
        'so released, waiting again and released again: once',
        waited,
        {
          earlier: [refusedBefore],
          releases: [release('d1', '2025-07-20 10:00:00'), release('d1', '2025-08-20 10:00:00')],
        },
        [[[6_000n, 0n]], [], [], []],
      ],
      [
        'so released, then decided anew',
        waited,
        {
          earlier: [
            refusedBefore,
            onFile('d2', '2025-09-20 10:00:00', { recover: 6_000n, supersedes: 'd1' }),
          ],
          releases: [release('d1', '2025-08-20 10:00:00')],
        },
        [[], [[6_000n, 0n]], [[-6_000n, 6_000n]], []],
      ],
      [
        'it waited, and is released by the new decision: that one alone',
        waited,
        {
          earlier: [
            refusedBefore,
            onFile('d2', '2025-07-20 10:00:00', { recover: 6_000n, supersedes: 'd1' }),
          ],
          releases: [release('d2', '2025-07-20 10:00:00')],
        },
        [[[0n, 6_000n]], [], [], []],
      ],
      [
        'a payment was not worked off: the run had recovered it already',
        { held: false, refused: 0n, recover: 6_000n },
        {
          earlier: [
            refusedBefore,
            onFile('d2', '2025-07-20 10:00:00', { recover: 6_000n, supersedes: 'd1' }),
          ],
        },
        [[[0n, 0n]], [], [], []],
      ],
      [
        'a hold after the closing moves nothing, nor does its end',
        { held: false, refused: 6_000n, recover: 0n },
        { earlier: [refusedBefore], releases: [release('d1', '2025-08-20 10:00:00')] },
        [[], [], [], []],
      ],
      [
        'a release before the closing was seen by it',
        { held: false, refused: 6_000n, recover: 0n },
        { earlier: [refusedBefore], releases: [release('d1', '2025-07-01 10:00:00')] },
        [[], [], [], []],
      ],
    ])('%s', (_, counted, more, expected) => {
      const found = allOf(counted, more);
      expect(found).toEqual(expected);
      // What the closing counted, and its corrections, are what a run without a closing says of the line in the end.
      const last = more.earlier?.at(-1)?.verdict;
      const sum = found
        .flat()
        .reduce((into, each) => into.map((value, n) => value + each[n]!), [counted.refused, counted.recover]);
      expect(sum).toEqual([last?.refused, last?.recover]);
    });
  });
});
