/** What the fund says it paid: every notice is kept, also ahead of its line (CONTRACT 8, Payments). */
import type { ClientBase } from 'pg';
import type { Instant } from '@gatekeeper/calendar';
import { instantOf } from '@gatekeeper/calendar';
import type { Queryable } from '@gatekeeper/database';
import { epochMsOf, timestampText } from '@gatekeeper/database';
import type { IdentityKey, LineIdentity, PaymentNotice } from '@gatekeeper/vocabulary';
import { append, identityKey } from '@gatekeeper/vocabulary';
import { keyArrays } from './line-keys';
import type { LineSource } from './recorded-batch';

/** A notice with the message it came in. */
export interface RecordedNotice {
  readonly notice: PaymentNotice;
  readonly source: LineSource;
}

/**
 * Keeps notices, in the order in which they came.
 * @param receivedAt the `known_at` at which they were taken
 */
export async function recordNotices(
  client: ClientBase,
  notices: readonly RecordedNotice[],
  receivedAt: Instant,
): Promise<void> {
  if (notices.length === 0) return;
  await client.query(KEEP, [
    ...keyArrays(notices.map(({ notice }) => notice.identity)),
    notices.map(({ notice }) => notice.settlementId),
    notices.map(({ notice }) => timestampText(notice.paidAt)),
    notices.map(({ notice }) => notice.fundAmount.toString()),
    notices.map(({ notice }) => notice.pooledAmount.toString()),
    notices.map(({ source }) => source.topic),
    notices.map(({ source }) => source.partition),
    notices.map(({ source }) => source.offset),
    timestampText(receivedAt),
  ]);
}

/** The notices on file about each of these lines, in the order in which they came; lines without one are absent. */
export async function findNotices(
  client: Queryable,
  identities: readonly LineIdentity[],
): Promise<ReadonlyMap<IdentityKey, readonly PaymentNotice[]>> {
  const found = new Map<IdentityKey, PaymentNotice[]>();
  if (identities.length === 0) return found;
  const { rows } = await client.query<NoticeRow>(FIND_NOTICES, keyArrays(identities));
  for (const { place, setl_id, paid_at_ms, fund_fen, pooled_fen } of rows) {
    const identity = identities[place - 1];
    if (identity === undefined) continue;
    append(found, identityKey(identity), {
      identity,
      settlementId: setl_id,
      paidAt: instantOf(paid_at_ms),
      fundAmount: BigInt(fund_fen),
      pooledAmount: BigInt(pooled_fen),
    });
  }
  return found;
}

interface NoticeRow {
  place: number;
  setl_id: string;
  paid_at_ms: number;
  fund_fen: string;
  pooled_fen: string;
}

const KEEP = `
  INSERT INTO payment_notice (fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno, setl_id, paid_at, fund_fen, pooled_fen,
    source_topic, source_partition, source_offset, received_at)
  SELECT fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno, setl_id, paid_at, fund_fen, pooled_fen,
    source_topic, source_partition, source_offset, $12::timestamptz
  FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::timestamptz[], $7::bigint[], $8::bigint[],
      $9::text[], $10::integer[], $11::bigint[]) WITH ORDINALITY
    AS notice (fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno, setl_id, paid_at, fund_fen, pooled_fen,
      source_topic, source_partition, source_offset, place)
  ORDER BY place`;

/** Rows without amounts are no notices: what resends stated before there were any. */
const FIND_NOTICES = `
  SELECT asked.place::float8 AS place, n.setl_id, ${epochMsOf('n.paid_at')} AS paid_at_ms, n.fund_fen::text, n.pooled_fen::text
  FROM unnest($1::text[], $2::text[], $3::text[], $4::text[]) WITH ORDINALITY
    AS asked (fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno, place)
  CROSS JOIN LATERAL (
    SELECT n.notice_id, n.setl_id, n.paid_at, n.fund_fen, n.pooled_fen FROM payment_notice n
    WHERE n.fixmedins_code = asked.fixmedins_code AND n.mdtrt_id = asked.mdtrt_id AND n.feedetl_sn = asked.feedetl_sn
      AND n.chrg_bchno = asked.chrg_bchno AND n.fund_fen IS NOT NULL
    OFFSET 0
  ) AS n
  ORDER BY n.notice_id`;
