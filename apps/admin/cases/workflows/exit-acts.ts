/** What the steps of an exit do, and what the text lets them do. */
import { OPEN_END, addMonths, dayAt, formatDay, isBefore } from '@gatekeeper/calendar';
import type { Day } from '@gatekeeper/calendar';
import { clearingOf, periodTermsOf } from '@gatekeeper/casework';
import { exitApplicationBy, mayReapplyFrom, rectificationBy, timelinessOf } from '@gatekeeper/scoring';
import type { InstitutionStatusRecord } from '@gatekeeper/vocabulary';
import { foldCode } from '@gatekeeper/vocabulary';
import type { NothingBody } from '../case-bodies';
import type { CaseFile } from '../case-file';
import type { Moment, StepRefused, StepTaken } from '../workflow';
import { EXIT_KIND, isExitRunning } from './exit-data';
import type {
  ExitData,
  OpenExitBody,
  ProposeExitAuditBody,
  ProposeExitResultBody,
  ApplyToLeaveAgainBody,
} from './exit-data';
import { statusesOf } from './on-file';
import { dayIn, startOf } from './written-days';

type File = CaseFile<ExitData>;
type Taken = StepTaken<ExitData> | StepRefused;
const refuse = (refused: string, detail: string): StepRefused => ({ refused, detail });

export async function exitOpened({ body, terms, reads, now }: Moment<OpenExitBody>) {
  const plannedOn = dayIn(body.planned_on);
  const clearing = clearingOf(terms);
  const applyBy = exitApplicationBy(plannedOn, clearing);
  if (applyBy === 'none' || clearing.exitNoticeMonths === 'none')
    return refuse('no-exit-in-text', 'No text that governs the area says how an institution leaves');
  if (timelinessOf(now, applyBy) === 'late')
    return refuse(
      'exit-too-soon',
      `Leaving is applied for ${clearing.exitNoticeMonths} months ahead: not before ${formatDay(addMonths(dayAt(now), clearing.exitNoticeMonths))}`,
    );
  const onFile = await statusesOf(reads, body.fixmedins_code);
  if (onFile.some(({ status, until }) => status === 'terminated' && until > startOf(body.planned_on)))
    return refuse('agreement-terminated', 'Its agreement is terminated already');
  if ((await reads.casesAtInstitution(foldCode(body.fixmedins_code), EXIT_KIND)).some(isExitRunning))
    return refuse('exit-under-way', 'It has applied to leave already');
  const data: ExitData = {
    reasons: body.reasons,
    planned_on: body.planned_on,
    applied_on: formatDay(dayAt(now)),
    result: null,
    failed_audits: 0,
  };
  return {
    data,
    deadlines: [{ name: 'exit_audit', lastDay: plannedOn, borneBy: 'settlement_auditor' as const }],
  };
}

export function auditProposed({ data }: File, { from }: ProposeExitAuditBody): Taken {
  if (isBefore(dayIn(from), dayIn(data.applied_on)) || isBefore(dayIn(data.planned_on), dayIn(from)))
    return refuse(
      'audit-not-allowed',
      `The audit begins between the application of ${data.applied_on} and ${data.planned_on}`,
    );
  return { data: { audit_from: from } };
}

export async function auditOpened(file: File, { reads, head }: Moment<NothingBody>): Promise<Taken> {
  const from = file.data.audit_from;
  if (from === undefined) return refuse('nothing-to-approve', 'No audit was proposed');
  const documentNo = await reads.takeDocumentNo(file.area);
  const record: InstitutionStatusRecord = {
    ...head(),
    kind: 'institution_status',
    fixmedinsCode: file.fixmedinsCode,
    status: 'exit_audit',
    from: startOf(from),
    until: OPEN_END,
    documentNo,
  };
  return {
    documentNo,
    records: [record],
    data: { audit_record_id: record.recordId, audit_document_no: documentNo },
  };
}

/** Who is still putting things right may only give up leaving; nobody leaves before the day that was planned, or before today. */
export function resultProposed({ data, state }: File, { body, now }: Moment<ProposeExitResultBody>): Taken {
  const { outcome, reasons } = body;
  if (state === 'rectifying' && outcome !== 'discontinued')
    return refuse('not-applied-again', 'After a failed audit it applies again before another result');
  if (outcome === 'failed') {
    if (body.from !== undefined)
      return refuse('no-first-day', 'A failed audit has no day from which it ends');
    return { data: { result: { outcome, from: null, reasons }, stood_before_result: state } };
  }
  if (body.from === undefined)
    return refuse('first-day-missing', 'What ends the audit says from which day: from');
  const atLeast = outcome === 'passed' ? data.planned_on : (data.audit_from ?? data.planned_on);
  const earliest = laterDay(dayAt(now), dayIn(atLeast));
  if (isBefore(dayIn(body.from), earliest)) return refuse('too-early', `Not before ${formatDay(earliest)}`);
  return { data: { result: { outcome, from: body.from, reasons }, stood_before_result: state } };
}

const laterDay = (a: Day, b: Day): Day => (a > b ? a : b);

/**
 * The audit's status stays while things are put right: the text lets settlement rest during the audit, and that one has not
 * been passed.
 */
export async function resultConfirmed(file: File, moment: Moment<NothingBody>): Promise<Taken> {
  const { result } = file.data;
  if (result === null) return refuse('nothing-to-confirm', 'No result was proposed');
  if (result.from === null) return failed(file, moment);
  const ended = auditEnded(file, result.from, moment);
  if (ended === null) return refuse('no-audit', 'No audit is on file');
  if (result.outcome === 'discontinued')
    return { state: 'discontinued', records: [ended], met: ['exit_audit', 'rectify'] };
  const documentNo = await moment.reads.takeDocumentNo(file.area);
  const terminated: InstitutionStatusRecord = {
    ...moment.head(),
    kind: 'institution_status',
    fixmedinsCode: file.fixmedinsCode,
    status: 'terminated',
    from: startOf(result.from),
    until: OPEN_END,
    documentNo,
  };
  const again = mayReapplyFrom(dayIn(result.from), periodTermsOf(moment.terms));
  return {
    state: 'left',
    documentNo,
    records: [ended, terminated],
    data: again === 'none' ? {} : { may_reapply_from: formatDay(again) },
    met: ['exit_audit'],
  };
}

function failed({ data }: File, { terms, now }: Moment<NothingBody>): Taken {
  const toldOn = dayAt(now);
  return {
    state: 'rectifying',
    data: { failed_audits: data.failed_audits + 1, told_on: formatDay(toldOn), result: null },
    met: ['exit_audit'],
    deadlines: [
      { name: 'rectify', lastDay: rectificationBy(toldOn, clearingOf(terms)), borneBy: 'institution_office' },
    ],
  };
}

function auditEnded(
  { data, fixmedinsCode }: File,
  from: string,
  { head }: Moment<object>,
): InstitutionStatusRecord | null {
  const { audit_from: auditFrom, audit_record_id: recordId, audit_document_no: documentNo } = data;
  if (auditFrom === undefined || recordId === undefined || documentNo === undefined) return null;
  return {
    ...head(recordId),
    kind: 'institution_status',
    fixmedinsCode,
    status: 'exit_audit',
    from: startOf(auditFrom),
    until: startOf(from),
    documentNo,
  };
}

/** What follows from being late no text says: the application is taken, and said to be late. */
export function appliedAgain({ data }: File, { body, terms, now }: Moment<ApplyToLeaveAgainBody>): Taken {
  if (data.told_on === undefined) return refuse('nothing-to-rectify', 'No audit failed');
  const lastDay = rectificationBy(dayIn(data.told_on), clearingOf(terms));
  return {
    data: { rectified: body.rectified, rectified_late: timelinessOf(now, lastDay) === 'late' },
    met: ['rectify'],
  };
}
