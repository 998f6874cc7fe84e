/** Which visits a part of a clearing must read: every one that can have a line, or a correction, of its month (CONTRACT 9). */
import type { Instant } from '@gatekeeper/calendar';
import type { Queryable } from '@gatekeeper/database';
import { timestampText } from '@gatekeeper/database';
import type { IdentityKey, LineIdentity } from '@gatekeeper/vocabulary';
import { identityKey } from '@gatekeeper/vocabulary';
import type { ClientBase } from 'pg';
import { demandAttached } from './detached-lines';
import type { KeyRow } from './line-keys';
import { identityFrom } from './line-keys';

/** A month, or a whole year, in which lines are looked for. */
export interface VisitsAsked {
  readonly areaPrefix: string;
  readonly areaOf: 'treatment' | 'insurance';
  /** `YYYY-MM-DD`: the first day, and the first after it. */
  readonly from: string;
  readonly until: string;
  readonly knownAt: Instant;
  /** Decisions taken then may be corrections that fall into it; `null`: no period is closed. */
  readonly corrections: { readonly from: Instant; readonly until: Instant } | null;
  /** Leaves out corrections of visits without a line of the area: for whoever hands the visits on. */
  readonly correctsInArea?: boolean;
}

/**
 * Institutions with a visit to be read, in the order of their bytes. Reads every line of the month once.
 * @throws PeriodDetached where some of it is not on file at the moment
 */
export async function institutionsToClear(client: Queryable, asked: VisitsAsked): Promise<readonly string[]> {
  await demandAttached(client, asked);
  const found = new Set<string>();
  for (const { sql, values } of statementsOf(asked, null)) {
    const { rows } = await client.query<{ fixmedins_code: string }>(
      `SELECT DISTINCT fixmedins_code FROM (${sql}) AS visit`,
      [...values],
    );
    for (const { fixmedins_code } of rows) found.add(fixmedins_code);
  }
  return [...found].sort((one, other) => Buffer.compare(Buffer.from(one), Buffer.from(other)));
}

/**
 * Chooses visits, for the reading that follows on the same transaction (`exportedMessages` and the others).
 * @param fixmedinsCode of one institution; `null`: of all
 * @returns how many there are
 * @throws PeriodDetached where some of it is not on file at the moment
 */
export async function chooseVisits(
  client: ClientBase,
  asked: VisitsAsked,
  fixmedinsCode: string | null = null,
): Promise<number> {
  await demandAttached(client, asked);
  await client.query('SET LOCAL statement_timeout = 0');
  // Every row of a cursor is fetched: a plan that is quick with the first ones costs more.
  await client.query('SET LOCAL cursor_tuple_fraction = 1');
  await client.query(
    'CREATE TEMP TABLE exported_visit (fixmedins_code text, mdtrt_id text, PRIMARY KEY (fixmedins_code, mdtrt_id)) ON COMMIT DROP',
  );
  for (const { sql, values } of statementsOf(asked, fixmedinsCode))
    await client.query(`INSERT INTO exported_visit ${sql} ON CONFLICT DO NOTHING`, [...values]);
  await client.query('ANALYZE exported_visit');
  const { rows } = await client.query<{ visits: string }>(
    'SELECT count(*)::text AS visits FROM exported_visit',
  );
  return Number(rows[0]?.visits ?? 0);
}

interface Statement {
  readonly sql: string;
  readonly values: readonly unknown[];
}

function statementsOf(
  { areaPrefix, areaOf, from, until, knownAt, corrections, correctsInArea = false }: VisitsAsked,
  fixmedinsCode: string | null,
): readonly Statement[] {
  // The content is canonical JSON: a quote within a value is written with a backslash, so this is the member itself.
  const area = `"${areaOf === 'treatment' ? 'mdtrtarea_admvs' : 'insuplc_admdvs'}":"${areaPrefix}`;
  const own = fixmedinsCode === null ? [] : [fixmedinsCode];
  const at = (alias: string, place: number): string =>
    fixmedinsCode === null ? '' : `AND ${alias}.fixmedins_code = $${place}`;
  const ofLines = [from, until, area, timestampText(knownAt), ...own];
  const alias = new Map([
    [BY_FEE, 'l'],
    [BY_SETTLEMENT, 'i'],
    [BY_EARLIER_SETTLEMENT, 'i'],
    [BY_RESTATED_SETTLEMENT, 'r'],
    [BEFORE_RESTATED, 'r'],
  ]);
  const lines = [...alias].map(([sql, name]) => ({
    sql: sql(at(name, 5)),
    values: ofLines,
  }));
  if (corrections === null) return lines;
  const values = [
    ...[timestampText(corrections.from), timestampText(corrections.until), timestampText(knownAt)],
    ...[correctsInArea ? area : '', ...own],
  ];
  return [...lines, { sql: CORRECTED(at('d', 5)), values }, { sql: RELEASED(at('h', 5)), values }];
}

type SqlFor = (atInstitution: string) => string;

const BY_FEE: SqlFor = (at) => `
  SELECT DISTINCT l.fixmedins_code, l.mdtrt_id FROM settlement_line l
  WHERE l.fee_month >= $1::date AND l.fee_month < $2::date AND l.received_at <= $4::timestamptz
    AND strpos(l.content, $3::text) > 0 ${at}`;

const BY_SETTLEMENT: SqlFor = (at) => `
  SELECT DISTINCT i.fixmedins_code, i.mdtrt_id
  FROM line_identity i CROSS JOIN LATERAL (
    SELECT FROM settlement_line l
    WHERE l.fixmedins_code = i.fixmedins_code AND l.mdtrt_id = i.mdtrt_id AND l.feedetl_sn = i.feedetl_sn
      AND l.chrg_bchno = i.chrg_bchno AND l.revision = i.revision AND l.fee_month = i.fee_month
      AND strpos(l.content, $3::text) > 0
    LIMIT 1
  ) AS l
  WHERE i.settlement_month >= $1::date AND i.settlement_month < $2::date AND i.fee_month <> i.settlement_month
    AND $4::timestamptz IS NOT NULL ${at}`;

/** A line that was sent again, or withdrawn, may have been settled in the month before that. */
const BY_EARLIER_SETTLEMENT: SqlFor = (at) => `
  SELECT DISTINCT i.fixmedins_code, i.mdtrt_id
  FROM line_identity i CROSS JOIN LATERAL (
    SELECT FROM settlement_line l
    WHERE l.fixmedins_code = i.fixmedins_code AND l.mdtrt_id = i.mdtrt_id AND l.feedetl_sn = i.feedetl_sn
      AND l.chrg_bchno = i.chrg_bchno AND l.received_at <= $4::timestamptz AND strpos(l.content, $3::text) > 0
      AND l.settled_at >= $1::date::timestamp AT TIME ZONE INTERVAL '8 hours'
      AND l.settled_at < $2::date::timestamp AT TIME ZONE INTERVAL '8 hours'
    LIMIT 1
  ) AS l
  WHERE (i.has_news OR i.revision > 1) ${at}`;

/** A resend may have stated that month, and a later one another. */
const BY_RESTATED_SETTLEMENT: SqlFor = (at) => `
  SELECT DISTINCT r.fixmedins_code, r.mdtrt_id
  FROM settlement_restated r JOIN settlement_line l
    USING (fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno, revision, fee_month)
  WHERE r.settled_at >= $1::date::timestamp AT TIME ZONE INTERVAL '8 hours'
    AND r.settled_at < $2::date::timestamp AT TIME ZONE INTERVAL '8 hours'
    AND r.received_at <= $4::timestamptz AND strpos(l.content, $3::text) > 0 ${at}`;

/** The line itself may have stated that month, before a resend stated another. */
const BEFORE_RESTATED: SqlFor = (at) => `
  SELECT DISTINCT r.fixmedins_code, r.mdtrt_id
  FROM settlement_restated r JOIN settlement_line l USING (fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno, revision, fee_month)
  WHERE l.settled_at >= $1::date::timestamp AT TIME ZONE INTERVAL '8 hours'
    AND l.settled_at < $2::date::timestamp AT TIME ZONE INTERVAL '8 hours'
    AND l.received_at <= $4::timestamptz AND strpos(l.content, $3::text) > 0 ${at}`;

const ofArea = (alias: string): string => `($4::text = '' OR EXISTS (
      SELECT FROM settlement_line l
      WHERE l.fixmedins_code = ${alias}.fixmedins_code AND l.mdtrt_id = ${alias}.mdtrt_id AND strpos(l.content, $4::text) > 0))`;

const CORRECTED: SqlFor = (at) => `
  SELECT DISTINCT d.fixmedins_code, d.mdtrt_id FROM decision d
  WHERE d.known_at >= $1::timestamptz AND d.known_at < $2::timestamptz AND d.known_at <= $3::timestamptz ${at}
    AND ${ofArea('d')}`;

/** A line that waited when its month was closed may be released by a decision that it had before. */
const RELEASED: SqlFor = (at) => `
  SELECT DISTINCT h.fixmedins_code, h.mdtrt_id FROM hold_record h
  WHERE h.released_by IS NOT NULL AND h.released_at >= $1::timestamptz AND h.released_at < $2::timestamptz
    AND h.released_at <= $3::timestamptz ${at} AND ${ofArea('h')}`;

/** Lines that an open or a refused plan kept then. */
export async function linesKeptByPlans(
  client: Queryable,
  knownAt: Instant,
  fixmedinsCode: string | null = null,
): Promise<ReadonlyMap<IdentityKey, 'open' | 'refused'>> {
  const { rows } = await client.query<KeyRow & { state: string }>(KEPT, [
    timestampText(knownAt),
    fixmedinsCode,
  ]);
  return new Map(
    rows.map((row) => [identityKey(identityFrom(row)), row.state === 'refused' ? 'refused' : 'open']),
  );
}

/**
 * As plans stood then: one that people have ended since was open, and kept its lines. Which write has touched a refused plan's
 * lines since nobody knows: those that none has are kept.
 */
const KEPT = `
  SELECT l.fixmedins_code, l.mdtrt_id, l.chrg_bchno, l.feedetl_sn, p.plan_id::text,
    CASE WHEN p.refused_at <= $1::timestamptz THEN 'refused' ELSE 'open' END AS state
  FROM (
    SELECT p.plan_id, p.state, p.proposed_at,
      CASE p.state WHEN 'refused' THEN coalesce(max(a.at) FILTER (WHERE a.act = 'refuse'), p.proposed_at) END AS refused_at,
      max(a.at) FILTER (WHERE a.act = 'approve') AS approved_at
    FROM sweep_plan p LEFT JOIN sweep_plan_act a USING (plan_id)
    GROUP BY p.plan_id
  ) AS p JOIN sweep_plan_line l USING (plan_id)
  WHERE p.proposed_at <= $1::timestamptz
    AND CASE p.state
      WHEN 'done' THEN p.approved_at > $1::timestamptz
      WHEN 'refused' THEN l.excluded OR p.refused_at > $1::timestamptz
      ELSE l.excluded END
    AND ($2::text IS NULL OR l.fixmedins_code = $2)
  ORDER BY l.fixmedins_code, l.mdtrt_id, l.chrg_bchno, l.feedetl_sn`;

/** Lines that a plan kept, and how it stood then. */
export interface KeptByPlanThen {
  readonly state: 'open' | 'refused';
  readonly lines: readonly LineIdentity[];
}

/** The same lines of visits that `chooseVisits` chose, by plan. */
export async function linesOfPlans(
  client: Queryable,
  knownAt: Instant,
): Promise<ReadonlyMap<string, KeptByPlanThen>> {
  const { rows } = await client.query<KeyRow & { plan_id: string; state: 'open' | 'refused' }>(
    `SELECT kept.* FROM (${KEPT}) AS kept JOIN exported_visit USING (fixmedins_code, mdtrt_id)`,
    [timestampText(knownAt), null],
  );
  const byPlan = new Map<string, { state: 'open' | 'refused'; lines: LineIdentity[] }>();
  for (const row of rows) {
    const plan = byPlan.get(row.plan_id) ?? { state: row.state, lines: [] };
    plan.lines.push(identityFrom(row));
    byPlan.set(row.plan_id, plan);
  }
  return byPlan;
}

/** What of an installation is not worked off, in words: registry writes that are not swept to the end, and open plans. */
export async function notWorkedOff(client: Queryable): Promise<readonly string[]> {
  const { rows } = await client.query<{ what: string; number: string }>(NOT_WORKED_OFF);
  return rows.map(({ what, number }) =>
    what === 'plan'
      ? `plan ${number} is open: its lines keep their decisions until two people have agreed`
      : `registry write ${number} is not swept to the end: lines that it reaches may still turn`,
  );
}

const NOT_WORKED_OFF = `
  SELECT what, number::text FROM (
    SELECT 'write' AS what, version AS number FROM sweep WHERE stage <> 'done'
    UNION
    SELECT 'write', version FROM registry_commit
    WHERE version > coalesce((SELECT max(version) FROM sweep), 0) AND NOT as_recorded
    UNION
    SELECT 'plan', plan_id FROM sweep_plan WHERE state IN ('proposed', 'approved', 'running')
  ) AS open ORDER BY what DESC, number`;
