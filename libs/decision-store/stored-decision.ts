import { instantOf } from '@gatekeeper/calendar';
import { epochMsOf } from '@gatekeeper/database';
import type { BorneBy, Decision, HeldLine, LineRevision, Liable, Reason } from '@gatekeeper/vocabulary';
import {
  BAR_CODES,
  EFFECTS,
  FUND_SCOPES,
  HOLD_CODES,
  LOSS_BEARERS,
  LOSS_CAUSES,
  OUTCOMES,
  REASON_CODES,
  ROLES,
  TRIGGERS,
} from '@gatekeeper/vocabulary';
import { StoredFields } from './stored-fields';

const LIABLE: readonly Liable[] = ['institution', 'none'];

const lineParts = (alias: string): string =>
  `'fixmedins_code', ${alias}.fixmedins_code, 'mdtrt_id', ${alias}.mdtrt_id, 'chrg_bchno', ${alias}.chrg_bchno,
   'feedetl_sn', ${alias}.feedetl_sn, 'revision', ${alias}.revision, 'content_hash', ${alias}.content_hash`;

/** SQL for a row of `decision` as the JSON that `decisionFrom` reads; NULL for no row. */
export const decisionJson = (alias: string): string => `
  CASE WHEN ${alias}.decision_id IS NULL THEN NULL ELSE json_build_object(
    ${lineParts(alias)}, 'decision_id', ${alias}.decision_id, 'outcome', ${alias}.outcome, 'reasons', ${alias}.reasons,
    'refused', ${alias}.refused_fen::text, 'recover', ${alias}.recover_fen::text, 'liable', ${alias}.liable,
    'fund_scope', ${alias}.fund_scope, 'pack', ${alias}.pack, 'edition', ${alias}.edition,
    'supersedes', ${alias}.supersedes, 'registry_version', ${alias}.registry_version,
    'known_at', ${epochMsOf(`${alias}.known_at`)}, 'decided_at', ${epochMsOf(`${alias}.decided_at`)},
    'trigger', ${alias}.trigger, 'liability', ${alias}.liability
  ) END`;

/** SQL for a row of `hold_record` as the JSON that `heldLineFrom` reads; NULL for no row. */
export const heldJson = (alias: string): string => `
  CASE WHEN ${alias}.hold_id IS NULL THEN NULL ELSE json_build_object(
    ${lineParts(alias)}, 'hold_code', ${alias}.hold_code, 'needs', ${alias}.needs, 'pack', ${alias}.pack,
    'edition', ${alias}.edition, 'known_at', ${epochMsOf(`${alias}.known_at`)}, 'since', ${epochMsOf(`${alias}.since`)}
  ) END`;

/** The decision exactly as it was recorded. @throws StoredRowUnreadable */
export function decisionFrom(json: unknown): Decision {
  const row = new StoredFields(json, 'decision');
  return {
    decisionId: row.text('decision_id'),
    line: lineFrom(row),
    verdict: {
      kind: 'verdict',
      outcome: row.oneOf('outcome', OUTCOMES),
      reasons: row.list('reasons').map(reasonFrom),
      refused: BigInt(row.text('refused')),
      recover: BigInt(row.text('recover')),
      liable: row.oneOf('liable', LIABLE),
      ...(row.isNull('liability') ? {} : { borneBy: row.list('liability').map(borneByFrom) }),
      fundScope: row.oneOf('fund_scope', FUND_SCOPES),
      pack: row.text('pack'),
      edition: row.text('edition'),
    },
    supersedes: row.textOrNull('supersedes'),
    registryVersion: row.integer('registry_version'),
    knownAt: instantOf(row.integer('known_at')),
    decidedAt: instantOf(row.integer('decided_at')),
    trigger: row.oneOf('trigger', TRIGGERS),
  };
}

/** The hold exactly as it was recorded. @throws StoredRowUnreadable */
export function heldLineFrom(json: unknown): HeldLine {
  const row = new StoredFields(json, 'hold');
  return {
    line: lineFrom(row),
    hold: {
      kind: 'hold',
      holdCode: row.oneOf('hold_code', HOLD_CODES),
      needs: row.texts('needs'),
      pack: row.textOrNull('pack'),
      edition: row.textOrNull('edition'),
    },
    knownAt: instantOf(row.integer('known_at')),
    since: instantOf(row.integer('since')),
  };
}

const lineFrom = (row: StoredFields): LineRevision => ({
  fixmedinsCode: row.text('fixmedins_code'),
  visitId: row.text('mdtrt_id'),
  chargeBatch: row.text('chrg_bchno'),
  lineNo: row.text('feedetl_sn'),
  revision: row.integer('revision'),
  contentHash: row.text('content_hash'),
});

function borneByFrom(json: unknown): BorneBy {
  const borne = new StoredFields(json, 'liability');
  return {
    code: borne.oneOf('code', BAR_CODES),
    documentNo: borne.textOrNull('documentNo'),
    who: borne.oneOf('who', LOSS_BEARERS),
    because: borne.oneOf('because', LOSS_CAUSES),
    article: borne.text('article'),
  };
}

/** The reasons of a decision as they were recorded. @throws StoredRowUnreadable */
export const reasonsFrom = (json: unknown): readonly Reason[] =>
  new StoredFields({ reasons: json }, 'decision').list('reasons').map(reasonFrom);

function reasonFrom(json: unknown): Reason {
  const reason = new StoredFields(json, 'reason');
  const role = reason.textOrNull('role');
  return {
    code: reason.oneOf('code', REASON_CODES),
    effect: reason.oneOf('effect', EFFECTS),
    role: role === null ? null : reason.oneOf('role', ROLES),
    article: reason.text('article'),
    evidence: reason.texts('evidence'),
  };
}
