/** Repair of points (记分修复): what an approved one makes of the year's total, the measure and the end of the period. */
import type { Day, Instant, MonthEnd } from '@gatekeeper/calendar';
import { isAfter, isBefore, lastDayOfPeriod, nextDay, previousDay, startOfDay } from '@gatekeeper/calendar';
import type { Parameters, RepairEffect } from '@gatekeeper/policy';
import type { Measure } from './measure';
import { measureFor } from './measure';

/** A measure that runs for points, and the year's total it rests on. */
export interface MeasureOnFile {
  readonly documentNo: string;
  /** As it was counted, not above the annual cap. */
  readonly total: number;
  /** The most points reached at once. */
  readonly atOnce: number;
  readonly firstDay: Day;
  readonly lastDay: Day;
}

/** What the agency approved. */
export interface ApprovedRepair {
  readonly approvedOn: Day;
  /** Points taken back; 0 where none are. */
  readonly points: number;
  /** The new end it set itself; `null` where it set none. */
  readonly lastDay: Day | null;
}

/** What a `revision` on the registry states: the document, and its new end. */
export interface RevisedEnd {
  readonly documentNo: string;
  readonly lastDay: Day;
  readonly until: Instant;
}

export interface Repaired {
  readonly total: number;
  readonly measure: Measure;
  /** `null`: the period stays as it is. */
  readonly revision: RevisedEnd | null;
}

/** The effects asked for that the text does not give a repair; nothing is repaired then. */
export interface RepairNotProvided {
  readonly notProvided: readonly RepairEffect[];
}

/** What an approved repair took back of the points of one decision on one person. */
export interface PointsTakenBack {
  readonly code: string;
  /** Of the decision whose points it were. */
  readonly decidedAt: Instant;
  readonly points: number;
}

/** A year's total less what repairs took back, never below 0. */
export const lessTakenBack = (total: number, points: number): number => Math.max(0, total - points);

type RepairTerms = Pick<Parameters, 'repair' | 'tiers' | 'terminate' | 'monthEnd'>;

/**
 * The repaired total, the measure it leads to where the text recomputes it, and the new end (guangdong-2025 art. 30; N34
 * art. 38). Readings: a period never grows, and what was served before the approval stays served; a measure that falls away ends with
 * the day before the approval; where the measure leaves the length open, its longest length is the limit.
 */
export function repairedBy(
  onFile: MeasureOnFile,
  repair: ApprovedRepair,
  terms: RepairTerms,
): Repaired | RepairNotProvided {
  const notProvided = askedOf(repair).filter((effect) => !terms.repair.includes(effect));
  if (notProvided.length > 0) return { notProvided };
  const total = lessTakenBack(onFile.total, repair.points);
  const recomputes = repair.points > 0 && terms.repair.includes('recomputes_tier');
  const measured = recomputes ? total : onFile.total;
  const measure = measureFor(measured, Math.min(onFile.atOnce, measured), terms, onFile.firstDay);
  const lastDay = endAfter(onFile, repair, recomputes ? longestMonths(measure) : null, terms.monthEnd);
  return {
    total,
    measure,
    revision:
      lastDay === onFile.lastDay
        ? null
        : { documentNo: onFile.documentNo, lastDay, until: startOfDay(nextDay(lastDay)) },
  };
}

function askedOf({ points, lastDay }: ApprovedRepair): readonly RepairEffect[] {
  const asked: RepairEffect[] = [];
  if (points > 0) asked.push('reduces_points');
  if (lastDay !== null) asked.push('shortens_period');
  return asked;
}

/** The most months a measure can run for; 0 for one without a period. */
function longestMonths(measure: Measure): number {
  switch (measure.outcome) {
    case 'none':
    case 'inform':
      return 0;
    case 'suspend':
      return measure.months.to;
    case 'terminate':
      return measure.barYears.to * 12;
  }
}

/** The last day after the repair; `mostMonths`: for how long the recomputed measure can run, `null` where none was. */
function endAfter(
  onFile: MeasureOnFile,
  repair: ApprovedRepair,
  mostMonths: number | null,
  monthEnd: MonthEnd,
): Day {
  const ends: [Day, ...Day[]] = [onFile.lastDay];
  if (repair.lastDay !== null) ends.push(repair.lastDay);
  if (mostMonths !== null) ends.push(lastDayOfPeriod(onFile.firstDay, mostMonths, monthEnd));
  const dayBeforeApproval = previousDay(repair.approvedOn);
  return earliest([onFile.lastDay, latest(dayBeforeApproval, earliest(ends))]);
}

const earliest = (days: readonly [Day, ...Day[]]): Day => days.reduce((a, b) => (isBefore(b, a) ? b : a));
const latest = (a: Day, b: Day): Day => (isAfter(b, a) ? b : a);
