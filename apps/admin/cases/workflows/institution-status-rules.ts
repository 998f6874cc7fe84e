/** What the texts allow of an institution's status: whether it is known, for how long, and what on file stands against it. */
import {
  covers,
  dayAt,
  exceeds,
  formatDay,
  isBefore,
  MONTH_ENDS,
  nextDay,
  previousDay,
  startOfDay,
} from '@gatekeeper/calendar';
import type { Day, Instant } from '@gatekeeper/calendar';
import { clearingOf, knowsStatus, periodTermsOf } from '@gatekeeper/casework';
import { guidancePeriod, mayReapplyFrom, suspensionsEndAgreement } from '@gatekeeper/scoring';
import type { InstitutionStatusRecord } from '@gatekeeper/vocabulary';
import type { StepRefused, Terms } from '../workflow';
import type {
  InstitutionStatusData,
  OpenInstitutionStatusBody,
  ProposeStatusEndBody,
  StatusChange,
} from './institution-status-data';
import { dayIn, startOf } from './written-days';

/** 2号令 art. 42: a suspension of the agreement is no longer; first and last day both count. */
const MOST_DAYS_SUSPENDED = 180;

const refuse = (refused: string, detail: string): StepRefused => ({ refused, detail });

/** The last day of guidance that began on a day; `null`: the texts know no guidance. */
export function lastDayOfGuidance(firstDay: Day, extended: boolean, terms: Terms): Day | null {
  const period = guidancePeriod(firstDay, extended, periodTermsOf(terms));
  return period === 'none' ? null : previousDay(dayAt(period.until));
}

/** The last day of what is proposed, `null` for none; or what stands against it. */
export function lastDayProposed(
  { status, from, last_day: lastDay }: OpenInstitutionStatusBody,
  terms: Terms,
): string | null | StepRefused {
  if (!knowsStatus(terms, status))
    return refuse('status-not-in-text', `No text that governs the area knows the status ${status}`);
  switch (status) {
    case 'guidance':
      return guidanceProposed(dayIn(from), lastDay, terms);
    case 'suspended':
      return suspensionProposed(dayIn(from), lastDay);
    case 'terminated':
    case 'exit_audit':
      return lastDay === undefined
        ? null
        : refuse('no-last-day', `The status ${status} has no last day when it begins`);
  }
}

function guidanceProposed(from: Day, lastDay: string | undefined, terms: Terms): string | StepRefused {
  const reckoned = lastDayOfGuidance(from, false, terms);
  if (reckoned === null) return refuse('no-guidance', 'The texts set no guidance period');
  if (lastDay === undefined) return formatDay(reckoned);
  // A notice's own days prevail, under whichever reading of months they were written.
  const readings = MONTH_ENDS.map((monthEnd) =>
    guidancePeriod(from, false, { ...clearingOf(terms), monthEnd }),
  );
  return readings.some((period) => period !== 'none' && period.until === startOfDay(nextDay(dayIn(lastDay))))
    ? lastDay
    : refuse('period-not-allowed', `Guidance from ${formatDay(from)} lasts until ${formatDay(reckoned)}`);
}

function suspensionProposed(from: Day, lastDay: string | undefined): string | StepRefused {
  if (lastDay === undefined) return refuse('last-day-missing', 'A suspension has a last day: last_day');
  const days = dayIn(lastDay) - from + 1;
  if (days < 1) return refuse('period-backwards', 'The last day lies before the first');
  if (exceeds(days, MOST_DAYS_SUSPENDED))
    return refuse(
      'period-not-allowed',
      `A suspension lasts ${MOST_DAYS_SUSPENDED} days at most, not ${days}`,
    );
  return lastDay;
}

const latestTermination = (onFile: readonly InstitutionStatusRecord[]): Instant | null =>
  onFile
    .filter(({ status }) => status === 'terminated')
    .reduce<Instant | null>((latest, { from }) => (latest === null || from > latest ? from : latest), null);

/** Records since the agreement began. When it did is on no file: where nobody says it, since the last termination, of which there may be none. */
function withinAgreement(
  onFile: readonly InstitutionStatusRecord[],
  agreementFrom: string | null,
): readonly InstitutionStatusRecord[] {
  const terminated = latestTermination(onFile);
  const began = agreementFrom === null ? null : startOf(agreementFrom);
  return onFile.filter(
    ({ from }) => (terminated === null || from >= terminated) && (began === null || from >= began),
  );
}

/** Suspensions within the agreement that are on file. */
export const suspensionsBefore = (
  onFile: readonly InstitutionStatusRecord[],
  agreementFrom: string | null,
): number => withinAgreement(onFile, agreementFrom).filter(({ status }) => status === 'suspended').length;

/** Terminations that hold on a day. */
export const terminationsAt = (
  onFile: readonly InstitutionStatusRecord[],
  day: string,
): readonly InstitutionStatusRecord[] =>
  onFile.filter((it) => it.status === 'terminated' && covers(it, startOf(day)));

/** What on file stands against a status. Guidance is how an institution joins, and joins again once the ban is over. @param onFile without the one proposed */
export function problemOnFile(
  { status, from, agreement_from: agreementFrom }: InstitutionStatusData,
  onFile: readonly InstitutionStatusRecord[],
  terms: Terms,
): StepRefused | null {
  const clearing = clearingOf(terms);
  if (status !== 'guidance' && terminationsAt(onFile, from).length > 0)
    return refuse('agreement-terminated', `On ${from} the agreement is terminated`);
  if (status === 'suspended' && suspensionsEndAgreement(suspensionsBefore(onFile, agreementFrom), clearing))
    return refuse(
      'termination-to-be-proposed',
      'It was suspended so often within the agreement that its termination is to be proposed',
    );
  if (status !== 'guidance') return null;
  const terminated = latestTermination(onFile);
  const barredUntil = terminated === null ? 'none' : mayReapplyFrom(dayAt(terminated), periodTermsOf(terms));
  if (barredUntil !== 'none' && isBefore(dayIn(from), barredUntil))
    return refuse('reapply-ban', `It may not join again before ${formatDay(barredUntil)}`);
  return withinAgreement(onFile, agreementFrom).some((it) => it.status === 'guidance')
    ? refuse('guidance-before', 'It was in guidance already; what follows a light breach is an extension')
    : null;
}

/** The one extension of guidance after a light breach (hainan-institutions-2024 3). Guidance that is over is not extended. */
export function extensionOf(
  { status, from, last_day: lastDay, extended }: InstitutionStatusData,
  reasons: string,
  terms: Terms,
  today: Day,
): StatusChange | StepRefused {
  if (status !== 'guidance' || lastDay === null)
    return refuse('not-in-guidance', 'Only guidance is extended');
  if (extended === true) return refuse('extended-before', 'Guidance is extended once');
  if (isBefore(dayIn(lastDay), today)) return refuse('guidance-over', `Guidance ended with ${lastDay}`);
  const until = lastDayOfGuidance(dayIn(from), true, terms);
  if (until === null || until === dayIn(lastDay))
    return refuse('no-extension', 'The texts know no extension of guidance');
  return { kind: 'extend', last_day: formatDay(until), reasons };
}

/**
 * A status ended before its time. Our readings: it ends with yesterday at the earliest, because days on which it held are
 * not undone by ending it; guidance runs its months; a termination ends when the ban on applying again does. What was wrong
 * from the first day is overturned instead, all of it.
 */
export function endOf(
  data: InstitutionStatusData,
  body: Pick<ProposeStatusEndBody, 'overturned' | 'last_day' | 'reasons'>,
  today: Day,
): StatusChange | StepRefused {
  const { reasons, last_day: lastDay } = body;
  if (body.overturned)
    return lastDay === undefined
      ? { kind: 'overturn', last_day: null, reasons }
      : refuse('no-last-day', 'What is overturned never was, and has no last day');
  if (lastDay === undefined) return refuse('last-day-missing', 'An early end has a last day: last_day');
  const ends = dayIn(lastDay);
  if (isBefore(ends, dayIn(data.from)))
    return refuse('period-backwards', `It began on ${data.from}; what never was is overturned`);
  if (isBefore(ends, previousDay(today)))
    return refuse('ends-in-the-past', 'A status ends with yesterday at the earliest');
  if (data.last_day !== null && !isBefore(ends, dayIn(data.last_day)))
    return refuse('not-earlier', `It ends with ${data.last_day} as it is`);
  if (data.status === 'guidance')
    return refuse('guidance-runs', 'No text ends guidance before its months are over');
  const bar = data.may_reapply_from;
  if (bar !== undefined && isBefore(nextDay(ends), dayIn(bar)))
    return refuse('reapply-ban', `It may not join again before ${bar}`);
  return { kind: 'end', last_day: lastDay, reasons };
}

/** The first instant after a status; of one that never was, its first. */
export const untilOf = ({ from }: InstitutionStatusData, lastDay: string | null): Instant =>
  lastDay === null ? startOf(from) : startOfDay(nextDay(dayIn(lastDay)));
