/**
 * Detaching a sealed period and attaching it again (CONTRACT 9), visit by visit: in one transaction a visit's rows go and
 * `detached_line` says so, or they come back and it says so no more. Whoever is killed between two of them leaves each visit
 * either here or there.
 */
import type { Queryable } from '@gatekeeper/database';
import { Defect, NotAsThingsStand } from '@gatekeeper/runtime';
import type { ClientBase } from 'pg';
import { lockingVisits } from './detached-lines';
import { lookUpByKey } from './line-keys';
import type { Column, RowTexts } from './sealed-rows';

export interface NewDetachment {
  readonly closingId: string;
  /** `<area>/<period>` */
  readonly origin: string;
  /** SHA-256 of the folder's manifest, in hex: every byte of the folder follows from it. */
  readonly folderDigest: string;
  /** `YYYY-MM-DD`: the first and the last month in which a line of it ever lay. */
  readonly firstMonth: string;
  readonly lastMonth: string;
  /** When a line of it was last decided after its closing, as PostgreSQL writes it; `null`: none was. */
  readonly correctedAt: string | null;
  readonly lines: number;
  readonly detachedBy: string;
  readonly reason: string;
}

export interface Detachment {
  readonly detachmentId: string;
  readonly folderDigest: string;
}

/** The one that stands of a period; `null`: none of it is detached. */
export async function standingDetachment(client: Queryable, origin: string): Promise<Detachment | null> {
  const { rows } = await client.query<{ detachment_id: string; folder_digest: string }>(
    'SELECT detachment_id::text, folder_digest FROM period_detachment WHERE origin = $1 AND attached_at IS NULL',
    [origin],
  );
  const [row] = rows;
  return row === undefined ? null : { detachmentId: row.detachment_id, folderDigest: row.folder_digest };
}

/** The stream stands still for no longer than this, and what is being published goes out first. */
const LONGEST_WAIT_FOR_RECORDERS_MS = 5_000;

/**
 * First of all in the transaction that begins a detachment, or goes on with one: everybody who records lines and could not know of
 * it is done when this returns, and nobody records before that transaction ends. Whoever records has written his position before he
 * reads anything; from then on he keeps the visits that he adds to (`visitsWaiting`).
 * @throws NotAsThingsStand where somebody has been recording, or publishing what was recorded, for seconds
 */
export async function awaitRecorders(client: Queryable): Promise<void> {
  await client.query(`SET LOCAL lock_timeout = '${LONGEST_WAIT_FOR_RECORDERS_MS}ms'`);
  try {
    await client.query('LOCK TABLE stream_position IN EXCLUSIVE MODE');
  } catch (error) {
    if (!isLockTimeout(error)) throw error;
    throw new NotAsThingsStand(
      'recording-goes-on',
      'Lines are being recorded, or published, without a pause（数据流正在持续写入或发布）',
      'Run it again later; nothing was changed（请稍后重试，未作任何更改）',
      'somebody has been recording lines, or publishing what was recorded, for seconds: nothing was changed, run it again later',
    );
  }
}

const isLockTimeout = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === '55P03';

/** Behind `awaitRecorders`. @throws a unique violation where another of the period stands */
export async function beginDetachment(client: Queryable, begun: NewDetachment): Promise<string> {
  const { rows } = await client.query<{ detachment_id: string }>(BEGIN, [
    ...[begun.closingId, begun.origin, begun.folderDigest, begun.firstMonth, begun.lastMonth],
    ...[begun.correctedAt, begun.lines, begun.detachedBy, begun.reason],
  ]);
  const [row] = rows;
  if (row === undefined) throw new Defect('a detachment was begun and gave no row');
  return row.detachment_id;
}

/** Goes on with one of which all had gone that could, or which broke off; behind `awaitRecorders`. @throws as `detachVisits` */
export async function goOnDetaching(client: Queryable, detachmentId: string): Promise<void> {
  const { rowCount } = await client.query(
    'UPDATE period_detachment SET detached_at = NULL WHERE detachment_id = $1 AND attached_at IS NULL',
    [detachmentId],
  );
  if (rowCount !== 1) throw hasEnded(detachmentId);
}

export async function endDetaching(client: Queryable, detachmentId: string): Promise<void> {
  await client.query(
    'UPDATE period_detachment SET detached_at = now() WHERE detachment_id = $1 AND detached_at IS NULL',
    [detachmentId],
  );
}

/**
 * Keeps the detachment from ending until the caller's transaction does: the UPDATE that ends it waits for this lock.
 * @param underWay it must be one that takes rows out at the moment: only then does everybody who records know of it
 * @throws NotAsThingsStand where it has ended
 */
async function keepStanding(client: Queryable, detachmentId: string, underWay: boolean): Promise<void> {
  const { rows } = await client.query(KEEP_STANDING, [detachmentId, underWay]);
  if (rows.length === 0) throw hasEnded(detachmentId);
}

const hasEnded = (detachmentId: string): NotAsThingsStand =>
  new NotAsThingsStand(
    'not-detached',
    'The detachment has ended: another process has finished it, or attached its period（转出已由其他进程完成，或该期间已被重新接入）',
    'See whether it is to be detached again（请确认是否需再次转出）',
    `detachment ${detachmentId} has ended: another process has finished it, or attached its period`,
  );

/** The database refuses it while a line of it is still detached, and once it has ended. Waits for pages of it that are under way. */
export async function endAttaching(client: Queryable, detachmentId: string, by: string): Promise<void> {
  await client.query(
    `UPDATE period_detachment SET attached_by = $2, attached_at = date_trunc('milliseconds', clock_timestamp())
     WHERE detachment_id = $1`,
    [detachmentId, by],
  );
}

/** A visit of the period as it is kept: its lines with what was current about them, and every row of them. */
export interface KeptVisit {
  /** `fixmedins_code`, `mdtrt_id`, `chrg_bchno`, `feedetl_sn`, `revision`, `decision_id`. */
  readonly lines: readonly RowTexts[];
  readonly contents: readonly RowTexts[];
  readonly decisions: readonly RowTexts[];
}

/** The tables as they are now, and as the rows of visits are kept. */
export interface KeptColumns {
  readonly contents: readonly Column[];
  readonly decisions: readonly Column[];
}

/** Rows on file are not those that are kept: nothing was removed. */
export class RowsDiffer extends Error {}

/**
 * Detaches those of these visits of which every line is kept as it stands and nothing is under way; on the caller's transaction,
 * which writes moments in UTC.
 * @throws RowsDiffer; NotAsThingsStand where the detachment has ended
 */
export async function detachVisits(
  client: ClientBase,
  detachmentId: string,
  visits: readonly KeptVisit[],
  columns: KeptColumns,
): Promise<void> {
  await keepStanding(client, detachmentId, true);
  await lookUpByKey(client);
  const keys = visits.map(({ lines }) => lines[0] ?? {});
  const of = [keys.map((key) => key['fixmedins_code']), keys.map((key) => key['mdtrt_id'])];
  await client.query(lockingVisits('UPDATE'), of);
  // Before their lines are read: whoever takes what waited has recorded what came of it when it is gone from here.
  const busy = await client.query<{ place: number }>(BUSY_VISITS, of);
  const underWay = new Set(busy.rows.map(({ place }) => place - 1));
  // Whoever has read these lines and is deciding by them now is told that they are no longer what was read.
  const touched = await client.query<{ place: number; lines: string[] }>(TOUCH_VISITS, of);
  const onFile = new Map(touched.rows.map(({ place, lines }) => [place - 1, [...lines].sort()]));
  const going = visits.filter((visit, place) => {
    const standing = visit.lines.map(standingOf).sort();
    const now = onFile.get(place) ?? [];
    return (
      !underWay.has(place) && now.length === standing.length && now.every((line, at) => line === standing[at])
    );
  });
  const published = await stillToPublish(client, going);
  const gone = going.filter(
    ({ decisions }) => !decisions.some((row) => published.has(row['publication_id'])),
  );
  const contents = gone.flatMap((visit) => visit.contents);
  const decisions = gone.flatMap((visit) => visit.decisions);
  await client.query(DETACH_LINES, [detachmentId, ...detachedArrays(contents, decisions)]);
  await removeRows(client, 'decision', columns.decisions, decisions, DECISION_KEY);
  await removeRows(client, 'settlement_line', columns.contents, contents, CONTENT_KEY);
}

/**
 * Puts the rows of those of these visits back that the detachment has taken; on the caller's transaction, which writes moments in
 * UTC.
 * @returns how many rows of lines came back. @throws RowsDiffer where what is kept is not what went; NotAsThingsStand where the
 * detachment has ended
 */
export async function attachVisits(
  client: ClientBase,
  detachmentId: string,
  visits: readonly KeptVisit[],
  columns: KeptColumns,
): Promise<number> {
  await keepStanding(client, detachmentId, false);
  await lookUpByKey(client);
  const contents = visits.flatMap((visit) => visit.contents);
  const decisions = visits.flatMap((visit) => visit.decisions);
  const came = await putBack(client, 'settlement_line', columns.contents, contents, detachmentId);
  const decided = await putBack(client, 'decision', columns.decisions, decisions, detachmentId);
  const { rows } = await client.query<{ lines: number; decisions: number }>(ATTACH_LINES, [
    detachmentId,
    ...keyArraysOf(contents),
  ]);
  const went = rows[0];
  if (went?.lines !== came || went.decisions !== decided)
    throw new RowsDiffer(
      `${came} rows of lines and ${decided} of decisions are kept where ${went?.lines ?? 0} and ${went?.decisions ?? 0} went`,
    );
  return came;
}

/** How many lines of it are detached at the moment, whatever revisions they have. */
export async function countDetached(client: Queryable, detachmentId: string): Promise<number> {
  const { rows } = await client.query<{ count: number }>(
    `SELECT count(DISTINCT (fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno))::float8 AS count
     FROM detached_line WHERE detachment_id = $1`,
    [detachmentId],
  );
  return rows[0]?.count ?? 0;
}

const standingOf = (line: RowTexts): string =>
  JSON.stringify([
    ...[line['feedetl_sn'], line['chrg_bchno'], line['revision'], line['decision_id'], 'false'],
  ]);

/** Publications that are not known to be out, among those that decisions of these visits went into. */
async function stillToPublish(
  client: Queryable,
  visits: readonly KeptVisit[],
): Promise<ReadonlySet<string | null | undefined>> {
  const numbers = new Set(visits.flatMap(({ decisions }) => decisions.map((row) => row['publication_id'])));
  const { rows } = await client.query<{ id: string }>(
    'SELECT publication_id::text AS id FROM publication WHERE publication_id = ANY ($1::bigint[])',
    [[...numbers]],
  );
  return new Set(rows.map(({ id }) => id));
}

const CONTENT_KEY = ['fixmedins_code', 'mdtrt_id', 'feedetl_sn', 'chrg_bchno', 'revision'];
const DECISION_KEY = ['fixmedins_code', 'decision_id'];

const valuesOf = (rows: readonly RowTexts[], names: readonly string[]): (string | null)[][] =>
  names.map((name) => rows.map((row) => row[name] ?? null));

const keyArraysOf = (rows: readonly RowTexts[]): unknown[] => valuesOf(rows, CONTENT_KEY);

/** Rows by their month, which is said as a constant: the planner then sees one partition. */
function byMonth(rows: readonly RowTexts[]): ReadonlyMap<string, readonly RowTexts[]> {
  const months = new Map<string, RowTexts[]>();
  for (const row of rows) {
    const month = row['fee_month'] ?? '';
    const same = months.get(month);
    if (same === undefined) months.set(month, [row]);
    else same.push(row);
  }
  return months;
}

const given = (columns: readonly Column[], first: number): string => `
  unnest(${columns.map((_, at) => `$${at + first}::text[]`).join(', ')}) AS g (${columns.map(({ name }) => name).join(', ')})`;

/** Removes rows that stand on file in every column as they are kept: only those. @throws RowsDiffer where one does not */
async function removeRows(
  client: Queryable,
  table: 'settlement_line' | 'decision',
  columns: readonly Column[],
  rows: readonly RowTexts[],
  key: readonly string[],
): Promise<void> {
  const typed = (name: string): string => columns.find((column) => column.name === name)?.type ?? 'text';
  const sql = `
    DELETE FROM ${table} t USING ${given(columns, 2)}
    WHERE t.fee_month = $1::date AND ${key.map((name) => `t.${name} = g.${name}::${typed(name)}`).join(' AND ')}
      AND ROW(${columns.map(({ name }) => `t.${name}::text`).join(', ')})
        IS NOT DISTINCT FROM ROW(${columns.map(({ name }) => `g.${name}`).join(', ')})`;
  for (const [month, same] of byMonth(rows)) {
    const names = columns.map(({ name }) => name);
    const { rowCount } = await client.query(sql, [month, ...valuesOf(same, names)]);
    if (rowCount !== same.length)
      throw new RowsDiffer(
        `${same.length - (rowCount ?? 0)} rows of ${table} in ${month} are not on file as they are kept`,
      );
  }
}

/** @returns how many rows came back: those of lines that the detachment has taken */
async function putBack(
  client: Queryable,
  table: 'settlement_line' | 'decision',
  columns: readonly Column[],
  rows: readonly RowTexts[],
  detachmentId: string,
): Promise<number> {
  const names = columns.map(({ name }) => name);
  const { rowCount } = await client.query(
    `INSERT INTO ${table} (${names.join(', ')})
     SELECT ${columns.map(({ name, type }) => `g.${name}::${type}`).join(', ')}
     FROM ${given(columns, 2)}
     JOIN detached_line d ON d.fixmedins_code = g.fixmedins_code AND d.mdtrt_id = g.mdtrt_id AND d.feedetl_sn = g.feedetl_sn
       AND d.chrg_bchno = g.chrg_bchno AND d.revision = g.revision::integer AND d.detachment_id = $1`,
    [detachmentId, ...valuesOf(rows, names)],
  );
  return rowCount ?? 0;
}

function detachedArrays(contents: readonly RowTexts[], decisions: readonly RowTexts[]): unknown[] {
  const revisionOf = (row: RowTexts): string => JSON.stringify(CONTENT_KEY.map((name) => row[name]));
  const counts = new Map<string, number>();
  for (const row of decisions) counts.set(revisionOf(row), (counts.get(revisionOf(row)) ?? 0) + 1);
  return [
    ...valuesOf(contents, [
      ...CONTENT_KEY,
      ...['fee_month', 'fee_occurred_at', 'ordering_code', 'performing_code'],
    ]),
    contents.map((row) => counts.get(revisionOf(row)) ?? 0),
  ];
}

const BEGIN = `
  INSERT INTO period_detachment
    (closing_id, origin, folder_digest, first_month, last_month, corrected_at, lines, detached_by, reason)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING detachment_id::text`;

const KEEP_STANDING = `
  SELECT FROM period_detachment
  WHERE detachment_id = $1 AND attached_at IS NULL AND (NOT $2::boolean OR detached_at IS NULL) FOR SHARE`;

const TOUCH_VISITS = `
  WITH touched AS (
    UPDATE line_identity i SET held = i.held
    FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS v (fixmedins_code, mdtrt_id, place)
    WHERE i.fixmedins_code = v.fixmedins_code AND i.mdtrt_id = v.mdtrt_id
    RETURNING v.place, i.feedetl_sn, i.chrg_bchno, i.revision, i.decision_id, i.held
  )
  SELECT place::float8 AS place, array_agg('[' || concat_ws(',', to_json(feedetl_sn), to_json(chrg_bchno), to_json(revision::text),
    coalesce(to_json(decision_id)::text, 'null'), to_json(held::text)) || ']') AS lines
  FROM touched GROUP BY place`;

/** Of which something waits to be asked or decided, or is detached already. */
const BUSY_VISITS = `
  SELECT v.place::float8 AS place
  FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS v (fixmedins_code, mdtrt_id, place)
  WHERE ${['detached_line', 'waiting_message', 'line_due', 'sweep_line']
    .map(
      (table) => `EXISTS (
    SELECT FROM ${table} x WHERE x.fixmedins_code = v.fixmedins_code AND x.mdtrt_id = v.mdtrt_id)`,
    )
    .join(' OR ')}
    OR EXISTS (
      SELECT FROM sweep_plan_line x WHERE x.fixmedins_code = v.fixmedins_code AND x.mdtrt_id = v.mdtrt_id AND x.excluded)`;

const DETACH_LINES = `
  INSERT INTO detached_line (detachment_id, fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno, revision, fee_month, fee_occurred_at,
    ordering_code, performing_code, decisions)
  SELECT $1, g.fixmedins_code, g.mdtrt_id, g.feedetl_sn, g.chrg_bchno, g.revision::integer, g.fee_month::date,
    g.fee_occurred_at::timestamptz, g.ordering_code, g.performing_code, g.decisions
  FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[],
    $11::integer[]) AS g (fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno, revision, fee_month, fee_occurred_at, ordering_code,
    performing_code, decisions)`;

const ATTACH_LINES = `
  WITH gone AS (
    DELETE FROM detached_line d
    USING unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::integer[])
      AS g (fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno, revision)
    WHERE d.fixmedins_code = g.fixmedins_code AND d.mdtrt_id = g.mdtrt_id AND d.feedetl_sn = g.feedetl_sn
      AND d.chrg_bchno = g.chrg_bchno AND d.revision = g.revision AND d.detachment_id = $1
    RETURNING d.decisions
  )
  SELECT count(*)::float8 AS lines, coalesce(sum(decisions), 0)::float8 AS decisions FROM gone`;
