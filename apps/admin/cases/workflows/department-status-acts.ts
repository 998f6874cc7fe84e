/** What the steps of a department's measure do, and what the texts let them do. */
import { dayAt, formatDay, isBefore, nextDay, startOfDay, yearOf } from '@gatekeeper/calendar';
import type { Day, Instant } from '@gatekeeper/calendar';
import { departmentIsProposed, mayRestoreEarly } from '@gatekeeper/scoring';
import type { DepartmentStatusRecord } from '@gatekeeper/vocabulary';
import { foldCode } from '@gatekeeper/vocabulary';
import type { EmergencyBody, NothingBody, ReasonsBody } from '../case-bodies';
import type { CaseFile } from '../case-file';
import type { Moment, RecordHeads, StepRefused, StepTaken } from '../workflow';
import type {
  AssessDepartmentBody,
  DepartmentStatusData,
  OpenDepartmentStatusBody,
  ProposeDepartmentSuspensionBody,
  RecordDepartmentRectificationBody,
} from './department-status-data';
import { suspendedInDepartment } from './department-suspensions';
import { dayIn, startOf } from './written-days';

type File = CaseFile<DepartmentStatusData>;
type Taken = StepTaken<DepartmentStatusData> | StepRefused;
type Suspension = DepartmentStatusData['suspension'];
const refuse = (refused: string, detail: string): StepRefused => ({ refused, detail });

export async function opened({ body, terms, reads, now }: Moment<OpenDepartmentStatusBody>) {
  const department = foldCode(body.dept_codg);
  const suspension = suspensionIn(body);
  if (suspension !== null && 'refused' in suspension) return suspension;
  const counts = body.basis === 'suspended_clinicians';
  const there = { fixmedinsCode: foldCode(body.fixmedins_code), department, year: yearOf(now) };
  const suspended = counts ? (await suspendedInDepartment(reads, there)).size : null;
  if (suspended !== null && !departmentIsProposed(suspended, terms.parameters))
    return refuse(
      'too-few-suspended',
      `${suspended} of its clinicians were suspended this year; the text asks for more, or counts none`,
    );
  const data: DepartmentStatusData = {
    dept_codg: department,
    basis: body.basis,
    reasons: body.reasons,
    rectify_by: body.rectify_by,
    suspended_clinicians: suspended,
    suspension,
  };
  return { data };
}

/** A suspension has both its days: no text says how long one of a department is, and none runs without an end. */
function suspensionIn({
  from,
  last_day: lastDay,
}: Pick<OpenDepartmentStatusBody, 'from' | 'last_day'>): Suspension | StepRefused {
  if (from === undefined && lastDay === undefined) return null;
  if (from === undefined || lastDay === undefined)
    return refuse('period-missing', 'A suspension has a first and a last day');
  return isBefore(dayIn(lastDay), dayIn(from))
    ? refuse('period-backwards', 'The last day lies before the first')
    : { from, last_day: lastDay };
}

export async function approved(file: File, { reads, head }: Moment<EmergencyBody>): Promise<Taken> {
  const documentNo = await reads.takeDocumentNo(file.area);
  const deadlines = [
    { name: 'rectify', lastDay: dayIn(file.data.rectify_by), borneBy: 'department_officer' as const },
  ];
  const { suspension } = file.data;
  if (suspension === null) return { state: 'rectifying', documentNo, deadlines };
  const record = recordOf(file, suspension, documentNo, head);
  return {
    state: 'suspended',
    documentNo,
    records: [record],
    data: { record_id: record.recordId },
    ...(file.data.rectified === undefined ? { deadlines } : {}),
  };
}

function recordOf(
  { fixmedinsCode, data }: File,
  { from, last_day: lastDay }: NonNullable<Suspension>,
  documentNo: string,
  head: RecordHeads,
): DepartmentStatusRecord {
  return {
    ...head(data.record_id),
    kind: 'department_status',
    fixmedinsCode,
    departmentCode: data.dept_codg,
    status: 'suspended',
    from: startOf(from),
    until: startOfDay(nextDay(dayIn(lastDay))),
    documentNo,
  };
}

/** Things put right end no suspension: that is for its last day, or for early restoration. */
export function rectificationRecorded(
  { state }: File,
  { rectified, reasons }: RecordDepartmentRectificationBody,
): Taken {
  const after = state === 'suspended' ? 'suspended' : rectified ? 'rectified' : 'not_rectified';
  return { state: after, data: { rectified, rectification: reasons }, met: ['rectify'] };
}

export function suspensionProposed(body: ProposeDepartmentSuspensionBody): Taken {
  const suspension = suspensionIn(body);
  if (suspension !== null && 'refused' in suspension) return suspension;
  return { data: { suspension, reasons: body.reasons } };
}

export function applied({ data }: File, { body, terms, now }: Moment<ReasonsBody>): Taken {
  if (terms.parameters.earlyRestore !== 'admin_approval')
    return refuse('no-early-restoration', 'The text ends no suspension early for the sake of treatment');
  if (data.suspension === null || isBefore(dayIn(data.suspension.last_day), dayAt(now)))
    return refuse('suspension-over', 'No suspension runs that could end early');
  return { data: { treatment_need: body.reasons } };
}

/** Who does not pass stays suspended, and may apply again. Nobody is restored for days before the assessment. */
export function assessed(file: File, { body, terms, head, now }: Moment<AssessDepartmentBody>): Taken {
  const { data, documentNo } = file;
  const { suspension } = data;
  if (suspension === null || documentNo === null)
    return refuse('nothing-to-assess', 'No suspension is on file');
  const decided = { approvedByAdminDepartment: true, assessmentPassed: body.passed };
  if (!mayRestoreEarly(decided, terms.parameters)) return { state: 'suspended' };
  if (body.restored_from === undefined)
    return refuse('first-day-missing', 'Who passed is restored from a day: restored_from');
  const from = dayIn(body.restored_from);
  const today = dayAt(now);
  if (isBefore(from, today) || isBefore(dayIn(suspension.last_day), from))
    return refuse(
      'not-within-suspension',
      `Early restoration lies between ${formatDay(today)} and ${suspension.last_day}`,
    );
  const record = {
    ...recordOf(file, suspension, documentNo, head),
    until: cutShort(from, dayIn(suspension.from)),
  };
  return {
    state: 'restored',
    records: [record],
    data: { record_id: record.recordId, restored_from: body.restored_from },
  };
}

/** What was wrong from its first day is taken back whole. */
export function overturned(file: File, { head }: Moment<NothingBody>): Taken {
  const { suspension } = file.data;
  if (suspension === null || file.documentNo === null)
    return refuse('nothing-to-overturn', 'No suspension is on file');
  const record = { ...recordOf(file, suspension, file.documentNo, head), until: startOf(suspension.from) };
  return { records: [record], data: { record_id: record.recordId }, met: ['rectify'] };
}

/** The end of a suspension cut short; one that had not begun never was. */
const cutShort = (restoredFrom: Day, first: Day): Instant =>
  startOfDay(isBefore(restoredFrom, first) ? first : restoredFrom);
