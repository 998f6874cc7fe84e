/** A trusted registry record as what its row states of it. */
import { createHash } from 'node:crypto';
import { OPEN_END } from '@gatekeeper/calendar';
import type { Instant } from '@gatekeeper/calendar';
import { subjectOf } from '@gatekeeper/vocabulary';
import type { RegistryRecord } from '@gatekeeper/vocabulary';
import { encodeRegistryRecord } from '@gatekeeper/wire';
import type { ReadRecord, StatedFields } from './read-item';

/** What stands at the head of every record and is no part of what it says. */
export const HEAD_FIELDS = ['kind', 'record_id', 'recorded_at', 'received_at', 'supersedes'] as const;

/** The head as the row wrote it; what it left out is null. */
export interface StatedHead {
  readonly recordId: string | null;
  readonly recordedAt: string | null;
  readonly supersedes: string | null;
}

/** The two ends of an interval: a file that has a column for either states the end. */
const ENDS = ['until', 'last_day'];

/**
 * @param columns the fields for which the file has a column; null: the row states everything there is to state.
 * A stated field without a value becomes null, one that the file does not have is left out.
 */
export function readRecord(
  record: RegistryRecord,
  head: StatedHead,
  columns: ReadonlySet<string> | null = null,
): ReadRecord {
  const canonical = fieldsOf(record);
  const stated = columns === null ? canonical : statedBy(canonical, columns);
  const { partner, from, until } = placeOf(record);
  return {
    kind: record.kind,
    subject: subjectOf(record),
    partner,
    from,
    until,
    stated,
    recordId:
      head.recordId ??
      (head.supersedes === null ? nameOf(record, canonical) : contentName(record, canonical)),
    recordedAt: head.recordedAt,
    supersedes: head.supersedes,
    identityNumber: null,
  };
}

function fieldsOf(record: RegistryRecord): StatedFields {
  const fields = JSON.parse(encodeRegistryRecord(record)) as Record<string, string | number | boolean>;
  for (const name of HEAD_FIELDS) Reflect.deleteProperty(fields, name);
  return fields;
}

function statedBy(canonical: StatedFields, columns: ReadonlySet<string>): StatedFields {
  const names = new Set(columns);
  if (ENDS.some((end) => names.has(end))) for (const end of ENDS) names.add(end);
  return Object.fromEntries([...names].map((name) => [name, canonical[name] ?? null]));
}

interface Place {
  readonly partner: string;
  readonly from: Instant | null;
  readonly until: Instant | null;
}

const NOWHERE: Place = { partner: '', from: null, until: null };
const endOrNone = (until: Instant): Instant | null => (until === OPEN_END ? null : until);

/** Where a record that can be found again without its name stands. */
function placeOf(record: RegistryRecord): Place {
  switch (record.kind) {
    case 'registration':
      return { partner: record.fixmedinsCode, from: record.from, until: endOrNone(record.until) };
    case 'pharmacy_principal':
      return { partner: record.code, from: record.from, until: endOrNone(record.until) };
    case 'institution':
    case 'clinician':
    case 'institution_status':
    case 'department_status':
    case 'sanction':
    case 'restoration':
    case 'revision':
    case 'annulment':
    case 'deregistration':
    case 'withdrawal':
    case 'exemption':
      return NOWHERE;
  }
}

/**
 * A standing fact is found on file by what it is about. A document, an event, and a row that says what it corrects are not:
 * without a name of their own they are named after their content, so that the same row again adds nothing.
 */
function nameOf(record: RegistryRecord, canonical: StatedFields): string | null {
  switch (record.kind) {
    case 'institution':
    case 'clinician':
    case 'registration':
    case 'pharmacy_principal':
      return null;
    case 'institution_status':
    case 'department_status':
    case 'sanction':
    case 'restoration':
    case 'revision':
    case 'annulment':
    case 'deregistration':
    case 'withdrawal':
    case 'exemption':
      return contentName(record, canonical);
  }
}

function contentName({ kind }: RegistryRecord, canonical: StatedFields): string {
  const digest = createHash('sha256').update(JSON.stringify(canonical)).digest('hex');
  return `${kind}-${digest.slice(0, 32)}`;
}
