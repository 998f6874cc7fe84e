/** Plans: what moves much paid money because of one registry write, frozen until two people have agreed (CONTRACT 8, Sweep). */
import type { Instant } from '@gatekeeper/calendar';
import { instantOf } from '@gatekeeper/calendar';
import type { Queryable } from '@gatekeeper/database';
import { epochMsOf, readByCursor } from '@gatekeeper/database';
import type { Fen, IdentityKey, LineIdentity } from '@gatekeeper/vocabulary';
import { identityKey } from '@gatekeeper/vocabulary';
import type { FeeMonth } from './fee-months';
import { feeMonthFrom } from './fee-months';
import type { KeyRow } from './line-keys';
import { identityFrom, keyArrays } from './line-keys';

export const PLAN_STATES = ['proposed', 'approved', 'running', 'done', 'refused'] as const;
export type PlanState = (typeof PLAN_STATES)[number];

export type PlanAct = 'approve' | 'refuse' | 'refresh' | 'revert';

export interface ActOnPlan {
  readonly act: PlanAct;
  readonly digest: string;
  readonly byWhom: string;
  readonly reason: string | null;
  readonly at: Instant;
}

export interface SweepPlan {
  /** 64 bits, as decimal text. */
  readonly planId: string;
  /** Of the registry write. */
  readonly version: number;
  readonly state: PlanState;
  /** JSON, as it was when its lines were selected. */
  readonly figures: unknown;
  readonly digest: string;
  readonly proposedAt: Instant;
  /** Of the registry write that took back what the plan's had said. */
  readonly revertedVersion: number | null;
  /** The earliest first. */
  readonly acts: readonly ActOnPlan[];
}

/** A line of a plan, with what stood when it was selected and what it would become. */
export interface PlanLine {
  readonly identity: LineIdentity;
  readonly before: string;
  readonly after: string;
  readonly feeMonth: FeeMonth;
  readonly refused: Fen;
  readonly recover: Fen;
  readonly givenBack: Fen;
}

/** The plan that keeps a line out of sweeps. */
export interface Excluding {
  readonly planId: string;
  readonly version: number;
  readonly state: PlanState;
}

/** Writes a plan without its lines. @returns its number */
export async function insertPlan(
  client: Queryable,
  { version, figures, digest }: Pick<SweepPlan, 'version' | 'figures' | 'digest'>,
): Promise<string> {
  const { rows } = await client.query<{ plan_id: string }>(
    `INSERT INTO sweep_plan (version, state, figures, digest) VALUES ($1, 'proposed', $2, $3) RETURNING plan_id::text`,
    [version, JSON.stringify(figures), digest],
  );
  const [row] = rows;
  if (row === undefined) throw new Error('a plan was inserted and gave no row');
  return row.plan_id;
}

/** @throws a unique violation where an open or refused plan holds one of them. */
export async function addPlanLines(
  client: Queryable,
  planId: string,
  lines: readonly PlanLine[],
): Promise<void> {
  if (lines.length > 0) await client.query(ADD_LINES, [planId, ...lineArrays(lines)]);
}

const lineArrays = (lines: readonly PlanLine[]): readonly unknown[] => [
  ...keyArrays(lines.map(({ identity }) => identity)),
  lines.map(({ before }) => before),
  lines.map(({ after }) => after),
  lines.map(({ feeMonth }) => feeMonth),
  lines.map(({ refused }) => refused),
  lines.map(({ recover }) => recover),
  lines.map(({ givenBack }) => givenBack),
];

interface PlanLineRow extends KeyRow {
  before: string;
  after: string;
  fee_month: string;
  refused_fen: string;
  recover_fen: string;
  given_back_fen: string;
}

const planLineFrom = (row: PlanLineRow): PlanLine => ({
  identity: identityFrom(row),
  before: row.before,
  after: row.after,
  feeMonth: feeMonthFrom(row.fee_month),
  refused: BigInt(row.refused_fen),
  recover: BigInt(row.recover_fen),
  givenBack: BigInt(row.given_back_fen),
});

/** Keeps what paid lines of a sweep would become, until all are added up; what was kept of one before is replaced. */
export async function keepTurns(
  client: Queryable,
  sweepId: string,
  lines: readonly PlanLine[],
): Promise<void> {
  if (lines.length > 0) await client.query(KEEP_TURNS, [sweepId, ...lineArrays(lines)]);
}

/** The sweep turns what was kept: it is added up no more, and compared with what each line turns into. */
export async function beginTurning(client: Queryable, sweepId: string): Promise<void> {
  await client.query('UPDATE sweep_turn SET turning = true WHERE sweep_id = $1', [sweepId]);
}

/** What the sweep said these lines would become when it added them up, by `identityKey`. */
export async function findTurning(
  client: Queryable,
  sweepId: string,
  identities: readonly LineIdentity[],
): Promise<ReadonlyMap<IdentityKey, Pick<PlanLine, 'before' | 'after'>>> {
  return foundLines(client, FIND_TURNING, sweepId, identities);
}

/** What was kept, in pages. The caller's transaction holds the cursor. */
export async function* turnsKept(
  client: Queryable,
  sweepId: string,
  pageSize: number,
): AsyncGenerator<readonly PlanLine[]> {
  const pages = readByCursor<PlanLineRow>(client, 'turns_kept', TURNS_KEPT, [sweepId], pageSize);
  for await (const rows of pages) yield rows.map(planLineFrom);
}

/** The lines of a plan are what was kept of its sweep. @throws a unique violation where an open or refused plan holds one of them. */
export async function addTurnsKept(client: Queryable, planId: string, sweepId: string): Promise<void> {
  await client.query(ADD_TURNS, [planId, sweepId]);
}

export async function forgetTurns(client: Queryable, sweepId: string): Promise<void> {
  await client.query('DELETE FROM sweep_turn WHERE sweep_id = $1', [sweepId]);
}

/**
 * The plans that keep these lines out of sweeps; lines that no plan keeps are absent.
 * @param lock none of these plans ends before the caller's transaction does: one that is `done` here keeps nothing any more;
 * `at_once`: who decides on a plan at this moment is not waited for, that is an outage
 */
export async function excludedFromSweeps(
  client: Queryable,
  identities: readonly LineIdentity[],
  lock: 'none' | 'wait' | 'at_once' = 'none',
): Promise<ReadonlyMap<IdentityKey, Excluding>> {
  if (identities.length === 0) return new Map();
  const { rows } = await client.query<{
    place: number;
    plan_id: string;
    version: number;
    state: PlanState;
  }>(`${EXCLUDED} ${LOCKED[lock]}`, keyArrays(identities));
  const found = new Map<IdentityKey, Excluding>();
  for (const { place, plan_id, version, state } of rows) {
    const identity = identities[place - 1];
    if (identity !== undefined) found.set(identityKey(identity), { planId: plan_id, version, state });
  }
  return found;
}

/** The lines of a plan among these, by `identityKey`. */
export async function findPlanLines(
  client: Queryable,
  planId: string,
  identities: readonly LineIdentity[],
): Promise<ReadonlyMap<IdentityKey, Pick<PlanLine, 'before' | 'after'>>> {
  return foundLines(client, FIND_LINES, planId, identities);
}

async function foundLines(
  client: Queryable,
  statement: string,
  of: string,
  identities: readonly LineIdentity[],
): Promise<ReadonlyMap<IdentityKey, Pick<PlanLine, 'before' | 'after'>>> {
  const { rows } = await client.query<{ place: number; before: string; after: string }>(statement, [
    of,
    ...keyArrays(identities),
  ]);
  const found = new Map<IdentityKey, Pick<PlanLine, 'before' | 'after'>>();
  for (const { place, before, after } of rows) {
    const identity = identities[place - 1];
    if (identity !== undefined) found.set(identityKey(identity), { before, after });
  }
  return found;
}

/** A plan with its acts; `lock`: until the caller's transaction ends. */
export async function findPlan(client: Queryable, planId: string, lock = false): Promise<SweepPlan | null> {
  // A statement of its own: whoever waited for the row sees in the next one what was done meanwhile.
  if (lock) await client.query('SELECT FROM sweep_plan WHERE plan_id = $1 FOR UPDATE', [planId]);
  const { rows } = await client.query<PlanRow>(
    `SELECT ${PLAN_COLUMNS} FROM sweep_plan p WHERE plan_id = $1`,
    [planId],
  );
  const [row] = rows;
  return row === undefined ? null : planFrom(row);
}

/** The sweep whose lines an open plan keeps; `null`: it keeps none. */
export async function sweepOfPlan(client: Queryable, planId: string): Promise<string | null> {
  const { rows } = await client.query<{ sweep_id: string }>(
    `SELECT sweep_id::text FROM sweep_line WHERE plan_id = $1 AND state IN ('planned', 'turn') LIMIT 1`,
    [planId],
  );
  return rows[0]?.sweep_id ?? null;
}

/** The institutions of a plan's lines, by code. */
export async function institutionsOfPlan(client: Queryable, planId: string): Promise<readonly string[]> {
  const { rows } = await client.query<{ fixmedins_code: string }>(
    'SELECT DISTINCT fixmedins_code FROM sweep_plan_line WHERE plan_id = $1 ORDER BY 1',
    [planId],
  );
  return rows.map(({ fixmedins_code }) => fixmedins_code);
}

/** Lines of a plan in the order of their keys. @param after only lines whose key comes after this one's */
export async function linesOfPlan(
  client: Queryable,
  planId: string,
  after: LineIdentity | null,
  atMost: number,
): Promise<readonly PlanLine[]> {
  const { rows } = await client.query<PlanLineRow>(LINES_OF_PLAN, [
    planId,
    ...(after === null
      ? [null, null, null, null]
      : [after.fixmedinsCode, after.visitId, after.lineNo, after.chargeBatch]),
    atMost,
  ]);
  return rows.map(planLineFrom);
}

/** The latest first. @param before plans with a smaller number only */
export async function listPlans(
  client: Queryable,
  {
    states,
    before,
    atMost,
  }: { readonly states: readonly PlanState[]; readonly before: string | null; readonly atMost: number },
): Promise<readonly SweepPlan[]> {
  const { rows } = await client.query<PlanRow>(
    `SELECT ${PLAN_COLUMNS} FROM sweep_plan p
     WHERE state = ANY ($1::text[]) AND ($2::bigint IS NULL OR plan_id < $2) ORDER BY p.plan_id DESC LIMIT $3`,
    [states, before, atMost],
  );
  return rows.map(planFrom);
}

export async function recordAct(
  client: Queryable,
  planId: string,
  { act, digest, byWhom, reason }: Omit<ActOnPlan, 'at'>,
): Promise<void> {
  await client.query(
    'INSERT INTO sweep_plan_act (plan_id, act, digest, by_whom, reason) VALUES ($1, $2, $3, $4, $5)',
    [planId, act, digest, byWhom, reason],
  );
}

export async function setPlanState(client: Queryable, planId: string, state: PlanState): Promise<void> {
  await client.query('UPDATE sweep_plan SET state = $2 WHERE plan_id = $1', [planId, state]);
}

/** Selects anew: other lines, figures and digest, and nobody has approved them. The caller adds the lines. */
export async function replaceSelection(
  client: Queryable,
  planId: string,
  { figures, digest }: Pick<SweepPlan, 'figures' | 'digest'>,
): Promise<void> {
  await client.query('DELETE FROM sweep_plan_line WHERE plan_id = $1', [planId]);
  await client.query(
    `UPDATE sweep_plan SET state = 'proposed', figures = $2, digest = $3 WHERE plan_id = $1`,
    [planId, JSON.stringify(figures), digest],
  );
}

/** The version of the registry write that took back the write of this version, by whichever of its plans; `null`: none has. */
export async function revertOf(client: Queryable, version: number): Promise<number | null> {
  const { rows } = await client.query<{ reverted: number }>(
    'SELECT reverted_version::float8 AS reverted FROM sweep_plan WHERE version = $1 AND reverted_version IS NOT NULL',
    [version],
  );
  return rows[0]?.reverted ?? null;
}

/** The plan was taken back by a registry write. */
export async function markReverted(client: Queryable, planId: string, version: number): Promise<void> {
  await client.query('UPDATE sweep_plan SET reverted_version = $2 WHERE plan_id = $1', [planId, version]);
}

/** Begins to run what two people have approved. @returns how many plans */
export async function startApprovedPlans(client: Queryable): Promise<number> {
  const { rows } = await client.query<{ plan_id: string }>(
    `UPDATE sweep_plan SET state = 'running' WHERE plan_id IN (
       SELECT plan_id FROM sweep_plan WHERE state = 'approved' ORDER BY plan_id FOR UPDATE SKIP LOCKED
     ) RETURNING plan_id::text`,
  );
  for (const { plan_id } of rows) {
    await client.query(`UPDATE sweep_line SET state = 'turn' WHERE plan_id = $1 AND state = 'planned'`, [
      plan_id,
    ]);
    await client.query(
      `UPDATE sweep SET ${ASKS_AGAIN} AND version = (SELECT version FROM sweep_plan WHERE plan_id = $1)`,
      [plan_id],
    );
  }
  return rows.length;
}

/** Plans of a write that run, and have no line left to turn. */
export async function plansRunOut(client: Queryable, version: number): Promise<readonly string[]> {
  const { rows } = await client.query<{ plan_id: string }>(
    `SELECT plan_id::text FROM sweep_plan p WHERE version = $1 AND state = 'running' AND NOT EXISTS (
       SELECT FROM sweep_line l WHERE l.plan_id = p.plan_id AND l.state IN ('turn', 'detached'))`,
    [version],
  );
  return rows.map(({ plan_id }) => plan_id);
}

/**
 * Ends a plan. Lines of other sweeps that waited for it are asked again. Done, it keeps no line any more; refused, it keeps
 * its lines until a later write touches them.
 */
export async function endPlan(client: Queryable, planId: string, state: 'done' | 'refused'): Promise<void> {
  await setPlanState(client, planId, state);
  await client.query(`DELETE FROM sweep_line WHERE plan_id = $1 AND state = 'planned'`, [planId]);
  await client.query(`UPDATE sweep_line SET plan_id = NULL WHERE plan_id = $1 AND state = 'failed'`, [
    planId,
  ]);
  if (state === 'done')
    await client.query('UPDATE sweep_plan_line SET excluded = false WHERE plan_id = $1 AND excluded', [
      planId,
    ]);
  await client.query(
    `WITH again AS (
       UPDATE sweep_line SET state = 'due', plan_id = NULL WHERE plan_id = $1 AND state = 'excluded' RETURNING sweep_id
     )
     UPDATE sweep SET ${ASKS_AGAIN} AND sweep_id IN (SELECT sweep_id FROM again)`,
    [planId],
  );
}

/** A later write touches lines of a refused plan: they are no longer kept out. */
export async function includeAgain(client: Queryable, identities: readonly LineIdentity[]): Promise<void> {
  if (identities.length > 0) await client.query(INCLUDE, keyArrays(identities));
}

/** The same of all that was kept of a sweep. */
export async function includeTurnsAgain(client: Queryable, sweepId: string): Promise<void> {
  await client.query(INCLUDE_TURNS, [sweepId]);
}

/**
 * Where another plan has taken one of the lines that would be planned, all of them are asked once more: what was kept of them
 * is no longer all of one piece. @returns whether one has
 */
export async function yieldToOpenPlans(client: Queryable, sweepId: string): Promise<boolean> {
  const { rows } = await client.query<{ taken: boolean }>(TAKEN, [sweepId]);
  if (rows[0]?.taken !== true) return false;
  await client.query(`UPDATE sweep_line SET state = 'due' WHERE sweep_id = $1 AND state = 'paid'`, [sweepId]);
  await forgetTurns(client, sweepId);
  return true;
}

/** Plans that wait for people, and lines that open and refused plans keep out of sweeps. */
export async function countPlans(
  client: Queryable,
): Promise<{ readonly waiting: number; readonly excludedLines: number }> {
  const { rows } = await client.query<{ waiting: number; excluded: number }>(`
    SELECT (SELECT count(*) FROM sweep_plan WHERE state = 'proposed')::float8 AS waiting,
           (SELECT count(*) FROM sweep_plan_line WHERE excluded)::float8 AS excluded`);
  return { waiting: rows[0]?.waiting ?? 0, excludedLines: rows[0]?.excluded ?? 0 };
}

/**
 * A sweep that has lines to ask. One that is still `asking` is written too: a worker that finds nothing left on it may be ending
 * it at this moment, and is waited for, instead of being left with lines that nobody asks.
 */
const ASKS_AGAIN = `stage = 'asking' WHERE stage IN ('asking', 'done')`;

interface PlanRow {
  plan_id: string;
  version: number;
  state: PlanState;
  figures: unknown;
  digest: string;
  proposed_at_ms: number;
  reverted_version: number | null;
  acts: readonly { act: PlanAct; digest: string; by_whom: string; reason: string | null; at_ms: number }[];
}

const planFrom = (row: PlanRow): SweepPlan => ({
  planId: row.plan_id,
  version: row.version,
  state: row.state,
  figures: row.figures,
  digest: row.digest,
  proposedAt: instantOf(row.proposed_at_ms),
  revertedVersion: row.reverted_version,
  acts: row.acts.map(({ act, digest, by_whom, reason, at_ms }) => ({
    act,
    digest,
    byWhom: by_whom,
    reason,
    at: instantOf(at_ms),
  })),
});

const PLAN_COLUMNS = `
  p.plan_id::text, p.version::float8 AS version, p.state, p.figures, p.digest,
  ${epochMsOf('p.proposed_at')} AS proposed_at_ms, p.reverted_version::float8 AS reverted_version,
  coalesce((
    SELECT json_agg(json_build_object('act', a.act, 'digest', a.digest, 'by_whom', a.by_whom, 'reason', a.reason,
                                      'at_ms', ${epochMsOf('a.at')}) ORDER BY a.act_id)
    FROM sweep_plan_act a WHERE a.plan_id = p.plan_id), '[]') AS acts`;

const GIVEN = `
  unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::date[],
         $9::bigint[], $10::bigint[], $11::bigint[])`;
/** As `PlanLineRow`s, of a plan or of a sweep. */
const READ_LINES = `
  SELECT fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno, before, after, fee_month::text AS fee_month,
         refused_fen::text AS refused_fen, recover_fen::text AS recover_fen, given_back_fen::text AS given_back_fen`;

const LINES_OF_PLAN = `${READ_LINES}
  FROM sweep_plan_line
  WHERE plan_id = $1
    AND ($2::text IS NULL OR (fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno) > ($2, $3::text, $4::text, $5::text))
  ORDER BY fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno LIMIT $6`;

const TURN_COLUMNS = `
  fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno, before, after, fee_month, refused_fen, recover_fen, given_back_fen`;

const ADD_LINES = `
  INSERT INTO sweep_plan_line (plan_id, ${TURN_COLUMNS}, excluded)
  SELECT $1, line.*, true FROM ${GIVEN} AS line`;

const KEEP_TURNS = `
  INSERT INTO sweep_turn SELECT $1::bigint, line.*, false FROM ${GIVEN} AS line
  ON CONFLICT (sweep_id, fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno) DO UPDATE SET
    before = excluded.before, after = excluded.after, fee_month = excluded.fee_month, refused_fen = excluded.refused_fen,
    recover_fen = excluded.recover_fen, given_back_fen = excluded.given_back_fen, turning = false`;

const TURNS_KEPT = `${READ_LINES}
  FROM sweep_turn WHERE sweep_id = $1 AND NOT turning`;

const ADD_TURNS = `
  INSERT INTO sweep_plan_line (plan_id, ${TURN_COLUMNS}, excluded)
  SELECT $1, ${TURN_COLUMNS}, true FROM sweep_turn WHERE sweep_id = $2 AND NOT turning`;

const ASKED = `
  unnest($1::text[], $2::text[], $3::text[], $4::text[]) WITH ORDINALITY
    AS key (fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno, place)`;

const SAME_LINE = `
  l.fixmedins_code = key.fixmedins_code AND l.mdtrt_id = key.mdtrt_id AND l.feedetl_sn = key.feedetl_sn
  AND l.chrg_bchno = key.chrg_bchno`;

const EXCLUDED = `
  SELECT key.place::float8 AS place, l.plan_id::text, p.version::float8 AS version, p.state
  FROM ${ASKED}
  CROSS JOIN LATERAL (SELECT plan_id FROM sweep_plan_line l WHERE l.excluded AND ${SAME_LINE} LIMIT 1) AS l
  JOIN sweep_plan p ON p.plan_id = l.plan_id`;

const LOCKED = { none: '', wait: 'FOR SHARE OF p', at_once: 'FOR SHARE OF p NOWAIT' } as const;

const findIn = (table: string, own: string): string => `
  SELECT key.place::float8 AS place, l.before, l.after
  FROM unnest($2::text[], $3::text[], $4::text[], $5::text[]) WITH ORDINALITY
    AS key (fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno, place)
  JOIN ${table} l ON ${own} AND ${SAME_LINE}`;
const FIND_TURNING = findIn('sweep_turn', 'l.sweep_id = $1 AND l.turning');
const FIND_LINES = findIn('sweep_plan_line', 'l.plan_id = $1');

const INCLUDE = `
  UPDATE sweep_plan_line l SET excluded = false FROM ${ASKED}
  WHERE l.excluded AND ${SAME_LINE} AND EXISTS (
    SELECT FROM sweep_plan p WHERE p.plan_id = l.plan_id AND p.state = 'refused')`;

const TAKEN = `
  SELECT EXISTS (
    SELECT FROM sweep_turn key WHERE key.sweep_id = $1 AND NOT key.turning AND EXISTS (
      SELECT FROM sweep_plan_line l JOIN sweep_plan p ON p.plan_id = l.plan_id AND p.state <> 'refused'
      WHERE l.excluded AND ${SAME_LINE})
  ) AS taken`;

const INCLUDE_TURNS = `
  UPDATE sweep_plan_line l SET excluded = false FROM sweep_turn key
  WHERE key.sweep_id = $1 AND NOT key.turning AND l.excluded AND ${SAME_LINE} AND EXISTS (
    SELECT FROM sweep_plan p WHERE p.plan_id = l.plan_id AND p.state = 'refused')`;
