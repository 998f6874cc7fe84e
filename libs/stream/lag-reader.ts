import { AssignerProtocol } from 'kafkajs';
import type { Admin, Kafka } from 'kafkajs';
import { partitionName } from './progress-ledger';
import type { ProgressLedger } from './progress-ledger';
import { topicIds } from './topic-ids';

/** Named in the ledger while partitions of a topic have no reader, or are about to have one. */
const UNHELD = 'partitions';
/** A group between two members' coming and going holds nothing for a moment. */
const LOOKS_BEFORE_TROUBLE = 2;

/**
 * Looks at the log's end, the group's committed offsets and who holds what, apart from the consumer: a consumer that is
 * stuck cannot say that it is.
 */
export class LagReader {
  private admin: Admin | null = null;
  private looksUnheld = 0;

  constructor(
    private readonly kafka: Kafka,
    private readonly groupId: string,
    private readonly topics: readonly string[],
  ) {}

  /**
   * @returns the topics that were made anew since the session with the group began: their offsets count from 0 again.
   * @throws what kafkajs throws when the broker does not answer.
   */
  async readInto(ledger: ProgressLedger): Promise<readonly string[]> {
    const admin = await this.connected();
    const topics = [...this.topics];
    const anew = await this.madeAnew(ledger);
    const committed = await admin.fetchOffsets({ groupId: this.groupId, topics });
    const held = await this.heldPartitions(admin);
    const unheld: string[] = [];
    // Asked for each time: for the ends of partitions kafkajs looks at a list that is minutes old.
    const { topics: described } = await admin.fetchTopicMetadata({ topics });
    for (const { name, partitions } of described)
      for (const { partitionId: partition } of partitions)
        if (!held.has(partitionName({ topic: name, partition })))
          unheld.push(partitionName({ topic: name, partition }));
    for (const topic of topics) {
      const standing = new Map(
        committed
          .find((it) => it.topic === topic)
          ?.partitions.map(({ partition, offset }) => [partition, offset]),
      );
      for (const { partition, high, low } of await admin.fetchTopicOffsets(topic)) {
        if (!ledger.isAssigned({ topic, partition })) continue;
        const offset = standing.get(partition);
        ledger.observed({ topic, partition }, high, offset === undefined || offset === '-1' ? low : offset);
      }
    }
    this.tell(ledger, unheld);
    return anew;
  }

  private async madeAnew(ledger: ProgressLedger): Promise<readonly string[]> {
    const known = this.topics.filter((topic) => ledger.idOf(topic) !== null);
    if (known.length === 0) return [];
    const ids = await topicIds(this.kafka, known);
    return known.filter((topic) => ids.get(topic) !== ledger.idOf(topic));
  }

  private async heldPartitions(admin: Admin): Promise<ReadonlySet<string>> {
    const { groups } = await admin.describeGroups([this.groupId]);
    const held = new Set<string>();
    for (const { members } of groups)
      for (const { memberAssignment } of members) {
        if (memberAssignment.length === 0) continue;
        const decoded = AssignerProtocol.MemberAssignment.decode(memberAssignment);
        const assignment: Readonly<Record<string, readonly number[]>> = decoded?.assignment ?? {};
        for (const [topic, partitions] of Object.entries(assignment))
          for (const partition of partitions) held.add(partitionName({ topic, partition }));
      }
    return held;
  }

  private tell(ledger: ProgressLedger, unheld: readonly string[]): void {
    this.looksUnheld = unheld.length === 0 ? 0 : this.looksUnheld + 1;
    if (this.looksUnheld < LOOKS_BEFORE_TROUBLE) ledger.over(UNHELD);
    else ledger.trouble(UNHELD, `nobody in group ${this.groupId} reads ${unheld.join(', ')}`);
  }

  async close(): Promise<void> {
    const admin = this.admin;
    this.admin = null;
    if (admin !== null) await admin.disconnect();
  }

  private async connected(): Promise<Admin> {
    if (this.admin !== null) return this.admin;
    const admin = this.kafka.admin({ retry: { retries: 0 } }); // asked again soon anyway; a stop must not wait for it
    await admin.connect();
    this.admin = admin;
    return admin;
  }
}
