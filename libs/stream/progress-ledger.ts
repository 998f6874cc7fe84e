import type { AssignedPartition, LogMessage, Progress } from './ports';

interface Position {
  /** The next offset to handle; `null` until it is known. */
  next: bigint | null;
  /** The offset the next message will get. */
  end: bigint;
  /** When the first message in hand was sent, ms since 1970; `null` while none is. */
  oldestAt: number | null;
}

/** Names a partition in messages and maps. */
export const partitionName = ({ topic, partition }: AssignedPartition): string => `${topic}[${partition}]`;

/** Keeps what a consumer has read and handled, and what is in its way: the ground of readiness, lag and the stall watch. */
export class ProgressLedger {
  private assigned: readonly AssignedPartition[] = [];
  private readonly positions = new Map<string, Position>();
  private readonly troubles = new Map<string, string>();
  private lastProgressAt: number | null = null;
  private ids: ReadonlyMap<string, string> = new Map();

  constructor(private readonly now: () => number) {}

  /** A new assignment: positions of what was given away are forgotten, and so is the trouble it had. */
  assign(partitions: readonly AssignedPartition[]): void {
    this.assigned = partitions;
    const kept = new Set(partitions.map(partitionName));
    for (const name of [...this.positions.keys()]) {
      if (!kept.has(name)) this.positions.delete(name);
      if (!kept.has(name)) this.troubles.delete(name);
    }
  }

  /** The ids of the topics, as they are while this is read. */
  identified(ids: ReadonlyMap<string, string>): void {
    this.ids = ids;
  }

  /** The id that batches of this topic are handed over with; `null` before it is known. */
  idOf(topic: string): string | null {
    return this.ids.get(topic) ?? null;
  }

  isAssigned(partition: AssignedPartition): boolean {
    return this.assigned.some((it) => it.topic === partition.topic && it.partition === partition.partition);
  }

  partitions(): readonly AssignedPartition[] {
    return this.assigned;
  }

  /** Known from a look at the log: where it ends, and where the group stands unless that is known better already. */
  observed(partition: AssignedPartition, end: string, committed: string): void {
    const position = this.positionOf(partition);
    position.end = BigInt(end);
    position.next ??= BigInt(committed);
  }

  /** A batch came: it starts with `first`, and the partition ended at `highWatermark` then. */
  fetched(
    partition: AssignedPartition,
    first: Pick<LogMessage, 'offset' | 'timestamp'>,
    highWatermark: string,
  ): void {
    const position = this.positionOf(partition);
    position.next = BigInt(first.offset);
    position.end = BigInt(highWatermark);
    position.oldestAt = Number(first.timestamp);
  }

  /** Everything before `next` is handled and committed. */
  committed(partition: AssignedPartition, next: string): void {
    const position = this.positionOf(partition);
    position.next = BigInt(next);
    position.oldestAt = null;
    this.troubles.delete(partitionName(partition));
    this.lastProgressAt = this.now();
  }

  trouble(part: string, reason: string): void {
    this.troubles.set(part, reason);
  }

  over(part: string): void {
    this.troubles.delete(part);
  }

  read(): Progress {
    let lag = 0n;
    let oldestUndecidedAt: number | null = null;
    for (const partition of this.assigned) {
      const position = this.positions.get(partitionName(partition));
      if (position?.oldestAt != null && (oldestUndecidedAt === null || position.oldestAt < oldestUndecidedAt))
        oldestUndecidedAt = position.oldestAt;
      if (position !== undefined && position.next !== null && position.end > position.next) {
        lag += position.end - position.next;
      }
    }
    return {
      assigned: this.assigned,
      lag: Number(lag),
      oldestUndecidedAt,
      lastProgressAt: this.lastProgressAt,
      troubles: [...this.troubles].map(([part, reason]) => `${part}: ${reason}`),
    };
  }

  private positionOf(partition: AssignedPartition): Position {
    const name = partitionName(partition);
    const known = this.positions.get(name);
    if (known !== undefined) return known;
    const fresh: Position = { next: null, end: 0n, oldestAt: null };
    this.positions.set(name, fresh);
    return fresh;
  }
}
