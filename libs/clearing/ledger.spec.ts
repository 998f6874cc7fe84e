import fc from 'fast-check';
import type { Day } from '@gatekeeper/calendar';
import { dayOfMonthIn, plusDays } from '@gatekeeper/calendar';
import type { Claim, Entry } from './ledger';
import {
  ACCOUNTS,
  balances,
  balancesOf,
  CLAIM_KINDS,
  collecting,
  NO_BALANCES,
  OBJECTION_OUTCOMES,
  objectionDecided,
  raising,
  suspending,
  writingOff,
} from './ledger';
import {
  AGES,
  agingOf,
  isConfirmed,
  mayObject,
  nettingOf,
  objectionUntil,
  recoveriesCollected,
} from './ledger-collection';

/** Every weekday works, in the years 2025 and 2026. */
const CALENDAR = new Map(
  [2025, 2026].map((year) => [year, { daysOff: new Set<Day>(), madeWorkingDays: new Set<Day>() }]),
);
/** 2025-07-01, a Tuesday. */
const JULY = dayOfMonthIn(2025, 7, 1);

const claim = (claimId: string, amount: bigint, more: Partial<Claim> = {}): Claim => {
  const raised = { kind: 'adjustment', area: '44', corrects: '2025-03', amount } as const;
  return {
    ...raised,
    claimId,
    period: '2025-06',
    postedOn: JULY,
    objectionWorkingDays: 10,
    balances: balancesOf(raising(claimId, raised)),
    ...more,
  };
};

describe('what is posted of a claim that is raised', () => {
  it.each([
    ['recovery', 100n, { due: 100n, recovery: -100n }],
    ['recovery', -30n, { due: -30n, given_back: 30n }],
    ['damages', 10n, { due: 10n, damages: -10n }],
    ['adjustment', 7n, { due: 7n, recovery: -7n }],
    ['adjustment', -40n, { due: -40n, given_back: 40n }],
  ] as const)('a claim of %s over %d', (kind, amount, expected) => {
    const entries = raising('1', { kind, amount });
    expect(balancesOf(entries)).toEqual({ ...NO_BALANCES, ...expected });
    expect(balances(entries)).toBe(true);
  });
});

describe('a posting', () => {
  const due = (claimId: string, amount: bigint): Entry => ({ account: 'due', claimId, amount });
  it.each([
    ['of nothing balances', [], true],
    ['that moves an amount balances', collecting('1', 5n), true],
    ['of one entry does not', [due('1', 5n)], false],
    ['that one claim pays for another does not, though the sum is 0', [due('1', 5n), due('2', -5n)], false],
    [
      'with a claim that balances and one that does not does not',
      [...collecting('1', 5n), due('2', 1n)],
      false,
    ],
  ])('%s', (_, entries, expected) => expect(balances(entries)).toBe(expected));
});

describe('an objection', () => {
  const suspended = balancesOf(suspending('1', 60n), claim('1', 100n).balances);
  it('stops the collection of what is objected to, and of nothing else', () => {
    expect(suspended).toMatchObject({ due: 40n, suspended: 60n });
  });
  it.each([
    ['upheld', { due: 40n, suspended: 0n, let_off: 60n, given_back: 0n }],
    ['refused', { due: 100n, suspended: 0n, let_off: 0n, given_back: 0n }],
  ] as const)('%s', (outcome, expected) => {
    expect(balancesOf(objectionDecided('1', 60n, outcome), suspended)).toMatchObject(expected);
  });
  it.each(OBJECTION_OUTCOMES)('%s, leaves nothing suspended', (outcome) => {
    expect(balancesOf(objectionDecided('1', 60n, outcome), suspended).suspended).toBe(0n);
  });
});

describe('how long an institution may object: 10 working days from 2025-07-01, to 2025-07-15', () => {
  it.each([
    ['the day of posting', 0, true],
    ['the last day', 14, true],
    ['the day after', 15, false],
  ])('%s', (_, days, may) => {
    const on = plusDays(JULY, days);
    expect(mayObject(claim('1', 100n), on, CALENDAR)).toBe(may);
    expect(isConfirmed(claim('1', 100n), on, CALENDAR)).toBe(!may);
  });

  it('into a year whose calendar is not published: no last day is known, so it may, and nothing is deducted', () => {
    const late = claim('1', 100n, { postedOn: plusDays(JULY, 540) });
    expect(objectionUntil(late, CALENDAR)).toEqual({ unpublishedYear: 2027 });
    expect(isConfirmed(late, plusDays(JULY, 900), CALENDAR)).toBe(false);
  });

  it('nobody objects where the text knows no objection, nor to money given back', () => {
    expect(mayObject(claim('1', 100n, { objectionWorkingDays: 'none' }), JULY, CALENDAR)).toBe(false);
    expect(mayObject(claim('1', -100n), JULY, CALENDAR)).toBe(false);
  });
});

describe('what nets into the payment of a month', () => {
  const old = claim('2', 100n, { postedOn: plusDays(JULY, -60) });
  const older = claim('10', 50n, { postedOn: plusDays(JULY, -90) });
  const fresh = claim('11', 30n);
  const credit = claim('12', -20n);
  const paid = claim('1', 20n, { balances: balancesOf(collecting('1', 20n), claim('1', 20n).balances) });
  it.each([
    ['all that is confirmed, the oldest first', 1000n, ['10 50', '2 100', '12 -20'], 130n, 0n],
    ['no more than the payment and what is given back with it', 100n, ['10 50', '2 70', '12 -20'], 100n, 30n],
    ['nothing to take it from: what is given back is', 0n, ['10 20', '12 -20'], 0n, 130n],
  ])('%s', (_, payable, items, deducted, carried) => {
    const netting = nettingOf([paid, fresh, credit, old, older], payable, JULY, CALENDAR);
    expect(netting.items.map(({ claimId, amount }) => `${claimId} ${amount}`)).toEqual(items);
    expect(netting).toMatchObject({ deducted, carried, unconfirmed: 30n, suspended: 0n });
  });

  it('what is given back makes room once, however old it is', () => {
    const longAgo = { ...credit, postedOn: plusDays(JULY, -400) };
    const { items, carried } = nettingOf([paid, old, older, longAgo], 100n, JULY, CALENDAR);
    expect(items.map(({ claimId, amount }) => `${claimId} ${amount}`)).toEqual(['10 50', '2 70', '12 -20']);
    expect(carried).toBe(30n);
  });

  it.each([
    ['what is taken now counts, where there is no payment too', 0n, ['10 20', '12 -20'], 0n],
    [
      'what is taken now counts, and as much is taken on top as the payment holds',
      8n,
      ['10 28', '12 -20'],
      8n,
    ],
    ['what is taken now is more', 1000n, ['10 50', '2 100', '12 -20'], 130n],
  ])('no more is given back than was collected: %s', (_, payable, items, deducted) => {
    const netting = nettingOf([fresh, credit, old, older], payable, JULY, CALENDAR);
    expect(netting.items.map(({ claimId, amount }) => `${claimId} ${amount}`)).toEqual(items);
    expect(netting.deducted).toBe(deducted);
  });

  it.each([
    ['all is due, and half of it given back', 'recovery', 200n, -100n, 100n, ['1 200', '2 -100'], 100n, 0n],
    ['a fen less in the payment', 'recovery', 200n, -100n, 99n, ['1 199', '2 -100'], 99n, 1n],
    ['a fen more in the payment', 'recovery', 200n, -100n, 101n, ['1 200', '2 -100'], 100n, 0n],
    ['more to give back than is due', 'recovery', 60n, -100n, 100n, ['1 60', '2 -60'], 0n, 0n],
    ['no payment', 'recovery', 200n, -100n, 0n, ['1 100', '2 -100'], 0n, 100n],
    ['damages, of which nothing is given back', 'damages', 200n, -100n, 100n, ['1 100'], 100n, 100n],
  ] as const)(
    'with nothing collected before: %s',
    (_, kind, owed, back, payable, items, deducted, carried) => {
      const due = claim('1', owed, { kind, objectionWorkingDays: 'none' });
      const netting = nettingOf([due, claim('2', back)], payable, JULY, CALENDAR);
      expect(netting.items.map(({ claimId, amount }) => `${claimId} ${amount}`)).toEqual(items);
      expect(netting).toMatchObject({ deducted, carried });
    },
  );

  it('damages that wait for the payment keep no later recovery from what is given back of it', () => {
    const claims = [claim('1', 50n, { kind: 'damages' }), claim('2', 100n), claim('3', -100n)];
    const netting = nettingOf(claims, 30n, plusDays(JULY, 60), CALENDAR);
    expect(netting.items.map(({ claimId, amount }) => `${claimId} ${amount}`)).toEqual([
      ...['1 30', '2 100', '3 -100'],
    ]);
    expect(netting).toMatchObject({ deducted: 30n, carried: 20n });
  });

  it('damages that were collected, or are taken now, are no recoveries to give back of', () => {
    const damages = { ...paid, kind: 'damages' } as const;
    expect(nettingOf([damages, credit], 100n, JULY, CALENDAR).items).toEqual([]);
    const taken = nettingOf([{ ...old, kind: 'damages' }, credit], 100n, JULY, CALENDAR);
    expect(taken.items).toEqual([{ claimId: '2', amount: 100n }]);
    expect(nettingOf([paid, credit], 100n, JULY, CALENDAR).items).toEqual([{ claimId: '12', amount: -20n }]);
    const more = { ...credit, claimId: '13' };
    expect(nettingOf([paid, credit, more], 100n, JULY, CALENDAR).items).toEqual([
      { claimId: '12', amount: -20n },
    ]);
  });

  it('nothing of what is collected already', () => {
    const collected = { ...old, balances: balancesOf(collecting('2', 100n), old.balances) };
    expect(nettingOf([collected], 1000n, JULY, CALENDAR)).toMatchObject({ items: [], deducted: 0n });
  });

  it('nothing of what is objected to', () => {
    const objected = { ...old, balances: balancesOf(suspending('2', 60n), old.balances) };
    expect(nettingOf([objected], 1000n, JULY, CALENDAR)).toMatchObject({ deducted: 40n, suspended: 60n });
  });

  it('of the same day the claim posted first, by number and not by text', () => {
    const [nine, ten] = [
      claim('9', 5n, { postedOn: old.postedOn }),
      claim('10', 5n, { postedOn: old.postedOn }),
    ];
    expect(nettingOf([ten, nine], 5n, JULY, CALENDAR).items).toEqual([{ claimId: '9', amount: 5n }]);
    const eleven = { ...ten, claimId: '11' };
    for (const claims of [
      [eleven, ten],
      [ten, eleven],
    ])
      expect(nettingOf(claims, 5n, JULY, CALENDAR).items).toEqual([{ claimId: '10', amount: 5n }]);
  });
});

describe('whatever is owed, was collected and is to be given back', () => {
  const some = fc.array(
    fc.record({
      kind: fc.constantFrom(...CLAIM_KINDS),
      amount: fc.bigInt(-60n, 60n),
      share: fc.nat(4),
      confirmed: fc.boolean(),
    }),
    { maxLength: 8 },
  );
  it('the payment is never exceeded, nothing waits that it holds, and what is given back is the most that was collected', () => {
    fc.assert(
      fc.property(some, fc.bigInt(0n, 150n), (drawn, payable) => {
        const claims = claimsOf(drawn);
        const { items, deducted, carried } = nettingOf(claims, payable, JULY, CALENDAR);
        expect(deducted <= payable).toBe(true);
        expect(carried === 0n || deducted === payable).toBe(true);

        const byId = new Map(claims.map((one) => [one.claimId, one]));
        let collected = recoveriesCollected(claims);
        let given = 0n;
        for (const { claimId, amount } of items) {
          const one = byId.get(claimId);
          if (amount < 0n) given -= amount;
          if (one?.kind !== 'damages') collected += amount;
          expect(collected >= 0n).toBe(true);
        }
        const toGiveBack = -dueOf(claims.filter(({ balances: { due } }) => due < 0n));
        const confirmed = claims.filter((one) => one.balances.due > 0n && isConfirmed(one, JULY, CALENDAR));
        const takenOf = (of: readonly Claim[]): bigint =>
          items.reduce(
            (sum, { claimId, amount }) => (of.some((one) => one.claimId === claimId) ? sum + amount : sum),
            0n,
          );
        expect(takenOf(confirmed) - given).toBe(deducted);
        expect(dueOf(confirmed) - takenOf(confirmed)).toBe(carried);
        const recoveries = confirmed.filter(({ kind }) => kind !== 'damages');
        const waits = dueOf(recoveries) - takenOf(recoveries);
        // Where some is still to be given back, all that was collected is, and no recovery waits that it could be given back of.
        if (given < toGiveBack) expect([collected, waits]).toEqual([0n, 0n]);
      }),
      { numRuns: 1000 },
    );
  });
  const dueOf = (claims: readonly Claim[]): bigint =>
    claims.reduce((sum, { balances: { due } }) => sum + due, 0n);
  interface Drawn {
    readonly kind: Claim['kind'];
    readonly amount: bigint;
    readonly share: number;
    readonly confirmed: boolean;
  }
  /** Damages are never given back; of what is owed, a share of quarters was collected before. */
  const claimsOf = (drawn: readonly Drawn[]): readonly Claim[] =>
    drawn
      .filter(({ kind, amount }) => amount > 0n || (amount < 0n && kind !== 'damages'))
      .map(({ kind, amount, share, confirmed }, index) => {
        const claimId = String(index + 1);
        const { balances: raised } = claim(claimId, amount, { kind });
        const before = amount > 0n ? (amount * BigInt(share)) / 4n : 0n;
        return claim(claimId, amount, {
          kind,
          objectionWorkingDays: confirmed ? 'none' : 10,
          balances: balancesOf(collecting(claimId, before), raised),
        });
      });
});

describe('how old is what is owed', () => {
  it.each([
    [0, '0-30'],
    [30, '0-30'],
    [31, '31-90'],
    [90, '31-90'],
    [91, '91-180'],
    [180, '91-180'],
    [181, 'over-180'],
  ] as const)('%d days after its posting: %s', (days, age) => {
    const aging = agingOf([claim('1', 100n)], plusDays(JULY, days));
    expect(aging.owed[age]).toEqual({ due: 100n, suspended: 0n });
    expect(aging.toGiveBack).toBe(0n);
  });

  it('is told by every age there is, also where nothing is owed', () => {
    expect(Object.keys(agingOf([], JULY).owed)).toEqual(AGES);
  });

  it('suspended apart, and what is to be given back by itself', () => {
    const objected = claim('1', 100n, {
      balances: balancesOf(suspending('1', 60n), claim('1', 100n).balances),
    });
    expect(agingOf([objected, claim('2', -15n)], JULY)).toMatchObject({
      owed: { '0-30': { due: 40n, suspended: 60n } },
      toGiveBack: 15n,
    });
  });
});

describe('whatever is posted, in whatever order', () => {
  type Act =
    | { readonly act: 'raise'; readonly amount: bigint; readonly adjusts: boolean }
    | { readonly act: 'pass'; readonly days: number }
    | { readonly act: 'net'; readonly payable: bigint }
    | { readonly act: 'object' | 'write_off'; readonly pick: number; readonly share: number }
    | { readonly act: 'decide'; readonly pick: number; readonly upheld: boolean };
  const acts: fc.Arbitrary<readonly Act[]> = fc.array(
    fc.oneof(
      fc.record({
        act: fc.constant('raise' as const),
        amount: fc.bigInt(-500n, 500n),
        adjusts: fc.boolean(),
      }),
      fc.record({ act: fc.constant('pass' as const), days: fc.nat(20) }),
      fc.record({ act: fc.constant('net' as const), payable: fc.bigInt(0n, 600n) }),
      fc.record({
        act: fc.constantFrom('object' as const, 'write_off' as const),
        pick: fc.nat(20),
        share: fc.integer({ min: 1, max: 4 }),
      }),
      fc.record({ act: fc.constant('decide' as const), pick: fc.nat(20), upheld: fc.boolean() }),
    ),
    { maxLength: 40 },
  );

  it('every prefix balances to 0, no claim goes below nothing, and no more is collected than is due and not suspended', () => {
    fc.assert(
      fc.property(acts, (taken) => {
        const claims: Claim[] = [];
        const posted: Entry[] = [];
        let today = JULY;
        const post = (entries: readonly Entry[]): void => {
          expect(balances(entries)).toBe(true);
          posted.push(...entries);
          for (const [index, one] of claims.entries())
            claims[index] = {
              ...one,
              balances: balancesOf(
                entries.filter(({ claimId }) => claimId === one.claimId),
                one.balances,
              ),
            };
        };
        for (const act of taken) {
          if (act.act === 'raise') {
            const raised =
              act.adjusts || act.amount < 0n
                ? ({ kind: 'adjustment', area: '44', corrects: '2025-03', amount: act.amount } as const)
                : ({ kind: 'recovery', area: '44', corrects: null, amount: act.amount } as const);
            if (act.amount !== 0n) {
              const claimId = String(claims.length + 1);
              claims.push({
                ...raised,
                claimId,
                period: '2025-06',
                postedOn: today,
                objectionWorkingDays: 10,
                balances: NO_BALANCES,
              });
              post(raising(claimId, raised));
            }
          } else if (act.act === 'pass') today = plusDays(today, act.days);
          else if (act.act === 'net') {
            const { items, deducted } = nettingOf(claims, act.payable, today, CALENDAR);
            expect(deducted <= act.payable).toBe(true);
            const takenFrom = items
              .filter(({ amount }) => amount > 0n)
              .reduce((sum, { amount }) => sum + amount, 0n);
            const open = claims.reduce((sum, { balances: { due } }) => (due > 0n ? sum + due : sum), 0n);
            expect(takenFrom <= open).toBe(true);
            post(items.flatMap(({ claimId, amount }) => collecting(claimId, amount)));
          } else {
            const one = claims[act.pick % Math.max(1, claims.length)];
            if (one === undefined) continue;
            const { due, suspended } = one.balances;
            if (act.act === 'decide') {
              if (suspended > 0n)
                post(objectionDecided(one.claimId, suspended, act.upheld ? 'upheld' : 'refused'));
            } else if (due > 0n) {
              const amount = due / BigInt(act.share);
              if (amount > 0n) post((act.act === 'object' ? suspending : writingOff)(one.claimId, amount));
            }
          }
          const after = balancesOf(posted);
          expect(ACCOUNTS.reduce((sum, account) => sum + after[account], 0n)).toBe(0n);
          for (const { amount, balances: it } of claims) {
            const within =
              amount > 0n
                ? (of: bigint) => of >= 0n && of <= amount
                : (of: bigint) => of <= 0n && of >= amount;
            expect([it.due, it.collected].every(within)).toBe(true);
            if (amount > 0n) expect([it.suspended, it.written_off, it.given_back].every(within)).toBe(true);
          }
        }
      }),
    );
  });
});
