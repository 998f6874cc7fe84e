/** Whether a person may be reviewed for a professional title (职称评审) in a year, by the sanctions on file. */
import type { Instant } from '@gatekeeper/calendar';
import { dayAt, plusMs } from '@gatekeeper/calendar';
import type { LoadedEdition, Parameters } from '@gatekeeper/policy';
import { citationAt } from '@gatekeeper/policy';
import type { MeasureDecided } from '@gatekeeper/scoring';
import { barredFromTitleReview } from '@gatekeeper/scoring';
import type { ClinicianCategory } from '@gatekeeper/vocabulary';
import { formatCitation } from '@gatekeeper/vocabulary';
import type { SanctionFiled, TitleReviewOnFile } from './person-file';

/** The text asked, and the moment of its values. */
export interface TextAsked {
  readonly edition: LoadedEdition;
  readonly parameters: Parameters;
  readonly at: Instant;
}

/** @returns `null` where the text bars nobody, or does not govern such persons. */
export function titleReviewOf(
  sanctions: readonly SanctionFiled[],
  category: ClinicianCategory | null,
  year: number,
  { edition, parameters, at }: TextAsked,
): TitleReviewOnFile | null {
  if (parameters.titleReviewBarMonths === 'none') return null;
  if (category === null || !parameters.personTypes.includes(category)) return null;
  const citation = citationAt(edition, 'titleReviewBarMonths', at);
  return {
    year,
    barred: barringIn(sanctions, year, parameters).length > 0,
    article: citation === null ? null : formatCitation(citation),
  };
}

/** The sanctions that bar in a year: as they were decided, and not annulled since. */
export const barringIn = (
  sanctions: readonly SanctionFiled[],
  year: number,
  parameters: Pick<Parameters, 'titleReviewBarMonths'>,
): readonly SanctionFiled[] =>
  sanctions
    .filter(({ state }) => state !== 'annulled')
    .filter((sanction) => barredFromTitleReview([measureOf(sanction)], year, parameters));

/** A suspension without an end is longer than any number of months. */
function measureOf({ status, decidedAt, written }: SanctionFiled): MeasureDecided {
  if (status === 'terminated') return { status, decidedAt };
  return { status, decidedAt, firstDay: dayAt(written.from), lastDay: dayAt(plusMs(written.until, -1)) };
}
