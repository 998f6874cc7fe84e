/** A batch against the position of its partition: what of it was read before, and what was never read. */
import type { FoundGap, StreamPosition, StreamStore } from '@gatekeeper/decision-store';
import type { LogBounds, MessageBatch } from '@gatekeeper/stream';
import type { PoolClient } from 'pg';

export interface BatchPlace {
  /** Messages below it are recorded: read again, whatever they say. */
  readonly from: bigint;
  /** The position once the batch is recorded. */
  readonly next: bigint;
  readonly gaps: readonly FoundGap[];
}

/**
 * Read again is what lies below the position, by topic id and offset alone: a resend and a void of one line, both read
 * again, must not become a line after its void.
 *
 * Control records and aborted transactions leave holes that nobody can read, so an offset beyond the position is no gap by
 * itself. It is one where the log begins behind everything that was recorded or passed over: then messages were deleted
 * before they were read. The log is asked only where a batch does not continue the position.
 */
export async function placeOf(
  batch: MessageBatch,
  position: StreamPosition,
  bounds: LogBounds,
): Promise<BatchPlace> {
  const first = BigInt(batch.messages[0]?.offset ?? batch.highWatermark);
  const last = BigInt(batch.messages.at(-1)?.offset ?? batch.highWatermark);
  const high = BigInt(batch.highWatermark);
  const gaps: FoundGap[] = [];
  let from = position.nextOffset;
  const madeAnew = isMadeAnew(batch, position, high);
  if (madeAnew) {
    if (from > 0n) gaps.push({ kind: 'topic_made_anew', fromOffset: 0n, untilOffset: from });
    from = 0n;
  }
  if (first > from) {
    const { low, committed } = await bounds.boundsOf(batch.topic, batch.partition);
    // What the group has committed behind the position are control records alone. Of another topic it says nothing.
    const passed = madeAnew || committed === null || committed < from ? from : committed;
    const until = low < first ? low : first;
    if (until > passed) gaps.push({ kind: 'skipped', fromOffset: passed, untilOffset: until });
  } else if (high < from) {
    const { high: end } = await bounds.boundsOf(batch.topic, batch.partition);
    if (end < from) {
      gaps.push({ kind: 'log_shortened', fromOffset: end, untilOffset: from });
      from = end;
    }
  }
  return { from, next: last + 1n > from ? last + 1n : from, gaps };
}

/** A position from before topics were known by id takes over the topic that is long enough to be the one it was of. */
function isMadeAnew({ topicId }: MessageBatch, position: StreamPosition, high: bigint): boolean {
  return position.topicId === null ? high < position.nextOffset : position.topicId !== topicId;
}

/** Who answers for a log that begins anew with each process. */
const EMBEDDED_LOG = 'the log inside the process';

/** Records what was never read, on the transaction that records what comes after it. */
export const recordGapsOf = (
  stream: Pick<StreamStore, 'recordGaps'>,
  client: PoolClient,
  batch: MessageBatch,
  gaps: readonly FoundGap[],
  { outlivesProcess }: LogBounds,
): Promise<void> => stream.recordGaps(client, batch, gaps, outlivesProcess ? null : EMBEDDED_LOG);
