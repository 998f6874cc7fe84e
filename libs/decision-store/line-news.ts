/** Voids and facts as they came, and which lines on file each of them named (CONTRACT 8). */
import type { ClientBase } from 'pg';
import type { Instant } from '@gatekeeper/calendar';
import { instantOf } from '@gatekeeper/calendar';
import type { Queryable } from '@gatekeeper/database';
import { epochMsOf, timestampText } from '@gatekeeper/database';
import type { IdentityKey, LineIdentity, OfficerFact } from '@gatekeeper/vocabulary';
import { append, identityKey, OFFICER_FACTS } from '@gatekeeper/vocabulary';
import { keyArrays } from './line-keys';
import type { RecordedNews } from './recorded-batch';

/** One void or fact that named a line; of a line in the order in which they came. */
export type LineNews =
  | {
      readonly kind: 'void';
      readonly settlementId: string | null;
      readonly voidedAt: Instant;
      /** Whether it withdrew the line; not where that was withdrawn already. */
      readonly withdrew: boolean;
    }
  | {
      readonly kind: 'fact';
      readonly fact: OfficerFact;
      readonly documentNo: string;
      /** The line's revision when it came. */
      readonly revision: number;
    };

/** @param receivedAt the `known_at` at which they were taken */
export async function recordNews(
  client: ClientBase,
  news: readonly RecordedNews[],
  receivedAt: Instant,
): Promise<void> {
  for (const { message, source, named } of news) {
    const { rows } = await client.query<{ message_id: string }>(KEEP_MESSAGE, [
      ...fieldsOf(message),
      timestampText(receivedAt),
      source.topic,
      source.partition,
      source.offset,
    ]);
    if (named.length === 0) continue;
    await client.query(KEEP_NAMED, [
      ...keyArrays(named.map(({ line }) => line)),
      named.map(({ line }) => line.revision),
      named.map(({ withdrew }) => withdrew),
      rows[0]?.message_id,
    ]);
  }
}

function fieldsOf(message: RecordedNews['message']): readonly (string | null)[] {
  if (message.kind === 'void') {
    const { fixmedinsCode, visitId, chargeBatch, lineNo, settlementId, voidedAt, reason } = message.withdrawn;
    const stated = timestampText(voidedAt);
    return ['void', fixmedinsCode, visitId, chargeBatch, lineNo, settlementId, stated, null, null, reason];
  }
  const { identity, fact, documentNo, approvedAt } = message.fact;
  const { fixmedinsCode, visitId, chargeBatch, lineNo } = identity;
  const stated = timestampText(approvedAt);
  return ['fact', fixmedinsCode, visitId, chargeBatch, lineNo, null, stated, fact, documentNo, null];
}

interface NewsRow {
  place: number;
  kind: 'void' | 'fact';
  setl_id: string | null;
  stated_at_ms: number;
  fact: string | null;
  document_no: string | null;
  revision: number;
  withdrew: boolean;
}

/** What named each of these lines, in the order in which it came; lines that nothing named are absent. */
export async function findNews(
  client: Queryable,
  lines: readonly LineIdentity[],
): Promise<ReadonlyMap<IdentityKey, readonly LineNews[]>> {
  const found = new Map<IdentityKey, LineNews[]>();
  if (lines.length === 0) return found;
  const { rows } = await client.query<NewsRow>(FIND_NEWS, keyArrays(lines));
  for (const row of rows) {
    const line = lines[row.place - 1];
    const news = newsOf(row);
    if (line !== undefined && news !== null) append(found, identityKey(line), news);
  }
  return found;
}

function newsOf({
  kind,
  setl_id,
  stated_at_ms,
  fact,
  document_no,
  revision,
  withdrew,
}: NewsRow): LineNews | null {
  if (kind === 'void') return { kind, settlementId: setl_id, voidedAt: instantOf(stated_at_ms), withdrew };
  const known = OFFICER_FACTS.find((one) => one === fact);
  return known === undefined ? null : { kind, fact: known, documentNo: document_no ?? '', revision };
}

const KEEP_MESSAGE = `
  INSERT INTO line_news_message (kind, fixmedins_code, mdtrt_id, chrg_bchno, feedetl_sn, setl_id, stated_at, fact, document_no,
    reason, received_at, source_topic, source_partition, source_offset)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
  RETURNING message_id::text`;

const KEEP_NAMED = `
  INSERT INTO line_news (fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno, revision, withdrew, message_id)
  SELECT named.*, $7::bigint
  FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::integer[], $6::boolean[]) AS named`;

const FIND_NEWS = `
  SELECT asked.place::float8 AS place, m.kind, m.setl_id, ${epochMsOf('m.stated_at')} AS stated_at_ms, m.fact, m.document_no,
         n.revision, n.withdrew
  FROM unnest($1::text[], $2::text[], $3::text[], $4::text[]) WITH ORDINALITY
    AS asked (fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno, place)
  CROSS JOIN LATERAL (
    SELECT n.message_id, n.revision, n.withdrew FROM line_news n
    WHERE n.fixmedins_code = asked.fixmedins_code AND n.mdtrt_id = asked.mdtrt_id AND n.feedetl_sn = asked.feedetl_sn
      AND n.chrg_bchno = asked.chrg_bchno
    OFFSET 0
  ) AS n
  CROSS JOIN LATERAL (SELECT * FROM line_news_message m WHERE m.message_id = n.message_id LIMIT 1) AS m
  ORDER BY n.message_id`;
