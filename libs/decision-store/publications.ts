/** What is recorded and may not be published yet: one row a recording transaction, removed once all of it is published. */
import type { Instant } from '@gatekeeper/calendar';
import type { Queryable } from '@gatekeeper/database';
import { timestampText } from '@gatekeeper/database';
import { StoredFields } from './stored-fields';
import type { MovedPosition, StreamPartition } from './stream-partition';

/** Names a publication: its partition, and its number, which grows along the partition. */
export interface PublicationKey extends StreamPartition {
  /** 64 bits, as decimal text. */
  readonly publicationId: string;
}

/** First dispositions and later decisions of its messages, counted once it is published. */
export interface PublicationCounts {
  readonly messages: number;
  readonly dispositions: ReadonlyMap<string, number>;
  /** By trigger. */
  readonly superseded: ReadonlyMap<string, number>;
}

/** The months of the fees that a publication's decisions and holds are about, as the moments of the first and last fee. */
export interface FeeSpan {
  readonly first: Instant;
  readonly last: Instant;
}

/** Something said again to a message that was sent again: on no row of its own, so it is kept as it goes out. */
export interface Repeat {
  readonly place: number;
  /** What the caller calls the topic. */
  readonly to: string;
  readonly key: string;
  readonly value: string;
}

export interface RecordedPublication extends PublicationKey, PublicationCounts {
  readonly firstOffset: bigint;
  readonly fees: FeeSpan | null;
  readonly repeats: readonly Repeat[];
}

export interface OpenPublication extends PublicationKey, PublicationCounts {
  /** The first and the last month of the fees that it is about, as dates; `null`: of none. */
  readonly feeMonths: readonly [string, string] | null;
}

/** Writes the publication and moves the position that is locked, in one statement. */
export async function recordPublication(
  client: Queryable,
  publication: RecordedPublication,
  moved: MovedPosition,
): Promise<void> {
  const { fees } = publication;
  await client.query(RECORD, [
    moved.topic,
    moved.partition,
    publication.publicationId,
    moved.topicId,
    publication.firstOffset.toString(),
    moved.nextOffset.toString(),
    fees === null ? null : timestampText(fees.first),
    fees === null ? null : timestampText(fees.last),
    publication.messages,
    JSON.stringify(Object.fromEntries(publication.dispositions)),
    JSON.stringify(Object.fromEntries(publication.superseded)),
  ]);
  const { repeats } = publication;
  if (repeats.length > 0)
    await client.query(REPEAT, [
      publication.publicationId,
      repeats.map(({ place }) => place),
      repeats.map(({ to }) => to),
      repeats.map(({ key }) => key),
      repeats.map(({ value }) => value),
    ]);
}

/** The partition's publications that are not known to be published, the earliest first. */
export async function openPublications(
  client: Queryable,
  { topic, partition }: StreamPartition,
): Promise<readonly OpenPublication[]> {
  const { rows } = await client.query<OpenRow>(OPEN, [topic, partition]);
  return rows.map((row) => ({
    topic,
    partition,
    publicationId: row.publication_id,
    messages: row.messages,
    dispositions: countsFrom(row.dispositions),
    superseded: countsFrom(row.superseded),
    feeMonths: row.first === null || row.last === null ? null : [row.first, row.last],
  }));
}

/** Partitions with a publication that has been open for so long. */
export async function partitionsLeftOpen(
  client: Queryable,
  openForMs: number,
): Promise<readonly StreamPartition[]> {
  const { rows } = await client.query<StreamPartition>(LEFT_OPEN, [openForMs]);
  return rows;
}

/**
 * All of it is published. The server is not waited for until that is on disk: after a crash of PostgreSQL a publication
 * may be open again, and going out again changes nothing.
 * @returns false when somebody else was first: whoever removes it counts it.
 */
export async function closePublication(
  client: Queryable,
  { topic, partition, publicationId }: PublicationKey,
): Promise<boolean> {
  const { rows } = await client.query(CLOSE, [topic, partition, publicationId]);
  return rows.length > 0;
}

interface OpenRow {
  publication_id: string;
  messages: number;
  dispositions: unknown;
  superseded: unknown;
  first: string | null;
  last: string | null;
}

function countsFrom(json: unknown): ReadonlyMap<string, number> {
  const counts = new StoredFields(json, 'counts of a publication');
  return new Map(counts.names().map((name) => [name, counts.integer(name)]));
}

/** By the calendar in China, whatever the session's own. */
const monthOf = (parameter: string): string =>
  `date_trunc('month', ${parameter}::timestamptz AT TIME ZONE 'Asia/Shanghai')::date`;

const RECORD = `
  WITH moved AS (
    UPDATE stream_position SET topic_id = $4, next_offset = $6 WHERE topic = $1 AND partition = $2
  )
  INSERT INTO publication (topic, partition, publication_id, topic_id, first_offset, next_offset, fee_month_first,
    fee_month_last, messages, dispositions, superseded)
  VALUES ($1, $2, $3, $4, $5, $6, ${monthOf('$7')}, ${monthOf('$8')}, $9, $10, $11)`;

const REPEAT = `
  INSERT INTO publication_repeat (publication_id, place, to_topic, message_key, message)
  SELECT $1, repeat.* FROM unnest($2::integer[], $3::text[], $4::text[], $5::text[]) AS repeat`;

const OPEN = `
  SELECT publication_id::text, messages, dispositions, superseded, fee_month_first::text AS first,
    fee_month_last::text AS last
  FROM publication WHERE topic = $1 AND partition = $2 ORDER BY publication.publication_id`;

const LEFT_OPEN = `
  SELECT DISTINCT topic, partition FROM publication
  WHERE recorded_at < clock_timestamp() - $1 * interval '1 millisecond'`;

const CLOSE = `
  WITH unhurried AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true)),
  repeats AS (DELETE FROM publication_repeat WHERE publication_id = $3)
  DELETE FROM publication USING unhurried
  WHERE topic = $1 AND partition = $2 AND publication_id = $3
  RETURNING publication_id`;
