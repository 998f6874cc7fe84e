/** Who may not be reviewed for a professional title (职称评审) in a year. */
import type { Day, Instant } from '@gatekeeper/calendar';
import { lastDayOfPeriod, reaches, yearOf } from '@gatekeeper/calendar';
import type { Parameters } from '@gatekeeper/policy';

/** One measure against the person; the last day of a suspension is part of it. */
export type MeasureDecided =
  | {
      readonly status: 'suspended';
      readonly decidedAt: Instant;
      readonly firstDay: Day;
      readonly lastDay: Day;
    }
  | { readonly status: 'terminated'; readonly decidedAt: Instant };

/**
 * Whether the person may not be reviewed that year (hainan-2022 art. 29): suspended for the months named or longer, or
 * terminated, in the year of the decision, whenever the measure itself runs.
 */
export function barredFromTitleReview(
  measures: readonly MeasureDecided[],
  year: number,
  { titleReviewBarMonths }: Pick<Parameters, 'titleReviewBarMonths'>,
): boolean {
  if (titleReviewBarMonths === 'none') return false;
  return measures.some(
    (measure) =>
      yearOf(measure.decidedAt) === year &&
      (measure.status === 'terminated' ||
        reaches(measure.lastDay, leastLastDay(measure.firstDay, titleReviewBarMonths))),
  );
}

/** A notice's own days count: under the shorter reading of months too it is a suspension of so many. */
const leastLastDay = (firstDay: Day, months: number): Day =>
  lastDayOfPeriod(firstDay, months, 'day_before_clamped');
