/**
 * What clearing a period must come to (CONTRACT 9), from the rows that were sent, when they were received, and what was published:
 * written for its own sake, naive and in one thread, and from nothing of the product. It knows the law of Guangdong; lines
 * treated elsewhere must be of people in good standing. Times are Asia/Shanghai, `YYYY-MM-DD HH:mm:ss`; money is whole fen.
 */
import { createHash } from 'node:crypto';
import { judgeBy } from './late-oracle';
import type { RegistryRow } from './registry-oracle';
import { RegistryOracle } from './registry-oracle';
import { foldedLines, standsAfter } from './visit-oracle';
import type { Judge, Judged, Row, Stands } from './visit-oracle';

export interface Received<Value> {
  readonly at: string;
  readonly row: Value;
}

/** As `line` of a decision or hold names it, joined with `|`. */
export type LineKey = string;

export interface PublishedDecision {
  readonly at: string;
  readonly line: LineKey;
  readonly decisionId: string;
  readonly supersedes: string | null;
  readonly pack: string;
  readonly edition: string;
  readonly answer: OracleAnswer;
}

/** A hold, or that it was released: `holdCode` is `null`. */
export interface PublishedHold {
  readonly at: string;
  readonly line: LineKey;
  readonly holdCode: string | null;
  /** Of a release: the decision that stands since. */
  readonly releasedBy: string | null;
  readonly pack: string;
  readonly edition: string;
}

export interface ClosedInYear {
  readonly area: string;
  readonly period: string;
  readonly closedFrom: string;
}

export interface YearKnown {
  /** Rows of the lines topic, lines, voids and facts, as they came. */
  readonly lines: readonly Received<Row>[];
  readonly notices: readonly Received<Row>[];
  readonly records: readonly Received<RegistryRow>[];
  readonly decisions: readonly PublishedDecision[];
  readonly holds: readonly PublishedHold[];
  readonly closed: readonly ClosedInYear[];
}

export interface ClearingQuestion {
  readonly area: string;
  readonly period: string;
  readonly areaOf?: 'treatment' | 'insurance';
  readonly by?: 'settlement' | 'fee';
  readonly knownAt: string;
  /** Draws the sample. */
  readonly seed?: string;
}

/** `reasons`: `[code, effect, role]` as JSON. Of what is held `answer` is the hold code, and nothing else is said. */
export interface OracleAnswer {
  readonly answer: string;
  readonly refused: number;
  readonly recover: number;
  readonly reasons: string;
  readonly liable: string;
}

export interface OracleAdjustment {
  readonly line: LineKey;
  readonly period: string;
  readonly decision_id: string;
  readonly supersedes: string | null;
  readonly refused: string;
  readonly recover: string;
}

export interface OracleDifference {
  readonly line: LineKey;
  readonly standing: OracleAnswer;
  readonly run: OracleAnswer;
  /** When what stands was said: what has come since may be the cause. */
  readonly standingSince: string;
}

export interface OracleClearing {
  /** As in summary.json, without what is drawn or digested. */
  readonly summary: Readonly<Record<string, unknown>>;
  /** Whole texts of the files. */
  readonly tables: Readonly<Record<'institutions' | 'clinicians' | 'departments' | 'reasons', string>>;
  readonly adjustments: readonly OracleAdjustment[];
  readonly differences: readonly OracleDifference[];
  /** `[fixmedins_code, code, mdtrt_id, chrg_bchno, feedetl_sn, lift, amount]` */
  readonly carveOuts: readonly (readonly string[])[];
  /** Whole text of `sample.csv`; `null` without a seed. */
  readonly sample: string | null;
  /** All lines of the period, in the order of their bytes. */
  readonly lines: readonly LineKey[];
}

interface Place {
  readonly from: string;
  readonly fee: string;
  readonly settled: string | undefined;
  readonly treated: string;
  readonly insured: string;
}

interface OracleLine {
  readonly key: LineKey;
  readonly row: Row;
  readonly isForeign: boolean;
  readonly run: OracleAnswer;
  readonly firstStanding: string | undefined;
  /** Oldest first. */
  readonly places: readonly Place[];
}

interface Home {
  readonly month: string;
  readonly place: Place;
  /** The closed period it stays in, and since when it has been in it, closed. */
  readonly bound: { readonly by: ClosedInYear; readonly since: string } | null;
}

const bytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));
const fen = (amount: string | undefined): number => Math.round(Number(amount ?? '0') * 100);
export const yuan = (amount: number): string => {
  const [whole, rest] = [Math.floor(Math.abs(amount) / 100), Math.abs(amount) % 100];
  return `${amount < 0 ? '-' : ''}${whole}.${String(rest).padStart(2, '0')}`;
};
/** `2025-06` lies in `2025-06` and in `2025`. */
const isIn = (month: string, period: string): boolean => month === period || month.startsWith(`${period}-`);

const MISSING: ReadonlySet<string> = new Set(['', '/', '-', '009999', '未知', '无', 'NULL']);
/** CONTRACT 7, Person: folded; missing is empty. */
export function foldedOrdering(code: string | undefined): string {
  const folded = (code ?? '').normalize('NFKC').trim().toUpperCase();
  return MISSING.has(folded) || /^(0+|9+)$/.test(folded) ? '' : folded;
}

export function clearedByOracle(known: YearKnown, question: ClearingQuestion): OracleClearing {
  const { areaOf = 'treatment', by = 'settlement', area, period, knownAt } = question;
  const closed = by === 'fee' ? [] : known.closed.filter(({ closedFrom }) => closedFrom <= knownAt);
  const decisions = groupedBy(
    known.decisions.filter(({ at }) => at <= knownAt),
    byLine,
  );
  const holds = groupedBy(
    known.holds.filter(({ at }) => at <= knownAt),
    byLine,
  );
  const totals = newCounts();
  const tables = {
    institutions: new Map<string, Counts>(),
    clinicians: new Map<string, Counts>(),
    departments: new Map<string, Counts>(),
    reasons: new Map<string, Counts>(),
  };
  const packs = new Set<string>();
  const adjustments: OracleAdjustment[] = [];
  const differences: OracleDifference[] = [];
  const carveOuts: string[][] = [];
  const lines = linesKnownAt(known, knownAt).sort((a, b) => bytes(a.key, b.key));
  const inPeriod: LineKey[] = [];
  const frame = new Map<string, string[]>();
  for (const line of lines) {
    const own = decisions.get(line.key) ?? [];
    const home = homeOf(line.places, closed, by);
    const isOurs = (areaOf === 'treatment' ? home.place.treated : home.place.insured).startsWith(area);
    if (!isOurs) continue;
    adjustments.push(...correctionsOf(known, line.key, own, holds.get(line.key) ?? [], home, closed, period));
    if (!isIn(home.month, period)) continue;
    inPeriod.push(line.key);
    const counts = countsOf(line);
    const [site = '', visit = '', batch = '', lineNo = ''] = line.key.split('|');
    const clinician = foldedOrdering(line.row['bilg_dr_codg']);
    const reason = reasonOf(line);
    add(totals, counts);
    add(countsAt(tables.institutions, site), counts);
    add(countsAt(tables.clinicians, clinician), counts);
    add(countsAt(tables.departments, `${site},${line.row['bilg_dept_codg'] ?? ''}`), counts);
    add(countsAt(tables.reasons, reason), counts);
    if (isInFrame(line, counts)) {
      const stratum = `${site}/${home.month}`;
      const row = [site, visit, batch, lineNo, yuan(counts.claimed)].join(',');
      frame.set(stratum, [...(frame.get(stratum) ?? []), row]);
    }
    const lift = liftOf(line.run);
    if (lift !== null) carveOuts.push([site, clinician, visit, batch, lineNo, lift, yuan(counts.claimed)]);
    const standing = standingOf(own, holds.get(line.key) ?? []);
    if (standing === null) continue;
    packs.add(`${standing.pack} ${standing.edition}`);
    if (JSON.stringify(standing.answer) !== JSON.stringify(line.run))
      differences.push({
        ...{ line: line.key, standing: standing.answer, run: line.run, standingSince: standing.at },
      });
  }
  return {
    summary: {
      ...{ area, period, by, lines: totals.lines, accepted: totals.accepted, rejected: totals.rejected },
      ...{ clawed_back: totals.clawedBack, held: totals.held, void: totals.void, set_aside: 0 },
      ...{ claimed: yuan(totals.claimed), accepted_amount: yuan(totals.acceptedAmount) },
      ...{ refused: yuan(totals.refused), recover: yuan(totals.recover) },
      ...{ held_amount: yuan(totals.heldAmount), overpaid: yuan(totals.overpaid), damages: '0.00' },
      adjustments: {
        refused: yuan(adjustments.reduce((sum, { refused }) => sum + fen(refused), 0)),
        recover: yuan(adjustments.reduce((sum, { recover }) => sum + fen(recover), 0)),
      },
      packs: [...packs].sort(bytes),
      ...{ frame_digest: frameDigest(frame), seed: question.seed ?? null },
    },
    tables: {
      institutions: tableText('code', tables.institutions),
      clinicians: tableText('code', tables.clinicians),
      departments: tableText('fixmedins_code,code', tables.departments),
      reasons: tableText('code', tables.reasons),
    },
    sample: question.seed === undefined ? null : sampleText(frame, question.seed),
    ...{ adjustments, differences, carveOuts, lines: inPeriod },
  };
}

/**
 * What may be named as the cause of a difference: the plan that keeps the line, or its original; else what came to its visit, or
 * to the registry, since what stands was said; or, where a hold stands, that. Of what came, that without which the run would
 * have said what stands; if there is none, that without which it would have said something else than it does; if not even
 * that, any of it.
 */
export function possibleCauses(
  known: YearKnown,
  { line, standing, run, standingSince }: OracleDifference,
  knownAt: string,
  kept: ReadonlyMap<LineKey, string>,
): readonly string[] {
  const [site, visitId, , lineNo = ''] = line.split('|');
  const own = kept.get(line);
  if (own !== undefined) return [own];
  const byPlan = [...kept].filter(([key]) => lineNo.startsWith('R') && key.startsWith(`${site}|${visitId}|`));
  const ofVisit = ({ row }: Received<Row>): boolean =>
    row['fixmedins_code'] === site && row['mdtrt_id'] === visitId;
  const visit = { ...known, lines: known.lines.filter(ofVisit), notices: known.notices.filter(ofVisit) };
  const causes = new Map<Received<unknown>, string>([
    ...causesOfRows(visit.lines, standingSince),
    ...visit.notices.map((each) => [each, 'payment'] as const),
    ...known.records.map((each) => [each, causeOfRecord(each)] as const),
  ]);
  const isSince = ({ at: receivedAt }: Received<unknown>): boolean =>
    receivedAt > standingSince && receivedAt <= knownAt;
  const came = [...new Set([...causes].flatMap(([each, cause]) => (isSince(each) ? [cause] : [])))];
  const without = (cause: string): string => {
    const isKept = (each: Received<unknown>): boolean => !isSince(each) || causes.get(each) !== cause;
    const { lines, notices, records } = visit;
    const left = {
      lines: lines.filter(isKept),
      notices: notices.filter(isKept),
      records: records.filter(isKept),
    };
    return JSON.stringify(linesKnownAt({ ...visit, ...left }, knownAt).find(({ key }) => key === line)?.run);
  };
  const otherwise = came.map((cause) => ({ cause, answer: without(cause) }));
  const whole = otherwise.filter(({ answer }) => answer === JSON.stringify(standing));
  const part = otherwise.filter(({ answer }) => answer !== JSON.stringify(run));
  const [turning = otherwise] = [whole, part].filter(({ length }) => length > 0);
  return [
    ...byPlan.map(([, cause]) => cause),
    ...turning.map(({ cause }) => cause),
    ...(isHeld(standing) ? ['held'] : []),
  ];
}

const causeOfRecord = ({ row }: Received<RegistryRow>): string =>
  row['kind'] === 'annulment' ? 'appeal' : 'late_knowledge';

/**
 * A row that only states a settlement of what is on file is news of payment. What comes of a line after it came again since then
 * belongs to that.
 */
function causesOfRows(
  rows: readonly Received<Row>[],
  since: string,
): readonly (readonly [Received<Row>, string])[] {
  const renewed = new Set<string>();
  return rows.map((each, n) => {
    const { row, at: receivedAt } = each;
    const op = row['op'] ?? 'line';
    if (op !== 'line') return [each, op];
    const name = nameOf(row);
    const revisionAfter = (count: number): number | undefined =>
      foldedLines(rows.slice(0, count).map((other) => other.row)).get(name)?.revision;
    if (receivedAt > since && revisionAfter(n) !== revisionAfter(n + 1)) renewed.add(name);
    return [each, renewed.has(name) ? 're_upload' : 'payment'];
  });
}

/** Every line on file by then, whatever its area and month, with what the run says of it. */
function linesKnownAt(known: YearKnown, knownAt: string): OracleLine[] {
  const came = <Value>(received: readonly Received<Value>[]): readonly Received<Value>[] =>
    received.filter(({ at: receivedAt }) => receivedAt <= knownAt);
  const registry = new RegistryOracle(came(known.records).map(({ row }) => row));
  const inGuangdong = judgeBy(registry, knownAt);
  const visitOf = ({ row }: Received<Row>): string =>
    `${row['fixmedins_code'] ?? ''}|${row['mdtrt_id'] ?? ''}`;
  const visits = groupedBy(came(known.lines), visitOf);
  const notices = groupedBy(came(known.notices), visitOf);
  return [...visits].flatMap(([visit, received]) => {
    const isForeign = received.some(({ row }) => !(row['mdtrtarea_admvs'] ?? '44').startsWith('44'));
    const standing = new Map<string, string | undefined>();
    const judge: Judge = (row, about) => {
      const judged = isForeign ? inGoodStanding(row) : inGuangdong(withKnownPerson(row), about);
      if (judged.kind === 'barred') standing.set(nameOf(row), judged.firstStanding);
      return judged;
    };
    const scoped = (row: Row): Row => (isForeign ? withAllFundMoney(row) : row);
    const rows = received.map(({ row }) => scoped(row));
    const paid = (notices.get(visit) ?? []).map(({ row }) => scoped(row));
    const stands = standsAfter(rows, paid, judge);
    const folded = foldedLines(rows);
    const places = placesOf(received);
    return [...stands].map(([name, stand]): OracleLine => {
      const [lineNo = '', batch = ''] = name.split('@');
      return {
        key: `${visit}|${batch}|${lineNo}`,
        row: folded.get(name)?.row ?? {},
        ...{ isForeign, run: answerOf(stand), firstStanding: standing.get(name) },
        places: places.get(name) ?? [],
      };
    });
  });
}

const nameOf = (row: Row): string => `${row['feedetl_sn'] ?? ''}@${row['chrg_bchno'] ?? ''}`;

/** Elsewhere nobody is barred, and all fund money counts. */
const inGoodStanding = (row: Row): Judged => ({
  kind: 'accepted',
  reasons: JSON.stringify([
    [fen(row['fund_pay_amt']) === 0 ? 'NO_FUND_MONEY' : 'IN_GOOD_STANDING', 'notes', null],
  ]),
});
const withAllFundMoney = (row: Row): Row => {
  const all = row['fund_pay_amt'];
  return all === undefined ? row : { ...row, pool_pay_amt: all };
};

/** With the ordering code as it is matched; without one that names nobody. */
function withKnownPerson(row: Row): Row {
  const { bilg_dr_codg: _, ...rest } = row;
  const code = foldedOrdering(row['bilg_dr_codg']);
  return code === '' ? rest : { ...rest, bilg_dr_codg: code };
}

function answerOf([, answer, refused, recover, reasons, liable]: Stands): OracleAnswer {
  return reasons === '' ? heldAs(answer) : { answer, refused, recover, reasons, liable };
}

const heldAs = (answer: string): OracleAnswer => ({
  answer,
  refused: 0,
  recover: 0,
  reasons: '[]',
  liable: 'none',
});

/** Where each line of a visit lay after each moment at which something came. */
function placesOf(received: readonly Received<Row>[]): ReadonlyMap<string, readonly Place[]> {
  const places = new Map<string, Place[]>();
  for (const moment of new Set(received.map(({ at: receivedAt }) => receivedAt))) {
    const rows = received.filter(({ at: receivedAt }) => receivedAt <= moment).map(({ row }) => row);
    for (const [name, { row, settlement }] of foldedLines(rows)) {
      const place: Place = {
        ...{ from: moment, fee: row['fee_ocur_time'] ?? '', settled: settlement.setl_time },
        ...{ treated: row['mdtrtarea_admvs'] ?? '', insured: row['insuplc_admdvs'] ?? '' },
      };
      places.set(name, [...(places.get(name) ?? []), place]);
    }
  }
  return places;
}

/**
 * A line belongs to the month of `setl_time`, without one to that of the fee; but whatever lay in a period that was closed
 * stays there.
 */
function homeOf(places: readonly Place[], closed: readonly ClosedInYear[], by: 'settlement' | 'fee'): Home {
  const monthOf = ({ fee, settled }: Place): string =>
    ((by === 'fee' ? undefined : settled) ?? fee).slice(0, 7);
  for (const [n, place] of places.entries()) {
    const until = places[n + 1]?.from ?? '9999';
    const month = monthOf(place);
    const [first] = closed
      .filter(
        (each) => place.treated.startsWith(each.area) && isIn(month, each.period) && each.closedFrom < until,
      )
      .sort((a, b) => bytes(a.closedFrom, b.closedFrom));
    if (first === undefined) continue;
    const since = place.from > first.closedFrom ? place.from : first.closedFrom;
    return { month, place, bound: { by: first, since } };
  }
  const place = places.at(-1);
  if (place === undefined) throw new Error('a line that never came');
  return { month: monthOf(place), place, bound: null };
}

/**
 * New decisions on a closed period's line, each in the month in which it was taken, or in the next that was open then. They
 * are differences to what the line counted as in its period until then: at first to what the closing run said of it, which is
 * nothing of a line that waited; nothing too, if it came to it when it was closed already. A line that waited and is let go by
 * the decision that it had before counts from then on.
 */
function correctionsOf(
  known: YearKnown,
  key: LineKey,
  decisions: readonly PublishedDecision[],
  holds: readonly PublishedHold[],
  { bound, place }: Home,
  closed: readonly ClosedInYear[],
  period: string,
): readonly OracleAdjustment[] {
  if (bound === null) return [];
  const { closedFrom } = bound.by;
  const isLater = (at: string): boolean => at > closedFrom && at >= bound.since;
  const taken = decisions.filter(({ at }) => isLater(at)).map((decision) => ({ at: decision.at, decision }));
  const letGo = holds.flatMap(({ at, releasedBy }) => {
    const decision = decisions.find(({ decisionId }) => decisionId === releasedBy);
    return decision === undefined || !isLater(at) || isLater(decision.at) ? [] : [{ at, decision }];
  });
  const events = [...taken, ...letGo].sort((a, b) => bytes(a.at, b.at));
  if (events.length === 0) return [];
  const atClosing = bound.since === closedFrom ? answersAt(known, closedFrom).get(key) : undefined;
  let counted: { readonly refused: number; readonly recover: number } = atClosing ?? heldAs('');
  let waits = atClosing !== undefined && isHeld(atClosing);
  return events.flatMap(({ at, decision: { line, decisionId, supersedes, answer } }) => {
    const { refused, recover } = counted;
    const changes = waits || answer.refused !== refused || answer.recover !== recover;
    if (!changes && !taken.some(({ decision }) => decision.decisionId === decisionId)) return [];
    [counted, waits] = [answer, false];
    if (!isIn(openMonth(at, place.treated, closed), period)) return [];
    return [
      {
        ...{ line, period: bound.by.period, decision_id: decisionId, supersedes },
        ...{ refused: yuan(answer.refused - refused), recover: yuan(answer.recover - recover) },
      },
    ];
  });
}

const isHeld = ({ answer }: OracleAnswer): boolean =>
  !['accept', 'reject', 'claw_back', 'void'].includes(answer);

/** What a run said of every line at an earlier moment: nothing that came since changes it. */
function answersAt(known: YearKnown, moment: string): ReadonlyMap<LineKey, OracleAnswer> {
  const remembered = REMEMBERED.get(known) ?? new Map<string, ReadonlyMap<LineKey, OracleAnswer>>();
  REMEMBERED.set(known, remembered);
  const before = remembered.get(moment);
  if (before !== undefined) return before;
  const answers = new Map(linesKnownAt(known, moment).map(({ key, run }) => [key, run] as const));
  remembered.set(moment, answers);
  return answers;
}

const REMEMBERED = new WeakMap<YearKnown, Map<string, ReadonlyMap<LineKey, OracleAnswer>>>();

function openMonth(taken: string, treated: string, closed: readonly ClosedInYear[]): string {
  const isClosed = (month: string): boolean =>
    closed.some(
      (each) => each.closedFrom <= taken && treated.startsWith(each.area) && isIn(month, each.period),
    );
  let [year = 0, month = 0] = taken.slice(0, 7).split('-').map(Number);
  const text = (): string => `${year}-${String(month).padStart(2, '0')}`;
  while (isClosed(text())) [year, month] = month === 12 ? [year + 1, 1] : [year, month + 1];
  return text();
}

/** What stands: an open hold, else the decision that none supersedes. */
function standingOf(
  decisions: readonly PublishedDecision[],
  holds: readonly PublishedHold[],
): {
  readonly answer: OracleAnswer;
  readonly at: string;
  readonly pack: string;
  readonly edition: string;
} | null {
  const superseded = new Set(decisions.map(({ supersedes }) => supersedes));
  const leaf = decisions.find(({ decisionId }) => !superseded.has(decisionId));
  const hold = holds.at(-1);
  if (hold?.holdCode != null) return { ...hold, answer: heldAs(hold.holdCode) };
  return leaf === undefined ? null : leaf;
}

interface Counts {
  lines: number;
  accepted: number;
  rejected: number;
  clawedBack: number;
  held: number;
  void: number;
  claimed: number;
  acceptedAmount: number;
  refused: number;
  recover: number;
  heldAmount: number;
  overpaid: number;
}

const newCounts = (): Counts => ({
  ...{ lines: 0, accepted: 0, rejected: 0, clawedBack: 0, held: 0, void: 0, claimed: 0, acceptedAmount: 0 },
  ...{ refused: 0, recover: 0, heldAmount: 0, overpaid: 0 },
});

function add(into: Counts, other: Counts): void {
  for (const name of Object.keys(into) as (keyof Counts)[]) into[name] += other[name];
}

function countsAt(table: Map<string, Counts>, key: string): Counts {
  const counts = table.get(key) ?? newCounts();
  table.set(key, counts);
  return counts;
}

/** Void lines count in `lines` and `void` alone. */
function countsOf({ row, run }: OracleLine): Counts {
  const claimed = fen(row['pool_pay_amt']);
  const one = { ...newCounts(), lines: 1 };
  switch (run.answer) {
    case 'void':
      return { ...one, void: 1 };
    case 'accept':
      return { ...one, accepted: 1, claimed, acceptedAmount: claimed };
    case 'reject':
    case 'claw_back': {
      const { refused, recover } = run;
      const overpaid = refused + recover - claimed;
      const which = run.answer === 'reject' ? { rejected: 1 } : { clawedBack: 1 };
      return { ...one, ...which, ...{ claimed, refused, recover, overpaid } };
    }
    default:
      return { ...one, held: 1, claimed, heldAmount: claimed };
  }
}

type Listed = readonly [code: string, effect: string, role: string | null];
const listed = (reasons: string): readonly Listed[] => JSON.parse(reasons) as readonly Listed[];

/** Each line once: the first bar that stands, else the first lift or note; the hold code; `VOID`. */
function reasonOf({ run, firstStanding }: OracleLine): string {
  if (run.answer === 'void') return 'VOID';
  if (!['accept', 'reject', 'claw_back'].includes(run.answer)) return run.answer;
  const reasons = listed(run.reasons);
  const first = reasons.find(([, effect]) => effect !== 'bars')?.[0] ?? '';
  return run.answer === 'accept' ? first : (firstStanding ?? first);
}

/** What an accepted line is paid by, though it is barred, or though its stay crosses a change: the first listed. */
function liftOf({ answer, reasons }: OracleAnswer): string | null {
  if (answer !== 'accept') return null;
  const lift = listed(reasons).find(
    ([code, effect]) => effect === 'lifts' || code === 'INPATIENT_BEFORE_STATUS_CHANGE',
  );
  return lift?.[0] ?? null;
}

const COLUMNS = [
  ...[
    'lines',
    'accepted',
    'rejected',
    'clawed_back',
    'held',
    'void',
    'claimed',
    'accepted_amount',
    'refused',
  ],
  ...['recover', 'held_amount', 'damages'],
];

/** Codes here hold no comma, quote or line break. Guangdong has no damages: `0.00`. */
function tableText(keys: string, table: ReadonlyMap<string, Counts>): string {
  const rows = [...table].map(([key, counts]) =>
    [
      ...[key, counts.lines, counts.accepted, counts.rejected, counts.clawedBack, counts.held, counts.void],
      ...[counts.claimed, counts.acceptedAmount, counts.refused, counts.recover, counts.heldAmount].map(yuan),
      '0.00',
    ].join(','),
  );
  return [[keys, ...COLUMNS].join(','), ...rows.sort(bytes)].map((row) => `${row}\n`).join('');
}

const SAMPLED_PERCENT = 5;
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** nhsa-2018 2(2): of accepted stays with money at stake at least 5 in 100. Its form is the product's own, as its code documents it. */
const isInFrame = ({ row, run, isForeign }: OracleLine, { claimed }: Counts): boolean =>
  !isForeign && run.answer === 'accept' && claimed > 0 && row['infno'] === '2301';

/** Rows of a stratum: `fixmedins_code,mdtrt_id,chrg_bchno,feedetl_sn,amount`. */
type Frame = ReadonlyMap<string, readonly string[]>;

function frameDigest(frame: Frame): string {
  const strata = [...frame].map(([stratum, rows]) => {
    const amount = rows.reduce((sum, row) => sum + fen(row.split(',').at(-1)), 0);
    const text = rows.map((row) => `${row}\n`).join('');
    return [stratum, rows.length, yuan(amount), sha256(text)].join(',');
  });
  return sha256(
    strata
      .sort(bytes)
      .map((row) => `${row}\n`)
      .join(''),
  );
}

function sampleText(frame: Frame, seed: string): string {
  const rankOf = (row: string): string => sha256([seed, ...row.split(',').slice(0, -1)].join('|'));
  const drawn = [...frame].flatMap(([stratum, rows]) =>
    [...rows]
      .sort((a, b) => bytes(rankOf(a), rankOf(b)))
      .slice(0, Math.ceil((rows.length * SAMPLED_PERCENT) / 100))
      .map((row, n) => `${stratum},${n + 1},${row}`),
  );
  const header = 'stratum,rank,fixmedins_code,mdtrt_id,chrg_bchno,feedetl_sn,amount';
  return [header, ...drawn.sort(bytes)].map((row) => `${row}\n`).join('');
}

const byLine = ({ line }: { readonly line: LineKey }): string => line;

function groupedBy<Value>(
  values: readonly Value[],
  keyOf: (value: Value) => string,
): ReadonlyMap<string, readonly Value[]> {
  const groups = new Map<string, Value[]>();
  for (const value of values) {
    const group = groups.get(keyOf(value));
    if (group === undefined) groups.set(keyOf(value), [value]);
    else group.push(value);
  }
  return groups;
}
