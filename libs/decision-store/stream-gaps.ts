/** What was never read, and topics that began anew: kept until somebody answers for them. */
import type { Instant } from '@gatekeeper/calendar';
import { instantOf } from '@gatekeeper/calendar';
import type { Queryable } from '@gatekeeper/database';
import { epochMsOf } from '@gatekeeper/database';
import type { TopicPartition } from './stream-partition';

/**
 * `skipped`: messages from `fromOffset` until `untilOffset` were gone before anybody read them. `topic_made_anew`: the
 * topic under this name is another one; the one before was recorded until `untilOffset`. `log_shortened`: the log ended at
 * `fromOffset` although it was recorded until `untilOffset`: the brokers have lost what lay between.
 */
export type GapKind = 'skipped' | 'topic_made_anew' | 'log_shortened';
const GAP_KINDS: readonly GapKind[] = ['skipped', 'topic_made_anew', 'log_shortened'];

export interface StreamGap extends TopicPartition {
  readonly gapId: string;
  readonly kind: GapKind;
  readonly fromOffset: bigint;
  readonly untilOffset: bigint;
  readonly seenAt: Instant;
  readonly acknowledged: { readonly at: Instant; readonly by: string; readonly reason: string } | null;
}

/** A gap as it is found, not yet on file. */
export type FoundGap = Pick<StreamGap, 'kind' | 'fromOffset' | 'untilOffset'>;

/** @param acknowledgedBy says who answers for it from the start; `null`: somebody has to. */
export async function recordGaps(
  client: Queryable,
  { topic, topicId, partition }: TopicPartition,
  gaps: readonly FoundGap[],
  acknowledgedBy: string | null,
): Promise<void> {
  if (gaps.length === 0) return;
  await client.query(RECORD, [
    topic,
    topicId,
    partition,
    gaps.map(({ kind }) => kind),
    gaps.map(({ fromOffset }) => fromOffset.toString()),
    gaps.map(({ untilOffset }) => untilOffset.toString()),
    acknowledgedBy,
  ]);
}

/** The latest first; `openOnly`: those that nobody has answered for. */
export async function listGaps(client: Queryable, openOnly: boolean): Promise<readonly StreamGap[]> {
  const { rows } = await client.query<GapRow>(LIST, [openOnly]);
  return rows.map(gapFrom);
}

/** @returns false when there is no such gap, or somebody has answered for it already. */
export async function acknowledgeGap(
  client: Queryable,
  gapId: string,
  by: string,
  reason: string,
): Promise<boolean> {
  const { rowCount } = await client.query(ACKNOWLEDGE, [gapId, by, reason]);
  return rowCount === 1;
}

interface GapRow {
  gap_id: string;
  kind: string;
  topic: string;
  topic_id: string;
  partition: number;
  from_offset: string;
  until_offset: string;
  seen_at_ms: number;
  acknowledged_at_ms: number | null;
  acknowledged_by: string | null;
  reason: string | null;
}

const gapFrom = (row: GapRow): StreamGap => ({
  gapId: row.gap_id,
  kind: GAP_KINDS.find((kind) => kind === row.kind) ?? 'skipped',
  topic: row.topic,
  topicId: row.topic_id,
  partition: row.partition,
  fromOffset: BigInt(row.from_offset),
  untilOffset: BigInt(row.until_offset),
  seenAt: instantOf(row.seen_at_ms),
  acknowledged:
    row.acknowledged_at_ms === null || row.acknowledged_by === null || row.reason === null
      ? null
      : { at: instantOf(row.acknowledged_at_ms), by: row.acknowledged_by, reason: row.reason },
});

const RECORD = `
  INSERT INTO stream_gap (topic, topic_id, partition, kind, from_offset, until_offset, acknowledged_at, acknowledged_by, reason)
  SELECT $1, $2, $3, found.*, CASE WHEN $7::text IS NOT NULL THEN date_trunc('milliseconds', clock_timestamp()) END, $7,
    CASE WHEN $7::text IS NOT NULL THEN 'expected' END
  FROM unnest($4::text[], $5::bigint[], $6::bigint[]) AS found`;

const LIST = `
  SELECT gap_id::text, kind, topic, topic_id, partition, from_offset::text, until_offset::text,
    ${epochMsOf('seen_at')} AS seen_at_ms, ${epochMsOf('acknowledged_at')} AS acknowledged_at_ms, acknowledged_by, reason
  FROM stream_gap WHERE NOT $1::boolean OR acknowledged_at IS NULL ORDER BY gap_id DESC LIMIT 1000`;

const ACKNOWLEDGE = `
  UPDATE stream_gap SET acknowledged_at = date_trunc('milliseconds', clock_timestamp()), acknowledged_by = $2, reason = $3
  WHERE gap_id = $1 AND acknowledged_at IS NULL`;
