/**
 * Restoration (资格恢复; guangdong-2025 art. 31; N34 art. 39; hainan-2022 art. 26 for the early one): applied for before the period ends, assessed,
 * decided by two. After a termination a new registration and commitment must be there. Where the text restores by itself, only
 * the early one is applied for.
 */
import { dayAt, formatDay, startOfDay } from '@gatekeeper/calendar';
import {
  gapDays,
  mayRestoreEarly,
  neededAnew,
  restorationApplicationBy,
  restorationAssessmentBy,
  restoredFrom,
  timelinessOf,
} from '@gatekeeper/scoring';
import { foldCode } from '@gatekeeper/vocabulary';
import { NothingBody, ReasonsBody } from '../case-bodies';
import type { CaseFile } from '../case-file';
import type { Moment, StepRefused, StepTaken } from '../workflow';
import { stepsOf, workflow } from '../workflow';
import { factorsOf } from './restoration-assessment';
import { AssessBody, OpenRestorationBody } from './restoration-data';
import type { RestorationData } from './restoration-data';
import { lastDayOf, registrationsOf, sanctionOnFile } from './sanction-on-file';

type File = CaseFile<RestorationData>;
type Taken = StepTaken<RestorationData> | StepRefused;
const step = stepsOf<RestorationData>();
const refuse = (refused: string, detail: string): StepRefused => ({ refused, detail });

export const RESTORATION = workflow<RestorationData, OpenRestorationBody>({
  kind: 'restoration',
  path: 'restoration-cases',
  title: { en: 'Restoration', zh: '资格恢复' },
  states: ['applied', 'department_approved', 'assessed', 'restored', 'refused'],
  opening: {
    title: { en: 'Apply for restoration', zh: '申请恢复资格' },
    roles: ['clinician', 'institution_office'],
    reach: 'clinician',
    body: OpenRestorationBody,
    to: ['applied'],
    parties: (body) => ({ fixmedinsCode: body.fixmedins_code, clinicianCode: body.clinician_code }),
    act: applied,
  },
  steps: [
    step({
      event: 'approve_early',
      title: { en: 'Approve the early application', zh: '行政部门同意提前恢复' },
      from: ['applied'],
      to: ['department_approved'],
      roles: ['admin_department'],
      body: ReasonsBody,
      act: (file) =>
        Promise.resolve(
          file.data.early
            ? { data: { approved_by_department: true } }
            : refuse('not-early', 'Only an early application is approved by the administrative department'),
        ),
    }),
    step({
      event: 'refuse',
      title: { en: 'Refuse the application', zh: '不予恢复' },
      from: ['applied', 'department_approved', 'assessed'],
      to: ['refused'],
      roles: ['reviewer', 'admin_department'],
      body: ReasonsBody,
      endsProposal: true,
      act: () => Promise.resolve({ met: ['assess'] }),
    }),
    step({
      event: 'assess',
      title: { en: 'Assess, and propose the outcome', zh: '考核并拟定意见' },
      from: ['applied', 'department_approved'],
      to: ['assessed'],
      roles: ['scorer'],
      body: AssessBody,
      proposes: true,
      act: assessed,
    }),
    step({
      event: 'confirm',
      title: { en: 'Confirm the outcome', zh: '审批恢复' },
      from: ['assessed'],
      to: ['restored', 'refused'],
      roles: ['reviewer'],
      body: NothingBody,
      movesMoney: true,
      writesRecords: true,
      act: confirmed,
    }),
  ],
});

async function applied({ body, terms, reads, now }: Moment<OpenRestorationBody>) {
  const { parameters, calendar } = terms;
  if (body.early && parameters.earlyRestore !== 'admin_approval')
    return refuse('no-early-restoration', 'The text shortens a period by repair alone');
  if (!body.early && parameters.restore === 'auto')
    return refuse('restores-by-itself', 'The text restores by itself when the period is over');
  const sanction = await sanctionOnFile(reads, foldCode(body.clinician_code), body.document_no, now);
  if (sanction === null || sanction.restoredFrom !== null)
    return refuse('nothing-to-restore', 'No measure of that document runs or waits to be restored');
  const lastDay = lastDayOf(sanction);
  const limit = lastDay === null ? 'none' : restorationApplicationBy(lastDay, parameters, calendar);
  const data: RestorationData = {
    document_no: body.document_no,
    early: body.early,
    declaration: body.declaration,
    applied_late: !body.early && timelinessOf(now, limit) === 'late',
    approved_by_department: false,
  };
  const assessBy = restorationAssessmentBy(dayAt(now), parameters, calendar);
  return {
    data,
    documentNo: body.document_no,
    deadlines: [{ name: 'assess', lastDay: assessBy, borneBy: 'scorer' as const }],
  };
}

async function assessed(file: File, moment: Moment<AssessBody>): Promise<Taken> {
  const { body, now } = moment;
  const factors = await factorsOf(file, moment);
  const assessment = {
    passed: body.passed,
    passed_on: formatDay(dayAt(now)),
    reasons: body.reasons,
    ...factors,
  };
  return { met: ['assess'], data: { assessment } };
}

async function confirmed(file: File, moment: Moment<NothingBody>): Promise<Taken> {
  const { terms, reads, now, head } = moment;
  const { data, clinicianCode: code } = file;
  const { assessment, document_no: documentNo } = data;
  if (assessment === undefined || code === null) return refuse('not-assessed', 'Nothing was assessed');
  if (!assessment.passed) return { state: 'refused' };
  const sanction = await sanctionOnFile(reads, code, documentNo, now);
  if (sanction === null) return refuse('nothing-to-restore', 'The measure is not on file any more');
  const missing = await missingAnew(code, sanction.status, dayAt(sanction.running.from), moment);
  if (missing !== null) return missing;
  const today = dayAt(now);
  const lastDay = lastDayOf(sanction);
  if (data.early) {
    const may = mayRestoreEarly(
      { approvedByAdminDepartment: data.approved_by_department, assessmentPassed: true },
      terms.parameters,
    );
    if (!may)
      return refuse('not-approved', 'The administrative department has not approved the early restoration');
  }
  const from =
    data.early || lastDay === null ? today : restoredFrom(lastDay, { passedOn: today }, terms.parameters);
  if (from === 'not_restored') return refuse('not-assessed', 'Nothing was assessed');
  return {
    state: 'restored',
    data: { effective_from: formatDay(from), gap_days: lastDay === null ? 0 : gapDays(lastDay, from) },
    records: [
      { ...head(), kind: 'restoration', documentNo, code, effectiveFrom: startOfDay(from), approvedAt: now },
    ],
  };
}

/** After a termination: a registration that begins after it, with its commitment where the text asks for one. */
async function missingAnew(
  code: string,
  status: 'suspended' | 'terminated',
  since: number,
  { terms, reads, now }: Moment<object>,
): Promise<StepRefused | null> {
  const needed = neededAnew(status, terms.parameters);
  if (!needed.registration) return null;
  const anew = (await registrationsOf(reads, code, now)).filter(({ from }) => dayAt(from) > since);
  if (anew.length === 0)
    return refuse('registration-missing', 'After a termination a new registration must be on file first');
  return needed.commitment && anew.every(({ committedOn }) => committedOn === null)
    ? refuse('commitment-missing', 'The new registration has no service commitment')
    : null;
}
