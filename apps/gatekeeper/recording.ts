/** The frame of every transaction that records messages of a partition: position, gaps, and what is to be published. */
import type { FeeMonth, FeeSpan, FoundGap, Repeat } from '@gatekeeper/decision-store';
import type { Trigger } from '@gatekeeper/vocabulary';
import type { LogMessage, MessageBatch } from '@gatekeeper/stream';
import type { PoolClient } from 'pg';
import { placeOf, recordGapsOf } from './batch-position';
import type { UnreadableMessage } from './line-message';
import type { Parts } from './parts';
import type { Statement } from './statements';

/** What the messages of one transaction led to, as far as publishing and counting go. */
export interface RecordedOutcome {
  readonly publication: { readonly publicationId: string };
  /** What goes out, each in its place. */
  readonly statements: readonly Statement[];
  /** Those among them that are on no row of their own. */
  readonly repeats: readonly Repeat[];
  readonly counts: ReadonlyMap<string, number>;
  readonly superseded: ReadonlyMap<Trigger, number>;
  readonly fees: FeeSpan | null;
  readonly messages: number;
  readonly unknownFields: number;
  readonly droppedCharacters: number;
}

/** What one attempt came to, once its transaction is committed. */
export type Recording =
  /** An earlier publication of the partition is not finished: nothing was recorded. */
  | { readonly kind: 'unfinished' }
  | { readonly kind: 'recorded'; readonly outcome: RecordedOutcome; readonly gaps: readonly FoundGap[] }
  /** Every message had been recorded before. */
  | { readonly kind: 'read_again'; readonly gaps: readonly FoundGap[] };

/** A batch that was read, and how it is recorded. */
export interface ReadBatch {
  readonly unreadable: readonly UnreadableMessage[];
  /** The first message of one month of fees more than a transaction may lock. */
  readonly beyondMonths: LogMessage | null;
  /** Months of fees for which there must be room. */
  readonly months: ReadonlySet<FeeMonth>;
  /** @throws LineRaced when its lines have to be looked up, or were recorded meanwhile. */
  record(client: PoolClient, batch: MessageBatch, lookUp: boolean): Promise<Recording>;
}

/** What is done with the messages of one topic. */
export interface TopicWork {
  read(messages: readonly LogMessage[]): ReadBatch;
}

interface Parsed<Readable> {
  readonly readable: readonly Readable[];
  readonly unreadable: readonly UnreadableMessage[];
}

/**
 * Locks the position, leaves out what was read before, lets `settle` record the rest, and moves the position behind it.
 * @param settle is given messages that are new, and the number of their publication
 */
export async function recordFresh<Readable extends { readonly message: LogMessage }>(
  { stream, bounds }: Pick<Parts, 'stream' | 'bounds'>,
  client: PoolClient,
  batch: MessageBatch,
  parsed: Parsed<Readable>,
  settle: (fresh: Parsed<Readable>, publicationId: string) => Promise<RecordedOutcome>,
): Promise<Recording> {
  const position = await stream.openPosition(client, batch);
  if (position.open.length > 0) return { kind: 'unfinished' };
  const { from, next, gaps } = await placeOf(batch, position, bounds);
  const isFresh = ({ message }: { readonly message: LogMessage }): boolean => BigInt(message.offset) >= from;
  const readable = parsed.readable.filter(isFresh);
  const unreadable = parsed.unreadable.filter(isFresh);
  const moved = { ...batch, nextOffset: next };
  await recordGapsOf(stream, client, batch, gaps, bounds);
  if (readable.length + unreadable.length === 0) {
    if (gaps.length > 0) await stream.movePosition(client, moved);
    return { kind: 'read_again', gaps };
  }
  const { publicationId } = position;
  const outcome = await settle({ readable, unreadable }, publicationId);
  const { fees, counts: dispositions, superseded, repeats, messages } = outcome;
  const { topic, partition } = batch;
  const firstOffset = BigInt(batch.messages[0]?.offset ?? 0);
  await stream.recordPublication(
    client,
    { topic, partition, publicationId, firstOffset, messages, dispositions, superseded, fees, repeats },
    moved,
  );
  return { kind: 'recorded', outcome, gaps };
}
