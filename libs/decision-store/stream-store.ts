import type { ClientBase } from 'pg';
import type { Queryable } from '@gatekeeper/database';
import { inTransaction, poolOf } from '@gatekeeper/database';
import type { DataSource } from 'typeorm';
import type { HoldKept } from './holds-said-again';
import { keepHoldsSaid, setHoldSaidAside, takeHoldsSaid } from './holds-said-again';
import type { Said } from './publication-contents';
import { contentsOf } from './publication-contents';
import type { OpenPublication, PublicationKey, RecordedPublication } from './publications';
import { closePublication, openPublications, partitionsLeftOpen, recordPublication } from './publications';
import type { KeptMessage, SetAsideMessage } from './set-aside-messages';
import { bytesSetAside, keepMessage, listSetAside, messagesSetAsideWith } from './set-aside-messages';
import type { FoundGap, StreamGap } from './stream-gaps';
import { acknowledgeGap, listGaps, recordGaps } from './stream-gaps';
import type { MovedPosition, StreamPartition, TopicPartition } from './stream-partition';
import type { StreamPosition } from './stream-position';
import { lockIdlePosition, movePosition, openPosition } from './stream-position';

/**
 * Where the stream stands: positions, what is recorded and not published yet, what was skipped, what was put aside. Calls
 * that take a client run on the caller's transaction, the others on one of their own.
 */
export class StreamStore {
  /**
   * @param beforeRecording asked on every transaction that records or publishes for a partition, before anything is read; what
   * it throws ends that transaction
   */
  constructor(
    private readonly dataSource: DataSource,
    private readonly beforeRecording: (client: Queryable) => Promise<void> = () => Promise.resolve(),
  ) {}

  /** How far a partition is recorded; locked until the caller's transaction ends. */
  async openPosition(client: Queryable, partition: TopicPartition): Promise<StreamPosition> {
    await this.beforeRecording(client);
    return openPosition(client, partition);
  }

  /** Locks the position of a partition that nobody records on now; `false` where somebody does. */
  async lockIdlePosition(client: Queryable, partition: StreamPartition): Promise<boolean> {
    await this.beforeRecording(client);
    return lockIdlePosition(client, partition);
  }

  /** Moves the position that is locked, where nothing is recorded. */
  movePosition(client: Queryable, moved: MovedPosition): Promise<void> {
    return movePosition(client, moved);
  }

  /** Writes what is to be published, and moves the position that is locked. */
  recordPublication(
    client: Queryable,
    publication: RecordedPublication,
    moved: MovedPosition,
  ): Promise<void> {
    return recordPublication(client, publication, moved);
  }

  openPublications(client: Queryable, partition: StreamPartition): Promise<readonly OpenPublication[]> {
    return openPublications(client, partition);
  }

  /** Partitions with a publication that has been open for so long. */
  partitionsLeftOpen(openForMs: number): Promise<readonly StreamPartition[]> {
    return partitionsLeftOpen(this.pool, openForMs);
  }

  /** Everything the publication says in its order, read in pages. @throws StoredRowUnreadable */
  contentsOf(client: Queryable, publication: OpenPublication): AsyncGenerator<readonly Said[]> {
    return contentsOf(client, publication);
  }

  /** All of it is published. @returns false when somebody else was first: whoever removes it counts it. */
  closePublication(publication: PublicationKey, client: Queryable = this.pool): Promise<boolean> {
    return closePublication(client, publication);
  }

  /**
   * Keeps what is said of holds by whoever finishes another's publication.
   * @param instead numbers of what was kept of it before
   * @returns the numbers of what is kept
   */
  keepHoldsSaid(
    client: Queryable,
    messages: readonly string[],
    instead: readonly string[] = [],
  ): Promise<readonly string[]> {
    return keepHoldsSaid(client, messages, instead);
  }

  /** Takes those that were kept so long ago; the caller's transaction says what stands of these lines. */
  takeHoldsSaid(client: Queryable, keptForMs: number, atMost: number): Promise<readonly HoldKept[]> {
    return takeHoldsSaid(client, keptForMs, atMost);
  }

  /** Keeps one that nobody can say for whoever answers for it. */
  setHoldSaidAside(client: Queryable, id: string): Promise<void> {
    return setHoldSaidAside(client, id);
  }

  /** @param acknowledgedBy who answers for it from the start; `null`: somebody has to. */
  recordGaps(
    client: Queryable,
    partition: TopicPartition,
    gaps: readonly FoundGap[],
    acknowledgedBy: string | null,
  ): Promise<void> {
    return recordGaps(client, partition, gaps, acknowledgedBy);
  }

  /** The latest first; `openOnly`: those that nobody has answered for. */
  listGaps(openOnly: boolean): Promise<readonly StreamGap[]> {
    return listGaps(this.pool, openOnly);
  }

  /** @returns false when there is no such gap, or somebody has answered for it already. */
  acknowledgeGap(gapId: string, by: string, reason: string): Promise<boolean> {
    return acknowledgeGap(this.pool, gapId, by, reason);
  }

  /** Keeps a message whole; one that is kept already stays as it is. @returns its id. */
  keepMessage(message: SetAsideMessage, value: Buffer | null, client?: ClientBase): Promise<string> {
    if (client !== undefined) return keepMessage(client, message, value);
    return inTransaction(this.dataSource, (own) => keepMessage(own, message, value));
  }

  /** The messages put aside that go out with a publication. */
  messagesSetAsideWith(client: Queryable, publicationId: string): Promise<readonly KeptMessage[]> {
    return messagesSetAsideWith(client, publicationId);
  }

  /** The latest first. */
  listSetAside(atMost: number): Promise<readonly KeptMessage[]> {
    return listSetAside(this.pool, atMost);
  }

  /** The value of a message put aside, in pieces. */
  bytesSetAside(setAsideId: string, client: Queryable = this.pool): AsyncGenerator<Buffer> {
    return bytesSetAside(client, setAsideId);
  }

  private get pool(): Queryable {
    return poolOf(this.dataSource);
  }
}
