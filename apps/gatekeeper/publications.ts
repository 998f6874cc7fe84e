/** What is recorded goes out, at once from memory, after any failure from the database, and is counted once (law 5). */
import { poolOf } from '@gatekeeper/database';
import type { Queryable } from '@gatekeeper/database';
import type {
  HoldKept,
  KeptMessage,
  OpenPublication,
  StreamPartition,
  TopicPartition,
} from '@gatekeeper/decision-store';
import { messageOf, Outage } from '@gatekeeper/runtime';
import type { Loop } from '@gatekeeper/runtime';
import { MessageTooLarge } from '@gatekeeper/stream';
import type { TopicMessages } from '@gatekeeper/stream';
import type { PoolClient } from 'pg';
import { DeadLetters } from './dead-letters';
import type { UnreadableMessage } from './line-message';
import { inTransactionOrOutage, orOutage } from './or-outage';
import type { Parts } from './parts';
import { HoldsSaid } from './holds-said';
import { defectOf, defectReason } from './quarantine';
import type { RecordedOutcome } from './recording';
import { holdStatementFrom, messagesOf, statementOf } from './statements';
import type { StreamMetrics } from './stream-metrics';

/** A partition that nobody reads any more leaves its last publication to whoever looks for such. */
const LEFT_OPEN_MS = 30_000;
const LOOK_EVERY_MS = 10_000;
const HOLDS_AT_ONCE = 1_000;

/** By publication: the numbers under which is kept what it says of holds. */
type HoldsKept = ReadonlyMap<string, readonly string[]>;

type Sources = Pick<Parts, 'publisher' | 'topics' | 'stream' | 'decisions' | 'dataSource' | 'log'>;

export class Publications {
  private readonly deadLetters: DeadLetters;
  /** The latest publication of each partition that was counted here: one that PostgreSQL brings back is not counted twice. */
  private readonly counted = new Map<string, bigint>();
  /** Said from memory, and not known to be the last of their lines: what stands is said behind them as soon as it can be. */
  private readonly unsettled = new Set<HoldsSaid>();
  /** Of partitions that are being finished, or could not be. */
  private readonly kept = new Map<string, HoldsKept>();

  constructor(
    private readonly parts: Sources,
    private readonly metrics: StreamMetrics,
  ) {
    this.deadLetters = new DeadLetters(parts);
  }

  /**
   * Publishes what was just recorded, and closes it.
   * @param outcome `null` where all messages had been recorded before: dead letters go out again
   * @throws Outage: what is left is finished from the database before the partition goes on.
   */
  async publish(
    { topic, partition, topicId }: TopicPartition,
    outcome: RecordedOutcome | null,
    unreadable: readonly UnreadableMessage[],
  ): Promise<void> {
    if (outcome !== null) {
      const { statements } = outcome;
      const holds = new HoldsSaid();
      holds.add(statements);
      this.unsettled.add(holds);
      await this.send(messagesOf(statements, this.parts.topics));
      await this.settleSaid(holds);
    }
    await this.deadLetters.publish(topicId, unreadable);
    if (outcome === null) return;
    const { publicationId } = outcome.publication;
    const { counts: dispositions, superseded, messages } = outcome;
    const closed = await orOutage(() =>
      this.parts.stream.closePublication({ topic, partition, publicationId }, poolOf(this.parts.dataSource)),
    );
    if (closed) this.count({ topic, partition, publicationId, dispositions, superseded, messages });
  }

  /** Finishes what the partition has open, the earliest first, behind the lock of its position. */
  async finish(partition: TopicPartition): Promise<void> {
    await this.finishOpen(
      partition,
      async (client) => (await this.parts.stream.openPosition(client, partition)).open,
    );
  }

  /** Finishes what has been left open for long, again and again. */
  leftOpenLoop(): Loop {
    return {
      name: 'publications left open',
      everyMs: LOOK_EVERY_MS,
      work: () => this.finishIdle(LEFT_OPEN_MS),
    };
  }

  /**
   * Finishes what has been open for so long, where nobody records on the partition at the moment, and says once more what stands
   * of holds that were said again so long ago.
   */
  async finishIdle(openForMs: number, saidForMs = openForMs): Promise<void> {
    const { stream } = this.parts;
    for (const holds of this.unsettled) await this.settleSaid(holds);
    for (const partition of await orOutage(() => stream.partitionsLeftOpen(openForMs)))
      await this.finishOpen(partition, async (client) =>
        (await stream.lockIdlePosition(client, partition))
          ? stream.openPublications(client, partition)
          : null,
      );
    await this.sayHoldsOnceMore(saidForMs);
  }

  private async settleSaid(holds: HoldsSaid): Promise<void> {
    await orOutage(() => this.sayWhatWaits(poolOf(this.parts.dataSource), holds));
    this.unsettled.delete(holds);
  }

  /**
   * What whoever recorded a publication has said from memory after it was finished here lies behind what was said since. What one
   * kept message fails on must not keep the later ones from being said: it is found by halving, and set aside.
   */
  private async sayHoldsOnceMore(keptForMs: number): Promise<void> {
    for (let atMost = HOLDS_AT_ONCE; ;) {
      let taken: readonly HoldKept[] = [];
      try {
        await inTransactionOrOutage(this.parts, async (client) => {
          taken = await this.parts.stream.takeHoldsSaid(client, keptForMs, atMost);
          const holds = new HoldsSaid();
          holds.add(taken.map(({ message }) => holdStatementFrom(message)));
          holds.doubt();
          await this.sayWhatWaits(client, holds);
        });
      } catch (fault) {
        if (fault instanceof Outage || taken.length === 0) throw fault;
        if (taken.length > 1) {
          atMost = Math.ceil(taken.length / 2);
          continue;
        }
        await this.setHoldAside(taken, fault);
      }
      if (taken.length < atMost) return;
      atMost = HOLDS_AT_ONCE;
    }
  }

  private async setHoldAside(taken: readonly HoldKept[], fault: unknown): Promise<void> {
    const { stream, dataSource, log } = this.parts;
    for (const { id } of taken) {
      await orOutage(() => stream.setHoldSaidAside(poolOf(dataSource), id));
      this.metrics.quarantined();
      log.error({ hold: id, defect: defectOf(fault) }, 'a defect keeps a hold from being said once more');
    }
  }

  /**
   * Says again what is open, and closes it. What that says of holds is kept before any of it is said: whoever ends amid that
   * has said a part, behind all that others have said, and they may close the publication and know nothing of it.
   * @param lock locks the position, on the transaction that is given. @returns what is open then; `null`: it is another's
   */
  private async finishOpen(
    partition: StreamPartition,
    lock: (client: PoolClient) => Promise<readonly OpenPublication[] | null>,
  ): Promise<void> {
    const { stream, dataSource } = this.parts;
    const before: HoldsKept = this.kept.get(nameOf(partition)) ?? new Map();
    const kept: Map<string, readonly string[]> = new Map();
    this.kept.set(nameOf(partition), kept);
    for (;;) {
      for (const publication of await orOutage(() =>
        stream.openPublications(poolOf(dataSource), partition),
      )) {
        const { publicationId } = publication;
        if (!kept.has(publicationId))
          kept.set(publicationId, await this.keep(publication, before.get(publicationId)));
      }
      const finished = await inTransactionOrOutage(this.parts, async (client) => {
        const open = await lock(client);
        if (open === null) return null;
        // Recorded since then: the earlier ones go out first.
        const unknown = open.findIndex(({ publicationId }) => !kept.has(publicationId));
        const known = unknown === -1 ? open : open.slice(0, unknown);
        await this.publishAgain(client, known, kept);
        return { known, isAll: unknown === -1 };
      });
      if (finished === null) return;
      for (const publication of finished.known) this.count(publication);
      if (finished.isAll) break;
    }
    this.kept.delete(nameOf(partition));
  }

  /**
   * @param before numbers of what was kept of it when it could not go out: it is kept once, however often that fails
   * @returns the numbers under which is kept what it says of holds
   */
  private keep(
    publication: OpenPublication,
    before: readonly string[] | undefined,
  ): Promise<readonly string[]> {
    const { stream, dataSource } = this.parts;
    return named(publication, async () => {
      const holds = new HoldsSaid();
      for await (const page of stream.contentsOf(poolOf(dataSource), publication))
        holds.add(page.flatMap((said) => statementOf(said) ?? []));
      return stream.keepHoldsSaid(poolOf(dataSource), holds.messages, before);
    });
  }

  private async publishAgain(
    client: PoolClient,
    open: readonly OpenPublication[],
    kept: HoldsKept,
  ): Promise<void> {
    for (const publication of open) {
      await named(publication, () => this.publishOne(client, publication, kept));
      await this.parts.stream.closePublication(publication, client);
    }
  }

  private async publishOne(client: PoolClient, publication: OpenPublication, kept: HoldsKept): Promise<void> {
    const { stream, topics } = this.parts;
    const { publicationId } = publication;
    const holds = new HoldsSaid();
    for await (const page of stream.contentsOf(client, publication)) {
      const statements = page.flatMap((said) => statementOf(said) ?? []);
      await this.send(messagesOf(statements, topics));
      holds.add(statements);
    }
    await this.sayWhatWaits(client, holds);
    // From this moment on, however long it took.
    await stream.keepHoldsSaid(client, holds.messages, kept.get(publicationId));
    for (const message of await stream.messagesSetAsideWith(client, publicationId))
      await this.deadLetters.publishKept(client, message, reasonOf(message));
  }

  /** Another publication may have gone out ahead of what it was recorded behind: see `HoldsSaid`. */
  private async sayWhatWaits(client: Queryable, holds: HoldsSaid): Promise<void> {
    const { decisions, topics } = this.parts;
    for (;;) {
      const corrections = holds.correctedBy(await decisions.findHoldsStanding(client, holds.lines));
      if (corrections.length === 0) return;
      await this.send(messagesOf(corrections, topics));
      holds.add(corrections);
    }
  }

  private async send(messages: readonly TopicMessages[]): Promise<void> {
    if (messages.length === 0) return;
    try {
      await this.parts.publisher.publish(messages);
    } catch (error) {
      // It is recorded and must go out: the partition waits until the topic takes it, the others go on.
      if (error instanceof MessageTooLarge)
        throw new Outage(`topic ${error.topic}`, error.message, { cause: error });
      throw error;
    }
  }

  private count(publication: Omit<OpenPublication, 'feeMonths'>): void {
    const name = nameOf(publication);
    const id = BigInt(publication.publicationId);
    if (id <= (this.counted.get(name) ?? -1n)) return;
    this.counted.set(name, id);
    if (publication.topic === this.parts.topics.payments) this.metrics.noticesPublished(publication);
    else this.metrics.published(publication);
  }
}

const nameOf = ({ topic, partition }: StreamPartition): string => `${topic}[${partition}]`;

/** A row that cannot be read back stops its partition by name; it does not end whoever reads it next. */
async function named<T>(publication: OpenPublication, work: () => Promise<T>): Promise<T> {
  try {
    return await orOutage(work);
  } catch (fault) {
    if (fault instanceof Outage) throw fault;
    const what = `publication ${publication.publicationId} of ${nameOf(publication)} cannot go out: ${messageOf(fault)}`;
    throw new Outage('what is recorded', what, { cause: fault });
  }
}

/** What stands on file of it; the code alone where that cannot be read. */
const reasonOf = ({ problems }: KeptMessage) => defectReason(placeIn(problems[0]) ?? 'unknown');

const placeIn = (problem: unknown): string | null =>
  typeof problem === 'object' && problem !== null && 'got' in problem && typeof problem.got === 'string'
    ? problem.got
    : null;
