import type { ClientBase } from 'pg';
import { timestampText } from '@gatekeeper/database';
import { identityKey } from '@gatekeeper/vocabulary';
import type { LineChange } from './current-state';
import { keyArrays, lookUpByKey } from './line-keys';
import type { StatedSettlement } from './recorded-batch';
import { LineRaced } from './recorded-batch';

/**
 * Moves lines on file to their new state, each only from the revision and the decision that the batch was made from.
 * @throws LineRaced when one of them is no longer there.
 */
export async function updateIdentities(client: ClientBase, changes: readonly LineChange[]): Promise<void> {
  if (changes.length === 0) return;
  await lookUpByKey(client);
  const { rowCount } = await client.query(UPDATE_IDENTITIES, [
    changes.map(({ identity }) => identity.fixmedinsCode),
    changes.map(({ identity }) => identity.visitId),
    changes.map(({ identity }) => identity.lineNo),
    changes.map(({ identity }) => identity.chargeBatch),
    changes.map(({ expectedRevision }) => expectedRevision),
    changes.map(({ expectedDecision }) => expectedDecision !== null),
    changes.map(({ expectedDecision }) => expectedDecision?.decisionId ?? null),
    changes.map(({ revision }) => revision),
    changes.map(({ contentHash }) => contentHash),
    changes.map(({ reupload }) => reupload?.feeMonth ?? null),
    changes.map(({ reupload }) => reupload?.originalLineNo ?? null),
    changes.map(({ current }) => current?.decisionId ?? null),
    changes.map(({ current }) => current?.feeMonth ?? null),
    changes.map(({ current }) => current?.outcome ?? null),
    changes.map(({ held }) => held),
    changes.map(({ settlementId }) => settlementId?.value ?? null),
    changes.map(({ settledAt }) => (settledAt === null ? null : timestampText(settledAt.value))),
    changes.map(({ paidAt }) => (paidAt === null ? null : timestampText(paidAt))),
  ]);
  if (rowCount !== changes.length) {
    throw new LineRaced(`${changes.length - (rowCount ?? 0)} of ${changes.length} lines on file`);
  }
}

/** Settlements that resends state of lines on file. Those that are known already rewrite nothing. */
export async function markSettled(
  client: ClientBase,
  settlements: readonly StatedSettlement[],
): Promise<void> {
  const latest = new Map<string, StatedSettlement>();
  for (const stated of settlements) {
    const before = latest.get(identityKey(stated.line));
    latest.set(identityKey(stated.line), {
      line: stated.line,
      settlementId: stated.settlementId ?? before?.settlementId ?? null,
      settledAt: stated.settledAt ?? before?.settledAt ?? null,
    });
  }
  if (latest.size === 0) return;
  const stated = [...latest.values()];
  const lines = stated.map(({ line }) => line);
  await lookUpByKey(client);
  await client.query(MARK_SETTLED, [
    ...keyArrays(lines),
    stated.map(({ settlementId }) => settlementId),
    stated.map(({ settledAt }) => (settledAt === null ? null : timestampText(settledAt))),
  ]);
}

const UPDATE_IDENTITIES = `
  UPDATE line_identity i
  SET revision = c.revision,
      content_hash = c.content_hash,
      fee_month = coalesce(c.fee_month, i.fee_month),
      init_feedetl_sn = CASE WHEN c.fee_month IS NULL THEN i.init_feedetl_sn ELSE c.init_feedetl_sn END,
      decision_id = coalesce(c.decision_id, i.decision_id),
      decision_month = coalesce(c.decision_month, i.decision_month),
      outcome = coalesce(c.outcome, i.outcome),
      held = coalesce(c.held, i.held),
      setl_id = coalesce(c.setl_id, i.setl_id),
      settled_at = coalesce(c.settled_at, i.settled_at),
      paid_at = least(i.paid_at, c.paid_at)
  FROM unnest(
    $1::text[], $2::text[], $3::text[], $4::text[], $5::integer[], $6::boolean[], $7::text[], $8::integer[],
    $9::text[], $10::date[], $11::text[], $12::text[], $13::date[], $14::text[], $15::boolean[], $16::text[],
    $17::timestamptz[], $18::timestamptz[]
  ) AS c (
    fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno, expected_revision, checks_decision, expected_decision, revision,
    content_hash, fee_month, init_feedetl_sn, decision_id, decision_month, outcome, held, setl_id, settled_at, paid_at
  )
  WHERE i.fixmedins_code = c.fixmedins_code AND i.mdtrt_id = c.mdtrt_id
    AND i.feedetl_sn = c.feedetl_sn AND i.chrg_bchno = c.chrg_bchno
    AND i.revision = c.expected_revision
    AND (NOT c.checks_decision OR i.decision_id IS NOT DISTINCT FROM c.expected_decision)`;

const MARK_SETTLED = `
  UPDATE line_identity i
  SET setl_id = coalesce(c.setl_id, i.setl_id), settled_at = coalesce(c.settled_at, i.settled_at)
  FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::timestamptz[])
    AS c (fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno, setl_id, settled_at)
  WHERE i.fixmedins_code = c.fixmedins_code AND i.mdtrt_id = c.mdtrt_id
    AND i.feedetl_sn = c.feedetl_sn AND i.chrg_bchno = c.chrg_bchno
    AND (i.setl_id IS DISTINCT FROM coalesce(c.setl_id, i.setl_id)
      OR i.settled_at IS DISTINCT FROM coalesce(c.settled_at, i.settled_at))`;
