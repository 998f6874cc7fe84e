/** Messages whose bytes no topic takes, and those that a defect of ours put aside: kept whole, in pieces. */
import type { Queryable } from '@gatekeeper/database';
import { StoredFields } from './stored-fields';
import type { TopicPartition } from './stream-partition';

export interface SetAsideMessage extends TopicPartition {
  /** Kafka's offset, as decimal text. */
  readonly offset: string;
  readonly errorCode: string;
  /** What is wrong with it, as it stands in the dead letter's headers. */
  readonly problems: readonly unknown[];
  readonly key: Buffer | null;
  readonly headers: Readonly<Record<string, Buffer>>;
  /** Goes out with this publication; `null`: goes out when the message is read, however often. */
  readonly publicationId: string | null;
}

export interface KeptMessage extends SetAsideMessage {
  readonly setAsideId: string;
  /** `null`: a tombstone. */
  readonly valueBytes: number | null;
}

const PIECE_BYTES = 1024 * 1024;

/** Keeps a message; one that is kept already stays as it is. @returns its id. */
export async function keepMessage(
  client: Queryable,
  message: SetAsideMessage,
  value: Buffer | null,
): Promise<string> {
  const { topic, topicId, partition, offset, errorCode, problems, key, headers, publicationId } = message;
  const encoded = Object.entries(headers).map(([name, content]) => [name, content.toString('base64')]);
  const { rows } = await client.query<{ set_aside_id: string; is_new: boolean }>(KEEP, [
    topic,
    topicId,
    partition,
    offset,
    errorCode,
    JSON.stringify(problems),
    key,
    JSON.stringify(Object.fromEntries(encoded)),
    value?.length ?? null,
    publicationId,
  ]);
  const [row] = rows;
  if (row === undefined) throw new Error('an upsert returned no row');
  if (row.is_new && value !== null) {
    for (let place = 0; place * PIECE_BYTES < value.length; place++) {
      const piece = value.subarray(place * PIECE_BYTES, (place + 1) * PIECE_BYTES);
      await client.query('INSERT INTO set_aside_bytes VALUES ($1, $2, $3)', [row.set_aside_id, place, piece]);
    }
  }
  return row.set_aside_id;
}

/** The messages that go out with a publication, in the order of their offsets. */
export async function messagesSetAsideWith(
  client: Queryable,
  publicationId: string,
): Promise<readonly KeptMessage[]> {
  const { rows } = await client.query<KeptRow>(`${FIND} WHERE publication_id = $1 ORDER BY message_offset`, [
    publicationId,
  ]);
  return rows.map(keptFrom);
}

/** The latest first. */
export async function listSetAside(client: Queryable, atMost: number): Promise<readonly KeptMessage[]> {
  const { rows } = await client.query<KeptRow>(`${FIND} ORDER BY set_aside_id DESC LIMIT $1`, [atMost]);
  return rows.map(keptFrom);
}

/** The value's bytes, in pieces; nothing of a tombstone or of what is not kept. */
export async function* bytesSetAside(client: Queryable, setAsideId: string): AsyncGenerator<Buffer> {
  for (let place = 0; ; place++) {
    const { rows }: { rows: { bytes: Buffer }[] } = await client.query(
      'SELECT bytes FROM set_aside_bytes WHERE set_aside_id = $1 AND place = $2',
      [setAsideId, place],
    );
    const [piece] = rows;
    if (piece === undefined) return;
    yield piece.bytes;
  }
}

interface KeptRow {
  set_aside_id: string;
  topic: string;
  topic_id: string;
  partition: number;
  message_offset: string;
  error_code: string;
  problems: unknown;
  message_key: Buffer | null;
  headers: unknown;
  value_bytes: number | null;
  publication_id: string | null;
}

function keptFrom(row: KeptRow): KeptMessage {
  const headers = new StoredFields(row.headers, 'headers of a message set aside');
  return {
    setAsideId: row.set_aside_id,
    topic: row.topic,
    topicId: row.topic_id,
    partition: row.partition,
    offset: row.message_offset,
    errorCode: row.error_code,
    problems: new StoredFields({ problems: row.problems }, 'message set aside').list('problems'),
    key: row.message_key,
    headers: Object.fromEntries(
      headers.names().map((name) => [name, Buffer.from(headers.text(name), 'base64')]),
    ),
    valueBytes: row.value_bytes,
    publicationId: row.publication_id,
  };
}

const FIND = `
  SELECT set_aside_id::text, topic, topic_id, partition, message_offset::text, error_code, problems, message_key, headers,
    value_bytes::float8 AS value_bytes, publication_id::text
  FROM set_aside_message`;

const KEEP = `
  INSERT INTO set_aside_message AS kept (topic, topic_id, partition, message_offset, error_code, problems, message_key,
    headers, value_bytes, publication_id)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
  ON CONFLICT (topic, topic_id, partition, message_offset) DO UPDATE SET topic = kept.topic
  RETURNING set_aside_id::text, (xmax = 0) AS is_new`;
