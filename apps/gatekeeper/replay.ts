/** Messages that are read again because a crash came between recording them and committing their offset (law 5). */
import type { DecisionStore, StreamPosition, ToldMessage } from '@gatekeeper/decision-store';
import type { MessageBatch } from '@gatekeeper/stream';
import type { PoolClient } from 'pg';
import type { LineMessage } from './line-message';

/** A batch against the position of its partition. */
export interface SortedMessages {
  /** To be settled. */
  readonly fresh: readonly LineMessage[];
  /** Recorded by an earlier attempt: nothing of them is settled again, what they led to is published again. */
  readonly recorded: readonly LineMessage[];
  /** What was published for them beyond what stands on their lines. */
  readonly told: readonly ToldMessage[];
}

/**
 * Tells messages read again from messages sent again. Within one batch a line may come with contents A and B: settled
 * once more, A would count as another upload, and so would B.
 *
 * Recorded is a message below the partition's position, not later than it in time (a topic made anew begins at offset 0),
 * whose content is on file as coming from there. Whatever fails one of these is settled: a message is never passed over.
 */
export async function sortByPosition(
  decisions: DecisionStore,
  client: PoolClient,
  batch: MessageBatch,
  lines: readonly LineMessage[],
  position: StreamPosition,
): Promise<SortedMessages> {
  const below = lines.filter(
    ({ message }) =>
      BigInt(message.offset) < position.nextOffset && BigInt(message.timestamp) <= position.lastTimestamp,
  );
  if (below.length === 0) return { fresh: lines, recorded: [], told: [] };
  const onFile = await decisions.findRecorded(
    client,
    batch,
    below.map(({ line, hash, message }) => ({
      identity: line,
      contentHash: hash,
      feeOccurredAt: line.feeOccurredAt,
      offset: message.offset,
    })),
  );
  const recorded = below.filter(({ message }) => onFile.has(message.offset));
  const again = new Set(recorded);
  return {
    fresh: lines.filter((line) => !again.has(line)),
    recorded,
    told: recorded.length > 0 ? position.told : [],
  };
}

/** The partition's position once the batch is recorded. */
export function positionAfter(
  { messages }: MessageBatch,
  before: StreamPosition,
  told: readonly ToldMessage[],
): StreamPosition {
  const nextOffset = messages.reduce((next, { offset }) => max(next, BigInt(offset) + 1n), 0n);
  const times = messages.map(({ timestamp }) => BigInt(timestamp));
  // Below the position lies what is recorded already, or a topic made anew, whose offsets count from now on.
  const lastTimestamp = times.reduce(max, nextOffset > before.nextOffset ? before.lastTimestamp : 0n);
  return { nextOffset, lastTimestamp, told };
}

const max = (a: bigint, b: bigint): bigint => (a > b ? a : b);
