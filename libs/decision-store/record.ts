/** The writes of a recording transaction: for new lines three COPYs, for lines on file an UPDATE that notices a race. */
import type { ClientBase } from 'pg';
import type { Instant } from '@gatekeeper/calendar';
import { civilDateOf, dayAt, rememberingLast } from '@gatekeeper/calendar';
import type { CopyRow } from '@gatekeeper/database';
import { copyRows, isUniqueViolation, timestampText } from '@gatekeeper/database';
import type { Decision, Reason } from '@gatekeeper/vocabulary';
import type { LineChange } from './current-state';
import { changesOf } from './current-state';
import { recordHolds } from './holds';
import { recordPayments } from './payments';
import type { RecordedBatch, RecordedLine } from './recorded-batch';
import { LineRaced } from './recorded-batch';
import { updateIdentities } from './update-identities';

/**
 * Writes a batch on the caller's transaction.
 * @throws LineRaced when another transaction has recorded one of its lines since they were looked up.
 */
export async function recordBatch(client: ClientBase, batch: RecordedBatch): Promise<void> {
  const publicationId = batch.publication?.publicationId ?? null;
  try {
    const openHolds = await recordHolds(client, batch);
    const changes = [...changesOf(batch, openHolds).values()];
    await copy(
      client,
      'line_identity',
      IDENTITY_COLUMNS,
      changes.filter(({ isNew }) => isNew).map((change) => identityRow(change, publicationId)),
    );
    await updateIdentities(
      client,
      changes.filter(({ isNew }) => !isNew),
    );
    await copy(
      client,
      'settlement_line',
      LINE_COLUMNS,
      [...batch.newLines, ...batch.newRevisions].map(lineRow),
    );
    await copy(
      client,
      'decision',
      DECISION_COLUMNS,
      batch.decisions.map((decision, n) =>
        decisionRow(decision, publicationId, batch.publication?.decisions[n]),
      ),
    );
    await recordPayments(client, batch.payments);
  } catch (error) {
    if (isUniqueViolation(error))
      throw new LineRaced('a line, revision, decision or hold of the batch', error);
    throw error;
  }
}

async function copy(
  client: ClientBase,
  table: string,
  columns: readonly string[],
  rows: readonly CopyRow[],
): Promise<void> {
  if (rows.length > 0) await copyRows(client, table, columns, rows);
}

const KEY = ['fixmedins_code', 'mdtrt_id', 'feedetl_sn', 'chrg_bchno'];

const IDENTITY_COLUMNS = [
  ...KEY,
  'revision',
  'content_hash',
  'init_feedetl_sn',
  'decision_id',
  'outcome',
  'held',
  'paid_at',
  'arrived_in',
  'arrived_offset',
];

const identityRow = (change: LineChange, publicationId: string | null): CopyRow => [
  change.identity.fixmedinsCode,
  change.identity.visitId,
  change.identity.lineNo,
  change.identity.chargeBatch,
  String(change.revision),
  change.contentHash,
  change.reupload?.originalLineNo ?? null,
  change.current?.decisionId ?? null,
  change.current?.outcome ?? null,
  change.held === true ? 't' : 'f',
  momentOrNull(change.paidAt),
  publicationId ?? '0',
  change.arrivedOffset,
];

const LINE_COLUMNS = [
  ...KEY,
  'revision',
  'content_hash',
  'content',
  'fee_month',
  'fee_occurred_at',
  'ordering_code',
  'performing_code',
  'setl_id',
  'settled_at',
  'paid_at',
  'source_topic',
  'source_partition',
  'source_offset',
];

const lineRow = (recorded: RecordedLine): CopyRow => [
  recorded.line.fixmedinsCode,
  recorded.line.visitId,
  recorded.line.lineNo,
  recorded.line.chargeBatch,
  String(recorded.line.revision),
  recorded.line.contentHash,
  recorded.content,
  monthText(recorded.feeOccurredAt),
  timestampText(recorded.feeOccurredAt),
  recorded.orderingCode,
  recorded.performingCode,
  recorded.settlementId,
  momentOrNull(recorded.settledAt),
  momentOrNull(recorded.paidAt),
  recorded.source.topic,
  String(recorded.source.partition),
  recorded.source.offset,
];

const DECISION_COLUMNS = [
  ...KEY,
  'revision',
  'content_hash',
  'decision_id',
  'outcome',
  'reasons',
  'refused_fen',
  'recover_fen',
  'liable',
  'fund_scope',
  'pack',
  'edition',
  'supersedes',
  'registry_version',
  'known_at',
  'decided_at',
  'trigger',
  'publication_id',
  'publication_place',
];

const decisionRow = (
  decision: Decision,
  publicationId: string | null,
  place: number | undefined,
): CopyRow => [
  decision.line.fixmedinsCode,
  decision.line.visitId,
  decision.line.lineNo,
  decision.line.chargeBatch,
  String(decision.line.revision),
  decision.line.contentHash,
  decision.decisionId,
  decision.verdict.outcome,
  reasonsText(decision.verdict.reasons),
  decision.verdict.refused.toString(),
  decision.verdict.recover.toString(),
  decision.verdict.liable,
  decision.verdict.fundScope,
  decision.verdict.pack,
  decision.verdict.edition,
  decision.supersedes,
  String(decision.registryVersion),
  knownAtText(decision.knownAt),
  decidedAtText(decision.decidedAt),
  decision.trigger,
  publicationId,
  place === undefined ? null : String(place),
];

const knownAtText = rememberingLast(timestampText);
const decidedAtText = rememberingLast(timestampText);

/** Written once for each list of reasons: decisions on lines of one person in good standing share theirs. */
const REASONS_TEXTS = new WeakMap<readonly Reason[], string>();

function reasonsText(reasons: readonly Reason[]): string {
  const known = REASONS_TEXTS.get(reasons);
  if (known !== undefined) return known;
  const text = JSON.stringify(reasons);
  REASONS_TEXTS.set(reasons, text);
  return text;
}

const momentOrNull = (instant: Instant | null): string | null =>
  instant === null ? null : timestampText(instant);

/** The first day of the month in which the fee arose, by the calendar in China; PostgreSQL writes years before 1 as BC. */
function monthText(instant: Instant): string {
  const { year, month } = civilDateOf(dayAt(instant));
  const written = String(year >= 1 ? year : 1 - year).padStart(4, '0');
  return `${written}-${String(month).padStart(2, '0')}-01${year >= 1 ? '' : ' BC'}`;
}
