/**
 * Lines accepted at once, of visits in which nothing else happened, gathered among those that `chooseVisits` chose of one
 * institution, in the caller's transaction: what set logic may prove untouched. Whatever is in doubt is no plain line.
 */
import type { Instant, Interval } from '@gatekeeper/calendar';
import { instantOf, plusMs } from '@gatekeeper/calendar';
import { epochMsOf, timestampText } from '@gatekeeper/database';
import type { ClientBase } from 'pg';

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
