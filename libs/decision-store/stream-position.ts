import type { Instant } from '@gatekeeper/calendar';
import type { Queryable } from '@gatekeeper/database';
import type { LineIdentity } from '@gatekeeper/vocabulary';
import { feeMonthOf } from './fee-months';
import { keyArrays } from './line-keys';
import { placesByMonth } from './read-by-month';
import { StoredFields } from './stored-fields';

export interface StreamPartition {
  readonly topic: string;
  readonly partition: number;
}

/** A message that was published, as it went out. */
export interface ToldMessage {
  /** What the caller calls the topic. */
  readonly to: string;
  readonly key: string;
  readonly value: string;
}

/** How far a partition is recorded. */
export interface StreamPosition {
  /** The first offset that is not recorded. */
  readonly nextOffset: bigint;
  /** The latest timestamp among the recorded messages, ms; a message after it was never recorded, whatever its offset. */
  readonly lastTimestamp: bigint;
  /** What must be published again when the last batch is read again, beyond what stands on its lines. */
  readonly told: readonly ToldMessage[];
}

/** A message with the line it is about. */
export interface ReadMessage {
  readonly identity: LineIdentity;
  readonly contentHash: string;
  readonly feeOccurredAt: Instant;
  readonly offset: string;
}

/**
 * The partition's position, nothing recorded where it has none, locked until the transaction ends: two processes that
 * hold one partition for a moment record one after the other, and the second sees what the first has recorded.
 */
export async function openPosition(
  client: Queryable,
  { topic, partition }: StreamPartition,
): Promise<StreamPosition> {
  const { rows } = await client.query<{ next_offset: string; last_timestamp: string; told: unknown }>(OPEN, [
    topic,
    partition,
  ]);
  const [row] = rows;
  if (row === undefined) throw new Error('an upsert returned no row');
  return {
    nextOffset: BigInt(row.next_offset),
    lastTimestamp: BigInt(row.last_timestamp),
    told: new StoredFields({ told: row.told }, 'stream position').list('told').map(toldFrom),
  };
}

export async function movePosition(
  client: Queryable,
  { topic, partition }: StreamPartition,
  { nextOffset, lastTimestamp, told }: StreamPosition,
): Promise<void> {
  await client.query(
    'UPDATE stream_position SET next_offset = $3, last_timestamp = $4, told = $5 WHERE topic = $1 AND partition = $2',
    [topic, partition, nextOffset.toString(), lastTimestamp.toString(), JSON.stringify(told)],
  );
}

/** The offsets of those messages whose content is on file as a revision that came in that message or in one before it. */
export async function findRecorded(
  client: Queryable,
  { topic, partition }: StreamPartition,
  messages: readonly ReadMessage[],
): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  const months = placesByMonth(messages, ({ feeOccurredAt }) => feeMonthOf(feeOccurredAt));
  for (const [month, placed] of months) {
    const asked = placed.map(({ row }) => row);
    const { rows } = await client.query<{ read_at: string }>(FIND_RECORDED, [
      ...keyArrays(asked.map(({ identity }) => identity)),
      asked.map(({ contentHash }) => contentHash),
      asked.map(({ offset }) => offset),
      topic,
      partition,
      month,
    ]);
    for (const { read_at } of rows) found.add(read_at);
  }
  return found;
}

function toldFrom(json: unknown): ToldMessage {
  const message = new StoredFields(json, 'told message');
  return { to: message.text('to'), key: message.text('key'), value: message.text('value') };
}

const OPEN = `
  INSERT INTO stream_position AS p (topic, partition, next_offset, last_timestamp, told) VALUES ($1, $2, 0, 0, '[]')
  ON CONFLICT (topic, partition) DO UPDATE SET topic = p.topic
  RETURNING next_offset::text, last_timestamp::text, told`;

const FIND_RECORDED = `
  SELECT DISTINCT asked.read_at::text AS read_at
  FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bigint[])
    AS asked (fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno, content_hash, read_at)
  JOIN settlement_line l ON l.fixmedins_code = asked.fixmedins_code AND l.mdtrt_id = asked.mdtrt_id
    AND l.feedetl_sn = asked.feedetl_sn AND l.chrg_bchno = asked.chrg_bchno
    AND l.content_hash = asked.content_hash AND l.fee_month = $9::date
  WHERE l.source_topic = $7 AND l.source_partition = $8 AND l.source_offset <= asked.read_at`;
