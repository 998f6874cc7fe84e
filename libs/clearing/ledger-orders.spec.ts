/**
 * Whatever is recovered, corrected, refunded, objected to, written off and collected, in whatever order, in the books of two areas and two periods:
 * the ledger agrees to the fen with an oracle that keeps three figures a line and knows no claims.
 */
import fc from 'fast-check';
import type { Day } from '@gatekeeper/calendar';
import { plusDays } from '@gatekeeper/calendar';
import type { Fen, IdentityKey, LineIdentity } from '@gatekeeper/vocabulary';
import { identityKey } from '@gatekeeper/vocabulary';
import type { Entry } from './ledger';
import {
  ACCOUNTS,
  balances,
  collecting,
  NO_BALANCES,
  objectionDecided,
  raising,
  suspending,
  writingOff,
} from './ledger';
import { inBooksOf, nettingOf, recoveriesCollected } from './ledger-collection';
import type { ClaimByLines, Correction, LineSetOff } from './ledger-given-back';
import { settingOff } from './ledger-given-back';
import type { LedgerLine, LineAmount } from './ledger-raised';
import { claimsRaisedBy } from './ledger-raised';
import { JULY, lineNo, withEntries } from './testing/claims';

const CALENDAR = new Map(
  [2025, 2026].map((year) => [year, { daysOff: new Set<Day>(), madeWorkingDays: new Set<Day>() }]),
);
const AREAS = ['4401', '4403'] as const;
const PERIODS = ['2025-04', '2025-05'] as const;

/** What is true of a line: what is recovered of it, and what of that nobody collects because an objection named it. */
interface LineTruth {
  readonly line: LineIdentity;
  readonly area: string;
  readonly period: string;
  recovered: Fen;
  objected: Fen;
}

interface Objection {
  readonly claimId: string;
  readonly lines: readonly LineAmount[];
  state: 'open' | 'upheld' | 'refused';
}

/** The ledger as it is kept, and the oracle beside it. */
class Books {
  claims: readonly ClaimByLines[] = [];
  today = JULY;
  readonly truth = new Map<IdentityKey, LineTruth>();
  private readonly setOff: LineSetOff[] = [];
  private readonly objections: Objection[] = [];
  private readonly linesOf = new Map<string, readonly LineAmount[]>();

  /** A run posts changes of lines: of its own period as a total, of others line by line; what refunds reverse is in its total too. */
  run(area: string, period: string, changes: readonly LedgerLine[]): void {
    const isOwn = (each: LedgerLine): boolean => each.period === period;
    const lines = changes.filter((each) => !isOwn(each));
    const recover = changes
      .filter((each) => isOwn(each) || each.kind === 'reversal')
      .reduce((sum, each) => sum + each.recover, 0n);
    this.learn(area, changes);
    const raised = claimsRaisedBy({ recover, damages: 0n, lines }, { area, period });
    const first = this.claims.length + 1;
    const added = raised.map((claim, index): ClaimByLines => {
      const claimId = String(first + index);
      if (claim.lines !== null) this.linesOf.set(claimId, claim.lines);
      return {
        ...claim,
        claimId,
        period,
        postedOn: this.today,
        objectionWorkingDays: 10,
        balances: NO_BALANCES,
        objected: [],
      };
    });
    const entries = added.flatMap((claim) => raising(claim.claimId, claim));
    this.claims = [...this.claims, ...added];
    this.post(entries);
    const corrections = added.flatMap((claim): readonly Correction[] =>
      claim.corrects === null || claim.amount > 0n
        ? []
        : [{ ...claim, corrects: claim.corrects, lines: this.linesOf.get(claim.claimId) ?? [] }],
    );
    if (corrections.length === 0) return;
    const { entries: moved, lines: used } = settingOff(
      corrections,
      this.claims.map((claim) => this.byLines(claim)),
    );
    this.setOff.push(...used);
    this.post(moved);
  }

  /** What changes of a line is first taken off what an objection named of it. */
  private learn(area: string, changes: readonly LedgerLine[]): void {
    const net = new Map<IdentityKey, Fen>();
    for (const { line, period, recover } of changes) {
      const key = identityKey(line);
      if (!this.truth.has(key)) this.truth.set(key, { line, area, period, recovered: 0n, objected: 0n });
      net.set(key, (net.get(key) ?? 0n) + recover);
    }
    for (const [key, change] of net) {
      const truth = this.truth.get(key);
      if (truth === undefined) continue;
      truth.recovered += change;
      if (change < 0n) truth.objected = truth.objected > -change ? truth.objected + change : 0n;
    }
  }

  net(area: string, payable: Fen): void {
    const ofArea = inBooksOf(this.claims, area);
    const { items, deducted } = nettingOf(ofArea, payable, this.today, CALENDAR);
    expect(deducted <= payable).toBe(true);
    this.post(items.flatMap((item) => collecting(item.claimId, item.amount)));
  }

  /** Names lines of a claim, and no more than it has due. */
  object(claim: ClaimByLines, most: Fen): void {
    if (this.objections.some(({ claimId }) => claimId === claim.claimId)) return;
    const named: LineAmount[] = [];
    let room = most < claim.balances.due ? most : claim.balances.due;
    for (const { line, amount } of this.recoveredBy(claim)) {
      const taken = amount < room ? amount : room;
      if (taken <= 0n) continue;
      named.push({ line, amount: taken });
      room -= taken;
    }
    const amount = sumOf(named);
    if (amount === 0n) return;
    this.objections.push({ claimId: claim.claimId, lines: named, state: 'open' });
    for (const each of named) this.truthOf(each.line).objected += each.amount;
    this.post(suspending(claim.claimId, amount));
  }

  decide(claim: ClaimByLines, outcome: 'upheld' | 'refused'): void {
    const objection = this.objections.find((each) => each.claimId === claim.claimId && each.state === 'open');
    const { suspended } = claim.balances;
    if (objection === undefined || suspended === 0n) return;
    if (outcome === 'refused')
      for (const { line, amount } of this.remaining(objection)) this.truthOf(line).objected -= amount;
    objection.state = outcome;
    this.post(objectionDecided(claim.claimId, suspended, outcome));
  }

  writeOff(claim: ClaimByLines, most: Fen): void {
    const amount = most < claim.balances.due ? most : claim.balances.due;
    if (amount > 0n) this.post(writingOff(claim.claimId, amount));
  }

  check(): void {
    expect(this.claims.filter((claim) => !isWithin(claim))).toEqual([]);
    for (const area of AREAS) {
      expect(recoveriesCollected(inBooksOf(this.claims, area)) >= 0n).toBe(true);
      for (const period of PERIODS) this.checkPeriod(area, period);
    }
  }

  private checkPeriod(area: string, period: string): void {
    const claims = inBooksOf(this.claims, area).filter((each) => (each.corrects ?? each.period) === period);
    const lines = [...this.truth.values()].filter((each) => each.area === area && each.period === period);
    const sum = (figure: (claim: ClaimByLines) => Fen): Fen =>
      claims.reduce((all, each) => all + figure(each), 0n);
    const recovered = lines.reduce((all, each) => all + each.recovered, 0n);
    const objected = lines.reduce((all, each) => all + each.objected, 0n);
    expect(sum(({ amount }) => amount)).toBe(recovered);
    expect(sum(({ balances: it }) => it.suspended + it.let_off)).toBe(objected);
    const collected = sum(({ balances: it }) => it.collected);
    expect(
      sum(({ balances: it }) => it.due) + collected + objected + sum(({ balances: it }) => it.written_off),
    ).toBe(recovered);
    // Nothing is given back that was not collected, and nothing twice.
    const toGiveBack = sum(({ balances: { due } }) => (due < 0n ? -due : 0n));
    expect(collected >= toGiveBack).toBe(true);
  }

  private post(entries: readonly Entry[]): void {
    expect(balances(entries)).toBe(true);
    expect(entries.every(({ amount }) => amount !== 0n)).toBe(true);
    this.claims = withEntries(this.claims, entries);
  }

  /** As it is read from the tables: what was raised, less what was set off. */
  private byLines(claim: ClaimByLines): ClaimByLines {
    const { claimId } = claim;
    const raised = this.linesOf.get(claimId);
    const objection = this.objections.find((each) => each.claimId === claimId && each.state !== 'refused');
    return {
      ...claim,
      lines:
        raised === undefined
          ? null
          : less(
              raised,
              this.setOff.filter((each) => each.claimId === claimId),
            ),
      objected: objection === undefined ? [] : this.remaining(objection),
    };
  }

  private remaining({ claimId, lines }: Objection): readonly LineAmount[] {
    return less(
      lines,
      this.setOff.filter(
        (each) => each.claimId === claimId && ['let_off', 'suspended'].includes(each.account),
      ),
    );
  }

  /** Lines of a claim, with what each still has of it; of a total what no other claim names. */
  private recoveredBy(claim: ClaimByLines): readonly LineAmount[] {
    const named = this.byLines(claim).lines;
    if (named !== null) return named;
    const elsewhere = new Map<IdentityKey, Fen>();
    for (const each of this.claims)
      for (const { line, amount } of this.byLines(each).lines ?? [])
        elsewhere.set(identityKey(line), (elsewhere.get(identityKey(line)) ?? 0n) + amount);
    return [...this.truth.values()]
      .filter(({ area, period }) => area === claim.area && period === claim.period)
      .map(({ line, recovered }) => ({ line, amount: recovered - (elsewhere.get(identityKey(line)) ?? 0n) }));
  }

  private truthOf(line: LineAmount['line']): LineTruth {
    const truth = this.truth.get(identityKey(line));
    if (truth === undefined) throw new Error('an objection names a line that there is not');
    return truth;
  }
}

/** Its accounts come to 0, and none is on the wrong side of it. */
function isWithin({ amount, balances: it }: ClaimByLines): boolean {
  const sign = amount > 0n ? 1n : -1n;
  const sums = [it.due * sign, it.collected * sign, it.suspended, it.written_off, it.let_off, it.given_back];
  return ACCOUNTS.reduce((sum, account) => sum + it[account], 0n) === 0n && sums.every((sum) => sum >= 0n);
}

const sumOf = (lines: readonly LineAmount[]): Fen => lines.reduce((sum, { amount }) => sum + amount, 0n);

const less = (lines: readonly LineAmount[], used: readonly LineAmount[]): readonly LineAmount[] =>
  lines.map(({ line, amount }) => ({
    line,
    amount: amount - sumOf(used.filter((each) => identityKey(each.line) === identityKey(line))),
  }));

type Act =
  | { readonly act: 'run'; readonly area: number; readonly changes: readonly Change[] }
  | { readonly act: 'net'; readonly area: number; readonly days: number; readonly payable: Fen }
  | {
      readonly act: 'object' | 'write_off' | 'uphold' | 'refuse';
      readonly pick: number;
      readonly amount: Fen;
    };

interface Change {
  readonly period: number;
  readonly line: number;
  readonly amount: Fen;
  readonly kind: LedgerLine['kind'];
}

const amount = fc.bigInt(1n, 300n);
const changes = fc.array(
  fc.record({
    period: fc.nat(1),
    line: fc.nat(2),
    amount: fc.bigInt(-300n, 300n),
    kind: fc.constantFrom('correction' as const, 'correction' as const, 'reversal' as const),
  }),
  { minLength: 1, maxLength: 4 },
);
const acts: fc.Arbitrary<readonly Act[]> = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.record({ act: fc.constant('run' as const), area: fc.nat(1), changes }) },
    {
      weight: 2,
      arbitrary: fc.record({
        act: fc.constant('net' as const),
        area: fc.nat(1),
        days: fc.constantFrom(0, 20),
        payable: fc.bigInt(0n, 1_500n),
      }),
    },
    {
      weight: 4,
      arbitrary: fc.record({
        act: fc.constantFrom('object' as const, 'write_off' as const, 'uphold' as const, 'refuse' as const),
        pick: fc.nat(20),
        amount,
      }),
    },
  ),
  { minLength: 10, maxLength: 40 },
);

/** Each area posts its two periods first, month after month, with the changes that come; further runs are of later months. */
function play(taken: readonly Act[]): Books {
  const books = new Books();
  const posted = new Map<string, number>();
  for (const act of taken) {
    switch (act.act) {
      case 'run': {
        const area = AREAS[act.area] ?? AREAS[0];
        const month = posted.get(area) ?? 0;
        posted.set(area, month + 1);
        books.run(
          area,
          PERIODS[month] ?? `2025-${String(6 + month)}`,
          possible(books, area, month, act.changes),
        );
        break;
      }
      case 'net':
        books.today = plusDays(books.today, act.days);
        books.net(AREAS[act.area] ?? AREAS[0], act.payable);
        break;
      case 'object':
      case 'write_off':
      case 'uphold':
      case 'refuse': {
        const claim = books.claims[act.pick % Math.max(1, books.claims.length)];
        if (claim === undefined || claim.amount < 0n) break;
        if (act.act === 'object') books.object(claim, act.amount);
        else if (act.act === 'write_off') books.writeOff(claim, act.amount);
        else books.decide(claim, act.act === 'uphold' ? 'upheld' : 'refused');
      }
    }
    books.check();
  }
  return books;
}

/** Changes of lines of periods posted by then, or of the run's own; of no line less than nothing is recovered. */
function possible(
  books: Books,
  area: string,
  month: number,
  wanted: readonly Change[],
): readonly LedgerLine[] {
  const recovered = new Map<IdentityKey, Fen>();
  return wanted.flatMap(({ period, line: no, amount: change, kind }): readonly LedgerLine[] => {
    if (period > month) return [];
    const line = lineNo(`${area}-${period}-${no}`);
    const key = identityKey(line);
    const before = recovered.get(key) ?? books.truth.get(key)?.recovered ?? 0n;
    const recover = before + change < 0n ? -before : change;
    recovered.set(key, before + recover);
    return recover === 0n ? [] : [{ kind, line, area, period: PERIODS[period] ?? '', refused: 0n, recover }];
  });
}

describe('postings in any order', () => {
  it('of each area and period, what is collected, owed, let off and written off is what its lines say; nothing comes back twice', () => {
    fc.assert(
      fc.property(acts, (taken) => void play(taken)),
      { numRuns: 50 },
    );
  });

  it('once all is decided and netted, an agency has collected what its lines say, and what nobody let off or wrote off', () => {
    fc.assert(
      fc.property(acts, (taken) => {
        const books = play(taken);
        for (const claim of books.claims) books.decide(claim, 'refused');
        books.today = plusDays(books.today, 60);
        for (const area of AREAS) books.net(area, 1_000_000n);
        books.check();
        for (const area of AREAS) {
          const claims = inBooksOf(books.claims, area);
          const sum = (figure: (claim: ClaimByLines) => Fen): Fen =>
            claims.reduce((all, each) => all + figure(each), 0n);
          const lines = [...books.truth.values()].filter((each) => each.area === area);
          const left = lines.reduce((all, { recovered, objected }) => all + recovered - objected, 0n);
          expect(sum(({ balances: { due } }) => due)).toBe(0n);
          expect(recoveriesCollected(claims) + sum(({ balances: it }) => it.written_off)).toBe(left);
        }
      }),
      { numRuns: 25 },
    );
  });
});
