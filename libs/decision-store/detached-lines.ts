/**
 * Lines whose rows lie in a detached period (CONTRACT 9): what is current about them stays on file, their contents and decisions
 * do not. Whoever needs these is told which period has to be attached; what came for such a visit waits, in its order.
 */
import type { Instant } from '@gatekeeper/calendar';
import type { Queryable } from '@gatekeeper/database';
import { ADVISORY_LOCKS, timestampText } from '@gatekeeper/database';
import { NotAsThingsStand } from '@gatekeeper/runtime';
import type { LineIdentity } from '@gatekeeper/vocabulary';
import type { KeyRow, Visit } from './line-keys';
import { keyArrays, lookUpByKey } from './line-keys';
import { StoredRowUnreadable } from './stored-fields';

/** What is asked for needs lines of periods that are detached: nothing is decided, and nothing answered, without them. */
export class PeriodDetached extends NotAsThingsStand {
  override readonly name = 'PeriodDetached';

  /**
   * @param periods such as `44/2025-06`
   * @param isBack they are being attached at the moment, or were a moment ago: nothing says that what is missing is of them
   */
  constructor(
    readonly periods: readonly string[],
    readonly isBack = false,
  ) {
    const named = periods.join(', ');
    super(
      'period-detached',
      `A sealed period that this needs is detached: ${named}（所需的已封存期间已转出：${named}）`,
      'Attach it first, by gatekeeper attach（请先以 gatekeeper attach 重新接入）',
      `${named} is detached: attach it first (gatekeeper attach)`,
    );
  }
}

/**
 * What a row that is not on file means: of a detached line, that its period has to be attached; else that the store is wrong.
 * Where a period is being attached at the moment it may be back by now: asked again, it is found.
 * @param lines among which rows are missing
 */
export async function missingRows(
  client: Queryable,
  lines: readonly LineIdentity[],
  what: string,
): Promise<Error> {
  const { rows: named } = await client.query<{ origin: string }>(ORIGINS_OF_LINES, keyArrays(lines));
  if (named.length > 0) return new PeriodDetached(named.map(({ origin }) => origin));
  const { rows } = await client.query<{ origin: string }>(ORIGINS_BEING_ATTACHED);
  return rows.length > 0
    ? new PeriodDetached(
        rows.map(({ origin }) => origin),
        true,
      )
    : new StoredRowUnreadable(`${what} is not on file`);
}

/** What is read of an area: days of fees or settlements, and since when decisions may be corrections that are read with it. */
interface AreaRead {
  readonly areaPrefix: string;
  readonly areaOf: 'treatment' | 'insurance';
  /** `YYYY-MM-DD`: the first day, and the first after it. */
  readonly from: string;
  readonly until: string;
  readonly corrections: { readonly from: Instant } | null;
}

/**
 * Refuses to read visits of which any may be detached: with lines of the same months, or with decisions that may be corrections
 * among those asked for.
 * @throws PeriodDetached
 */
export async function demandAttached(
  client: Queryable,
  { areaPrefix, areaOf, from, until, corrections }: AreaRead,
): Promise<void> {
  const { rows } = await client.query<{ origin: string }>(ORIGINS_BETWEEN, [
    ...[areaPrefix, areaOf, from, until],
    corrections === null ? null : timestampText(corrections.from),
  ]);
  if (rows.length > 0) throw new PeriodDetached(rows.map(({ origin }) => origin));
}

/**
 * Those of these visits whose messages wait: something of them is detached, or something came that waits still. By their places
 * among those asked for; nothing is looked up where nothing is detached. While a period is being detached the visits are kept
 * from it until the caller's transaction ends, also from what is new in them: that locks no row on file by itself.
 */
export async function visitsWaiting(
  client: Queryable,
  visits: readonly Visit[],
): Promise<ReadonlySet<number>> {
  if (visits.length === 0) return new Set();
  const { rows: found } = await client.query<{ some: boolean; under_way: boolean }>(ANYTHING_WAITS);
  const [{ some, under_way } = { some: false, under_way: false }] = found;
  if (!some) return new Set();
  const of = [visits.map(({ fixmedinsCode }) => fixmedinsCode), visits.map(({ visitId }) => visitId)];
  if (under_way) {
    await lookUpByKey(client);
    await client.query(lockingVisits('KEY SHARE'), of);
  }
  // A statement of its own: the one above may have waited for a page that was being detached.
  const { rows } = await client.query<{ place: number }>(VISITS_WAITING, of);
  return new Set(rows.map(({ place }) => place - 1));
}

/** A message of the lines topic that waits for a period to be attached, whole. */
export interface WaitingMessage {
  readonly visit: Visit;
  readonly topic: string;
  readonly partition: number;
  /** Kafka's offset, as decimal text. */
  readonly offset: string;
  readonly key: Buffer | null;
  readonly value: Buffer;
  /** As producer or broker stamped it. */
  readonly timestamp: string;
}

/** Keeps messages in their order, on the transaction that moves the position behind them. */
export async function keepWaiting(client: Queryable, messages: readonly WaitingMessage[]): Promise<void> {
  for (const { visit, topic, partition, offset, key, value, timestamp } of messages)
    await client.query(KEEP_WAITING, [
      ...[visit.fixmedinsCode, visit.visitId, topic, partition, offset, key, value, timestamp],
    ]);
}

/**
 * Takes messages that wait no longer, the earliest first, on the transaction that settles them: nothing of their visits is
 * detached any more.
 * @param without visits left out
 */
export async function takeWaiting(
  client: Queryable,
  atMost: number,
  without: readonly Visit[],
): Promise<readonly WaitingMessage[]> {
  const { rows } = await client.query<WaitingRow>(TAKE_WAITING, [
    atMost,
    without.map(({ fixmedinsCode }) => fixmedinsCode),
    without.map(({ visitId }) => visitId),
  ]);
  // What DELETE gives back is in no order of its own.
  return [...rows]
    .sort((one, other) => one.message_id - other.message_id)
    .map((row) => ({
      visit: { fixmedinsCode: row.fixmedins_code, visitId: row.mdtrt_id },
      ...{ topic: row.topic, partition: row.partition, offset: row.message_offset },
      ...{ key: row.message_key, value: row.value, timestamp: row.sent_at },
    }));
}

/** What waits for a detached period. */
export interface DetachedWork {
  /** Such as `44/2025-06`. */
  readonly period: string;
  /** Registry writes whose sweeps reach it. */
  readonly versions: readonly string[];
  /** Lines of these sweeps, lines to be asked again, and messages that came for its visits. */
  readonly sweptLines: number;
  readonly dueLines: number;
  readonly messages: number;
}

/** The periods that are detached, with what waits for each; by period. */
export async function detachedWork(client: Queryable): Promise<readonly DetachedWork[]> {
  const { rows } = await client.query<{
    origin: string;
    versions: string[] | null;
    swept: number;
    due: number;
    messages: number;
  }>(DETACHED_WORK);
  return rows.map(({ origin, versions, swept, due, messages }) => ({
    ...{ period: origin, versions: versions ?? [], sweptLines: swept, dueLines: due, messages },
  }));
}

/** How many messages wait, whether their period is attached already or not. */
export async function countWaiting(client: Queryable): Promise<number> {
  const { rows } = await client.query<{ count: number }>(
    'SELECT count(*)::float8 AS count FROM waiting_message',
  );
  return rows[0]?.count ?? 0;
}

/** Lines of sweeps whose period has been attached are to be asked as before. @returns how many */
export async function releaseAttached(client: Queryable): Promise<number> {
  const { rowCount } = await client.query(RELEASE_ATTACHED);
  return rowCount ?? 0;
}

/** Sets lines of a sweep apart that were detached since they were found. @returns how many */
export async function setDetachedApart(client: Queryable, sweepId: string): Promise<number> {
  const { rowCount } = await client.query(SET_APART, [sweepId]);
  return rowCount ?? 0;
}

/** Whether anything of a line's visit is detached, by an alias with the visit's columns; never joined, always looked up by key. */
export const isDetached = (alias: string): string => `EXISTS (
  SELECT FROM detached_line x WHERE x.fixmedins_code = ${alias}.fixmedins_code AND x.mdtrt_id = ${alias}.mdtrt_id OFFSET 0)`;

interface WaitingRow extends Omit<KeyRow, 'feedetl_sn' | 'chrg_bchno'> {
  message_id: number;
  topic: string;
  partition: number;
  message_offset: string;
  message_key: Buffer | null;
  value: Buffer;
  sent_at: string;
}

const ORIGINS_OF_LINES = `
  SELECT DISTINCT p.origin
  FROM unnest($1::text[], $2::text[], $3::text[], $4::text[]) AS key (fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno)
  JOIN detached_line d USING (fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno)
  JOIN period_detachment p USING (detachment_id) ORDER BY p.origin`;

/** While somebody is about it, and a moment longer. */
const ORIGINS_BEING_ATTACHED = `
  SELECT origin FROM period_detachment
  WHERE attached_at > now() - interval '1 minute' OR attached_at IS NULL AND EXISTS (
    SELECT FROM pg_locks WHERE locktype = 'advisory' AND objid = ${ADVISORY_LOCKS.detaching}
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))
  ORDER BY origin`;

/** Areas are prefixes of one another or strangers; by another kind of area anything may be. */
const ORIGINS_BETWEEN = `
  SELECT p.origin FROM period_detachment p JOIN closed_period c USING (closing_id)
  WHERE p.attached_at IS NULL
    AND (c.area_of <> $2 OR starts_with(c.area, $1) OR starts_with($1, c.area))
    AND (p.first_month < $4::date AND p.last_month >= $3::date
      OR p.corrected_at >= $5::timestamptz)
  ORDER BY p.origin`;

const ANYTHING_WAITS = `
  SELECT EXISTS (SELECT FROM period_detachment WHERE attached_at IS NULL) OR EXISTS (SELECT FROM waiting_message) AS some,
    EXISTS (SELECT FROM period_detachment WHERE attached_at IS NULL AND detached_at IS NULL) AS under_way`;

/**
 * Locks what is on file of visits, given as two arrays, in the order in which recording transactions go by lines: nobody waits for
 * one another in a ring. Whoever adds to a visit shares it with others who do and with those who update its lines; whoever
 * detaches it has it alone.
 */
export const lockingVisits = (strength: 'UPDATE' | 'KEY SHARE'): string => `
  SELECT FROM (SELECT DISTINCT * FROM unnest($1::text[], $2::text[])) AS v (fixmedins_code, mdtrt_id)
  JOIN line_identity i USING (fixmedins_code, mdtrt_id)
  ORDER BY i.fixmedins_code COLLATE "C", i.mdtrt_id COLLATE "C", i.chrg_bchno COLLATE "C", i.feedetl_sn COLLATE "C"
  FOR ${strength} OF i`;

const VISITS_WAITING = `
  SELECT v.place::float8 AS place
  FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS v (fixmedins_code, mdtrt_id, place)
  WHERE ${isDetached('v')} OR EXISTS (
    SELECT FROM waiting_message w WHERE w.fixmedins_code = v.fixmedins_code AND w.mdtrt_id = v.mdtrt_id OFFSET 0)`;

const KEEP_WAITING = `
  INSERT INTO waiting_message (fixmedins_code, mdtrt_id, topic, partition, message_offset, message_key, value, sent_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`;

const TAKE_WAITING = `
  DELETE FROM waiting_message WHERE message_id IN (
    SELECT message_id FROM waiting_message w
    WHERE NOT ${isDetached('w')} AND (fixmedins_code, mdtrt_id) NOT IN (SELECT * FROM unnest($2::text[], $3::text[]))
    ORDER BY w.message_id LIMIT $1
  ) RETURNING message_id::float8 AS message_id, fixmedins_code, mdtrt_id, topic, partition, message_offset::text, message_key,
    value, sent_at`;

const RELEASE_ATTACHED = `
  UPDATE sweep_line l SET state = CASE WHEN plan_id IS NULL THEN 'due' ELSE 'turn' END
  WHERE state = 'detached' AND NOT ${isDetached('l')}`;

const SET_APART = `
  UPDATE sweep_line l SET state = 'detached' WHERE sweep_id = $1 AND state IN ('due', 'turn') AND ${isDetached('l')}`;

const originOf = (alias: string): string => `(
  SELECT d.detachment_id FROM detached_line d
  WHERE d.fixmedins_code = ${alias}.fixmedins_code AND d.mdtrt_id = ${alias}.mdtrt_id LIMIT 1)`;

const DETACHED_WORK = `
  SELECT p.origin, s.versions, coalesce(s.lines, 0)::float8 AS swept, coalesce(u.lines, 0)::float8 AS due,
    coalesce(m.messages, 0)::float8 AS messages
  FROM period_detachment p
  LEFT JOIN (
    SELECT ${originOf('l')} AS detachment_id, array_agg(DISTINCT w.version::text) AS versions, count(*) AS lines
    FROM sweep_line l JOIN sweep w USING (sweep_id) WHERE l.state = 'detached' GROUP BY 1
  ) AS s USING (detachment_id)
  LEFT JOIN (SELECT ${originOf('l')} AS detachment_id, count(*) AS lines FROM line_due l GROUP BY 1) AS u USING (detachment_id)
  LEFT JOIN (
    SELECT ${originOf('w')} AS detachment_id, count(*) AS messages FROM waiting_message w GROUP BY 1
  ) AS m USING (detachment_id)
  WHERE p.attached_at IS NULL ORDER BY p.origin COLLATE "C"`;
