/** Remaining points and the credit grade they earn (诚信等级). */
import { reaches } from '@gatekeeper/calendar';
import type { Grade, Parameters } from '@gatekeeper/policy';

/** What is left of the year's first points, never below 0; `null` where the text gives none. */
export const remainingOf = (
  total: number,
  { initialPoints }: Pick<Parameters, 'initialPoints'>,
): number | null => (initialPoints === 'none' ? null : Math.max(0, initialPoints - total));

/** The highest grade whose fewest points are reached; `null` where there are no grades, or none so low. */
export function gradeOf(remaining: number, grades: readonly Grade[]): string | null {
  let best: Grade | null = null;
  for (const grade of grades)
    if (reaches(remaining, grade.from) && (best === null || grade.from > best.from)) best = grade;
  return best === null ? null : best.grade;
}
