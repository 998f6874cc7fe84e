/** What an institution declares against what stands here, to the fen, with the settlements and lines that make the difference. */
import type { Day } from '@gatekeeper/calendar';
import { dayAt } from '@gatekeeper/calendar';
import type { Fen } from '@gatekeeper/vocabulary';
import { compareText } from '@gatekeeper/vocabulary';
import type { Declared, DeclaredLine, DeclaredSettlement, DeclaredTotal } from './declared';
import type { Amounts, LineHere, LinesHere } from './lines-here';

/** Why something is not the same on both sides. */
export type Mismatch = 'missing_here' | 'missing_there' | 'other_amount' | 'void';

export interface Days {
  readonly from: Day;
  /** Exclusive. */
  readonly until: Day;
}

export interface Sums extends Amounts {
  readonly settlements: number;
}

/** One total; a figure that was not declared is compared with nothing. */
export interface TotalCompared {
  /** `3201`: declared in total; `3202`: the sum of the declared settlements; `not_declared`: only here. */
  readonly source: '3201' | '3202' | 'not_declared';
  readonly insuranceType: string | null;
  readonly clearingType: string | null;
  readonly medicalCategory: string | null;
  readonly days: Days;
  readonly declared: { readonly [Name in keyof Sums]: Sums[Name] | null };
  readonly here: Sums;
}

export interface SettlementCompared {
  readonly mismatch: Mismatch;
  readonly settlementId: string;
  readonly visitId: string;
  readonly insuranceType: string | null;
  readonly clearingType: string | null;
  readonly declared: Amounts | null;
  readonly here: Amounts | null;
}

export interface LineCompared {
  readonly mismatch: Mismatch | 'counted_here';
  readonly visitId: string;
  readonly chargeBatch: string;
  readonly lineNo: string;
  readonly settlementId: string | null;
  readonly declared: Fen | null;
  readonly here: Fen | null;
}

export interface Reconciliation {
  readonly totals: readonly TotalCompared[];
  readonly settlements: readonly SettlementCompared[];
  readonly lines: readonly LineCompared[];
  /** Figures of totals, settlements and lines that are not the same on both sides. */
  readonly differing: { readonly totals: number; readonly settlements: number; readonly lines: number };
}

/** A settlement as its lines here make it up. */
interface SettlementHere extends Amounts {
  readonly settlementId: string;
  readonly visitId: string;
  readonly insuranceType: string;
  readonly clearingType: string;
  readonly medicalCategory: string;
  readonly settledOn: Day | null;
  /** Those that count, and those that were withdrawn. */
  readonly lines: readonly LineHere[];
  readonly isVoid: boolean;
}

const NOTHING: Amounts = { medfee: 0n, fund: 0n, account: 0n };

const added = (one: Amounts, other: Amounts): Amounts => ({
  medfee: one.medfee + other.medfee,
  fund: one.fund + other.fund,
  account: one.account + other.account,
});
const isSame = (one: Amounts, other: Amounts): boolean =>
  one.medfee === other.medfee && one.fund === other.fund && one.account === other.account;
const isNothing = (amounts: Amounts): boolean => isSame(amounts, NOTHING);

/** @param days of settlements and lines, and of totals that state none */
export function reconcile(here: LinesHere, declared: Declared, days: Days): Reconciliation {
  const settlementsHere = settlementsOf(here);
  const standing = [...settlementsHere.values()].filter(({ isVoid }) => !isVoid);
  const totals = [
    ...comparedTotals(declared.totals, standing, days),
    ...(declared.settlements.length === 0 ? [] : [sumOfRows(declared.settlements, standing, days)]),
  ];
  const settlements =
    declared.settlements.length === 0 ? [] : comparedSettlements(declared.settlements, settlementsHere, days);
  const lines =
    declared.lines.length === 0
      ? linesOfSettlements(settlements, settlementsHere)
      : comparedLines(declared.lines, here, days);
  const differing = {
    totals: totals.filter((each) => figuresDiffering(each).length > 0).length,
    settlements: settlements.length,
    lines: lines.length,
  };
  return { totals, settlements, lines, differing };
}

export const FIGURES = ['settlements', 'medfee', 'fund', 'account'] as const;
export type Figure = (typeof FIGURES)[number];

export const figuresDiffering = ({ declared, here }: TotalCompared): readonly Figure[] =>
  FIGURES.filter((name) => declared[name] !== null && declared[name] !== here[name]);

const keyOf = (visitId: string, settlementId: string): string => `${visitId}\u0001${settlementId}`;

function settlementsOf(here: LinesHere): Map<string, SettlementHere> {
  const settlements = new Map<string, SettlementHere>();
  for (const line of here.lines()) {
    if (line.settlementId === null) continue;
    const key = keyOf(line.visitId, line.settlementId);
    const before = settlements.get(key);
    const settledOn = line.settledAt === null ? null : dayAt(line.settledAt);
    settlements.set(key, {
      settlementId: line.settlementId,
      visitId: line.visitId,
      insuranceType: before?.insuranceType ?? line.insuranceType,
      clearingType: before?.clearingType ?? line.clearingType,
      medicalCategory: before?.medicalCategory ?? line.medicalCategory,
      settledOn: later(before?.settledOn ?? null, settledOn),
      ...added(before ?? NOTHING, line.isVoid ? NOTHING : line),
      lines: [...(before?.lines ?? []), line],
      isVoid: (before?.isVoid ?? true) && line.isVoid,
    });
  }
  return settlements;
}

const later = (one: Day | null, other: Day | null): Day | null =>
  one === null || (other !== null && other > one) ? other : one;

const isWithin = ({ settledOn }: Pick<SettlementHere, 'settledOn'>, { from, until }: Days): boolean =>
  settledOn !== null && settledOn >= from && settledOn < until;

/** Totals of one scope that name different agencies are one: no line says to which it was declared. */
function comparedTotals(
  totals: readonly DeclaredTotal[],
  standing: readonly SettlementHere[],
  days: Days,
): readonly TotalCompared[] {
  const scopes = new Map<string, readonly [DeclaredTotal, ...DeclaredTotal[]]>();
  for (const total of totals) {
    const range = daysOf(total, days);
    const key = [
      ...[total.insuranceType, total.clearingType, total.medicalCategory, range.from, range.until],
      total.withoutRefunds,
    ].join('|');
    const before = scopes.get(key);
    scopes.set(key, before === undefined ? [total] : [...before, total]);
  }
  const covered = new Set<SettlementHere>();
  const compared = [...scopes.values()].map((group): TotalCompared => {
    const [{ insuranceType, clearingType, medicalCategory, withoutRefunds }] = group;
    const range = daysOf(group[0], days);
    const inScope = standing.filter(
      (each) =>
        isWithin(each, range) &&
        (insuranceType === null || each.insuranceType === insuranceType) &&
        (clearingType === null || each.clearingType === clearingType) &&
        (medicalCategory === null || each.medicalCategory === medicalCategory),
    );
    for (const each of inScope) covered.add(each);
    return {
      source: '3201',
      ...{ insuranceType, clearingType, medicalCategory, days: range },
      declared: {
        settlements: sumOrNull(
          group.map(({ settlements }) => settlements),
          0,
          (a, b) => a + b,
        ),
        medfee: sumOrNull(
          group.map(({ medfee }) => medfee),
          0n,
          (a, b) => a + b,
        ),
        fund: sumOrNull(
          group.map(({ fund }) => fund),
          0n,
          (a, b) => a + b,
        ),
        account: sumOrNull(
          group.map(({ account }) => account),
          0n,
          (a, b) => a + b,
        ),
      },
      here: sumsOf(withoutRefunds ? inScope.filter(({ medfee }) => medfee >= 0n) : inScope),
    };
  });
  return totals.length === 0 ? [] : [...compared, ...notDeclared(standing, covered, days)];
}

const daysOf = ({ from, until }: DeclaredTotal, days: Days): Days => ({
  from: from ?? days.from,
  until: until ?? days.until,
});

const sumOrNull = <Value>(
  values: readonly (Value | null)[],
  none: Value,
  add: (one: Value, other: Value) => Value,
): Value | null =>
  values.reduce<Value | null>(
    (sum, value) => (sum === null || value === null ? null : add(sum, value)),
    none,
  );

const sumsOf = (settlements: readonly SettlementHere[]): Sums => ({
  settlements: settlements.length,
  ...settlements.reduce<Amounts>(added, NOTHING),
});

/** What stands here and in no declared total, by insurance and clearing type. */
function notDeclared(
  standing: readonly SettlementHere[],
  covered: ReadonlySet<SettlementHere>,
  days: Days,
): readonly TotalCompared[] {
  const groups = new Map<string, readonly SettlementHere[]>();
  for (const each of standing) {
    if (covered.has(each) || !isWithin(each, days)) continue;
    const key = `${each.insuranceType}|${each.clearingType}`;
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    return {
      source: 'not_declared' as const,
      ...{
        insuranceType: first.insuranceType,
        clearingType: first.clearingType,
        medicalCategory: null,
        days,
      },
      declared: { settlements: 0, ...NOTHING },
      here: sumsOf(group),
    };
  });
}

/** A row that takes back counts against the one that it takes back. */
function sumOfRows(
  rows: readonly DeclaredSettlement[],
  standing: readonly SettlementHere[],
  days: Days,
): TotalCompared {
  const count = rows.reduce((sum, { medfee }) => sum + (medfee < 0n ? -1 : 1), 0);
  return {
    source: '3202',
    ...{ insuranceType: null, clearingType: null, medicalCategory: null, days },
    declared: { settlements: count, ...rows.reduce<Amounts>(added, NOTHING) },
    here: sumsOf(standing.filter((each) => isWithin(each, days))),
  };
}

interface NetDeclared extends Amounts {
  readonly settlementId: string;
  readonly visitId: string;
  readonly isRefund: boolean;
}

function comparedSettlements(
  rows: readonly DeclaredSettlement[],
  settlementsHere: ReadonlyMap<string, SettlementHere>,
  days: Days,
): readonly SettlementCompared[] {
  const net = new Map<string, NetDeclared>();
  for (const row of rows) {
    const key = keyOf(row.visitId, row.settlementId);
    const before = net.get(key);
    net.set(key, {
      ...{ settlementId: row.settlementId, visitId: row.visitId },
      isRefund: row.isRefund || before?.isRefund === true,
      ...added(before ?? NOTHING, row),
    });
  }
  const found: SettlementCompared[] = [];
  const nowhereHere: NetDeclared[] = [];
  for (const [key, declared] of net) {
    const here = settlementsHere.get(key);
    // Wherever its day lies: a settlement is the same one on both sides by its number.
    if (here === undefined || here.isVoid) nowhereHere.push(declared);
    else if (!isSame(declared, here)) found.push(compared('other_amount', declared, here));
  }
  for (const declared of withoutCancelled(nowhereHere)) {
    const here = settlementsHere.get(keyOf(declared.visitId, declared.settlementId));
    found.push(compared(here === undefined ? 'missing_here' : 'void', declared, here ?? null));
  }
  for (const [key, here] of settlementsHere)
    if (!here.isVoid && isWithin(here, days) && !net.has(key))
      found.push(compared('missing_there', null, here));
  return found.sort(
    (a, b) => compareText(a.visitId, b.visitId) || compareText(a.settlementId, b.settlementId),
  );
}

/** A settlement and what took it back, in one visit and with nothing left of either, stand nowhere here, and rightly so. */
function withoutCancelled(rows: readonly NetDeclared[]): readonly NetDeclared[] {
  const ofVisit = new Map<string, Amounts>();
  for (const row of rows)
    if (row.isRefund) ofVisit.set(row.visitId, added(ofVisit.get(row.visitId) ?? NOTHING, row));
  return rows.filter((row) => !row.isRefund || !isNothing(ofVisit.get(row.visitId) ?? NOTHING));
}

const compared = (
  mismatch: Mismatch,
  declared: NetDeclared | null,
  here: SettlementHere | null,
): SettlementCompared => ({
  mismatch,
  settlementId: declared?.settlementId ?? here?.settlementId ?? '',
  visitId: declared?.visitId ?? here?.visitId ?? '',
  insuranceType: here?.insuranceType ?? null,
  clearingType: here?.clearingType ?? null,
  declared: declared === null ? null : added(NOTHING, declared),
  here: here === null || here.isVoid ? null : added(NOTHING, here),
});

/** Without declared lines: those here that make up the settlements that differ. */
const linesOfSettlements = (
  differing: readonly SettlementCompared[],
  settlementsHere: ReadonlyMap<string, SettlementHere>,
): readonly LineCompared[] =>
  differing.flatMap(({ visitId, settlementId, mismatch }) =>
    (settlementsHere.get(keyOf(visitId, settlementId))?.lines ?? []).map((line) => ({
      mismatch: line.isVoid ? 'void' : mismatch === 'missing_there' ? mismatch : ('counted_here' as const),
      ...placeOf(line),
      declared: null,
      here: line.isVoid ? null : line.medfee,
    })),
  );

const placeOf = ({ visitId, chargeBatch, lineNo, settlementId }: LineHere) => ({
  ...{ visitId, chargeBatch, lineNo, settlementId },
});

function comparedLines(
  declared: readonly DeclaredLine[],
  here: LinesHere,
  days: Days,
): readonly LineCompared[] {
  const found: LineCompared[] = [];
  const named = new Set<LineHere>();
  for (const row of declared) {
    const line = here.find(row.visitId, row.chargeBatch, row.lineNo);
    if (line !== null) named.add(line);
    const place =
      line === null
        ? { visitId: row.visitId, chargeBatch: row.chargeBatch, lineNo: row.lineNo, settlementId: null }
        : placeOf(line);
    if (line === null || line.isVoid)
      found.push({
        mismatch: line === null ? 'missing_here' : 'void',
        ...place,
        declared: row.amount,
        here: null,
      });
    else if (line.medfee !== row.amount || (row.fund !== null && row.fund !== line.fund + line.account))
      found.push({ mismatch: 'other_amount', ...place, declared: row.amount, here: line.medfee });
  }
  for (const line of here.lines()) {
    const settledOn = line.settledAt === null ? null : dayAt(line.settledAt);
    if (!line.isVoid && !named.has(line) && line.settlementId !== null && isWithin({ settledOn }, days))
      found.push({ mismatch: 'missing_there', ...placeOf(line), declared: null, here: line.medfee });
  }
  return found.sort(
    (a, b) =>
      compareText(a.visitId, b.visitId) ||
      compareText(a.chargeBatch, b.chargeBatch) ||
      compareText(a.lineNo, b.lineNo),
  );
}
