/** What one decision on one person adds to the year, and the measure the year's total then leads to. */
import { compareText } from '@gatekeeper/vocabulary';
import type { Day, Instant } from '@gatekeeper/calendar';
import { dayAt, firstDayOfNextMonth, yearOf } from '@gatekeeper/calendar';
import type { Parameters } from '@gatekeeper/policy';
import { reachedInSuccession } from './consecutive-years';
import { furtherMeasure } from './escalation';
import type { ScoringWarning } from './finding';
import { gradeOf, remainingOf } from './grades';
import type { CountedFinding } from './inspections';
import type { Measure } from './measure';
import { NO_MEASURE, measureFor, terminationByYears } from './measure';
import type { InspectionLedger, Moment } from './moments';
import { countMoment } from './moments';
import { lessTakenBack } from './repair';
import type { ScoringRules } from './scoring-rules';
import { warningsFor } from './warnings';
import type { YearScore } from './year-score';
import { NEW_YEAR, cappedAt, isRepeated, pointsIn } from './year-score';

/** What one decision on one person comes to. */
export interface ScoreAnswer {
  readonly code: string;
  readonly decidedAt: Instant;
  readonly year: number;
  /** What counted, by finding id, before the annual cap. */
  readonly counted: readonly CountedFinding[];
  /** The year's total with this decision, capped. */
  readonly yearTotal: number;
  /** The same once repairs took back points of this decision: later decisions of the year add to it (guangdong-2025 art. 30). */
  readonly totalAfterRepair: number;
  readonly measure: Measure;
  /** What is left of the year's first points, where the text counts down. */
  readonly remaining: number | null;
  /** The credit grade, where the text has grades. */
  readonly grade: string | null;
  /** Where the rule stands that decided. */
  readonly article: string;
  /** The edition that was asked: `1`, or `1+<8 hex>` where values were set by hand. */
  readonly edition: string;
  readonly warnings: readonly ScoringWarning[];
}

/** What is on file of one person before a moment; `scoreMoment` brings it up to date. */
export interface PersonLedger {
  readonly inspections: InspectionLedger;
  readonly years: Map<number, YearScore>;
  /** Points that repairs took back, by the moment of the decision that they were of. */
  readonly takenBack: ReadonlyMap<Instant, number>;
}

/** Scores a moment that comes after those the ledger holds. */
export function scoreMoment(
  code: string,
  moment: Moment,
  rules: ScoringRules,
  { inspections, years, takenBack }: PersonLedger,
): ScoreAnswer {
  const { decidedAt, findings } = moment;
  const { parameters } = rules;
  const year = yearOf(decidedAt);
  const before = years.get(year) ?? NEW_YEAR;
  const counted = countMoment(moment, inspections, rules);
  const points = before.points + pointsIn(counted);
  const totalOf = (ofYear: number): number =>
    cappedAt(ofYear === year ? points : (years.get(ofYear)?.points ?? 0), parameters.annualCap);
  const yearTotal = totalOf(year);
  const measure =
    counted.length === 0
      ? NO_MEASURE
      : furtherMeasure(
          measureOfTotal(totalOf, year, counted, parameters, firstDay(decidedAt, parameters)),
          before.ordered,
          parameters,
        );
  const remaining = remainingOf(yearTotal, parameters);
  const totalAfterRepair = lessTakenBack(yearTotal, takenBack.get(decidedAt) ?? 0);
  years.set(year, {
    points: totalAfterRepair,
    ordered: measure.outcome === 'suspend' ? [...before.ordered, measure.months] : before.ordered,
    found: [...before.found, ...findings.map(({ finding }) => finding)],
  });
  return {
    code,
    decidedAt,
    year,
    counted,
    yearTotal,
    totalAfterRepair,
    measure,
    remaining: parameters.scoreDirection === 'down' ? remaining : null,
    grade: remaining === null ? null : gradeOf(remaining, parameters.grades),
    article: rules.articleOf(measure.decidedBy),
    edition: rules.edition.edition,
    warnings: [...findings]
      .sort((a, b) => compareText(a.finding.findingId, b.finding.findingId))
      .flatMap((pointed) => warningsFor(pointed, isRepeated(pointed.finding, before), rules)),
  };
}

/** The total's own measure; or a termination where the years before it together with it make one. */
function measureOfTotal(
  totalOf: (year: number) => number,
  year: number,
  counted: readonly CountedFinding[],
  parameters: Parameters,
  from: Day,
): Measure {
  const { consecutiveYears, oneOffBy } = parameters;
  const measure = measureFor(totalOf(year), atOnce(counted, oneOffBy), parameters, from);
  return measure.outcome !== 'terminate' &&
    consecutiveYears !== 'none' &&
    reachedInSuccession(consecutiveYears, year, totalOf)
    ? terminationByYears(consecutiveYears, from, parameters)
    : measure;
}

/** The points reached at once: by the decision together, or by its heaviest finding. */
export function atOnce(counted: readonly CountedFinding[], oneOffBy: Parameters['oneOffBy']): number {
  switch (oneOffBy) {
    case 'decision':
      return pointsIn(counted);
    case 'finding':
      return Math.max(0, ...counted.map(({ points }) => points));
  }
}

/** The first day of a measure where no notice names one: the day of the decision, or the first of the next month. */
export function firstDay(decidedAt: Instant, { effectiveFrom }: Pick<Parameters, 'effectiveFrom'>): Day {
  const day = dayAt(decidedAt);
  switch (effectiveFrom) {
    case 'decision':
      return day;
    case 'next_month':
      return firstDayOfNextMonth(day);
  }
}
