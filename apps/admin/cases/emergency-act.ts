/** The records that take back what one person wrote alone: a measure never was, and what it had ended stands again. */
import { Defect } from '@gatekeeper/runtime';
import type {
  DepartmentStatusRecord,
  ExemptionRecord,
  InstitutionStatusRecord,
  RegistryRecord,
} from '@gatekeeper/vocabulary';
import type { CaseFile } from './case-file';
import type { Moment, StepRefused, StepTaken } from './workflow';
import { annulmentOf } from './workflows/annulments';

type Chained = ReadonlyMap<string, RegistryRecord>;

/**
 * @param recordIds of the records the act wrote
 * @returns Refused where something that the act had ended was changed since: that is put right by its own case
 */
export async function actTakenBack(
  { fixmedinsCode, clinicianCode }: CaseFile,
  recordIds: readonly string[],
  moment: Moment<object>,
): Promise<StepTaken<object> | StepRefused> {
  const onFile = new Map<string, RegistryRecord>();
  for (const subject of clinicianCode === null ? [fixmedinsCode] : [fixmedinsCode, clinicianCode])
    for (const { fact } of (await moment.reads.timeline(subject)).records) onFile.set(fact.recordId, fact);
  const records: RegistryRecord[] = [];
  for (const recordId of recordIds) {
    const written = onFile.get(recordId);
    if (written === undefined) throw new Defect(`an act wrote ${recordId}, which is not on file`);
    const back = takenBack(written, onFile, moment);
    if ('refused' in back) return back;
    records.push(back);
  }
  return { records };
}

function takenBack(
  written: RegistryRecord,
  onFile: Chained,
  { head, now }: Moment<object>,
): RegistryRecord | StepRefused {
  if (written.kind === 'sanction') {
    const { documentNo, code } = written;
    return annulmentOf(head, { documentNo, code, decidedAt: now });
  }
  if (isForAPeriod(written)) return asBefore(written, onFile, head);
  throw new Defect(`no act that one person may do alone writes the kind ${written.kind}`);
}

type ForAPeriod = InstitutionStatusRecord | DepartmentStatusRecord | ExemptionRecord;

const isForAPeriod = (record: RegistryRecord): record is ForAPeriod =>
  record.kind === 'institution_status' || record.kind === 'department_status' || record.kind === 'exemption';

/** What the act corrected is written anew as it was; what the act began never was, whatever became of it since. */
function asBefore(
  written: ForAPeriod,
  onFile: Chained,
  head: Moment<object>['head'],
): RegistryRecord | StepRefused {
  const last = lastOf(written, onFile);
  if (written.supersedes === null) return { ...written, ...head(last.recordId), until: written.from };
  const before = onFile.get(written.supersedes);
  if (last !== written || before === undefined)
    return {
      refused: 'changed-since',
      detail: `${written.recordId} was corrected since: what it had ended is put right by its own case`,
    };
  return { ...before, ...head(written.recordId) };
}

/** The record by which another one was corrected last. */
function lastOf(written: RegistryRecord, onFile: Chained): RegistryRecord {
  const corrected = [...onFile.values()].find(({ supersedes }) => supersedes === written.recordId);
  return corrected === undefined ? written : lastOf(corrected, onFile);
}
