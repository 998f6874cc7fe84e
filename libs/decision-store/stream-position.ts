import type { Queryable } from '@gatekeeper/database';
import type { OpenPublication } from './publications';
import { openPublications } from './publications';
import type { MovedPosition, StreamPartition, TopicPartition } from './stream-partition';

/** How far a partition is recorded. */
export interface StreamPosition {
  /** Of the topic that was recorded; `null`: from before topics were known by id. */
  readonly topicId: string | null;
  /** The first offset that is not recorded. */
  readonly nextOffset: bigint;
  /** For what the caller's transaction records: larger than that of any transaction before it on this partition. */
  readonly publicationId: string;
  /** Recorded, and not known to be published yet; the earliest first. */
  readonly open: readonly OpenPublication[];
}

/**
 * The partition's position, nothing recorded where it has none, locked until the transaction ends: two processes that
 * hold one partition for a moment record one after the other, and the second sees what the first has recorded.
 */
export async function openPosition(
  client: Queryable,
  { topic, partition, topicId }: TopicPartition,
): Promise<StreamPosition> {
  const { rows } = await client.query<PositionRow>(OPEN, [topic, partition, topicId]);
  const [row] = rows;
  if (row === undefined) throw new Error('an upsert returned no row');
  return {
    topicId: row.topic_id,
    nextOffset: BigInt(row.next_offset),
    publicationId: row.publication_id,
    // A statement of its own: the one above may have waited for the lock, and sees what was there before it waited.
    open: await openPublications(client, { topic, partition }),
  };
}

/** Moves the position that `openPosition` has locked. */
export async function movePosition(
  client: Queryable,
  { topic, partition, topicId, nextOffset }: MovedPosition,
): Promise<void> {
  await client.query(MOVE, [topic, partition, topicId, nextOffset.toString()]);
}

/**
 * Locks the position of a partition that nobody is recording on at this moment.
 * @returns false where somebody is, or where the partition has no position.
 */
export async function lockIdlePosition(
  client: Queryable,
  { topic, partition }: StreamPartition,
): Promise<boolean> {
  const { rows } = await client.query(LOCK_IDLE, [topic, partition]);
  return rows.length > 0;
}

interface PositionRow {
  topic_id: string | null;
  next_offset: string;
  publication_id: string;
}

const OPEN = `
  INSERT INTO stream_position AS p (topic, partition, topic_id, next_offset) VALUES ($1, $2, $3, 0)
  ON CONFLICT (topic, partition) DO UPDATE SET topic = p.topic
  RETURNING topic_id, next_offset::text,
    nextval(pg_get_serial_sequence('publication', 'publication_id'))::text AS publication_id`;

const MOVE = 'UPDATE stream_position SET topic_id = $3, next_offset = $4 WHERE topic = $1 AND partition = $2';

const LOCK_IDLE = 'SELECT FROM stream_position WHERE topic = $1 AND partition = $2 FOR UPDATE SKIP LOCKED';
