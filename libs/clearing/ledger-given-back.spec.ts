/** Nothing is given back of a recovery that was never collected, and nothing kept of one line because another was let off. */
import type { Entry } from './ledger';
import { balances, collecting, NO_BALANCES, objectionDecided, suspending, writingOff } from './ledger';
import type { ClaimByLines, Correction } from './ledger-given-back';
import { settingOff } from './ledger-given-back';
import { amounts, claimOf, withEntries } from './testing/claims';

const letOff = (amount: bigint, claimId = '1'): readonly Entry[] => [
  ...suspending(claimId, amount),
  ...objectionDecided(claimId, amount, 'upheld'),
];
/** Takes back of lines of 2025-06. */
const correction = (
  byLine: Readonly<Record<string, bigint>>,
  given: Partial<Correction> = {},
): Correction => {
  const lines = amounts(byLine);
  const amount = lines.reduce((sum, each) => sum + each.amount, 0n);
  return { claimId: '9', area: '44', corrects: '2025-06', amount, lines, ...given };
};
/** What is to be given back of each correction, unsigned, and the claims as they stand then. */
function after(corrections: readonly Correction[], before: readonly ClaimByLines[]) {
  const { entries, lines } = settingOff(corrections, before);
  expect(balances(entries)).toBe(true);
  const credits = corrections.map(({ claimId, corrects, area, amount }) =>
    claimOf({ kind: 'adjustment', claimId, corrects, area, amount, period: '2025-07' }),
  );
  const givenBack = withEntries(credits, entries).map(({ balances: { due } }) => -due);
  return { givenBack, claims: withEntries(before, entries), lines };
}

describe('a correction that takes back what a closed period recovers, where objections name no lines', () => {
  it.each([
    ['all collected: all is given back', collecting('1', 100n), 100n, 100n, { given_back: 0n }],
    ['all let off: nothing is', letOff(100n), 100n, 0n, { let_off: 0n, given_back: 100n }],
    ['a part let off: the rest is', [...letOff(60n), ...collecting('1', 40n)], 100n, 40n, { let_off: 0n }],
    ['less than was let off', letOff(60n), 50n, 0n, { let_off: 10n, due: 40n, given_back: 50n }],
    ['all written off: nothing is', writingOff('1', 100n), 100n, 0n, { written_off: 0n, given_back: 100n }],
    ['not collected yet: it is owed no more', [], 70n, 0n, { due: 30n, given_back: 70n }],
    ['objected to: it is suspended no more', suspending('1', 100n), 70n, 0n, { suspended: 30n }],
    [
      'what is let off and written off first, then what is due, what is objected to last',
      [...letOff(10n), ...writingOff('1', 20n), ...suspending('1', 30n)],
      ...([75n, 0n, { let_off: 0n, written_off: 0n, due: 0n, suspended: 25n }] as const),
    ],
  ] as const)('%s', (_, posted, amount, expected, left) => {
    const { givenBack, claims } = after(
      [correction({ A: -amount })],
      [claimOf({ claimId: '1', amount: 100n }, ...posted)],
    );
    expect(givenBack).toEqual([expected]);
    expect(claims[0]?.balances).toMatchObject(left);
  });

  it('is set against what was let off once: the next is given back', () => {
    const before = [claimOf({ claimId: '1', amount: 100n }, ...letOff(60n), ...collecting('1', 40n))];
    const corrections = [correction({ A: -60n }), correction({ B: -30n }, { claimId: '10' })];
    expect(after(corrections, before).givenBack).toEqual([0n, 30n]);
  });

  it('a run that corrects a month and its year sets each fen off once', () => {
    const year = claimOf(
      { claimId: '1', amount: 100n, period: '2025' },
      ...letOff(60n),
      ...collecting('1', 40n),
    );
    const corrections = [
      correction({ A: -70n }, { corrects: '2025' }),
      correction({ B: -30n }, { claimId: '10' }),
    ];
    expect(after(corrections, [year]).givenBack).toEqual([10n, 30n]);
  });
});

describe('in whose books', () => {
  it.each([
    ['another period', claimOf({ claimId: '1', amount: 100n, period: '2025-05' }, ...letOff(100n)), 100n],
    ['another area', claimOf({ claimId: '1', amount: 100n, area: '4401' }, ...letOff(100n)), 100n],
    ['another area, not collected yet', claimOf({ claimId: '1', amount: 100n, area: '4403' }), 100n],
    ['the year that holds it', claimOf({ claimId: '1', amount: 100n, period: '2025' }, ...letOff(100n)), 0n],
    ['damages', claimOf({ claimId: '1', amount: 100n, kind: 'damages' }, ...letOff(100n)), 100n],
    [
      'an earlier correction of the period, of before lines were kept',
      claimOf({ claimId: '1', amount: 100n, kind: 'adjustment', corrects: '2025-06' }, ...letOff(100n)),
      0n,
    ],
    [
      'a correction of another period',
      claimOf({ claimId: '1', amount: 100n, kind: 'adjustment', corrects: '2025-05' }, ...letOff(100n)),
      100n,
    ],
  ])('what was let off of %s', (_, other, givenBack) => {
    expect(after([correction({ A: -100n })], [other]).givenBack).toEqual([givenBack]);
  });
});

describe('of June 100 are recovered: 60 of line A, 40 of line B; an objection names A', () => {
  const june = (...posted: readonly Entry[]): ClaimByLines =>
    claimOf({ claimId: '1', amount: 100n, objected: amounts({ A: 60n }) }, ...posted);
  it.each([
    ['A let off, B collected: B comes back whole', letOff(60n), { B: -40n }, 40n, { let_off: 60n, due: 0n }],
    ['A let off, B collected: A is not given back', letOff(60n), { A: -60n }, 0n, { let_off: 0n }],
    ['A let off, B collected: both at once', letOff(60n), { A: -60n, B: -40n }, 40n, { let_off: 0n }],
    ['A objected to: B comes back whole', suspending('1', 60n), { B: -40n }, 40n, { suspended: 60n }],
    ['A objected to: A is suspended no more', suspending('1', 60n), { A: -50n }, 0n, { suspended: 10n }],
  ] as const)('%s', (_, objection, byLine, expected, left) => {
    const { givenBack, claims } = after([correction(byLine)], [june(...objection, ...collecting('1', 40n))]);
    expect(givenBack).toEqual([expected]);
    expect(claims[0]?.balances).toMatchObject(left);
  });

  it('not collected yet: A is taken off what is objected to, B off what is due', () => {
    const { claims } = after([correction({ A: -60n, B: -10n })], [june(...suspending('1', 60n))]);
    expect(claims[0]?.balances).toEqual({
      ...{ ...NO_BALANCES, recovery: -100n, given_back: 70n, due: 30n, suspended: 0n },
    });
  });

  it('tells what of which line was set against what', () => {
    const { lines } = after([correction({ A: -60n, B: -10n })], [june(...letOff(60n))]);
    expect(
      lines.map(({ claimId, account, line, amount }) => [claimId, account, line.lineNo, amount]),
    ).toEqual([
      ['1', 'let_off', 'A', 60n],
      ['1', 'due', 'B', 10n],
    ]);
  });
});

describe('a later claim of 50 names line C', () => {
  const added = (...posted: readonly Entry[]): ClaimByLines =>
    claimOf(
      { claimId: '2', amount: 50n, kind: 'adjustment', corrects: '2025-06', lines: amounts({ C: 50n }) },
      ...posted,
    );
  const june = claimOf({ claimId: '1', amount: 60n });
  it.each([
    ['is not due: it takes nothing off June itself', [], { C: -50n }, [0n], [60n, 0n]],
    [
      'was collected: it is given back, though June is due',
      collecting('2', 50n),
      { C: -50n },
      [50n],
      [60n, 0n],
    ],
    ['is not touched by what comes back of A', [], { A: -50n }, [0n], [10n, 50n]],
    ['more of C than it: the rest is of June itself', [], { C: -70n }, [0n], [40n, 0n]],
  ] as const)('%s', (_, posted, byLine, givenBack, due) => {
    const found = after([correction(byLine)], [june, added(...posted)]);
    expect(found.givenBack).toEqual(givenBack);
    expect(found.claims.map(({ balances: it }) => it.due)).toEqual(due);
  });
});
