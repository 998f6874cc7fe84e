/**
 * The ids that Kafka gives topics when they are made: a topic made anew has the old name, offsets from 0, and another id.
 *
 * kafkajs asks for metadata in a version that has no ids. A version that has them (12, Kafka 3.1 and newer) is asked
 * through kafkajs's own connections, so that TLS, SASL and reconnecting are those of every other request. What is used of
 * them is not part of its published types: it is looked at before it is called, and `test/acceptance/stream-topic-ids`
 * asks a real broker.
 */
import { Defect, Outage } from '@gatekeeper/runtime';
import type { Kafka } from 'kafkajs';

const METADATA = { apiKey: 3, apiVersion: 12, apiName: 'Metadata' };
const ID_BYTES = 16;
const UNKNOWN_TOPIC = 3;

/** The id of each of these topics, as 32 hex digits. @throws Outage while a broker does not answer or know one of them. */
export async function topicIds(
  kafka: Kafka,
  topics: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const cluster = clusterOf(kafka);
  try {
    await call(cluster, 'connect');
    await call(cluster, 'refreshMetadata');
    const ids = new Map<string, string>();
    for (const topic of topics) ids.set(topic, await idOf(cluster, topic));
    return ids;
  } finally {
    await call(cluster, 'disconnect');
  }
}

async function idOf(cluster: object, topic: string): Promise<string> {
  const broker = asObject(await call(cluster, 'findControllerBroker'), 'broker');
  const answer = await call(part(broker, 'connectionPool'), 'send', {
    request: { ...METADATA, encode: () => Promise.resolve(asEncoded(requestFor(topic))) },
    response: {
      decode: (bytes: Buffer) => Promise.resolve(bytes),
      parse: (bytes: Buffer) => Promise.resolve(toldOf(bytes)),
    },
  });
  const { error, topicId } = toldFrom(answer);
  if (error === UNKNOWN_TOPIC) {
    const cause = Object.assign(new Error('no such topic'), { type: 'UNKNOWN_TOPIC_OR_PARTITION' });
    throw new Outage('Kafka', `there is no topic ${topic}`, { cause });
  }
  if (error !== 0) throw new Outage('Kafka', `the id of ${topic} is not known yet (error ${error})`);
  return topicId;
}

/** What the broker tells of a topic; plain values, because kafkajs logs them when it is asked to. */
interface Told {
  readonly error: number;
  readonly topicId: string;
}

function toldFrom(answer: unknown): Told {
  if (typeof answer === 'object' && answer !== null && 'error' in answer && 'topicId' in answer) {
    const { error, topicId } = answer;
    if (typeof error === 'number' && typeof topicId === 'string') return { error, topicId };
  }
  throw changed('answer');
}

/** kafkajs looks for the bytes under both names. */
const asEncoded = (bytes: Buffer): object => ({ buf: bytes, buffer: bytes });

/** The body of a metadata request in version 12, after the tagged fields that end its header. */
function requestFor(topic: string): Buffer {
  const name = Buffer.from(topic);
  return Buffer.concat([
    Buffer.from([0, 2]), // no tagged fields; one topic
    Buffer.alloc(ID_BYTES), // asked for by name
    Buffer.from([name.length + 1]),
    name,
    Buffer.from([0, 0, 0, 0]), // no tagged fields; create none; no authorised operations; no tagged fields
  ]);
}

/** Reads an answer up to the first topic's id: header tags, throttle, brokers, cluster, controller, topics. */
function toldOf(answer: Buffer): Told {
  let at = 0;
  const number = (): number => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = answer.readUInt8(at);
      at += 1;
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
  };
  const skip = (bytes: number): void => {
    at += bytes; // what tells how many has moved the place already
  };
  const skipText = (): void => skip(Math.max(number() - 1, 0));
  const skipTags = (): void => {
    for (let left = number(); left > 0; left -= 1) {
      number();
      skip(number());
    }
  };
  skipTags();
  at += 4;
  for (let brokers = number() - 1; brokers > 0; brokers -= 1) {
    at += 4;
    skipText();
    at += 4;
    skipText();
    skipTags();
  }
  skipText();
  at += 4;
  number();
  const error = answer.readInt16BE(at);
  at += 2;
  skipText();
  return { error, topicId: answer.subarray(at, at + ID_BYTES).toString('hex') };
}

const CREATE_CLUSTER = 'private:Kafka:createCluster';

function clusterOf(kafka: Kafka): object {
  const symbol = Object.getOwnPropertySymbols(kafka).find((it) => it.description === CREATE_CLUSTER);
  const create: unknown = symbol === undefined ? undefined : Reflect.get(kafka, symbol);
  if (typeof create !== 'function') throw changed(CREATE_CLUSTER);
  const cluster: unknown = Reflect.apply(create, kafka, [{ allowAutoTopicCreation: false }]);
  return asObject(cluster, 'cluster');
}

const part = (of: object, name: string): object => asObject(Reflect.get(of, name), name);

async function call(of: object, method: string, ...given: readonly unknown[]): Promise<unknown> {
  const found: unknown = Reflect.get(of, method);
  if (typeof found !== 'function') throw changed(method);
  return await Reflect.apply(found, of, given);
}

function asObject(value: unknown, name: string): object {
  if (typeof value !== 'object' || value === null) throw changed(name);
  return value;
}

const changed = (name: string): Defect =>
  new Defect(`kafkajs has no ${name} any more: topic ids must be asked for in another way`);
