/** Nothing is given back of a recovery that was never collected: an upheld objection or a write-off came before its correction. */
import fc from 'fast-check';
import type { Day } from '@gatekeeper/calendar';
import { dayOfMonthIn, plusDays } from '@gatekeeper/calendar';
import type { Claim, Entry, RaisedClaim } from './ledger';
import {
  ACCOUNTS,
  balances,
  balancesOf,
  collecting,
  NO_BALANCES,
  objectionDecided,
  raising,
  suspending,
  writingOff,
} from './ledger';
import { settingOff, settingOffAll, withEntries } from './ledger-given-back';
import { nettingOf, recoveriesCollected } from './ledger-collection';

const CALENDAR = new Map(
  [2025, 2026].map((year) => [year, { daysOff: new Set<Day>(), madeWorkingDays: new Set<Day>() }]),
);
const JULY = dayOfMonthIn(2025, 7, 1);

const claim = (claimId: string, raised: RaisedClaim, period: string, ...posted: readonly Entry[]): Claim => ({
  ...raised,
  claimId,
  period,
  postedOn: JULY,
  objectionWorkingDays: 10,
  balances: balancesOf([...raising(claimId, raised), ...posted]),
});
const JUNE: RaisedClaim = { kind: 'recovery', corrects: null, amount: 100n };
const correction = (amount: bigint, corrects = '2025-06'): RaisedClaim => ({
  ...{ kind: 'adjustment', corrects, amount },
});
const letOff = (amount: bigint): readonly Entry[] => [
  ...suspending('1', amount),
  ...objectionDecided('1', amount, 'upheld'),
];

describe('a correction that takes back what a closed period recovers', () => {
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
  ] as const)('%s', (_, posted, amount, givenBack, left) => {
    const raised = correction(-amount);
    const before = [claim('1', JUNE, '2025-06', ...posted)];
    const entries = settingOff({ claimId: '2', ...raised }, before);
    expect(balances(entries)).toBe(true);
    expect(withEntries(before, entries)[0]?.balances).toMatchObject(left);
    const [credit] = withEntries([claim('2', raised, '2025-07')], entries);
    expect(credit?.balances).toEqual({ ...NO_BALANCES, due: -givenBack, given_back: givenBack });
  });

  it.each([
    ['another period', claim('1', JUNE, '2025-05', ...letOff(100n)), 100n],
    ['the year that holds it', claim('1', JUNE, '2025', ...letOff(100n)), 0n],
    ['damages', claim('1', { ...JUNE, kind: 'damages' }, '2025-06', ...letOff(100n)), 100n],
    ['an earlier correction of the period', claim('1', correction(100n), '2025-07', ...letOff(100n)), 0n],
    [
      'a correction of another period',
      claim('1', correction(100n, '2025-05'), '2025-06', ...letOff(100n)),
      100n,
    ],
  ])('what was let off of %s', (_, other, givenBack) => {
    const raised = correction(-100n);
    const [credit] = withEntries(
      [claim('2', raised, '2025-07')],
      settingOff({ claimId: '2', ...raised }, [other]),
    );
    expect(credit?.balances.due).toBe(-givenBack);
  });

  it('is set against what was let off once: the next is given back', () => {
    let claims = [claim('1', JUNE, '2025-06', ...letOff(60n), ...collecting('1', 40n))];
    for (const [claimId, due] of [
      ['2', 0n],
      ['3', -30n],
    ] as const) {
      const raised = correction(claimId === '2' ? -60n : -30n);
      const entries = settingOff({ claimId, ...raised }, claims);
      claims = [...withEntries([...claims, claim(claimId, raised, '2025-08')], entries)];
      expect(claims.at(-1)?.balances.due).toBe(due);
    }
  });

  it('a run that corrects a month and its year, and adds to another, sets each fen off once', () => {
    const raised = [
      claim('2', correction(-70n, '2025'), '2025-12'),
      claim('3', correction(-30n, '2025-06'), '2025-12'),
      claim('4', correction(15n, '2025-07'), '2025-12'),
    ];
    const year = [claim('1', JUNE, '2025', ...letOff(60n), ...collecting('1', 40n))];
    const entries = settingOffAll(raised, year);
    expect(balances(entries)).toBe(true);
    expect(
      withEntries([...year, ...raised], entries).map(({ balances: { due, let_off } }) => [due, let_off]),
    ).toEqual([
      [0n, 0n],
      [0n, 0n],
      [-30n, 0n],
      [5n, 0n],
    ]);
  });

  it('nothing is set off by what adds to a period, nor by what corrects none', () => {
    const others = [claim('1', JUNE, '2025-06', ...letOff(60n))];
    expect(settingOff({ claimId: '2', ...correction(50n) }, others)).toEqual([]);
    expect(settingOff({ claimId: '2', corrects: null, amount: -50n }, others)).toEqual([]);
  });
});

describe('whatever is posted, collected, objected to, written off and corrected, in whatever order', () => {
  const PERIODS = ['2025-04', '2025-05'] as const;
  type Act =
    | { readonly act: 'recover' | 'correct'; readonly period: number; readonly amount: bigint }
    | { readonly act: 'pass'; readonly days: number }
    | { readonly act: 'net'; readonly payable: bigint }
    | { readonly act: 'object' | 'write_off' | 'decide'; readonly pick: number; readonly amount: bigint };
  const amount = fc.bigInt(1n, 500n);
  const acts: fc.Arbitrary<readonly Act[]> = fc.array(
    fc.oneof(
      fc.record({
        act: fc.constantFrom('recover' as const, 'correct' as const, 'correct' as const),
        period: fc.nat(1),
        amount,
      }),
      fc.record({ act: fc.constant('pass' as const), days: fc.nat(20) }),
      fc.record({ act: fc.constant('net' as const), payable: fc.bigInt(0n, 600n) }),
      fc.record({
        act: fc.constantFrom('object' as const, 'write_off' as const, 'decide' as const),
        pick: fc.nat(20),
        amount,
      }),
    ),
    { maxLength: 50 },
  );

  /** @param within corrections take back no more than the period recovers, as those of its lines do; else whatever they say */
  function play(taken: readonly Act[], within: boolean): void {
    let claims: readonly Claim[] = [];
    let today = JULY;
    const sumOf = (of: readonly Claim[], figure: (claim: Claim) => bigint): bigint =>
      of.reduce((sum, each) => sum + figure(each), 0n);
    const ofPeriod = (period: string): readonly Claim[] =>
      claims.filter((each) => (each.corrects ?? each.period) === period);
    const post = (entries: readonly Entry[]): void => {
      expect(balances(entries)).toBe(true);
      expect(entries.every((entry) => entry.amount !== 0n)).toBe(true);
      claims = withEntries(claims, entries);
    };
    const raise = (raised: RaisedClaim, period: string): void => {
      const claimId = String(claims.length + 1);
      const setOff = settingOff({ claimId, ...raised }, claims);
      claims = [...claims, { ...claim(claimId, raised, period), postedOn: today, balances: NO_BALANCES }];
      post([...raising(claimId, raised), ...setOff]);
    };
    for (const act of taken) {
      switch (act.act) {
        case 'recover':
        case 'correct': {
          const period = PERIODS[act.period] ?? PERIODS[0];
          const recovers = sumOf(ofPeriod(period), (each) => each.amount);
          const back = within && act.amount > recovers ? recovers : act.amount;
          if (act.act === 'recover') raise({ kind: 'recovery', corrects: null, amount: act.amount }, period);
          else if (back !== 0n) raise({ kind: 'adjustment', corrects: period, amount: -back }, '2025-06');
          break;
        }
        case 'pass':
          today = plusDays(today, act.days);
          break;
        case 'net': {
          const { items, deducted } = nettingOf(claims, act.payable, today, CALENDAR);
          expect(deducted <= act.payable).toBe(true);
          post(items.flatMap((item) => collecting(item.claimId, item.amount)));
          break;
        }
        case 'object':
        case 'write_off':
        case 'decide': {
          const one = claims[act.pick % Math.max(1, claims.length)];
          if (one === undefined) break;
          const { due, suspended } = one.balances;
          const some = act.amount < due ? act.amount : due;
          if (act.act === 'decide' && suspended > 0n)
            post(objectionDecided(one.claimId, suspended, act.amount % 3n === 0n ? 'refused' : 'upheld'));
          else if (act.act !== 'decide' && some > 0n)
            post((act.act === 'object' ? suspending : writingOff)(one.claimId, some));
        }
      }
      for (const { amount: claimed, balances: it } of claims) {
        expect(ACCOUNTS.reduce((sum, account) => sum + it[account], 0n)).toBe(0n);
        expect([it.suspended, it.written_off, it.let_off, it.given_back].every((sum) => sum >= 0n)).toBe(
          true,
        );
        expect(
          (claimed > 0n ? [it.due, it.collected] : [-it.due, -it.collected]).every((sum) => sum >= 0n),
        ).toBe(true);
      }
      expect(recoveriesCollected(claims) >= 0n).toBe(true);
      if (!within) continue;
      for (const period of PERIODS) {
        const all = ofPeriod(period);
        const collected = recoveriesCollected(all);
        const toGiveBack = sumOf(all, ({ balances: { due } }) => (due < 0n ? -due : 0n));
        expect(collected >= toGiveBack).toBe(true);
        // What was paid, is owed or was let off is what the period recovers once it is corrected, and no more.
        const open = sumOf(all, ({ balances: it }) => it.due + it.suspended + it.written_off + it.let_off);
        expect(collected + open).toBe(sumOf(all, (each) => each.amount));
      }
    }
  }

  it('no more is given back of a period than was collected of it', () => {
    fc.assert(fc.property(acts, (taken) => play(taken, true)));
  });
  it('nor of an institution, also where corrections take back more than was ever posted', () => {
    fc.assert(fc.property(acts, (taken) => play(taken, false)));
  });
});
