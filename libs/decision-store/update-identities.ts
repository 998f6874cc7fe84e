import type { ClientBase } from 'pg';
import { timestampText } from '@gatekeeper/database';
import type { LineChange } from './current-state';
import { LineRaced } from './recorded-batch';

/**
 * Moves lines on file to their new state, each only from the revision and the decision that the batch was made from.
 * @throws LineRaced when one of them is no longer there.
 */
export async function updateIdentities(client: ClientBase, changes: readonly LineChange[]): Promise<void> {
  if (changes.length === 0) return;
  const { rowCount } = await client.query(UPDATE, [
    changes.map(({ identity }) => identity.fixmedinsCode),
    changes.map(({ identity }) => identity.visitId),
    changes.map(({ identity }) => identity.lineNo),
    changes.map(({ identity }) => identity.chargeBatch),
    changes.map(({ expectedRevision }) => expectedRevision),
    changes.map(({ expectedDecision }) => expectedDecision !== null),
    changes.map(({ expectedDecision }) => expectedDecision?.decisionId ?? null),
    changes.map(({ revision }) => revision),
    changes.map(({ contentHash }) => contentHash),
    changes.map(({ reupload }) => reupload !== null),
    changes.map(({ reupload }) => reupload?.originalLineNo ?? null),
    changes.map(({ current }) => current?.decisionId ?? null),
    changes.map(({ current }) => current?.outcome ?? null),
    changes.map(({ held }) => held),
    changes.map(({ paidAt }) => (paidAt === null ? null : timestampText(paidAt))),
  ]);
  if (rowCount !== changes.length) {
    throw new LineRaced(`${changes.length - (rowCount ?? 0)} of ${changes.length} lines on file`);
  }
}

const UPDATE = `
  UPDATE line_identity i
  SET revision = c.revision,
      content_hash = c.content_hash,
      init_feedetl_sn = CASE WHEN c.is_reupload THEN c.init_feedetl_sn ELSE i.init_feedetl_sn END,
      decision_id = coalesce(c.decision_id, i.decision_id),
      outcome = coalesce(c.outcome, i.outcome),
      held = coalesce(c.held, i.held),
      paid_at = least(i.paid_at, c.paid_at)
  FROM unnest(
    $1::text[], $2::text[], $3::text[], $4::text[], $5::integer[], $6::boolean[], $7::text[], $8::integer[],
    $9::text[], $10::boolean[], $11::text[], $12::text[], $13::text[], $14::boolean[], $15::timestamptz[]
  ) AS c (
    fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno, expected_revision, checks_decision, expected_decision, revision,
    content_hash, is_reupload, init_feedetl_sn, decision_id, outcome, held, paid_at
  )
  WHERE i.fixmedins_code = c.fixmedins_code AND i.mdtrt_id = c.mdtrt_id
    AND i.feedetl_sn = c.feedetl_sn AND i.chrg_bchno = c.chrg_bchno
    AND i.revision = c.expected_revision
    AND (NOT c.checks_decision OR i.decision_id IS NOT DISTINCT FROM c.expected_decision)`;
