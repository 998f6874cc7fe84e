/** What two officers agreed on about lines, until it is said on the lines topic: recorded first, published then (CONTRACT 8, Facts). */
import type { Instant } from '@gatekeeper/calendar';
import { instantOf } from '@gatekeeper/calendar';
import type { Queryable } from '@gatekeeper/database';
import { epochMsOf, timestampText } from '@gatekeeper/database';
import type { FactMessage } from '@gatekeeper/vocabulary';
import { OFFICER_FACTS } from '@gatekeeper/vocabulary';
import { StoredRowUnreadable } from './stored-fields';
import type { KeyRow } from './line-keys';
import { identityFrom } from './line-keys';

/** A fact to be said. */
export interface LineFactToSay {
  readonly fact: FactMessage;
  /** The institution's code as the line's sender writes it: the messages of a visit go by it. */
  readonly sentFixmedinsCode: string;
}

/** One that waits. */
export interface WaitingLineFact extends LineFactToSay {
  /** 64 bits, as decimal text; grows with the order in which they were agreed on. */
  readonly factId: string;
}

/** How far what a case agreed on has come; `sentAt` `null`: it waits. */
export interface LineFactSaid {
  readonly approvedAt: Instant;
  readonly sentAt: Instant | null;
}

/** Has a fact said, on the transaction that records that a case agreed on it. */
export async function addLineFact(
  client: Queryable,
  caseId: string,
  { fact: { identity, fact, documentNo, approvedAt }, sentFixmedinsCode }: LineFactToSay,
): Promise<void> {
  const { fixmedinsCode, visitId, lineNo, chargeBatch } = identity;
  await client.query(ADD, [
    ...[caseId, fixmedinsCode, visitId, lineNo, chargeBatch, sentFixmedinsCode, fact, documentNo],
    timestampText(approvedAt),
  ]);
}

/**
 * Takes note that those that wait are about to be published, the earliest first. Of those that were about to be before, and
 * about which nothing more is known, a gatekeeper may have read some: these are told as sent.
 * @returns those to be published now.
 */
export async function nextLineFacts(client: Queryable, atMost: number): Promise<readonly WaitingLineFact[]> {
  await client.query(TELL_ARRIVED);
  const { rows } = await client.query<WaitingRow>(TRY, [atMost]);
  return rows.map(waitingFrom).sort((a, b) => (BigInt(a.factId) < BigInt(b.factId) ? -1 : 1));
}

/** They are on the topic. */
export async function lineFactsSent(client: Queryable, facts: readonly WaitingLineFact[]): Promise<void> {
  await client.query(SENT, [facts.map(({ factId }) => factId)]);
}

/** How many wait. */
export async function countWaitingLineFacts(client: Queryable): Promise<number> {
  const { rows } = await client.query<{ count: number }>(
    'SELECT count(*)::float8 AS count FROM line_fact_outbox WHERE sent_at IS NULL',
  );
  return rows[0]?.count ?? 0;
}

/** What became of the fact of a case; `null`: it has agreed on none. */
export async function lineFactOfCase(client: Queryable, caseId: string): Promise<LineFactSaid | null> {
  const { rows } = await client.query<{ approved_ms: number; sent_ms: number | null }>(OF_CASE, [caseId]);
  const [row] = rows;
  if (row === undefined) return null;
  return {
    approvedAt: instantOf(row.approved_ms),
    sentAt: row.sent_ms === null ? null : instantOf(row.sent_ms),
  };
}

interface WaitingRow extends KeyRow {
  fact_id: string;
  sent_fixmedins_code: string;
  fact: string;
  document_no: string;
  approved_ms: number;
}

function waitingFrom(row: WaitingRow): WaitingLineFact {
  const fact = OFFICER_FACTS.find((one) => one === row.fact);
  if (fact === undefined) throw new StoredRowUnreadable(`line_fact_outbox.fact is ${row.fact}`);
  return {
    factId: row.fact_id,
    sentFixmedinsCode: row.sent_fixmedins_code,
    fact: {
      identity: identityFrom(row),
      fact,
      documentNo: row.document_no,
      approvedAt: instantOf(row.approved_ms),
    },
  };
}

const ADD = `
  INSERT INTO line_fact_outbox (case_id, fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno, sent_fixmedins_code, fact,
    document_no, approved_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`;

/**
 * Said twice, a fact would count for a revision, or for a line after its void, that came between the two and that nobody has
 * looked at.
 */
const TELL_ARRIVED = `
  UPDATE line_fact_outbox o SET sent_at = o.tried_at
  WHERE o.sent_at IS NULL AND o.tried_at IS NOT NULL AND EXISTS (
    SELECT FROM line_news n JOIN line_news_message m ON m.message_id = n.message_id
    WHERE n.fixmedins_code = o.fixmedins_code AND n.mdtrt_id = o.mdtrt_id AND n.feedetl_sn = o.feedetl_sn
      AND n.chrg_bchno = o.chrg_bchno AND m.kind = 'fact' AND m.fact = o.fact AND m.document_no = o.document_no
      AND m.stated_at = o.approved_at)`;

const TRY = `
  UPDATE line_fact_outbox o SET tried_at = date_trunc('milliseconds', clock_timestamp())
  WHERE o.fact_id IN (SELECT fact_id FROM line_fact_outbox WHERE sent_at IS NULL ORDER BY fact_id LIMIT $1)
  RETURNING o.fact_id::text, o.fixmedins_code, o.mdtrt_id, o.feedetl_sn, o.chrg_bchno, o.sent_fixmedins_code, o.fact,
    o.document_no, ${epochMsOf('o.approved_at')} AS approved_ms`;

const SENT = `
  UPDATE line_fact_outbox SET sent_at = date_trunc('milliseconds', clock_timestamp())
  WHERE fact_id = ANY ($1::bigint[]) AND sent_at IS NULL`;

const OF_CASE = `
  SELECT ${epochMsOf('approved_at')} AS approved_ms, ${epochMsOf('sent_at')} AS sent_ms FROM line_fact_outbox
  WHERE case_id = $1`;
