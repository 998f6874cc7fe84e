import type { ClientBase } from 'pg';
import type { Instant } from '@gatekeeper/calendar';
import { instantOf } from '@gatekeeper/calendar';
import type { Queryable } from '@gatekeeper/database';
import { epochMsOf, timestampText } from '@gatekeeper/database';
import type { IdentityKey, LineIdentity } from '@gatekeeper/vocabulary';
import { identityKey } from '@gatekeeper/vocabulary';
import { keyArrays, lookUpByKey } from './line-keys';
import type { Payment } from './recorded-batch';

/**
 * Keeps payment notices, and marks the lines among them that are on file as paid (the earliest payment counts). A notice
 * for a line that has not come yet is found by `findPayments` when it does.
 * @param receivedAt the `known_at` at which they were taken
 */
export async function recordPayments(
  client: ClientBase,
  payments: readonly Payment[],
  receivedAt: Instant,
): Promise<void> {
  if (payments.length === 0) return;
  const paid = payments.map(({ paidAt }) => timestampText(paidAt));
  const identities = payments.map(({ identity }) => identity);
  const keys = keyArrays(identities);
  await client.query(KEEP, [
    ...keys,
    payments.map(({ settlementId }) => settlementId ?? ''),
    paid,
    timestampText(receivedAt),
  ]);
  await lookUpByKey(client);
  await client.query(MARK_PAID, [...keys, paid]);
}

/** When each of these lines was paid first, by the notices on file; lines without one are absent. */
export async function findPayments(
  client: Queryable,
  identities: readonly LineIdentity[],
): Promise<ReadonlyMap<IdentityKey, Instant>> {
  const { rows } = await client.query<{ place: number; paid_at_ms: number }>(FIND_PAYMENTS, [
    ...keyArrays(identities),
  ]);
  const found = new Map<IdentityKey, Instant>();
  for (const { place, paid_at_ms } of rows) {
    const identity = identities[place - 1];
    if (identity !== undefined) found.set(identityKey(identity), instantOf(paid_at_ms));
  }
  return found;
}

const KEEP = `
  INSERT INTO payment_notice (fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno, setl_id, paid_at, received_at)
  SELECT notice.*, $7::timestamptz
  FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::timestamptz[]) AS notice
  ON CONFLICT DO NOTHING`;

const MARK_PAID = `
  UPDATE line_identity i SET paid_at = least(i.paid_at, p.paid_at)
  FROM (
    SELECT fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno, min(paid_at) AS paid_at
    FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::timestamptz[])
      AS notice (fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno, paid_at)
    GROUP BY fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno
  ) AS p
  WHERE i.fixmedins_code = p.fixmedins_code AND i.mdtrt_id = p.mdtrt_id
    AND i.feedetl_sn = p.feedetl_sn AND i.chrg_bchno = p.chrg_bchno`;

const FIND_PAYMENTS = `
  SELECT asked.place::float8 AS place, ${epochMsOf('n.paid_at')} AS paid_at_ms
  FROM unnest($1::text[], $2::text[], $3::text[], $4::text[]) WITH ORDINALITY
    AS asked (fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno, place)
  CROSS JOIN LATERAL (
    SELECT min(n.paid_at) AS paid_at FROM payment_notice n
    WHERE n.fixmedins_code = asked.fixmedins_code AND n.mdtrt_id = asked.mdtrt_id AND n.feedetl_sn = asked.feedetl_sn
      AND n.chrg_bchno = asked.chrg_bchno
  ) AS n
  WHERE n.paid_at IS NOT NULL`;
