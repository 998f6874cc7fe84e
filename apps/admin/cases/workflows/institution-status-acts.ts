/** What the steps of an institution's status do. */
import { OPEN_END, dayAt, formatDay } from '@gatekeeper/calendar';
import type { Instant } from '@gatekeeper/calendar';
import { clearingOf, periodTermsOf } from '@gatekeeper/casework';
import { mayReapplyFrom, suspensionsEndAgreement } from '@gatekeeper/scoring';
import type { InstitutionStatusRecord } from '@gatekeeper/vocabulary';
import { foldCode } from '@gatekeeper/vocabulary';
import type { EmergencyBody, NothingBody, ReasonsBody } from '../case-bodies';
import type { CaseFile, DeadlineSet } from '../case-file';
import type { Moment, RecordHeads, StepRefused, StepTaken, Terms } from '../workflow';
import { isRefused } from '../workflow';
import { EXIT_KIND, isExitRunning } from './exit-data';
import type {
  InstitutionStatusData,
  OpenInstitutionStatusBody,
  ProposeStatusEndBody,
  StatusChange,
} from './institution-status-data';
import {
  endOf,
  extensionOf,
  lastDayProposed,
  problemOnFile,
  suspensionsBefore,
  terminationsAt,
  untilOf,
} from './institution-status-rules';
import { statusesOf } from './on-file';
import { dayIn, startOf } from './written-days';

type File = CaseFile<InstitutionStatusData>;
type Taken = StepTaken<InstitutionStatusData> | StepRefused;

const changeOf = (change: StatusChange | StepRefused): Taken =>
  isRefused(change) ? change : { data: { change } };

export const extensionProposed = ({ data }: File, { body, terms, now }: Moment<ReasonsBody>): Taken =>
  changeOf(extensionOf(data, body.reasons, terms, dayAt(now)));

export const endProposed = ({ data }: File, { body, now }: Moment<ProposeStatusEndBody>): Taken =>
  changeOf(endOf(data, body, dayAt(now)));

export async function opened({ body, terms, reads }: Moment<OpenInstitutionStatusBody>) {
  const lastDay = lastDayProposed(body, terms);
  if (lastDay !== null && typeof lastDay === 'object') return lastDay;
  const data: InstitutionStatusData = {
    status: body.status,
    from: body.from,
    last_day: lastDay,
    agreement_from: body.agreement_from ?? null,
    grounds: body.grounds,
    change: null,
  };
  const problem = problemOnFile(data, await statusesOf(reads, body.fixmedins_code), terms);
  if (problem !== null) return problem;
  if (body.status === 'exit_audit') {
    const exits = await reads.casesAtInstitution(foldCode(body.fixmedins_code), EXIT_KIND);
    if (exits.some(isExitRunning))
      return { refused: 'exit-under-way', detail: 'Its own exit case opens the audit' };
  }
  return { data };
}

export async function approved(file: File, { terms, reads, head }: Moment<EmergencyBody>): Promise<Taken> {
  const onFile = await statusesOf(reads, file.fixmedinsCode);
  const problem = problemOnFile(file.data, onFile, terms);
  if (problem !== null) return problem;
  const documentNo = await reads.takeDocumentNo(file.area);
  const until = file.data.last_day === null ? OPEN_END : untilOf(file.data, file.data.last_day);
  const record = recordOf(file, { documentNo, until, head });
  return {
    documentNo,
    records: [record, ...joinedAgain(file.data, onFile, head)],
    data: { record_id: record.recordId, ...consequencesOf(file.data, onFile, terms) },
    deadlines: deadlinesOf(file.data, file.data.last_day),
  };
}

/** Joining again ends the termination before it. */
const joinedAgain = (
  { status, from }: InstitutionStatusData,
  onFile: readonly InstitutionStatusRecord[],
  head: RecordHeads,
): readonly InstitutionStatusRecord[] =>
  status === 'guidance'
    ? terminationsAt(onFile, from).map((terminated) => ({
        ...terminated,
        ...head(terminated.recordId),
        until: startOf(from),
      }))
    : [];

function recordOf(
  { fixmedinsCode, data }: File,
  {
    documentNo,
    until,
    head,
  }: { readonly documentNo: string; readonly until: Instant; readonly head: RecordHeads },
): InstitutionStatusRecord {
  return {
    ...head(),
    kind: 'institution_status',
    fixmedinsCode,
    status: data.status,
    from: startOf(data.from),
    until,
    documentNo,
  };
}

/** What a status in force brings with it. Terminations are never imposed by counting: one is to be proposed. */
function consequencesOf(
  { status, from, agreement_from: agreementFrom }: InstitutionStatusData,
  onFile: readonly InstitutionStatusRecord[],
  terms: Terms,
): Partial<InstitutionStatusData> {
  const clearing = clearingOf(terms);
  switch (status) {
    case 'suspended': {
      const suspensions = suspensionsBefore(onFile, agreementFrom) + 1;
      return suspensionsEndAgreement(suspensions, clearing)
        ? { suspensions, termination_to_be_proposed: true }
        : { suspensions };
    }
    case 'terminated': {
      const again = mayReapplyFrom(dayIn(from), periodTermsOf(terms));
      return again === 'none' ? {} : { may_reapply_from: formatDay(again) };
    }
    case 'exit_audit':
    case 'guidance':
      return {};
  }
}

const LAST_DAY_DEADLINE = 'status_ends';

/** Our reading: whoever keeps the status looks at what follows it by its last day; no text sets a day for that. */
const deadlinesOf = ({ status }: InstitutionStatusData, lastDay: string | null): readonly DeadlineSet[] =>
  lastDay === null || status === 'exit_audit'
    ? []
    : [{ name: LAST_DAY_DEADLINE, lastDay: dayIn(lastDay), borneBy: 'registrar' }];

/** The registry's record may have been corrected since by a joining again: what stands now is corrected. */
export async function statusChanged(file: File, { head, now, reads }: Moment<NothingBody>): Promise<Taken> {
  const { data } = file;
  const { change } = data;
  const current = (await statusesOf(reads, file.fixmedinsCode)).find(
    ({ documentNo, status }) => documentNo === file.documentNo && status === data.status,
  );
  if (change === null || current === undefined)
    return {
      refused: 'nothing-to-confirm',
      detail: 'No change was proposed, or nothing is on file to change',
    };
  if (change.kind === 'end') {
    const ends = endOf(
      data,
      { ...change, overturned: false, last_day: change.last_day ?? data.from },
      dayAt(now),
    );
    if (isRefused(ends)) return ends;
  }
  const until = untilOf(data, change.last_day);
  const record = { ...current, ...head(current.recordId), until };
  const kept = { record_id: record.recordId, last_day: change.last_day, change: null };
  return change.kind === 'extend'
    ? {
        state: 'in_force',
        records: [record],
        data: { ...kept, extended: true },
        deadlines: deadlinesOf(data, change.last_day),
      }
    : { state: 'ended', records: [record], data: kept, met: [LAST_DAY_DEADLINE] };
}
