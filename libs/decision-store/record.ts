/** The writes of a recording transaction: for new lines three COPYs, for lines on file an UPDATE that notices a race. */
import type { ClientBase } from 'pg';
import type { Instant } from '@gatekeeper/calendar';
import { instantOf, laterOf, rememberingLast } from '@gatekeeper/calendar';
import type { CopyRow } from '@gatekeeper/database';
import { copyRows, epochMsOf, isUniqueViolation, timestampText } from '@gatekeeper/database';
import type { Decision, HeldLine, IdentityKey, LineRevision, Reason } from '@gatekeeper/vocabulary';
import { recordCarveOuts } from './carve-outs';
import type { Followed, LineChange } from './current-state';
import { followLines, revisionKey } from './current-state';
import type { FeeMonth, FeeMonths } from './fee-months';
import { feeMonthFrom, feeMonthOf } from './fee-months';
import { recordHolds } from './holds';
import { keyArrays } from './line-keys';
import { recordNews } from './line-news';
import { recordTurning } from './lines-turning';
import type { RecordedBatch, RecordedLine, RestatedSettlement } from './recorded-batch';
import { LineRaced } from './recorded-batch';
import { recordTallies } from './tallies';
import { updateIdentities } from './update-identities';

/**
 * Writes a batch on the caller's transaction.
 * @throws LineRaced when another transaction has recorded one of its lines since they were looked up.
 */
export async function recordBatch(
  client: ClientBase,
  batch: RecordedBatch,
  feeMonths: FeeMonths,
): Promise<void> {
  const lines = [...batch.newLines, ...batch.newRevisions];
  const publicationId = batch.publication?.publicationId ?? null;
  await feeMonths.ensure(client, new Set(lines.map(({ feeOccurredAt }) => feeMonthOf(feeOccurredAt))));
  try {
    const openHolds = await recordHolds(client, batch);
    const { changes, decisionMonths } = await follow(client, batch, openHolds);
    await recordIdentities(client, [...changes.values()], publicationId, batch.versions ?? new Map());
    const receivedAt = await receivedAtOf(client, batch);
    const byMonth = grouped(lines, ({ feeOccurredAt }) => feeMonthOf(feeOccurredAt));
    await copy(client, 'settlement_line', LINE_COLUMNS, byMonth, (line) => lineRow(line, receivedAt));
    const decided = batch.decisions.map((decision, n): Decided => ({
      decision,
      feeMonth: decisionMonths[n] ?? raced(),
      place: batch.publication?.decisions[n],
    }));
    await copy(
      client,
      'decision',
      DECISION_COLUMNS,
      grouped(decided, ({ feeMonth }) => feeMonth),
      (it) => decisionRow(it, publicationId),
    );
    await copy(client, 'settlement_restated', RESTATED_COLUMNS, batch.settlements ?? [], (restated) =>
      restatedRow(restated, receivedAt),
    );
    await recordNews(client, batch.news ?? [], receivedAt);
    await recordTallies(client, batch.tallies);
    await recordCarveOuts(client, batch.carveOuts, receivedAt);
    await recordTurning(client, batch.turning ?? []);
  } catch (error) {
    if (isUniqueViolation(error))
      throw new LineRaced('a line, revision, decision or hold of the batch', error);
    if (isWithoutPartition(error)) {
      feeMonths.forget();
      throw new LineRaced('the partition of a month was taken away', error);
    }
    throw error;
  }
}

async function recordIdentities(
  client: ClientBase,
  changes: readonly LineChange[],
  publicationId: string | null,
  versions: ReadonlyMap<IdentityKey, string>,
): Promise<void> {
  await copy(
    client,
    'line_identity',
    IDENTITY_COLUMNS,
    grouped(
      changes.filter(({ isNew }) => isNew),
      ({ identity }) => identity.fixmedinsCode,
    ),
    (change) => identityRow(change, publicationId),
  );
  await updateIdentities(
    client,
    changes.filter(({ isNew }) => !isNew),
    versions,
  );
}

async function follow(
  client: ClientBase,
  batch: RecordedBatch,
  openHolds: readonly HeldLine[],
): Promise<Extract<Followed, { kind: 'changes' }>> {
  const followed = followLines(batch, openHolds, new Map());
  if (followed.kind === 'changes') return followed;
  const again = followLines(batch, openHolds, await findFeeMonths(client, followed.of));
  return again.kind === 'changes' ? again : raced();
}

/** The months of those of these revisions that are current, by `revisionKey`. */
async function findFeeMonths(
  client: ClientBase,
  revisions: readonly LineRevision[],
): Promise<ReadonlyMap<string, FeeMonth>> {
  const { rows } = await client.query<{ place: number; fee_month: string }>(FIND_FEE_MONTHS, [
    ...keyArrays(revisions),
    revisions.map(({ revision }) => revision),
  ]);
  const found = new Map<string, FeeMonth>();
  for (const { place, fee_month } of rows) {
    const line = revisions[place - 1];
    if (line !== undefined) found.set(revisionKey(line), feeMonthFrom(fee_month));
  }
  return found;
}

const raced = (): never => {
  throw new LineRaced('a line that is decided again');
};

/** Every decision and hold of a batch states the moment of its snapshot; a batch without them was taken now. */
async function receivedAtOf(
  client: ClientBase,
  { knownAt, decisions, holds }: RecordedBatch,
): Promise<Instant> {
  const stated = knownAt ?? latestOf([...decisions, ...holds]);
  if (stated !== null) return stated;
  const { rows } = await client.query<{ now_ms: number }>(
    `SELECT ${epochMsOf(`date_trunc('milliseconds', clock_timestamp())`)} AS now_ms`,
  );
  return instantOf(rows[0]?.now_ms ?? raced());
}

const latestOf = (answers: readonly { readonly knownAt: Instant }[]): Instant | null =>
  answers.reduce<Instant | null>(
    (latest, { knownAt }) => (latest === null ? knownAt : laterOf(latest, knownAt)),
    null,
  );

/** `check_violation` of a table, which names no constraint: no partition takes the row. */
const isWithoutPartition = (error: unknown): boolean =>
  error instanceof Error &&
  'code' in error &&
  error.code === '23514' &&
  'constraint' in error &&
  error.constraint === undefined;

async function copy<T>(
  client: ClientBase,
  table: string,
  columns: readonly string[],
  items: readonly T[],
  rowOf: (item: T) => CopyRow,
): Promise<void> {
  if (items.length > 0)
    await copyRows(
      client,
      table,
      columns,
      items.map((item) => rowOf(item)),
    );
}

/** Rows of one partition together: PostgreSQL writes what it has of a partition at once, and few pieces cost less. */
function grouped<T>(items: readonly T[], keyOf: (item: T) => string): readonly T[] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups.size > 1 ? [...groups.values()].flat() : items;
}

const KEY = ['fixmedins_code', 'mdtrt_id', 'feedetl_sn', 'chrg_bchno'];

const IDENTITY_COLUMNS = [
  ...KEY,
  'revision',
  'content_hash',
  'fee_month',
  'init_feedetl_sn',
  'decision_id',
  'decision_month',
  'outcome',
  'held',
  'setl_id',
  'settled_at',
  'paid_at',
  'arrived_in',
  'arrived_offset',
  'has_news',
];

const identityRow = (change: LineChange, publicationId: string | null): CopyRow => [
  change.identity.fixmedinsCode,
  change.identity.visitId,
  change.identity.lineNo,
  change.identity.chargeBatch,
  String(change.revision),
  change.contentHash,
  change.reupload?.feeMonth ?? null,
  change.reupload?.originalLineNo ?? null,
  change.current?.decisionId ?? null,
  change.current?.feeMonth ?? null,
  change.current?.outcome ?? null,
  change.held === true ? 't' : 'f',
  change.settlementId?.value ?? null,
  momentOrNull(change.settledAt?.value ?? null),
  momentOrNull(change.paidAt?.value ?? null),
  publicationId ?? '0',
  change.arrivedOffset,
  change.hasNews ? 't' : 'f',
];

const LINE_COLUMNS = [
  ...KEY,
  'revision',
  'content_hash',
  'content',
  'fee_month',
  'fee_occurred_at',
  'received_at',
  'ordering_code',
  'performing_code',
  'setl_id',
  'settled_at',
  'paid_at',
  'source_topic',
  'source_partition',
  'source_offset',
];

const lineRow = (recorded: RecordedLine, receivedAt: Instant): CopyRow => [
  recorded.line.fixmedinsCode,
  recorded.line.visitId,
  recorded.line.lineNo,
  recorded.line.chargeBatch,
  String(recorded.line.revision),
  recorded.line.contentHash,
  recorded.content,
  feeMonthOf(recorded.feeOccurredAt),
  timestampText(recorded.feeOccurredAt),
  receivedAtText(receivedAt),
  recorded.orderingCode,
  recorded.performingCode,
  recorded.settlementId,
  momentOrNull(recorded.settledAt),
  momentOrNull(recorded.paidAt),
  recorded.source.topic,
  String(recorded.source.partition),
  recorded.source.offset,
];

const RESTATED_COLUMNS = [
  ...KEY,
  'revision',
  'fee_month',
  'setl_id',
  'settled_at',
  'paid_at',
  'received_at',
  'source_topic',
  'source_partition',
  'source_offset',
];

const restatedRow = ({ line, stated, source }: RestatedSettlement, receivedAt: Instant): CopyRow => [
  line.fixmedinsCode,
  line.visitId,
  line.lineNo,
  line.chargeBatch,
  String(line.revision),
  feeMonthOf(stated.feeOccurredAt),
  stated.settlementId,
  momentOrNull(stated.settledAt),
  momentOrNull(stated.paidAt),
  receivedAtText(receivedAt),
  source.topic,
  String(source.partition),
  source.offset,
];

const DECISION_COLUMNS = [
  ...KEY,
  'fee_month',
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
  'liability',
];

interface Decided {
  readonly decision: Decision;
  readonly feeMonth: FeeMonth;
  /** In its publication. */
  readonly place: number | undefined;
}

const decisionRow = ({ decision, feeMonth, place }: Decided, publicationId: string | null): CopyRow => [
  decision.line.fixmedinsCode,
  decision.line.visitId,
  decision.line.lineNo,
  decision.line.chargeBatch,
  feeMonth,
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
  decision.verdict.borneBy === undefined ? null : JSON.stringify(decision.verdict.borneBy),
];

const receivedAtText = rememberingLast(timestampText);
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

const FIND_FEE_MONTHS = `
  SELECT asked.place::float8 AS place, i.fee_month::text AS fee_month
  FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::integer[]) WITH ORDINALITY
    AS asked (fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno, revision, place)
  CROSS JOIN LATERAL (
    SELECT i.fee_month FROM line_identity i
    WHERE i.fixmedins_code = asked.fixmedins_code AND i.mdtrt_id = asked.mdtrt_id AND i.feedetl_sn = asked.feedetl_sn
      AND i.chrg_bchno = asked.chrg_bchno AND i.revision = asked.revision
    LIMIT 1
  ) AS i`;
