/** What the steps of an assessment do, and what the text lets them do. */
import {
  OPEN_END,
  dayAt,
  formatDay,
  isAfter,
  lastDayOfPeriod,
  nextDay,
  startOfDay,
} from '@gatekeeper/calendar';
import type { LastDay } from '@gatekeeper/scoring';
import {
  appealBy,
  assessedAs,
  liesWithin,
  objectionBy,
  timelinessOf,
  unqualifiedBounds,
} from '@gatekeeper/scoring';
import { Defect } from '@gatekeeper/runtime';
import type { SanctionRecord } from '@gatekeeper/vocabulary';
import { foldCode } from '@gatekeeper/vocabulary';
import type { NothingBody, ReasonsBody } from '../case-bodies';
import type { CaseFile } from '../case-file';
import type { Moment, StepRefused, StepTaken, Terms } from '../workflow';
import { ASSESSMENT_KIND } from './assessment-data';
import type {
  AssessmentData,
  DecideObjectionBody,
  OpenAssessmentBody,
  ProposeAssessmentMeasureBody,
  PublishAssessmentBody,
} from './assessment-data';
import { registrationsAt, standing } from './on-file';
import type { DeliverBody } from './sanction-bodies';
import { dayIn, startOf } from './written-days';

type File = CaseFile<AssessmentData>;
type Taken = StepTaken<AssessmentData> | StepRefused;
const refuse = (refused: string, detail: string): StepRefused => ({ refused, detail });

export async function opened({ body, terms, reads, now }: Moment<OpenAssessmentBody>) {
  const grade = assessedAs(body.score, terms.parameters);
  if (grade === 'none') return refuse('no-assessment-in-text', 'The text knows no yearly assessment');
  if ((await registrationsAt(reads, body.clinician_code, body.fixmedins_code, now)).length === 0)
    return refuse('not-registered', 'The person is not registered at this site');
  const before = await reads.casesOfClinician(foldCode(body.clinician_code), ASSESSMENT_KIND);
  if (before.some(({ data }) => (data as AssessmentData).year === body.year))
    return refuse('assessed-before', `The person is assessed for ${body.year} already`);
  const data: AssessmentData = { year: body.year, score: body.score, grade, proposed: null };
  return { data };
}

const displayedUntil = (displayedOn: string, { parameters, calendar }: Terms): LastDay =>
  objectionBy(dayIn(displayedOn), parameters, calendar);

export const published = ({ body, terms }: Moment<PublishAssessmentBody>): Taken => ({
  data: { displayed_on: body.displayed_on },
  deadlines: [{ name: 'object', lastDay: displayedUntil(body.displayed_on, terms), borneBy: 'clinician' }],
});

/** Objections are raised while it is displayed, and not afterwards. */
export function objected({ data }: File, { body, terms, now }: Moment<ReasonsBody>): Taken {
  if (data.displayed_on === undefined) return refuse('not-displayed', 'It was not displayed');
  if (timelinessOf(now, displayedUntil(data.displayed_on, terms)) === 'late')
    return refuse('objection-late', 'It is displayed no longer');
  return { data: { objection: body.reasons }, met: ['object'] };
}

export function objectionDecided(
  { data }: File,
  { body: { upheld, score, reasons }, terms }: Moment<DecideObjectionBody>,
): Taken {
  if (upheld === (score === undefined))
    return refuse('score-and-outcome', 'An objection that is upheld brings another score, and no other does');
  const corrected = score ?? data.score;
  const grade = assessedAs(corrected, terms.parameters);
  if (grade === 'none') return refuse('no-assessment-in-text', 'The text knows no yearly assessment');
  return { data: { objection_upheld: upheld, answer: reasons, score: corrected, grade } };
}

export function closed({ data }: File, { terms, now }: Moment<NothingBody>): Taken {
  if (data.displayed_on === undefined) return refuse('not-displayed', 'It was not displayed');
  const timeliness = timelinessOf(now, displayedUntil(data.displayed_on, terms));
  if (timeliness === 'in_time') return refuse('still-displayed', 'It is displayed, and may be objected to');
  if (typeof timeliness === 'object')
    return refuse('calendar-not-published', 'Working days of that year are not published');
  return { state: data.grade === 'unqualified' ? 'unqualified' : 'qualified', met: ['object'] };
}

export function measureProposed({ body, terms }: Moment<ProposeAssessmentMeasureBody>): Taken {
  const { measure, from, months, reasons } = body;
  if (measure !== 'suspended' && months !== undefined)
    return refuse('no-months', 'Only a suspension has months');
  if (measure === 'warning')
    return from === undefined
      ? { data: { proposed: { measure, from: null, last_day: null, reasons } } }
      : refuse('no-period', 'A warning has no first day');
  if (from === undefined) return refuse('period-missing', 'It has a first day: from');
  if (measure === 'cancelled') return { data: { proposed: { measure, from, last_day: null, reasons } } };
  if (months === undefined) return refuse('period-missing', 'A suspension has months');
  const bounds = unqualifiedBounds(terms.parameters);
  if (!liesWithin(months, bounds))
    return refuse(
      'period-not-allowed',
      bounds === 'none'
        ? 'The text knows no suspension of who was not qualified'
        : `A suspension lasts ${bounds.from} to ${bounds.to} months, not ${months}`,
    );
  const lastDay = formatDay(lastDayOfPeriod(dayIn(from), months, terms.parameters.monthEnd));
  return { data: { proposed: { measure, from, last_day: lastDay, reasons } } };
}

/**
 * Reading: a cancellation (注销) after an assessment is a sanction that terminates the person, not a leaving of one site: it was
 * decided against the person, and its document can be annulled.
 */
export async function measureApproved(
  { data, clinicianCode: code, fixmedinsCode, area }: File,
  { reads, head, now }: Moment<NothingBody>,
): Promise<Taken> {
  const { proposed } = data;
  if (proposed === null || code === null) return refuse('nothing-to-approve', 'No measure was proposed');
  const documentNo = await reads.takeDocumentNo(area);
  const { measure, from, last_day: lastDay } = proposed;
  if (measure === 'warning') return { state: 'warned', documentNo };
  if (from === null) throw new Defect(`a measure after an assessment has no first day: ${measure}`);
  const record: SanctionRecord = {
    ...head(),
    kind: 'sanction',
    documentNo,
    code,
    status: measure === 'suspended' ? 'suspended' : 'terminated',
    scope: 'person',
    fixmedinsCode,
    cause: measure === 'suspended' ? 'other' : 'certificate',
    from: startOf(from),
    until: lastDay === null ? OPEN_END : startOfDay(nextDay(dayIn(lastDay))),
    points: null,
    decidedAt: now,
    issuedAt: null,
    deliveredAt: null,
    maintainedAt: null,
  };
  return { state: measure, documentNo, records: [record], data: { record_id: record.recordId } };
}

/** From the delivery on an appeal may be made, within the days of the text; the registry's record is corrected by the day. */
export async function noticeDelivered(
  { state, data, documentNo, clinicianCode: code }: File,
  { body, terms, reads, head, now }: Moment<DeliverBody>,
): Promise<Taken> {
  const { delivered_on: deliveredOn } = body;
  if (documentNo === null || code === null) return refuse('no-notice', 'Nothing was ordered');
  if (data.delivered_on !== undefined)
    return refuse('delivered-before', `The notice was delivered on ${data.delivered_on}`);
  if (isAfter(dayIn(deliveredOn), dayAt(now)))
    return refuse('delivered-in-future', 'What is recorded has been delivered');
  const ordered = standing(await reads.timeline(code)).find(
    (record): record is SanctionRecord => record.kind === 'sanction' && record.documentNo === documentNo,
  );
  const lastDay = appealBy(dayIn(deliveredOn), terms.parameters, terms.calendar);
  const deadlines = [{ name: 'appeal', lastDay, borneBy: 'clinician' as const }];
  if (ordered === undefined) return { state, deadlines, data: { delivered_on: deliveredOn } };
  const record = { ...ordered, ...head(ordered.recordId), deliveredAt: startOf(deliveredOn) };
  return {
    state,
    deadlines,
    records: [record],
    data: { delivered_on: deliveredOn, record_id: record.recordId },
  };
}
