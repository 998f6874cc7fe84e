/** Which lines are still to be asked again because of registry writes: kept in tables, so that any process takes over. */
import type { Instant } from '@gatekeeper/calendar';
import { instantOf } from '@gatekeeper/calendar';
import type { Queryable } from '@gatekeeper/database';
import { epochMsOf, timestampText } from '@gatekeeper/database';
import type { Fen, LineIdentity, Trigger } from '@gatekeeper/vocabulary';
import { TRIGGERS } from '@gatekeeper/vocabulary';
import { isDetached } from './detached-lines';
import type { KeyRow } from './line-keys';
import { identityFrom, keyArrays } from './line-keys';
import type { LinesReached } from './lines-reached';
import { linesReached } from './lines-reached';

/** The lines of one registry write, on their way to being asked again. */
export interface Sweep {
  /** 64 bits, as decimal text. */
  readonly sweepId: string;
  /** Of the registry write. */
  readonly version: number;
  /** Lines decided by what was known from then on are not asked: they were asked by it. */
  readonly askedBefore: Instant;
  readonly stage: 'new' | 'collecting' | 'asking' | 'done';
  /** The plan that the write takes back: then nobody need be asked again what may move. */
  readonly reverts: string | null;
  readonly examined: number;
  readonly unchanged: number;
  /** Paid money that has moved so far, recoveries and givings-back added. */
  readonly movedFen: Fen;
}

/** What is to become of a line of a sweep (see the table); `detached`: nothing until its period is attached. */
export type SweptLineState = 'due' | 'paid' | 'turn' | 'planned' | 'excluded' | 'failed' | 'detached';

export interface SweptLine {
  readonly identity: LineIdentity;
  readonly trigger: Trigger;
  readonly state: SweptLineState;
  /** The plan that it is turned by, or that keeps it. */
  readonly planId: string | null;
}

/** Why lines are asked again, and before when they were decided. */
export interface NewSweep {
  readonly version: number;
  readonly askedBefore: Instant;
}

/** The last version that has a sweep; 0: none has. */
export async function lastSwept(client: Queryable): Promise<number> {
  const { rows } = await client.query<{ version: number }>(
    'SELECT coalesce(max(version), 0)::float8 AS version FROM sweep',
  );
  return rows[0]?.version ?? 0;
}

/** Begins sweeps that nobody has begun yet. */
export async function beginSweeps(client: Queryable, sweeps: readonly NewSweep[]): Promise<void> {
  if (sweeps.length > 0)
    await client.query(BEGIN, [
      sweeps.map(({ version }) => version),
      sweeps.map(({ askedBefore }) => timestampText(askedBefore)),
    ]);
}

/** The sweeps that are not done and whose moment has come, the earliest first. */
export async function openSweeps(client: Queryable): Promise<readonly Sweep[]> {
  const { rows } = await client.query<SweepRow>(
    `SELECT ${SWEEP_COLUMNS} FROM sweep WHERE stage <> 'done' AND asked_before <= clock_timestamp() ORDER BY sweep_id`,
  );
  return rows.map(sweepFrom);
}

export async function readSweep(client: Queryable, sweepId: string): Promise<Sweep> {
  const { rows } = await client.query<SweepRow>(`SELECT ${SWEEP_COLUMNS} FROM sweep WHERE sweep_id = $1`, [
    sweepId,
  ]);
  const [row] = rows;
  if (row === undefined) throw new Error(`there is no sweep ${sweepId}`);
  return sweepFrom(row);
}

/** Locks a sweep; `null` where somebody else has it. */
export async function lockSweep(client: Queryable, sweepId: string): Promise<Sweep | null> {
  const { rows } = await client.query<SweepRow>(
    `SELECT ${SWEEP_COLUMNS} FROM sweep WHERE sweep_id = $1 FOR UPDATE SKIP LOCKED`,
    [sweepId],
  );
  const [row] = rows;
  return row === undefined ? null : sweepFrom(row);
}

export async function addSubjects(
  client: Queryable,
  sweepId: string,
  subjects: readonly string[],
): Promise<void> {
  await client.query(
    'INSERT INTO sweep_subject (sweep_id, subject) SELECT $1, s FROM unnest($2::text[]) AS s ON CONFLICT DO NOTHING',
    [sweepId, subjects],
  );
}

/** Takes subjects whose lines nobody has looked for; other workers meanwhile take others. */
export async function takeSubjects(
  client: Queryable,
  sweepId: string,
  atMost: number,
): Promise<readonly string[]> {
  const { rows } = await client.query<{ subject: string }>(TAKE_SUBJECTS, [sweepId, atMost]);
  return rows.map(({ subject }) => subject);
}

/** Adds the lines that are reached; those that the sweep has already stay as they are. */
export async function addReached(
  client: Queryable,
  sweepId: string,
  reached: LinesReached,
  trigger: Trigger,
): Promise<void> {
  // A statement over the lines of years takes its time, and nobody waits for it.
  await client.query(`SET LOCAL statement_timeout = '15min'`);
  for (const { sql, values } of linesReached(reached, 3))
    await client.query(
      `INSERT INTO sweep_line (sweep_id, fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno, fee_month, trigger, state)
       SELECT DISTINCT $1::bigint, fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno, fee_month, $2,
         CASE WHEN (SELECT EXISTS (SELECT FROM detached_line)) AND ${isDetached('reached')} THEN 'detached' ELSE 'due' END
       FROM (${sql}) AS reached
       ON CONFLICT DO NOTHING`,
      [sweepId, trigger, ...values],
    );
}

/** All subjects are taken: what is left are lines. @returns false while somebody still looks for some. */
export async function endCollecting(client: Queryable, sweepId: string): Promise<boolean> {
  const { rows } = await client.query<{ left: boolean }>(
    'SELECT EXISTS (SELECT FROM sweep_subject WHERE sweep_id = $1) AS left',
    [sweepId],
  );
  if (rows[0]?.left !== false) return false;
  await client.query(`UPDATE sweep SET stage = 'asking' WHERE sweep_id = $1 AND stage = 'collecting'`, [
    sweepId,
  ]);
  return true;
}

/**
 * Lines that are to be asked, those of one month of fees together: that is how they are cut on file. Locked until the caller's transaction ends; other workers
 * meanwhile take others.
 */
export async function claimLines(
  client: Queryable,
  sweepId: string,
  atMost: number,
): Promise<readonly SweptLine[]> {
  const { rows } = await client.query<SweptLineRow>(CLAIM, [sweepId, atMost]);
  return rows.map(sweptLineFrom);
}

/** What became of lines that were claimed: those without a state are done with. */
export async function settleClaimed(
  client: Queryable,
  sweepId: string,
  lines: readonly {
    readonly identity: LineIdentity;
    readonly to: SweptLineState | null;
    readonly planId: string | null;
  }[],
): Promise<void> {
  const done = lines.filter(({ to }) => to === null).map(({ identity }) => identity);
  if (done.length > 0) await client.query(DONE, [sweepId, ...keyArrays(done)]);
  const kept = lines.filter(({ to }) => to !== null);
  if (kept.length > 0)
    await client.query(KEEP, [
      sweepId,
      ...keyArrays(kept.map(({ identity }) => identity)),
      kept.map(({ to }) => to),
      kept.map(({ planId }) => planId),
    ]);
}

/** Adds to what a sweep has come to. */
export async function countSwept(
  client: Queryable,
  sweepId: string,
  { examined, unchanged, movedFen }: Pick<Sweep, 'examined' | 'unchanged' | 'movedFen'>,
): Promise<void> {
  await client.query(
    `UPDATE sweep SET examined = examined + $2, unchanged = unchanged + $3, moved_fen = moved_fen + $4 WHERE sweep_id = $1`,
    [sweepId, examined, unchanged, movedFen],
  );
}

/** How many lines of a sweep are in each state. */
export async function countLines(
  client: Queryable,
  sweepId: string,
): Promise<Readonly<Partial<Record<SweptLineState, number>>>> {
  const { rows } = await client.query<{ state: SweptLineState; count: number }>(
    'SELECT state, count(*)::float8 AS count FROM sweep_line WHERE sweep_id = $1 GROUP BY state',
    [sweepId],
  );
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
}

/** Lines of a sweep in these states, in the order of their keys, in pages. */
export async function* linesOfSweep(
  client: Queryable,
  sweepId: string,
  states: readonly SweptLineState[],
  pageSize: number,
): AsyncGenerator<readonly SweptLine[]> {
  for (let after: LineIdentity | null = null; ;) {
    const { rows }: { rows: SweptLineRow[] } = await client.query<SweptLineRow>(LINES, [
      sweepId,
      states,
      ...(after === null
        ? [null, null, null, null]
        : [after.fixmedinsCode, after.visitId, after.lineNo, after.chargeBatch]),
      pageSize,
    ]);
    const page = rows.map(sweptLineFrom);
    if (page.length > 0) yield page;
    if (page.length < pageSize) return;
    after = page.at(-1)?.identity ?? null;
  }
}

/** Whether any line is on file at all. */
export async function hasLines(client: Queryable): Promise<boolean> {
  const { rows } = await client.query<{ found: boolean }>(
    'SELECT EXISTS (SELECT FROM line_identity) AS found',
  );
  return rows[0]?.found ?? true;
}

/** Lines set apart by a defect are asked once more. */
export async function tryFailedAgain(client: Queryable): Promise<void> {
  await client.query(
    `UPDATE sweep_line SET state = CASE WHEN plan_id IS NULL THEN 'due' ELSE 'turn' END WHERE state = 'failed'`,
  );
}

/** Turns every line of a sweep from one state to another. */
export async function moveLines(
  client: Queryable,
  sweepId: string,
  from: SweptLineState,
  to: SweptLineState,
  planId: string | null,
): Promise<void> {
  await client.query('UPDATE sweep_line SET state = $3, plan_id = $4 WHERE sweep_id = $1 AND state = $2', [
    sweepId,
    from,
    to,
    planId,
  ]);
}

export async function setStage(client: Queryable, sweepId: string, stage: Sweep['stage']): Promise<void> {
  await client.query('UPDATE sweep SET stage = $2 WHERE sweep_id = $1', [sweepId, stage]);
}

/** Sweeps that are not done, and lines to be asked by them; 0 once all is worked off that waits for nobody. */
export async function countToSweep(client: Queryable): Promise<number> {
  const { rows } = await client.query<{ count: number }>(TO_DO);
  return rows[0]?.count ?? 0;
}

interface SweepRow {
  sweep_id: string;
  version: number;
  asked_before_ms: number;
  stage: Sweep['stage'];
  reverts: string | null;
  examined: number;
  unchanged: number;
  moved_fen: string;
}

const SWEEP_COLUMNS = `
  sweep_id::text, version::float8 AS version, ${epochMsOf('asked_before')} AS asked_before_ms, stage, reverts::text,
  examined::float8 AS examined, unchanged::float8 AS unchanged, moved_fen::text`;

const sweepFrom = (row: SweepRow): Sweep => ({
  sweepId: row.sweep_id,
  version: row.version,
  askedBefore: instantOf(row.asked_before_ms),
  stage: row.stage,
  reverts: row.reverts,
  examined: row.examined,
  unchanged: row.unchanged,
  movedFen: BigInt(row.moved_fen),
});

interface SweptLineRow extends KeyRow {
  trigger: string;
  state: SweptLineState;
  plan_id: string | null;
}

function sweptLineFrom(row: SweptLineRow): SweptLine {
  const trigger = TRIGGERS.find((one) => one === row.trigger);
  if (trigger === undefined) throw new Error(`a line of a sweep has the unknown trigger ${row.trigger}`);
  return {
    identity: identityFrom(row),
    trigger,
    state: row.state,
    planId: row.plan_id,
  };
}

const BEGIN = `
  INSERT INTO sweep (version, asked_before, stage, reverts)
  SELECT new.version, new.asked_before, 'new', (SELECT plan_id FROM sweep_plan WHERE reverted_version = new.version)
  FROM unnest($1::bigint[], $2::timestamptz[]) AS new (version, asked_before) ORDER BY new.version
  ON CONFLICT DO NOTHING`;

const TAKE_SUBJECTS = `
  DELETE FROM sweep_subject WHERE (sweep_id, subject) IN (
    SELECT sweep_id, subject FROM sweep_subject WHERE sweep_id = $1 ORDER BY subject LIMIT $2 FOR UPDATE SKIP LOCKED
  ) RETURNING subject`;

const LINE_COLUMNS =
  'fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno, trigger, state, plan_id::text AS plan_id';

const CLAIM = `
  SELECT ${LINE_COLUMNS} FROM sweep_line WHERE sweep_id = $1 AND state IN ('due', 'turn')
  ORDER BY sweep_id, fee_month, fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno LIMIT $2 FOR UPDATE SKIP LOCKED`;

const DONE = `
  DELETE FROM sweep_line l
  USING unnest($2::text[], $3::text[], $4::text[], $5::text[]) AS key (fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno)
  WHERE l.sweep_id = $1 AND l.fixmedins_code = key.fixmedins_code AND l.mdtrt_id = key.mdtrt_id
    AND l.feedetl_sn = key.feedetl_sn AND l.chrg_bchno = key.chrg_bchno`;

const KEEP = `
  UPDATE sweep_line l SET state = key.state, plan_id = key.plan_id
  FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::bigint[])
    AS key (fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno, state, plan_id)
  WHERE l.sweep_id = $1 AND l.fixmedins_code = key.fixmedins_code AND l.mdtrt_id = key.mdtrt_id
    AND l.feedetl_sn = key.feedetl_sn AND l.chrg_bchno = key.chrg_bchno`;

const LINES = `
  SELECT ${LINE_COLUMNS} FROM sweep_line
  WHERE sweep_id = $1 AND state = ANY ($2::text[])
    AND ($3::text IS NULL OR (fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno) > ($3, $4::text, $5::text, $6::text))
  ORDER BY fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno LIMIT $7`;

/** A sweep whose moment has not come is not pending: time turns nothing yet. */
const TO_DO = `
  SELECT (
    (SELECT count(*) FROM sweep WHERE stage <> 'done' AND asked_before <= clock_timestamp())
    + (SELECT count(*) FROM sweep s CROSS JOIN LATERAL (
         SELECT FROM sweep_line l WHERE l.sweep_id = s.sweep_id AND l.state IN ('due', 'turn', 'failed', 'detached')
       ) AS l WHERE s.stage <> 'done')
    + (SELECT count(*) FROM sweep_line WHERE state = 'planned'
         AND plan_id IN (SELECT plan_id FROM sweep_plan WHERE state IN ('approved', 'running')))
  )::float8 AS count`;
