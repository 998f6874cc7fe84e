/** Reports that fall due on a day of the month, and what is owed so many times a year. */
import type { Day } from '@gatekeeper/calendar';
import { civilDateOf, dayOfMonthIn } from '@gatekeeper/calendar';
import type { OrNone, Parameters } from '@gatekeeper/policy';
import { whereSet } from './where-set';

/** A calendar month; `month` is 1 to 12. */
export interface Month {
  readonly year: number;
  readonly month: number;
}

/** The last day for the report on a month: that day of the next one, be it a working day or not. */
const reportBy = ({ year, month }: Month, dayOfMonth: OrNone<number>): Day | 'none' =>
  whereSet(dayOfMonth, 'none', (day) => dayOfMonthIn(year, month + 1, day));

/** Until when a city's or county's agency reports on a month (hainan-2022 art. 31). */
export const agencyReportBy = (
  month: Month,
  { institutionReportDay }: Pick<Parameters, 'institutionReportDay'>,
): Day | 'none' => reportBy(month, institutionReportDay);

/** Until when the province's agency does (hainan-2022 art. 31). */
export const provinceReportBy = (
  month: Month,
  { provinceReportDay }: Pick<Parameters, 'provinceReportDay'>,
): Day | 'none' => reportBy(month, provinceReportDay);

/**
 * How many trainings or checks a natural year still lacks. `perYear` is a parameter: `trainingsPerYear` (hainan-2022
 * art. 4), `fullChecksPerYear` (hainan-institutions-2024 5-1), `onSiteChecksPerYear`, `specialChecksPerYear` (nhsa-2018 2-3).
 */
export function stillOwedIn(year: number, heldOn: readonly Day[], perYear: OrNone<number>): number {
  const held = heldOn.filter((day) => civilDateOf(day).year === year).length;
  return whereSet(perYear, 0, (owed) => Math.max(0, owed - held));
}
