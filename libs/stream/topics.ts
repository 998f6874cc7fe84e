import { retryUntil, SettingsError } from '@gatekeeper/runtime';
import type { Admin, ITopicMetadata, Kafka } from 'kafkajs';
import { ConfigResourceTypes, KafkaJSAggregateError } from 'kafkajs';
import { protocolErrorOf } from './kafka-connection';

/** The topics of CONTRACT 1 to 3 and of OBSERVE, by what they carry; `TOPIC_PREFIX` goes before each. */
const NAMES = {
  lines: 'settlement.lines.v1',
  payments: 'settlement.payments.v1',
  decisions: 'settlement.decisions.v1',
  holds: 'settlement.holds.v1',
  observedDecisions: 'settlement.decisions.v1.observe',
  observedHolds: 'settlement.holds.v1.observe',
  deadLetters: 'settlement.lines.dlq.v1',
  registryChanges: 'registry.changes.v1',
} as const;

export type TopicRole = keyof typeof NAMES;
export type TopicNames = Readonly<Record<TopicRole, string>>;

const ROLES = Object.keys(NAMES).filter((name): name is TopicRole => name in NAMES);

/** The names that one installation uses; `prefix` is TOPIC_PREFIX, empty for none. */
export const topicNames = (prefix: string): TopicNames => ({
  lines: prefix + NAMES.lines,
  payments: prefix + NAMES.payments,
  decisions: prefix + NAMES.decisions,
  holds: prefix + NAMES.holds,
  observedDecisions: prefix + NAMES.observedDecisions,
  observedHolds: prefix + NAMES.observedHolds,
  deadLetters: prefix + NAMES.deadLetters,
  registryChanges: prefix + NAMES.registryChanges,
});

/** Of an installation that observes: what is decided and held goes to topics that nobody acts on (CONTRACT 8, Observing). */
export const observing = (names: TopicNames): TopicNames => ({
  ...names,
  decisions: names.observedDecisions,
  holds: names.observedHolds,
});

export interface TopicSettings {
  /** TOPIC_PREFIX */
  readonly prefix: string;
  /** Of each topic; a topic that has more is left as it is. */
  readonly partitions: number;
  /** Copies of each partition; 1 on one broker, else 3, where it is not given. */
  readonly replication?: number | undefined;
}

export interface TopicReport {
  readonly created: readonly string[];
  /** Were there before and are fit for use. */
  readonly unchanged: readonly string[];
  /** One sentence each: the topic, what is wrong with it, how to mend it. */
  readonly problems: readonly string[];
}

const DAY_MS = 86_400_000;
const FOR_EVER = '-1';
/** Kafka's own default for a record batch, said aloud because the dead letters are measured by it. */
const LINES_MAX_BYTES = 1_048_588;
/** A dead letter is a line's bytes, headers that name its problems, and the envelope. */
const ROOM_FOR_HEADERS_BYTES = 1_048_576;

/** A line must outlive any stop of the gatekeeper; what was decided must be readable through a year's clearing. */
const RETENTION_MS: Readonly<Record<TopicRole, string>> = {
  lines: String(30 * DAY_MS),
  payments: String(30 * DAY_MS),
  decisions: String(400 * DAY_MS),
  holds: String(400 * DAY_MS),
  observedDecisions: String(400 * DAY_MS),
  observedHolds: String(400 * DAY_MS),
  deadLetters: String(400 * DAY_MS),
  // The key is the subject and every value is one record of it: compaction or expiry would lose the history.
  registryChanges: FOR_EVER,
};

/**
 * Creates the topics that are not there and checks those that are; changes none that exists. Safe to run from several
 * places at once.
 * @throws SettingsError for more copies than there are brokers; else what kafkajs throws when the brokers do not answer or refuse.
 */
export async function ensureTopics(kafka: Kafka, settings: TopicSettings): Promise<TopicReport> {
  const admin = kafka.admin();
  await admin.connect();
  try {
    const names = topicNames(settings.prefix);
    const replication = settings.replication ?? (await usualReplication(admin));
    const existing = new Set(await admin.listTopics());
    const created: string[] = [];
    for (const role of ROLES.filter((it) => !existing.has(names[it]))) {
      if (
        await createTopic(
          admin,
          names[role],
          settings.partitions,
          configurationOf(role, replication),
          replication,
        )
      )
        created.push(names[role]);
    }
    const all = Object.values(names);
    const { topics } = await metadataOf(admin, all);
    return {
      created,
      unchanged: all.filter((topic) => !created.includes(topic)),
      problems: await problemsOf(admin, topics, names, settings.partitions, replication),
    };
  } finally {
    await admin.disconnect();
  }
}

/** @returns false when it was there already, made by someone else just now. */
function createTopic(
  admin: Admin,
  topic: string,
  numPartitions: number,
  configuration: Readonly<Record<string, string>>,
  replicationFactor: number,
): Promise<boolean> {
  const configEntries = Object.entries(configuration).map(([name, value]) => ({ name, value }));
  // kafkajs's own wait for leaders gives up where a KRaft broker has not heard of the new topic yet: see metadataOf.
  return admin
    .createTopics({
      waitForLeaders: false,
      topics: [{ topic, numPartitions, replicationFactor, configEntries }],
    })
    .catch((error: unknown) => {
      throw refusedTopic(topic, replicationFactor, error);
    });
}

/** The brokers' own reasons, which kafkajs hides in the parts of its error; as a setting where it is one that must change. */
function refusedTopic(topic: string, replication: number, error: unknown): unknown {
  if (!(error instanceof KafkaJSAggregateError)) return error;
  const parts = error.errors.filter((part) => part instanceof Error);
  const reasons = parts.map(({ message }) => message).join('; ');
  if (parts.some((part) => protocolErrorOf(part) === 'INVALID_REPLICATION_FACTOR'))
    return new SettingsError([
      `KAFKA_REPLICATION asks for ${replication} copies of each partition, and the brokers refuse ${topic} so (${reasons}): set it to the number of brokers at most`,
    ]);
  return new Error(`${topic} was not created: ${reasons}`, { cause: error });
}

const KNOWN_WITHIN_MS = 30_000;
const NOT_KNOWN_YET = new Set(['UNKNOWN_TOPIC_OR_PARTITION', 'LEADER_NOT_AVAILABLE']);

/** Waits until the broker asked knows every topic and every partition has a leader. */
function metadataOf(admin: Admin, topics: string[]): Promise<{ topics: readonly ITopicMetadata[] }> {
  return retryUntil(AbortSignal.timeout(KNOWN_WITHIN_MS), () => admin.fetchTopicMetadata({ topics }), {
    describe: 'asking for the new topics',
    firstDelayMs: 50,
    maxDelayMs: 1000,
    onRetry: () => undefined,
    isFinal: (error) => !NOT_KNOWN_YET.has(protocolErrorOf(error) ?? ''),
  });
}

async function usualReplication(admin: Admin): Promise<number> {
  const { brokers } = await admin.describeCluster();
  return brokers.length === 1 ? 1 : 3;
}

/** What a topic is created with, however many brokers there are. */
export function topicConfiguration(role: TopicRole) {
  const limit = role === 'deadLetters' ? LINES_MAX_BYTES + ROOM_FOR_HEADERS_BYTES : LINES_MAX_BYTES;
  return {
    'cleanup.policy': 'delete',
    'retention.ms': RETENTION_MS[role],
    'max.message.bytes': String(limit),
  } as const;
}

function configurationOf(role: TopicRole, replication: number): Readonly<Record<string, string>> {
  return {
    ...topicConfiguration(role),
    // One copy may be lost at any time without a published decision going with it.
    'min.insync.replicas': String(replication >= 3 ? 2 : 1),
  };
}

async function problemsOf(
  admin: Admin,
  topics: readonly ITopicMetadata[],
  names: TopicNames,
  partitions: number,
  replication: number,
): Promise<readonly string[]> {
  const configured = await configurations(admin, Object.values(names));
  const settingOf = (role: TopicRole, setting: string): string =>
    configured.get(names[role])?.get(setting) ?? '';
  const linesLimit = Number(settingOf('lines', 'max.message.bytes'));
  return ROLES.flatMap((role) => {
    const problems: string[] = [];
    const topic = names[role];
    const actual = topics.find(({ name }) => name === topic)?.partitions ?? [];
    if (actual.length < partitions) {
      problems.push(
        `${topic} has ${actual.length} partitions, fewer than the ${partitions} of KAFKA_PARTITIONS: set that to ` +
          `${actual.length}, or add partitions while the topic is empty (keys move to other partitions)`,
      );
    }
    const copies = Math.min(...actual.map((partition) => partition.replicas.length));
    if (copies < replication) {
      problems.push(
        `${topic} has ${copies} copies of a partition, fewer than the ${replication} of KAFKA_REPLICATION: reassign its partitions`,
      );
    }
    if (settingOf(role, 'cleanup.policy') !== 'delete') {
      problems.push(
        `${topic} is compacted, which loses messages of the same key: set its cleanup.policy to delete`,
      );
    }
    if (role === 'registryChanges' && settingOf(role, 'retention.ms') !== FOR_EVER) {
      problems.push(`${topic} forgets records: set its retention.ms to ${FOR_EVER}`);
    }
    const compression = settingOf(role, 'compression.type');
    if (!COMPRESSION_TYPES.has(compression)) {
      problems.push(
        `${topic} packs with ${compression}, which is not read here: set its compression.type to producer or gzip`,
      );
    }
    const limit = Number(settingOf(role, 'max.message.bytes'));
    if (role === 'deadLetters' && limit < linesLimit + ROOM_FOR_HEADERS_BYTES) {
      problems.push(
        `${topic} takes messages of ${limit} bytes, too small for a line of ${linesLimit} and its headers: ` +
          `set its max.message.bytes to ${linesLimit + ROOM_FOR_HEADERS_BYTES}`,
      );
    }
    return problems;
  });
}

/** What Kafka packs a topic's batches with: `producer` leaves it to whoever sends. */
const COMPRESSION_TYPES = new Set(['producer', 'uncompressed', 'gzip', 'snappy', 'lz4', 'zstd']);

/** The settings of each topic, by topic and name. */
async function configurations(
  admin: Admin,
  topics: readonly string[],
): Promise<ReadonlyMap<string, ReadonlyMap<string, string>>> {
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: topics.map((name) => ({ type: ConfigResourceTypes.TOPIC, name })),
  });
  return new Map(
    resources.map(({ resourceName, configEntries }) => [
      resourceName,
      new Map(configEntries.map(({ configName, configValue }) => [configName, configValue])),
    ]),
  );
}
