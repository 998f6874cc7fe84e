/** What on file records would meet that nobody has written yet: read without a lock, for whoever asks what they would change. */
import type { Recorded } from '@gatekeeper/calendar';
import { instantOf, OPEN_END, ringsAmong } from '@gatekeeper/calendar';
import type { Queryable } from '@gatekeeper/database';
import { epochMsOf } from '@gatekeeper/database';
import type { RegistryRecord } from '@gatekeeper/vocabulary';
import { append, isSanctionReference } from '@gatekeeper/vocabulary';
import { findRings } from './chains';
import { JOIN_CORRECTION } from './known-from';
import type { RecordCodec } from './record-body';
import { bodyOf, recordOf } from './record-body';

/** Records as a write would take them, with what they touch. */
export interface Proposed {
  readonly kind: 'proposed';
  /** Those that are not on file, each once. */
  readonly added: readonly RegistryRecord[];
  /** On file with the same content, or stated twice. */
  readonly unchanged: number;
  /** Whose timelines the records on file belong to that these supersede, by `record_id`. */
  readonly subjectsOf: ReadonlyMap<string, readonly string[]>;
  /** Whom a document sanctions by records on file, held or not. */
  readonly sanctionedBy: ReadonlyMap<string, readonly string[]>;
  /** References on file that name no person, by documents that these records sanction with: they reach whom these name. */
  readonly references: ReadonlyMap<string, readonly Recorded<RegistryRecord>[]>;
  /** Of these records those that a record on file corrects already: they would never hold. */
  readonly corrected: ReadonlySet<string>;
}

/** What a write of these records would be answered, so far as it is told without writing. */
export type ProposalRead =
  | Proposed
  | { readonly kind: 'conflict'; readonly recordIds: readonly string[] }
  | { readonly kind: 'ring'; readonly recordIds: readonly string[] };

/** Whether corrections among them overlap is left to the write, which the database refuses then. */
export async function readProposed(
  client: Queryable,
  codec: RecordCodec,
  records: readonly RegistryRecord[],
): Promise<ProposalRead> {
  const onFile = await bodiesOnFile(client, records);
  const added = new Map<string, RegistryRecord>();
  const bodies = new Map<string, string>();
  const conflicts = new Set<string>();
  for (const record of records) {
    const { recordId } = record;
    const body = bodyOf(codec, record);
    const known = onFile.get(recordId) ?? bodies.get(recordId);
    if (known !== undefined && known !== body) conflicts.add(recordId);
    bodies.set(recordId, body);
    if (!onFile.has(recordId)) added.set(recordId, record);
  }
  if (conflicts.size > 0) return { kind: 'conflict', recordIds: [...conflicts].sort() };
  const all = [...added.values()];
  const rings = await ringsWith(client, all);
  if (rings.length > 0) return { kind: 'ring', recordIds: rings };
  return {
    kind: 'proposed',
    added: all,
    unchanged: records.length - all.length,
    subjectsOf: await subjectsOfSuperseded(client, all),
    sanctionedBy: await sanctionedBy(client, all),
    references: await referencesTo(client, codec, all),
    corrected: await correctedOnFile(client, all),
  };
}

const idsOf = (records: readonly RegistryRecord[]): readonly string[] =>
  records.map(({ recordId }) => recordId);

const supersededBy = (records: readonly RegistryRecord[]): readonly string[] =>
  records.flatMap(({ supersedes }) => (supersedes === null ? [] : [supersedes]));

async function bodiesOnFile(
  client: Queryable,
  records: readonly RegistryRecord[],
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await client.query<{ record_id: string; body: string }>(
    'SELECT record_id, body FROM registry_record WHERE record_id = ANY ($1::text[])',
    [idsOf(records)],
  );
  return new Map(rows.map(({ record_id, body }) => [record_id, body]));
}

async function ringsWith(client: Queryable, added: readonly RegistryRecord[]): Promise<readonly string[]> {
  const correcting = added.filter(({ supersedes }) => supersedes !== null);
  if (correcting.length === 0) return [];
  const among = ringsAmong(correcting).flat();
  if (among.length > 0) return [...among].sort();
  return findRings(client, 'SELECT * FROM unnest($1::text[], $2::text[]) AS given (record_id, supersedes)', [
    idsOf(correcting),
    supersededBy(correcting),
  ]);
}

async function subjectsOfSuperseded(
  client: Queryable,
  added: readonly RegistryRecord[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const { rows } = await client.query<{ record_id: string; subject: string }>(
    'SELECT DISTINCT record_id, subject FROM registry_subject WHERE record_id = ANY ($1::text[])',
    [supersededBy(added)],
  );
  const subjects = new Map<string, string[]>();
  for (const { record_id, subject } of rows) append(subjects, record_id, subject);
  return subjects;
}

async function sanctionedBy(
  client: Queryable,
  added: readonly RegistryRecord[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const documents = added.flatMap((record) =>
    isSanctionReference(record) && record.code === null ? [record.documentNo] : [],
  );
  const { rows } = await client.query<{ document_no: string; code: string }>(
    `SELECT DISTINCT document_no, code FROM registry_record
     WHERE kind = 'sanction' AND document_no = ANY ($1::text[])`,
    [documents],
  );
  const codes = new Map<string, string[]>();
  for (const { document_no, code } of rows) append(codes, document_no, code);
  return codes;
}

async function referencesTo(
  client: Queryable,
  codec: RecordCodec,
  added: readonly RegistryRecord[],
): Promise<ReadonlyMap<string, readonly Recorded<RegistryRecord>[]>> {
  const documents = added.flatMap((record) => (record.kind === 'sanction' ? [record.documentNo] : []));
  const { rows } = await client.query<{
    document_no: string;
    body: string;
    known_from_ms: number;
    corrected_at_ms: number | null;
  }>(REFERENCES, [documents]);
  const references = new Map<string, Recorded<RegistryRecord>[]>();
  for (const { document_no, body, known_from_ms, corrected_at_ms } of rows) {
    const from = instantOf(known_from_ms);
    const until = corrected_at_ms === null ? OPEN_END : instantOf(corrected_at_ms);
    append(references, document_no, { fact: recordOf(codec, body, from), recorded: { from, until } });
  }
  return references;
}

async function correctedOnFile(
  client: Queryable,
  added: readonly RegistryRecord[],
): Promise<ReadonlySet<string>> {
  const { rows } = await client.query<{ supersedes: string }>(
    'SELECT DISTINCT supersedes FROM registry_record WHERE supersedes = ANY ($1::text[])',
    [idsOf(added)],
  );
  return new Set(rows.map(({ supersedes }) => supersedes));
}

const REFERENCES = `
  SELECT r.document_no, r.body, ${epochMsOf('r.known_from')} AS known_from_ms,
         ${epochMsOf('correction.known_from')} AS corrected_at_ms
  FROM registry_record r ${JOIN_CORRECTION}
  WHERE r.kind <> 'sanction' AND r.code IS NULL AND r.document_no = ANY ($1::text[])
  ORDER BY r.version, r.record_id`;
