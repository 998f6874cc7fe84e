/** What the number of suspended persons means for their institution and their department. */
import { reaches } from '@gatekeeper/calendar';
import type { Parameters } from '@gatekeeper/policy';
import type { ClinicianCategory } from '@gatekeeper/vocabulary';
import { whereSet } from './where-set';

export interface PersonCounted {
  readonly category: ClinicianCategory;
  /** Suspended in the time looked at. */
  readonly suspended: boolean;
}

/** How many of how many. */
export interface Share {
  readonly suspended: number;
  readonly of: number;
}

/** The share of an institution's persons that were suspended; only whom the text governs is counted, above and below. */
export function suspendedShare(
  persons: readonly PersonCounted[],
  { personTypes }: Pick<Parameters, 'personTypes'>,
): Share {
  const governed = persons.filter(({ category }) => personTypes.includes(category));
  return { suspended: governed.filter(({ suspended }) => suspended).length, of: governed.length };
}

/** Whether a share reaches (达到) a percentage, in whole numbers; nobody of nobody reaches none. */
export const reachesPercent = ({ suspended, of }: Share, percent: number): boolean =>
  of > 0 && reaches(suspended * 100, percent * of);

/**
 * Whether an institution may be rated excellent in the year assessed (hainan-2022 art. 30): not when it failed to report
 * what it found in time, nor when the share of its persons suspended reaches the ratio.
 */
export const mayBeRatedExcellent = (
  year: { readonly reportedInTime: boolean; readonly share: Share },
  { institutionRatio }: Pick<Parameters, 'institutionRatio'>,
): boolean =>
  year.reportedInTime && whereSet(institutionRatio, true, (percent) => !reachesPercent(year.share, percent));

/**
 * Whether the department's own suspension is to be proposed (hainan-2022 art. 23). Only a proposal: the administrative
 * department approves it, and rectification within a time limit comes with it or instead.
 */
export const departmentIsProposed = (
  suspendedThere: number,
  { departmentRule }: Pick<Parameters, 'departmentRule'>,
): boolean => whereSet(departmentRule, false, (persons) => reaches(suspendedThere, persons));
