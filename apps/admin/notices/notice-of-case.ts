/** The notice that a sanction case issued, as it is printed. */
import type { Day } from '@gatekeeper/calendar';
import { lastDayOfPeriod, MONTH_ENDS } from '@gatekeeper/calendar';
import type { Parameters } from '@gatekeeper/policy';
import { appealClause, noticeRecipients } from '@gatekeeper/scoring';
import type { CaseFile } from '../cases/case-file';
import { orderedBy } from '../cases/workflows/sanction-data';
import type { SanctionData } from '../cases/workflows/sanction-data';
import { dayIn } from '../cases/workflows/written-days';
import type { FormPerson, HandlingOrdered, NoticeOfHandling, RestorationClause } from '../documents';

const MOST_MONTHS = 600;
const MONTHS_PER_YEAR = 12;

/** What the notice states that is not in its case. */
export interface NoticeFacts {
  readonly agencyName: string;
  readonly person: FormPerson;
  /** Where the person practises on the day of issue. */
  readonly sites: readonly string[];
  /** By code. */
  nameOf(this: void, fixmedinsCode: string): string;
  /** Of the text that governed on the day of issue. */
  readonly parameters: Parameters;
}

/** `not_issued`: no number, no day or no measure is on file yet. */
export function noticeOfCase(
  { documentNo, fixmedinsCode, data }: CaseFile<SanctionData>,
  { agencyName, person, sites, nameOf, parameters }: NoticeFacts,
): NoticeOfHandling | 'not_issued' {
  const { issued_on: issuedOn, proposed, score } = data;
  if (documentNo === null || issuedOn === undefined || proposed === undefined) return 'not_issued';
  return {
    noticeNumber: documentNo,
    agencyName,
    institutionName: nameOf(fixmedinsCode),
    person,
    violation: data.violation,
    pointsThisTime: pointsThisTime(data),
    pointsThisYear: score?.year_total ?? 0,
    handling: handlingOf(proposed),
    restoration: restorationClause(parameters),
    appeal: appealClause(parameters),
    issuedOn: dayIn(issuedOn),
    recipients: noticeRecipients(fixmedinsCode, sites, parameters).map((site) => ({
      fixmedinsCode: site,
      name: nameOf(site),
    })),
  };
}

const restorationClause = ({
  restore,
  applyBeforeWorkingDays,
  restorationRoute,
}: Parameters): RestorationClause =>
  restore === 'auto'
    ? { kind: 'by_itself' }
    : { kind: 'applied_for', workingDaysBefore: applyBeforeWorkingDays, route: restorationRoute };

/** What the findings of the case itself counted. */
export const pointsThisTime = ({ score }: Pick<SanctionData, 'score'>): number =>
  score?.counted.reduce((sum, { points }) => sum + points, 0) ?? 0;

function handlingOf(measure: NonNullable<SanctionData['proposed']>): HandlingOrdered {
  const ordered = orderedBy(measure);
  if (ordered === null) return { kind: 'talk' };
  const { status, firstDay, lastDay } = ordered;
  const months = lastDay === null ? null : wholeMonths(firstDay, lastDay);
  if (status === 'suspended') return { kind: status, months, firstDay, lastDay };
  const years = months === null || months % MONTHS_PER_YEAR !== 0 ? null : months / MONTHS_PER_YEAR;
  return { kind: status, years, firstDay, lastDay };
}

/** How many calendar months a period is, by either reading of a month without a corresponding day; `null` where it is no whole number of them. */
export function wholeMonths(firstDay: Day, lastDay: Day): number | null {
  for (let months = 1; months <= MOST_MONTHS; months += 1) {
    const ends = MONTH_ENDS.map((monthEnd) => lastDayOfPeriod(firstDay, months, monthEnd));
    if (ends.includes(lastDay)) return months;
    if (ends.every((end) => end > lastDay)) return null;
  }
  return null;
}
