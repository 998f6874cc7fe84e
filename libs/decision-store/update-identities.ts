import type { ClientBase } from 'pg';
import { timestampText } from '@gatekeeper/database';
import type { IdentityKey } from '@gatekeeper/vocabulary';
import { identityKey } from '@gatekeeper/vocabulary';
import type { LineChange } from './current-state';
import { inKeyOrder, lookUpByKey } from './line-keys';
import { LineRaced } from './recorded-batch';

/**
 * Moves lines on file to their new state, each only from the revision and the decision that the batch was made from, and only
 * where nothing else of it was recorded since it was read: a hold, a void or a fact, what was stated of its settlement.
 * @throws LineRaced when one of them is no longer there.
 */
export async function updateIdentities(
  client: ClientBase,
  changed: readonly LineChange[],
  versions: ReadonlyMap<IdentityKey, string>,
): Promise<void> {
  if (changed.length === 0) return;
  const changes = inKeyOrder(changed, ({ identity }) => identity);
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
    changes.map(({ paidAt }) => (paidAt === null ? null : timestampText(paidAt.value))),
    changes.map(({ withdrawnRevision }) => withdrawnRevision > 0),
    changes.map(({ hasNews }) => hasNews),
    changes.map(({ identity }) => versions.get(identityKey(identity)) ?? null),
  ]);
  if (rowCount !== changes.length) {
    throw new LineRaced(`${changes.length - (rowCount ?? 0)} of ${changes.length} lines on file`);
  }
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
      setl_id = CASE WHEN c.forgets THEN c.setl_id ELSE coalesce(c.setl_id, i.setl_id) END,
      settled_at = CASE WHEN c.forgets THEN c.settled_at ELSE coalesce(c.settled_at, i.settled_at) END,
      paid_at = CASE WHEN c.forgets THEN c.paid_at ELSE coalesce(c.paid_at, i.paid_at) END,
      has_news = i.has_news OR c.has_news
  FROM unnest(
    $1::text[], $2::text[], $3::text[], $4::text[], $5::integer[], $6::boolean[], $7::text[], $8::integer[],
    $9::text[], $10::date[], $11::text[], $12::text[], $13::date[], $14::text[], $15::boolean[], $16::text[],
    $17::timestamptz[], $18::timestamptz[], $19::boolean[], $20::boolean[], $21::text[]
  ) AS c (
    fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno, expected_revision, checks_decision, expected_decision, revision,
    content_hash, fee_month, init_feedetl_sn, decision_id, decision_month, outcome, held, setl_id, settled_at, paid_at,
    forgets, has_news, version
  )
  WHERE i.fixmedins_code = c.fixmedins_code AND i.mdtrt_id = c.mdtrt_id
    AND i.feedetl_sn = c.feedetl_sn AND i.chrg_bchno = c.chrg_bchno
    AND i.revision = c.expected_revision
    AND (NOT c.checks_decision OR i.decision_id IS NOT DISTINCT FROM c.expected_decision)
    AND (c.version IS NULL OR i.xmin::text = c.version)`;
