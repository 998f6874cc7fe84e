/** A person's points, natural year by natural year in Asia/Shanghai (自然年度). */
import type { OrNone, Range } from '@gatekeeper/policy';
import type { Finding } from './finding';
import type { CountedFinding } from './inspections';

/** What a year has come to so far. */
export interface YearScore {
  /** The total so far: what counted, up to the annual cap, less what repairs took back. */
  readonly points: number;
  /** The months of each suspension ordered this year. */
  readonly ordered: readonly Range[];
  /** What was found, decision by decision. */
  readonly found: readonly Finding[];
}

export const NEW_YEAR: YearScore = { points: 0, ordered: [], found: [] };

/** Whether the situation was met before this year, in another inspection. */
export const isRepeated = ({ situation, inspectionId }: Finding, { found }: YearScore): boolean =>
  found.some(
    (earlier) =>
      earlier.situation === situation && (inspectionId === null || earlier.inspectionId !== inspectionId),
  );

export const pointsIn = (counted: readonly CountedFinding[]): number =>
  counted.reduce((sum, { points }) => sum + points, 0);

/** The year's total: its points, but not more than the most a year can have. */
export const cappedAt = (points: number, annualCap: OrNone<number>): number =>
  annualCap === 'none' ? points : Math.min(points, annualCap);
