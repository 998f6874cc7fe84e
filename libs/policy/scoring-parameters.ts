/** What varies between texts in scoring clinicians. */
import type { KindsOf, OrNone, Range } from './parameter-kind';
import { listOf, oneOf, orNone, range, whole } from './parameter-kind';
import type { ConsecutiveYears, Grade, Termination, Tier } from './tiers';
import { consecutiveYears, grade, termination, tier } from './tiers';

export const REPAIR_EFFECTS = ['reduces_points', 'shortens_period', 'recomputes_tier'] as const;
export type RepairEffect = (typeof REPAIR_EFFECTS)[number];

export interface ScoringParameters {
  /** Whether points are counted up from nothing or down from `initialPoints`. Deductions are kept; what remains is derived. */
  readonly scoreDirection: 'up' | 'down';
  /** The points of a year's beginning, where they are counted down. */
  readonly initialPoints: OrNone<number>;
  /** The most a year's total can be. */
  readonly annualCap: OrNone<number>;
  /** When totals begin anew: 24:00 of 31 December, Asia/Shanghai. */
  readonly resetAt: 'natural_year';
  /** What each year total leads to; a total in none of them leads to nothing. */
  readonly tiers: readonly Tier[];
  readonly terminate: OrNone<Termination>;
  /** What counts as reaching the termination at once: the points of one decision together, or of one finding alone. */
  readonly oneOffBy: 'decision' | 'finding';
  readonly consecutiveYears: OrNone<ConsecutiveYears>;
  /** Whether several findings of one kind in one inspection are one deduction. */
  readonly sameKindInSameInspection: 'once' | 'perCase';
  /** Whether one act that fits several situations counts as the highest only. */
  readonly sameActSeveralSituations: 'highest' | 'summed';
  /** The band into which the same violation within a year rises. */
  readonly repeatSameViolationBand: OrNone<Range>;
  /** What a further decision leads to when the year has already had a suspension: its tier in full, what is left of it, nothing. */
  readonly tierEscalation: 'freshFull' | 'topUp' | 'none';
  /** The first day of a measure, where no notice names one. */
  readonly effectiveFrom: 'decision' | 'next_month';
  readonly earlyRestore: OrNone<'admin_approval' | 'repair'>;
  /** What an approved repair (记分修复) may do; nothing: the text has none. */
  readonly repair: readonly RepairEffect[];
  /** Who shares the fate of an institution or department: everyone there, or who is responsible. */
  readonly institutionCauseFilter: 'everyone' | 'responsible';
  /** Credit grades by remaining points; none: the text has no grades. */
  readonly grades: readonly Grade[];
  /** Percent of its persons suspended from which an institution may not be rated excellent. */
  readonly institutionRatio: OrNone<number>;
  /** Persons of one department suspended from which the department's own suspension is proposed. */
  readonly departmentRule: OrNone<number>;
  /** Months of suspension from which a person may not be reviewed for a title that year. */
  readonly titleReviewBarMonths: OrNone<number>;
  /** Years for which a doctor with verified fraud is stopped. */
  readonly fraudStopYears: OrNone<Range>;
}

export const SCORING_PARAMETER_KINDS: KindsOf<ScoringParameters> = {
  scoreDirection: oneOf(['up', 'down']),
  initialPoints: orNone(whole(1, 100)),
  annualCap: orNone(whole(1, 100)),
  resetAt: oneOf(['natural_year']),
  tiers: listOf(tier, ';'),
  terminate: orNone(termination),
  oneOffBy: oneOf(['decision', 'finding']),
  consecutiveYears: orNone(consecutiveYears),
  sameKindInSameInspection: oneOf(['once', 'perCase']),
  sameActSeveralSituations: oneOf(['highest', 'summed']),
  repeatSameViolationBand: orNone(range(1, 100)),
  tierEscalation: oneOf(['freshFull', 'topUp', 'none']),
  effectiveFrom: oneOf(['decision', 'next_month']),
  earlyRestore: orNone(oneOf(['admin_approval', 'repair'])),
  repair: listOf(oneOf(REPAIR_EFFECTS)),
  institutionCauseFilter: oneOf(['everyone', 'responsible']),
  grades: listOf(grade),
  institutionRatio: orNone(whole(1, 100)),
  departmentRule: orNone(whole(1, 1000)),
  titleReviewBarMonths: orNone(whole(1, 60)),
  fraudStopYears: orNone(range(1, 30)),
};
