/** The topics as an AsyncAPI document (3.0): what is on each, under which key, in which form. */
import { topicConfiguration, topicNames, UNPACK_BOUNDS } from '@gatekeeper/stream';
import type { TopicRole } from '@gatekeeper/stream';
import { DEFAULT_LIMIT_BYTES, messageSchema } from '@gatekeeper/wire';
import type { JsonSchema, MessageName } from '@gatekeeper/wire';

/** The version of the contract, not of the program. */
const CONTRACT_VERSION = '2';
const KAFKA_BINDING = '0.5.0';
const MIB = 1024 * 1024;

interface Key {
  readonly description: string;
  readonly example: string;
}

const VISIT: Key = {
  description:
    'fixmedins_code|mdtrt_id, as the lines of the visit write them: messages of one visit keep their order',
  example: 'H46020000019|V1',
};
const LINE: Key = {
  description: 'fixmedins_code|mdtrt_id|chrg_bchno|feedetl_sn: the identity of the line',
  example: 'H46020000019|V1||1',
};
const SUBJECT: Key = {
  description:
    'the code of the subject that the record is about; a record that is about several goes out once for each',
  example: 'D460200000019',
};
const AS_IT_CAME: Key = {
  description: 'the key of the message that is set aside; none where it alone is too large',
  example: 'H46020000019|V1',
};

/** What goes over a topic. */
type OnTopic = MessageName | 'dead-letter';

interface Topic {
  readonly action: 'receive' | 'send';
  readonly key: Key;
  readonly messages: readonly OnTopic[];
  readonly description: string;
}

const DECIDED =
  'Every decision once recorded; a later one of the same line names in supersedes the one it replaces';
const HELD = 'Lines that wait, and their releases; of one line the last record rules';
const NOBODY_ACTS = 'While OBSERVE is true, in place of the topic without the ending: nobody acts on it';

const TOPICS: Readonly<Record<TopicRole, Topic>> = {
  lines: {
    action: 'receive',
    key: VISIT,
    messages: ['settlement-line', 'line-void', 'line-fact'],
    description: 'Settlement lines, their voids, and what officers found about them (CONTRACT 1 and 8)',
  },
  payments: {
    action: 'receive',
    key: VISIT,
    messages: ['payment-notice'],
    description: 'What the fund paid, line by line; also ahead of the line (CONTRACT 1, 7 and 8)',
  },
  decisions: { action: 'send', key: LINE, messages: ['decision'], description: `${DECIDED} (CONTRACT 2)` },
  holds: {
    action: 'send',
    key: LINE,
    messages: ['hold', 'hold-release'],
    description: `${HELD} (CONTRACT 2)`,
  },
  observedDecisions: { action: 'send', key: LINE, messages: ['decision'], description: NOBODY_ACTS },
  observedHolds: { action: 'send', key: LINE, messages: ['hold', 'hold-release'], description: NOBODY_ACTS },
  deadLetters: {
    action: 'send',
    key: AS_IT_CAME,
    messages: ['dead-letter'],
    description:
      'Lines and payment notices that cannot be read, each with what is wrong with it (CONTRACT 2)',
  },
  registryChanges: {
    action: 'send',
    key: SUBJECT,
    messages: ['registry-record'],
    description: 'Every registry record as it was recorded; never compacted, never forgotten (CONTRACT 3)',
  },
};

const ROLES = Object.keys(TOPICS).filter((role): role is TopicRole => role in TOPICS);

const bound = (description: Readonly<Record<string, unknown>>) => ({
  kafka: { ...description, bindingVersion: KAFKA_BINDING },
});

function channelOf(role: TopicRole, { description, messages }: Topic, address: string): JsonSchema {
  const configuration = topicConfiguration(role);
  return {
    address,
    description,
    messages: Object.fromEntries(messages.map((name) => [name, { $ref: `#/components/messages/${name}` }])),
    bindings: bound({
      topicConfiguration: {
        'cleanup.policy': [configuration['cleanup.policy']],
        'retention.ms': Number(configuration['retention.ms']),
        'max.message.bytes': Number(configuration['max.message.bytes']),
      },
    }),
  };
}

function messageOf(name: OnTopic, { key }: Topic): JsonSchema {
  const bindings = bound({
    key: { type: 'string', description: key.description, examples: [key.example] },
  });
  if (name === 'dead-letter')
    return {
      name,
      title: 'Dead letter',
      summary:
        'The bytes as they came, whatever they are; a tombstone stays null, and what is too large for the topic goes without its bytes',
      contentType: 'application/octet-stream',
      headers: schemaAt('dead-letter-headers'),
      payload: { description: 'any bytes, or null' },
      bindings,
    };
  const { title, description } = messageSchema(name);
  return {
    name,
    title,
    summary: description,
    contentType: 'application/json',
    payload: schemaAt(name),
    bindings,
  };
}

/** Beside the document, in JSON Schema's own words. */
const schemaAt = (name: MessageName) => ({
  schemaFormat: 'application/schema+json;version=draft-07',
  schema: { $ref: `./${name}.schema.json` },
});

const DESCRIPTION = [
  'Settlement lines come in; decisions, holds and dead letters go out. CONTRACT.md beside this document says what each field means.',
  'TOPIC_PREFIX goes before the name of every topic. Values are UTF-8 JSON without a byte-order mark, one object a message.',
  `Batches may be packed with none of Kafka's codecs or any (gzip, snappy, lz4, zstd). A value of more than ${DEFAULT_LIMIT_BYTES / MIB} MiB is set aside as TOO_LARGE; one that unpacks to more than ${UNPACK_BOUNDS.recordBytes / MIB} MiB is set aside without its bytes.`,
  'At least once: a message of ours may come twice, each time with the same content; decision_id tells.',
].join('\n\n');

/** The document; it refers to the schemas beside it. */
export function asyncApi(): JsonSchema {
  const names = topicNames('');
  const topics = ROLES.map((role) => [role, TOPICS[role]] as const);
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Settlement gatekeeper（医保结算支付资格核查）',
      version: CONTRACT_VERSION,
      description: DESCRIPTION,
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
    },
    defaultContentType: 'application/json',
    channels: Object.fromEntries(topics.map(([role, topic]) => [role, channelOf(role, topic, names[role])])),
    operations: Object.fromEntries(
      topics.map(([role, { action, description }]) => [
        `${action === 'receive' ? 'read' : 'publish'}-${role}`,
        { action, channel: { $ref: `#/channels/${role}` }, summary: description },
      ]),
    ),
    components: {
      messages: Object.fromEntries(
        topics.flatMap(([, topic]) => topic.messages.map((name) => [name, messageOf(name, topic)] as const)),
      ),
    },
  };
}
