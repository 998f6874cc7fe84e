/**
 * Visits in which nothing happened but lines accepted at once, found by set logic among those that `chooseVisits` chose of one
 * institution, in the caller's transaction. What is asked of them, and why that suffices: README of libs/clearing-run. Whatever
 * is in doubt is left where it is, for the reading visit by visit.
 */
import type { Instant, Interval } from '@gatekeeper/calendar';
import { BEFORE_ALL, instantOf, OPEN_END, plusMs } from '@gatekeeper/calendar';
import { epochMsOf, readByCursor, timestampText } from '@gatekeeper/database';
import type { Decision, FundScope, SettlementLine } from '@gatekeeper/vocabulary';
import { FUND_SCOPES, TRANSACTIONS, TRIGGERS } from '@gatekeeper/vocabulary';
import type { ClientBase } from 'pg';
import { reasonsFrom } from './stored-decision';
import { StoredRowUnreadable } from './stored-fields';

/** Whom and what the plain lines of an institution name: what ranges are asked for. */
export interface PlainGround {
  readonly areas: readonly string[];
  /** Folded. */
  readonly orderingCodes: readonly string[];
  readonly performingCodes: readonly string[];
  /** As sent. */
  readonly departmentCodes: readonly string[];
  /** From the first fee to behind the last. */
  readonly fees: Interval;
}

/** As who a person stands on a line; `prescriber`: the ordering one of a pharmacy's. */
export type RangeRole = 'ordering' | 'prescriber' | 'performing';

/** Ranges of fees, of one institution. Those of one kind, of the same terms and code, do not overlap. */
export interface UntouchedRanges {
  /** What the lines of an area say that nothing touches; their place in the list is what the others name. */
  readonly terms: readonly (Interval & {
    readonly area: string;
    readonly fundScope: FundScope;
    /** As `saidText` writes it. */
    readonly inGoodStanding: string;
    readonly nothingClaimed: string;
  })[];
  readonly grounds: readonly (Interval & { readonly terms: number; readonly pharmacy: boolean })[];
  readonly persons: readonly (Interval & {
    readonly terms: number;
    readonly role: RangeRole;
    readonly code: string;
  })[];
  /** As sent: lines of these are touched. */
  readonly departments: readonly string[];
}

/** A line of a visit that nothing touches, and the one decision on it. */
export interface LineUntouched {
  readonly line: Pick<
    SettlementLine,
    | 'transaction'
    | 'fixmedinsCode'
    | 'visitId'
    | 'chargeBatch'
    | 'lineNo'
    | 'treatmentArea'
    | 'insuranceArea'
    | 'feeOccurredAt'
    | 'settledAt'
    | 'orderingCode'
    | 'departmentCode'
    | 'fundAmount'
    | 'pooledAmount'
  >;
  readonly receivedAt: Instant;
  readonly decision: Decision;
  /** Place in the list of terms. */
  readonly terms: number;
  readonly claims: boolean;
}

const PAGE = 2_000;

/** The list of (code, effect, role) as one text: two answers that say the same have the same. */
export const saidText = (
  reasons: readonly {
    readonly code: string;
    readonly effect: string;
    readonly role: string | null;
  }[],
): string =>
  reasons
    .map(({ code, effect, role }) => [code, effect, ...(role === null ? [] : [role])].join(' '))
    .join(',');

/** Gathers plain lines as known at a moment. `null`: the institution has no visit that is plain from end to end. */
export async function gatherPlainLines(
  client: ClientBase,
  fixmedinsCode: string,
  knownAt: Instant,
): Promise<PlainGround | null> {
  await client.query(PLAIN_TABLES);
  await client.query(PLAIN_VISITS, [fixmedinsCode]);
  const { rows: months } = await client.query<{ month: string }>(MONTHS, [fixmedinsCode]);
  if (months.length === 0) return null;
  await client.query('ANALYZE plain_visit');
  await client.query(PLAIN_LINES, [fixmedinsCode, timestampText(knownAt), months.map(({ month }) => month)]);
  const { rows } = await client.query<GroundRow>(GROUND);
  const [row] = rows;
  if (row?.first_ms == null || row.last_ms === null) return null;
  return {
    areas: row.areas,
    orderingCodes: row.ordering_codes,
    performingCodes: row.performing_codes,
    departmentCodes: row.department_codes,
    fees: { from: instantOf(row.first_ms), until: plusMs(instantOf(row.last_ms), 1) },
  };
}

interface GroundRow {
  areas: string[];
  ordering_codes: string[];
  performing_codes: string[];
  department_codes: string[];
  first_ms: number | null;
  last_ms: number | null;
}

/**
 * Takes the visits that lie in the ranges with every line out of those to be read visit by visit.
 * @returns how many there are
 */
export async function chooseUntouched(
  client: ClientBase,
  fixmedinsCode: string,
  { terms, grounds, persons, departments }: UntouchedRanges,
): Promise<number> {
  await client.query(RANGE_TABLES);
  await client.query(TERMS, [
    terms.map(({ area }) => area),
    ...boundsOf(terms),
    terms.map(({ fundScope }) => fundScope),
    terms.map(({ inGoodStanding }) => inGoodStanding),
    terms.map(({ nothingClaimed }) => nothingClaimed),
  ]);
  await client.query(GROUNDS, [
    grounds.map((each) => each.terms),
    grounds.map(({ pharmacy }) => pharmacy),
    ...boundsOf(grounds),
  ]);
  await client.query(PERSONS, [
    persons.map((each) => each.terms),
    persons.map(({ role }) => role),
    persons.map(({ code }) => code),
    ...boundsOf(persons),
  ]);
  await client.query(SAID, [...(await saidByReasons(client))]);
  await client.query(UNTOUCHED_VISITS, [departments]);
  const { rowCount } = await client.query(TAKEN_OUT, [fixmedinsCode]);
  await client.query('ANALYZE exported_visit');
  return rowCount ?? 0;
}

/** Their lines in the order of the bytes of visit, charge batch and number. */
export async function* linesUntouched(
  client: ClientBase,
  fixmedinsCode: string,
): AsyncGenerator<readonly LineUntouched[]> {
  const reasons = new ReasonsAtHand();
  for await (const rows of readByCursor<UntouchedRow>(client, 'untouched_lines', LINES, [], PAGE))
    yield rows.map((row) => lineFrom(row, fixmedinsCode, reasons));
}

/** What the decisions say, by their reasons as recorded: the lines of one person share theirs. */
async function saidByReasons(client: ClientBase): Promise<readonly (readonly string[])[]> {
  const { rows } = await client.query<{ reasons: string }>(
    'SELECT DISTINCT reasons FROM plain_line WHERE plain',
  );
  return [
    rows.map(({ reasons }) => reasons),
    rows.map(({ reasons }) => saidText(reasonsFrom(JSON.parse(reasons)))),
  ];
}

const boundsOf = (intervals: readonly Interval[]): readonly (readonly string[])[] => [
  intervals.map(({ from }) => boundText(from)),
  intervals.map(({ until }) => boundText(until)),
];

const boundText = (at: Instant): string => {
  if (at === OPEN_END) return 'infinity';
  return at === BEFORE_ALL ? '-infinity' : timestampText(at);
};

interface UntouchedRow {
  mdtrt_id: string;
  chrg_bchno: string;
  feedetl_sn: string;
  infno: string;
  area: string;
  insurance_area: string;
  fee_ms: number;
  settled_ms: number | null;
  received_ms: number;
  ordering_code: string | null;
  department_code: string | null;
  fund_fen: string;
  pool_fen: string;
  decision_id: string;
  content_hash: string;
  reasons: string;
  fund_scope: string;
  pack: string;
  edition: string;
  registry_version: number;
  known_ms: number;
  decided_ms: number;
  trigger: string;
  terms: number;
  claims: boolean;
}

function lineFrom(row: UntouchedRow, fixmedinsCode: string, reasons: ReasonsAtHand): LineUntouched {
  const identity = {
    ...{ fixmedinsCode, visitId: row.mdtrt_id },
    ...{ chargeBatch: row.chrg_bchno, lineNo: row.feedetl_sn },
  };
  return {
    line: {
      ...identity,
      transaction: oneOf(row.infno, TRANSACTIONS, 'infno'),
      treatmentArea: row.area,
      insuranceArea: row.insurance_area,
      feeOccurredAt: instantOf(row.fee_ms),
      settledAt: row.settled_ms === null ? null : instantOf(row.settled_ms),
      orderingCode: row.ordering_code,
      departmentCode: row.department_code,
      fundAmount: BigInt(row.fund_fen),
      pooledAmount: BigInt(row.pool_fen),
    },
    receivedAt: instantOf(row.received_ms),
    decision: {
      decisionId: row.decision_id,
      line: { ...identity, revision: 1, contentHash: row.content_hash },
      verdict: {
        kind: 'verdict',
        outcome: 'accept',
        reasons: reasons.of(row.reasons),
        refused: 0n,
        recover: 0n,
        liable: 'none',
        fundScope: oneOf(row.fund_scope, FUND_SCOPES, 'fund_scope'),
        pack: row.pack,
        edition: row.edition,
      },
      supersedes: null,
      registryVersion: row.registry_version,
      knownAt: instantOf(row.known_ms),
      decidedAt: instantOf(row.decided_ms),
      trigger: oneOf(row.trigger, TRIGGERS, 'trigger'),
    },
    terms: row.terms,
    claims: row.claims,
  };
}

function oneOf<T extends string>(value: string, allowed: readonly T[], what: string): T {
  const found = allowed.find((one) => one === value);
  if (found === undefined) throw new StoredRowUnreadable(`a decided line has another ${what}`);
  return found;
}

/** The lines of one person share their reasons. */
class ReasonsAtHand {
  private readonly read = new Map<string, Decision['verdict']['reasons']>();

  of(text: string): Decision['verdict']['reasons'] {
    const known = this.read.get(text);
    if (known !== undefined) return known;
    if (this.read.size >= MOST_AT_HAND) this.read.clear();
    const reasons = reasonsFrom(JSON.parse(text));
    this.read.set(text, reasons);
    return reasons;
  }
}

const MOST_AT_HAND = 5_000;

const PLAIN_TABLES = `
  CREATE TEMP TABLE plain_visit (mdtrt_id text PRIMARY KEY) ON COMMIT DROP;
  CREATE TEMP TABLE plain_line (
    mdtrt_id text, chrg_bchno text, feedetl_sn text, infno text, area text, insurance_area text, fee_occurred_at timestamptz,
    settled_at timestamptz, received_at timestamptz, ordering_code text, performing_code text, department_code text,
    fund_fen bigint, pool_fen bigint, decision_id text, content_hash text, reasons text, fund_scope text, pack text,
    edition text, registry_version bigint, known_at timestamptz, decided_at timestamptz, trigger text, plain boolean
  ) ON COMMIT DROP`;

/** By what is current alone: whatever came after a line's first row and decision has left its mark there. */
const PLAIN_VISITS = `
  INSERT INTO plain_visit
  SELECT i.mdtrt_id
  FROM exported_visit v JOIN line_identity i ON i.fixmedins_code = v.fixmedins_code AND i.mdtrt_id = v.mdtrt_id
  WHERE i.fixmedins_code = $1
    AND NOT EXISTS (SELECT FROM line_news_message n WHERE n.fixmedins_code = $1 AND n.mdtrt_id = i.mdtrt_id)
    AND NOT EXISTS (SELECT FROM settlement_restated r WHERE r.fixmedins_code = $1 AND r.mdtrt_id = i.mdtrt_id)
    AND NOT EXISTS (SELECT FROM hold_record h WHERE h.fixmedins_code = $1 AND h.mdtrt_id = i.mdtrt_id)
  GROUP BY i.mdtrt_id
  HAVING bool_and(coalesce(i.revision = 1 AND i.outcome = 'accept' AND i.decision_month = i.fee_month
    AND i.init_feedetl_sn IS NULL AND NOT i.held AND NOT i.has_news, false))`;

const MONTHS = `
  SELECT DISTINCT i.fee_month::text AS month
  FROM plain_visit v JOIN line_identity i ON i.fixmedins_code = $1 AND i.mdtrt_id = v.mdtrt_id`;

/**
 * Content is canonical JSON. One with an escape of a character is left to be read by whoever can read all of them.
 * A line of the visit without its row or its decision leaves the visit in doubt, and so it comes as one that is not plain.
 */
const PLAIN_LINES = `
  INSERT INTO plain_line
  SELECT i.mdtrt_id, i.chrg_bchno, i.feedetl_sn, c.infno, c.area, c.insurance_area, l.fee_occurred_at,
    l.settled_at, l.received_at, l.ordering_code, l.performing_code, c.department_code,
    round(c.fund * 100)::bigint, round(c.pool * 100)::bigint,
    d.decision_id, d.content_hash, d.reasons::text, d.fund_scope, d.pack, d.edition, d.registry_version, d.known_at,
    d.decided_at, d.trigger,
    coalesce(
      l.received_at <= $2::timestamptz AND d.known_at <= $2::timestamptz
      AND l.content_hash = i.content_hash AND d.content_hash = i.content_hash AND d.revision = 1
      AND (i.setl_id, i.settled_at, i.paid_at) IS NOT DISTINCT FROM (l.setl_id, l.settled_at, l.paid_at)
      AND d.outcome = 'accept' AND d.supersedes IS NULL AND d.refused_fen = 0 AND d.recover_fen = 0 AND d.liable = 'none'
      AND d.liability IS NULL
      AND c.infno IN ('2301', '2204', '2102') AND c.original IS NULL
      AND c.quantity >= 0 AND coalesce(c.account, 0) >= 0 AND c.pool >= 0 AND c.fund >= c.pool AND c.whole >= c.fund
      AND (NOT c.says_admitted OR coalesce(c.admitted_at <= l.fee_occurred_at, false)),
      false)
  FROM plain_visit v
  JOIN line_identity i ON i.fixmedins_code = $1 AND i.mdtrt_id = v.mdtrt_id
  LEFT JOIN settlement_line l ON l.fixmedins_code = $1 AND l.fee_month = ANY($3::date[]) AND l.mdtrt_id = i.mdtrt_id
    AND l.feedetl_sn = i.feedetl_sn AND l.chrg_bchno = i.chrg_bchno AND l.revision = i.revision AND l.fee_month = i.fee_month
  LEFT JOIN decision d ON d.fixmedins_code = $1 AND d.fee_month = ANY($3::date[]) AND d.decision_id = i.decision_id
    AND d.fee_month = i.decision_month
  CROSS JOIN LATERAL (
    SELECT j.line ->> 'infno' AS infno, j.line ->> 'mdtrtarea_admvs' AS area, j.line ->> 'insuplc_admdvs' AS insurance_area,
      j.line ->> 'bilg_dept_codg' AS department_code, j.line ->> 'init_feedetl_sn' AS original,
      j.line ->> 'adm_time' IS NOT NULL AS says_admitted,
      -- A year before 1000 is a placeholder, of which the server does not know each: such a line is decided.
      CASE WHEN j.line ->> 'adm_time' ~ '^[1-9]' THEN (j.line ->> 'adm_time')::timestamptz END AS admitted_at,
      (j.line ->> 'cnt')::numeric AS quantity,
      (j.line ->> 'det_item_fee_sumamt')::numeric AS whole, (j.line ->> 'fund_pay_amt')::numeric AS fund,
      (j.line ->> 'pool_pay_amt')::numeric AS pool, (j.line ->> 'acct_pay_amt')::numeric AS account
    FROM (SELECT CASE WHEN strpos(l.content, '\\u') = 0 THEN l.content::jsonb END AS line OFFSET 0) AS j
    OFFSET 0
  ) AS c`;

const GROUND = `
  SELECT array(SELECT DISTINCT area FROM plain_line WHERE plain) AS areas,
    array(SELECT DISTINCT ordering_code FROM plain_line WHERE plain AND ordering_code IS NOT NULL) AS ordering_codes,
    array(SELECT DISTINCT performing_code FROM plain_line WHERE plain AND performing_code IS NOT NULL) AS performing_codes,
    array(SELECT DISTINCT department_code FROM plain_line WHERE plain AND department_code IS NOT NULL) AS department_codes,
    (SELECT ${epochMsOf('min(fee_occurred_at)')} FROM plain_line WHERE plain) AS first_ms,
    (SELECT ${epochMsOf('max(fee_occurred_at)')} FROM plain_line WHERE plain) AS last_ms`;

const RANGE_TABLES = `
  CREATE TEMP TABLE untouched_terms (terms integer, area text, begins timestamptz, ends timestamptz, fund_scope text,
    in_good_standing text, nothing_claimed text) ON COMMIT DROP;
  CREATE TEMP TABLE untouched_ground (terms integer, pharmacy boolean, begins timestamptz, ends timestamptz) ON COMMIT DROP;
  CREATE TEMP TABLE untouched_person (terms integer, role text, code text, begins timestamptz, ends timestamptz) ON COMMIT DROP;
  CREATE TEMP TABLE untouched_said (reasons text, said text) ON COMMIT DROP;
  CREATE TEMP TABLE untouched_visit (mdtrt_id text PRIMARY KEY) ON COMMIT DROP`;

const TERMS = `
  INSERT INTO untouched_terms
  SELECT t.place - 1, t.area, t.begins, t.ends, t.fund_scope, t.in_good_standing, t.nothing_claimed
  FROM unnest($1::text[], $2::timestamptz[], $3::timestamptz[], $4::text[], $5::text[], $6::text[]) WITH ORDINALITY
    AS t (area, begins, ends, fund_scope, in_good_standing, nothing_claimed, place)`;

const GROUNDS = `
  INSERT INTO untouched_ground
  SELECT * FROM unnest($1::integer[], $2::boolean[], $3::timestamptz[], $4::timestamptz[])`;

const PERSONS = `
  INSERT INTO untouched_person
  SELECT * FROM unnest($1::integer[], $2::text[], $3::text[], $4::timestamptz[], $5::timestamptz[])`;

const SAID = 'INSERT INTO untouched_said SELECT * FROM unnest($1::text[], $2::text[])';

const OF_TERMS = `t.area = p.area AND p.fee_occurred_at >= t.begins AND p.fee_occurred_at < t.ends`;
const CLAIMED = `CASE t.fund_scope WHEN 'pooled' THEN p.pool_fen ELSE p.fund_fen END`;
const covering = (alias: string): string =>
  `${alias}.terms = t.terms AND p.fee_occurred_at >= ${alias}.begins AND p.fee_occurred_at < ${alias}.ends`;

const UNTOUCHED_VISITS = `
  INSERT INTO untouched_visit
  SELECT p.mdtrt_id
  FROM plain_line p
  LEFT JOIN untouched_said s ON s.reasons = p.reasons
  LEFT JOIN untouched_terms t ON ${OF_TERMS}
  LEFT JOIN untouched_ground g ON ${covering('g')} AND g.pharmacy = (p.infno = '2102')
  LEFT JOIN untouched_person o ON ${covering('o')} AND o.code = p.ordering_code
    AND o.role = CASE p.infno WHEN '2102' THEN 'prescriber' ELSE 'ordering' END
  LEFT JOIN untouched_person q ON ${covering('q')} AND q.code = p.performing_code AND q.role = 'performing'
  GROUP BY p.mdtrt_id
  HAVING bool_and(coalesce(p.plain AND CASE ${CLAIMED}
    WHEN 0 THEN s.said = t.nothing_claimed
    ELSE s.said = t.in_good_standing AND g.terms IS NOT NULL
      AND (p.department_code IS NULL OR p.department_code <> ALL($1::text[]))
      AND (p.performing_code IS NULL OR q.terms IS NOT NULL)
      AND (o.terms IS NOT NULL OR (p.ordering_code IS NULL AND p.infno = '2102'))
    END, false))`;

const TAKEN_OUT = `
  DELETE FROM exported_visit v USING untouched_visit u WHERE v.fixmedins_code = $1 AND v.mdtrt_id = u.mdtrt_id`;

const LINES = `
  SELECT p.mdtrt_id, p.chrg_bchno, p.feedetl_sn, p.infno, p.area, p.insurance_area,
    ${epochMsOf('p.fee_occurred_at')} AS fee_ms, ${epochMsOf('p.settled_at')} AS settled_ms,
    ${epochMsOf('p.received_at')} AS received_ms, p.ordering_code, p.department_code, p.fund_fen, p.pool_fen,
    p.decision_id, p.content_hash, p.reasons, p.fund_scope, p.pack, p.edition, p.registry_version::float8 AS registry_version,
    ${epochMsOf('p.known_at')} AS known_ms, ${epochMsOf('p.decided_at')} AS decided_ms, p.trigger, t.terms,
    ${CLAIMED} <> 0 AS claims
  FROM untouched_visit u JOIN plain_line p USING (mdtrt_id) JOIN untouched_terms t ON ${OF_TERMS}
  ORDER BY p.mdtrt_id COLLATE "C", p.chrg_bchno COLLATE "C", p.feedetl_sn COLLATE "C"`;
