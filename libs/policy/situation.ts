import type { Citation } from '@gatekeeper/vocabulary';
import type { Range } from './parameter-kind';

/** One situation that is scored (记分情形). */
export interface Situation {
  /** `HI22-17-2`, `N23-4-6-1`. */
  readonly code: string;
  /** The band in which its points are chosen; one number where the text fixes it. */
  readonly points: Range;
  /** In our own words. */
  readonly zh: string;
  readonly en: string;
  readonly citation: Citation;
}

/** Whether the text fixes the points, so that a finding states none. */
export const isFixed = ({ points }: Situation): boolean => points.from === points.to;
