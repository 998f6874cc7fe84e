/** Appeals: until when, what becomes of a late one, when it is answered, and whether the sanction runs meanwhile. */
import type { Day, Instant, Interval, WorkingCalendar } from '@gatekeeper/calendar';
import {
  OPEN_END,
  addWorkingDays,
  isAfter,
  isBefore,
  neverWas,
  plusDays,
  plusMs,
  previousDay,
  startOfDay,
} from '@gatekeeper/calendar';
import type { Parameters } from '@gatekeeper/policy';
import type { LastDay, Timeliness } from './deadlines';
import { timelinessOf, workingDaysAfter } from './deadlines';

/** Until when an appeal may be made after the notice was received (hainan-2022 art. 24; guangdong-2025 art. 34; N34 art. 41). */
export const appealBy = (
  noticeReceivedOn: Day,
  { appealWorkingDays }: Pick<Parameters, 'appealWorkingDays'>,
  calendar: WorkingCalendar,
): LastDay => workingDaysAfter(noticeReceivedOn, appealWorkingDays, calendar);

/** What becomes of an appeal made at that moment: one that comes late is waived (视为放弃, 视为无异议). */
export function admissionOf(appealedAt: Instant, lastDay: LastDay): Exclude<Timeliness, 'late'> | 'waived' {
  const timeliness = timelinessOf(appealedAt, lastDay);
  return timeliness === 'late' ? 'waived' : timeliness;
}

export interface AppealInHand {
  readonly materialReceivedOn: Day;
  /** `null`: not accepted yet. */
  readonly acceptedOn: Day | null;
  /** Calendar days that outside experts took. */
  readonly expertDays: number;
}

/**
 * Until when an appeal is answered, counted from acceptance (hainan-2022 art. 24) or from receipt of the material
 * (guangdong-2025 art. 37; N34 art. 44). Expert time comes on top in calendar days, and should the day reached be none,
 * the next working day counts (Civil Code art. 203). `none` also while the clock has not started.
 */
export function reviewBy(
  { materialReceivedOn, acceptedOn, expertDays }: AppealInHand,
  { reviewClock, reviewWorkingDays }: Pick<Parameters, 'reviewClock' | 'reviewWorkingDays'>,
  calendar: WorkingCalendar,
): LastDay {
  const started = reviewClock === 'receipt' ? materialReceivedOn : acceptedOn;
  if (started === null) return 'none';
  const counted = workingDaysAfter(started, reviewWorkingDays, calendar);
  if (typeof counted !== 'number') return counted;
  return addWorkingDays(previousDay(plusDays(counted, expertDays)), 1, calendar);
}

/** The days from the filing of an appeal to its result; `answeredOn` is `null` while it is examined. */
export interface AppealDays {
  readonly filedOn: Day;
  readonly answeredOn: Day | null;
}

/**
 * When a sanction runs. Under `sanctionRunsDuringAppeal` as ordered (guangdong-2025 art. 34); read the other way it
 * pauses from the day of filing to the day of the result, and what is left of it is served from then on.
 */
export function runningDuring(
  sanction: Interval,
  { filedOn, answeredOn }: AppealDays,
  { sanctionRunsDuringAppeal }: Pick<Parameters, 'sanctionRunsDuringAppeal'>,
): readonly Interval[] {
  const filed = startOfDay(filedOn);
  const resumes = answeredOn === null ? OPEN_END : startOfDay(answeredOn);
  const pauses = isBefore(filed, sanction.from) ? sanction.from : filed;
  if (sanctionRunsDuringAppeal || !isBefore(pauses, sanction.until) || !isAfter(resumes, pauses))
    return [sanction];
  const before = { from: sanction.from, until: pauses };
  const after = { from: resumes, until: plusMs(sanction.until, resumes - pauses) };
  return [before, after].filter((interval) => !neverWas(interval));
}
