/** What the steps from a finding to a measure do. */
import { isDeepStrictEqual } from 'node:util';
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
} from '@gatekeeper/scoring';
import { foldCode } from '@gatekeeper/vocabulary';
import { scoreMessage } from '@gatekeeper/wire';
import type { ScoreMessage } from '@gatekeeper/wire';
import { bearerTold } from '../../standing/bearer-told';
import type { EmergencyBody, NothingBody } from '../case-bodies';
import type { CaseFile, DeadlineSet } from '../case-file';
import type { Moment, StepRefused, StepTaken } from '../workflow';
import { isRefused } from '../workflow';
import { suspendedInDepartment } from './department-suspensions';
import { pointsOnFile, scoreOf } from './points-on-file';
import type {
  DeliverBody,
  IssueBody,
  MaintainBody,
  OpenSanctionBody,
  ProposeSanctionBody,
} from './sanction-bodies';
import type { SanctionData, StoredFinding } from './sanction-data';
import { findingOf, orderedBy } from './sanction-data';
import { problemOfMeasure } from './sanction-period';
import { sanctionRecordOf } from './sanction-record';
import { dayIn, instantIn } from './written-days';

type File = CaseFile<SanctionData>;
type Taken = StepTaken<SanctionData> | StepRefused;

export function opened({ body, terms, head }: Moment<OpenSanctionBody>) {
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

export async function scored(file: File, moment: Moment<NothingBody>): Promise<Taken> {
  const score = await scoreNow(file, moment);
  return isRefused(score) ? score : { data: { score } };
}

/** The year's total with this case: what is annulled does not count, what a repair took back is off it. */
async function scoreNow(
  { clinicianCode: code, data }: File,
  { terms, reads }: Moment<object>,
): Promise<ScoreMessage | StepRefused> {
  if (code === null || data.findings.length === 0)
    return { refused: 'nothing-to-score', detail: 'The case has no findings' };
  const before = await pointsOnFile(reads, code);
  const points = { ...before, findings: [...before.findings, ...data.findings.map(findingOf)] };
  const score = scoreOf(points, terms.pack, { code, decidedAt: instantIn(data.decided_at) });
  return isRefused(score) ? score : scoreMessage(score);
}

/**
 * Why the score kept on the case no longer stands: another case of the person was decided, annulled or repaired since, and the
 * measure would rest on a total that is not the year's. `null`: it stands, or nothing was scored.
 */
async function problemOfScore(file: File, moment: Moment<object>): Promise<StepRefused | null> {
  const kept = file.data.score;
  if (kept === undefined) return null;
  const score = await scoreNow(file, moment);
  if (isRefused(score)) return score;
  if (isDeepStrictEqual(JSON.parse(JSON.stringify(score)), kept)) return null;
  return {
    refused: 'score-outdated',
    detail: `The year's total was ${kept.year_total} and is ${score.year_total} by now: score the findings again`,
  };
}

export async function proposed(file: File, moment: Moment<ProposeSanctionBody>): Promise<Taken> {
  const { body, terms } = moment;
  const problem = problemOfMeasure(body, file.data.score, terms) ?? (await problemOfScore(file, moment));
  if (problem !== null) return problem;
  const { measure, scope, cause, from, last_day: lastDay } = body;
  return { data: { proposed: { measure, scope, cause, from: from ?? null, last_day: lastDay ?? null } } };
}

export async function approved(file: File, moment: Moment<EmergencyBody>): Promise<Taken> {
  const { terms, reads, head } = moment;
  const problem = await problemOfScore(file, moment);
  if (problem !== null) return problem;
  const documentNo = await reads.takeDocumentNo(file.area);
  const record = sanctionRecordOf(file, documentNo, head);
  if (record === null) return { documentNo };
  const isProposed = departmentIsProposed(await suspendedWith(file, reads), terms.parameters);
  return {
    documentNo,
    records: [record],
    data: { record_id: record.recordId, ...(isProposed ? { department_to_be_proposed: true } : {}) },
  };
}

/** How many persons of the department were suspended in this year, this one among them (hainan-2022 art. 23). */
async function suspendedWith(
  { fixmedinsCode, clinicianCode, data }: File,
  reads: Moment<object>['reads'],
): Promise<number> {
  const { dept_codg: department, decided_at: decidedAt, proposed: measure } = data;
  if (department === null || clinicianCode === null || measure?.measure !== 'suspended') return 0;
  const others = await suspendedInDepartment(reads, {
    fixmedinsCode,
    department,
    year: yearOf(instantIn(decidedAt)),
  });
  return new Set([clinicianCode, ...others]).size;
}

export function issued(file: File, { body, terms, head }: Moment<IssueBody>): Taken {
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

export function delivered(file: File, { body, terms, head }: Moment<DeliverBody>): Taken {
  const { parameters, calendar } = terms;
  const issuedOn = file.data.issued_on;
  const deliveredOn = dayIn(body.delivered_on);
  if (issuedOn !== undefined && deliveredOn < dayIn(issuedOn))
    return { refused: 'delivered-before-issued', detail: `The notice was issued on ${issuedOn}` };
  const { proposed: measure } = file.data;
  const ordered = measure === undefined ? null : orderedBy(measure);
  const deadlines: DeadlineSet[] = [
    { name: 'appeal', lastDay: appealBy(deliveredOn, parameters, calendar), borneBy: 'clinician' },
  ];
  // To inform changes no status, so nothing is to be maintained.
  if (ordered !== null)
    deadlines.push({
      name: 'maintain_status',
      lastDay: promptlyBy(deliveredOn, parameters, calendar),
      borneBy: parameters.statusMaintainer === 'agency' ? 'registrar' : 'institution_office',
    });
  if (ordered !== null && ordered.lastDay !== null)
    deadlines.push({
      name: 'apply_for_restoration',
      lastDay: restorationApplicationBy(ordered.lastDay, parameters, calendar),
      borneBy: 'clinician',
    });
  return {
    ...corrected(file, { delivered_on: body.delivered_on }, head),
    met: ['deliver_notice'],
    deadlines,
  };
}

export function maintained(file: File, { body, terms, head, now }: Moment<MaintainBody>): Taken {
  const { proposed: measure, delivered_on: deliveredOn } = file.data;
  const ordered = measure === undefined ? null : orderedBy(measure);
  const maintainedOn = dayIn(body.maintained_on);
  if (ordered === null || deliveredOn === undefined)
    return { refused: 'nothing-to-maintain', detail: 'To inform changes no status' };
  const order = { orderedFrom: ordered.firstDay, maintainedOn };
  const limit = promptlyBy(dayIn(deliveredOn), terms.parameters, terms.calendar);
  const data = {
    maintained_on: body.maintained_on,
    days_behind: daysBehind(order, dayAt(now)),
    delay_borne_by: bearerTold(bearerOfDelay(order, dayAt(now), terms.parameters, limit)),
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
