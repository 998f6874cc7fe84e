/**
 * From a finding to a measure in force (hainan-2022 art. 12 to 24; guangdong-2025 art. 23 to 29; N34 art. 24 to 34):
 * found → scored → proposed → approved by a second person → notice issued → delivered → shown by the platform.
 */
import { dayAt, yearOf } from '@gatekeeper/calendar';
import {
  appealBy,
  bearerOfDelay,
  daysBehind,
  departmentIsProposed,
  findingReportBy,
  noticeDeliveryBy,
  noticeIssueBy,
  promptlyBy,
  restorationApplicationBy,
  scoreFindings,
} from '@gatekeeper/scoring';
import { foldCode } from '@gatekeeper/vocabulary';
import { scoreMessage } from '@gatekeeper/wire';
import { EmergencyBody, NothingBody, ReasonsBody } from '../case-bodies';
import type { CaseFile, DeadlineSet } from '../case-file';
import type { Moment, StepRefused, StepTaken } from '../workflow';
import { ANNULLED, stepsOf, workflow } from '../workflow';
import {
  DeliverBody,
  IssueBody,
  MaintainBody,
  OpenSanctionBody,
  ProposeSanctionBody,
} from './sanction-bodies';
import type { SanctionData, StoredFinding } from './sanction-data';
import { findingOf, findingsCounted, sanctionDataOf, SANCTION_KIND } from './sanction-data';
import { problemOfMeasure } from './sanction-period';
import { sanctionRecordOf } from './sanction-record';
import { dayIn, instantIn } from './written-days';

const step = stepsOf<SanctionData>();
type File = CaseFile<SanctionData>;
type Taken = StepTaken<SanctionData> | StepRefused;

export const SANCTION = workflow<SanctionData, OpenSanctionBody>({
  kind: SANCTION_KIND,
  path: 'sanction-cases',
  title: { en: 'From a finding to a measure', zh: '违规认定、记分与处理' },
  states: ['found', 'scored', 'proposed', 'approved', 'issued', 'delivered', 'maintained', ANNULLED],
  opening: {
    title: { en: 'Bring in a finding', zh: '登记违规线索' },
    roles: ['scorer', 'admin_department', 'institution_office', 'health_authority'],
    reach: 'institution',
    body: OpenSanctionBody,
    to: ['found'],
    parties: (body) => ({ fixmedinsCode: body.fixmedins_code, clinicianCode: body.clinician_code }),
    act: (moment) => Promise.resolve(opened(moment)),
  },
  steps: [
    step({
      event: 'score',
      title: { en: 'Score the findings', zh: '记分' },
      from: ['found', 'scored'],
      to: ['scored'],
      roles: ['scorer'],
      body: NothingBody,
      act: scored,
    }),
    step({
      event: 'propose',
      title: { en: 'Propose a measure', zh: '拟定处理意见' },
      from: ['found', 'scored'],
      to: ['proposed'],
      roles: ['scorer'],
      body: ProposeSanctionBody,
      proposes: true,
      act: (file, { body, terms }) => Promise.resolve(proposed(file, body, terms)),
    }),
    step({
      event: 'refuse',
      title: { en: 'Refuse the proposal', zh: '驳回处理意见' },
      from: ['proposed'],
      to: ['scored'],
      roles: ['reviewer'],
      body: ReasonsBody,
      endsProposal: true,
      act: () => Promise.resolve({}),
    }),
    step({
      event: 'approve',
      title: { en: 'Approve the measure', zh: '审批处理意见' },
      from: ['proposed'],
      to: ['approved'],
      roles: ['reviewer'],
      body: EmergencyBody,
      movesMoney: true,
      inEmergency: { alsoBy: ['scorer'] },
      writesRecords: true,
      act: approved,
    }),
    step({
      event: 'issue',
      title: { en: 'Issue the notice of handling', zh: '制发处理通知书' },
      from: ['approved'],
      to: ['issued'],
      roles: ['scorer'],
      body: IssueBody,
      writesRecords: true,
      act: (file, moment) => Promise.resolve(issued(file, moment)),
    }),
    step({
      event: 'deliver',
      title: { en: 'Record the delivery of the notice', zh: '登记通知书送达' },
      from: ['issued'],
      to: ['delivered'],
      roles: ['scorer', 'institution_office'],
      body: DeliverBody,
      writesRecords: true,
      act: (file, moment) => Promise.resolve(delivered(file, moment)),
    }),
    step({
      event: 'maintain',
      title: { en: 'Record that the platform shows the status', zh: '登记状态动态维护' },
      from: ['delivered'],
      to: ['maintained'],
      roles: ['institution_office', 'registrar'],
      body: MaintainBody,
      writesRecords: true,
      act: (file, moment) => Promise.resolve(maintained(file, moment)),
    }),
  ],
});

function opened({ body, terms, head }: Moment<OpenSanctionBody>) {
  const data: SanctionData = {
    occasion: body.occasion,
    occasion_on: body.occasion_on,
    decided_at: body.decided_at,
    dept_codg: body.dept_codg === undefined ? null : foldCode(body.dept_codg),
    violation: body.violation,
    findings: body.findings.map(({ situation, points, inspection_id, act_id }): StoredFinding => ({
      finding_id: head().recordId,
      code: foldCode(body.clinician_code),
      fixmedins_code: foldCode(body.fixmedins_code),
      situation,
      decided_at: body.decided_at,
      ...(points === undefined ? {} : { points }),
      ...(inspection_id === undefined ? {} : { inspection_id }),
      ...(act_id === undefined ? {} : { act_id }),
    })),
  };
  const on = dayIn(body.occasion_on);
  const occasion =
    body.occasion === 'penalty'
      ? ({ kind: 'penalty', receivedOn: on } as const)
      : ({ kind: 'agreement_handling', decidedOn: on } as const);
  const deadlines: DeadlineSet[] = [
    {
      name: 'issue_notice',
      lastDay: noticeIssueBy(occasion, terms.parameters, terms.calendar),
      borneBy: 'scorer',
    },
  ];
  if (body.found_on === undefined) return { data, deadlines };
  deadlines.push({
    name: 'report_finding',
    lastDay: findingReportBy(dayIn(body.found_on), terms.parameters, terms.calendar),
    borneBy: 'institution_office',
  });
  return { data, deadlines, met: ['report_finding'] };
}

async function scored(file: File, { terms, reads }: Moment<NothingBody>): Promise<Taken> {
  const { clinicianCode, data } = file;
  if (clinicianCode === null || data.findings.length === 0)
    return { refused: 'nothing-to-score', detail: 'The case has no findings' };
  const decidedAt = instantIn(data.decided_at);
  const before = findingsCounted(await reads.casesOfClinician(clinicianCode, SANCTION_KIND));
  const { answers, problems } = scoreFindings([...before, ...data.findings.map(findingOf)], terms.pack);
  const [problem] = problems;
  if (problem !== undefined)
    return {
      refused: 'finding-not-in-catalogue',
      detail: `${problem.field} must be ${problem.expected}, not ${problem.got ?? 'nothing'}`,
    };
  const answer = answers.find((it) => it.code === clinicianCode && it.decidedAt === decidedAt);
  if (answer === undefined) return { refused: 'not-scored', detail: 'The text scores nothing on that day' };
  return { data: { score: scoreMessage(answer) } };
}

function proposed(file: File, body: ProposeSanctionBody, terms: Moment<object>['terms']): Taken {
  const problem = problemOfMeasure(body, file.data.score, terms);
  if (problem !== null) return problem;
  const { measure, scope, cause, from, last_day: lastDay } = body;
  return { data: { proposed: { measure, scope, cause, from: from ?? null, last_day: lastDay ?? null } } };
}

async function approved(file: File, { terms, reads, head }: Moment<EmergencyBody>): Promise<Taken> {
  const documentNo = await reads.takeDocumentNo(file.area);
  const record = sanctionRecordOf(file, documentNo, head);
  if (record === null) return { documentNo };
  const isProposed = departmentIsProposed(await suspendedBeside(file, reads), terms.parameters);
  return {
    documentNo,
    records: [record],
    data: { record_id: record.recordId, ...(isProposed ? { department_to_be_proposed: true } : {}) },
  };
}

/** Persons of the department suspended in this year, this one among them (hainan-2022 art. 23). */
async function suspendedBeside(file: File, reads: Moment<object>['reads']): Promise<number> {
  const { dept_codg: department, decided_at: decidedAt, proposed: measure } = file.data;
  if (department === null || measure?.measure !== 'suspended') return 0;
  const year = yearOf(instantIn(decidedAt));
  const others = (await reads.casesAtInstitution(file.fixmedinsCode, SANCTION_KIND)).filter((other) => {
    const data = sanctionDataOf(other);
    return (
      data?.dept_codg === department &&
      data.record_id !== undefined &&
      data.proposed?.measure === 'suspended' &&
      yearOf(instantIn(data.decided_at)) === year
    );
  });
  return new Set([file.clinicianCode, ...others.map(({ clinicianCode }) => clinicianCode)]).size;
}

function issued(file: File, { body, terms, head }: Moment<IssueBody>): Taken {
  const data = { issued_on: body.issued_on, delivery_form: body.delivery_form };
  return {
    ...corrected(file, data, head),
    met: ['issue_notice'],
    deadlines: [
      {
        name: 'deliver_notice',
        lastDay: noticeDeliveryBy(
          dayIn(body.issued_on),
          body.delivery_form,
          terms.parameters,
          terms.calendar,
        ),
        borneBy: 'scorer',
      },
    ],
  };
}

function delivered(file: File, { body, terms, head }: Moment<DeliverBody>): Taken {
  const { parameters, calendar } = terms;
  const issuedOn = file.data.issued_on;
  const deliveredOn = dayIn(body.delivered_on);
  if (issuedOn !== undefined && deliveredOn < dayIn(issuedOn))
    return { refused: 'delivered-before-issued', detail: `The notice was issued on ${issuedOn}` };
  const lastDay = file.data.proposed?.last_day ?? null;
  const deadlines: DeadlineSet[] = [
    { name: 'appeal', lastDay: appealBy(deliveredOn, parameters, calendar), borneBy: 'clinician' },
    {
      name: 'maintain_status',
      lastDay: promptlyBy(deliveredOn, parameters, calendar),
      borneBy: parameters.statusMaintainer === 'agency' ? 'registrar' : 'institution_office',
    },
  ];
  if (lastDay !== null)
    deadlines.push({
      name: 'apply_for_restoration',
      lastDay: restorationApplicationBy(dayIn(lastDay), parameters, calendar),
      borneBy: 'clinician',
    });
  return {
    ...corrected(file, { delivered_on: body.delivered_on }, head),
    met: ['deliver_notice'],
    deadlines,
  };
}

function maintained(file: File, { body, terms, head, now }: Moment<MaintainBody>): Taken {
  const { proposed: measure, delivered_on: deliveredOn } = file.data;
  const maintainedOn = dayIn(body.maintained_on);
  if (measure?.from === undefined || measure.from === null || deliveredOn === undefined)
    return { refused: 'nothing-to-maintain', detail: 'To inform changes no status' };
  const order = { orderedFrom: dayIn(measure.from), maintainedOn };
  const limit = promptlyBy(dayIn(deliveredOn), terms.parameters, terms.calendar);
  const data = {
    maintained_on: body.maintained_on,
    days_behind: daysBehind(order, dayAt(now)),
    delay_borne_by: bearerOfDelay(
      order,
      dayAt(now),
      terms.parameters,
      typeof limit === 'number' ? limit : 'none',
    ),
  };
  return { ...corrected(file, data, head), met: ['maintain_status'] };
}

/** The case with what is new, and the registry's record corrected by it. */
function corrected(
  file: File,
  data: Partial<SanctionData>,
  head: Moment<object>['head'],
): StepTaken<SanctionData> {
  const record =
    file.documentNo === null
      ? null
      : sanctionRecordOf({ ...file, data: { ...file.data, ...data } }, file.documentNo, head);
  return record === null ? { data } : { data: { ...data, record_id: record.recordId }, records: [record] };
}
