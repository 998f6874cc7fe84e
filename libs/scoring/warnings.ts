/** What a finding's points are compared with beyond the rule that makes them count. */
import type { ScoringWarning } from './finding';
import type { PointedFinding } from './points';
import type { ScoringRules } from './scoring-rules';

/** Warns of points outside their band, and of a repetition below the band into which repetitions rise. */
export function warningsFor(
  { finding, points }: PointedFinding,
  repeated: boolean,
  { catalogue, parameters: { repeatSameViolationBand } }: Pick<ScoringRules, 'catalogue' | 'parameters'>,
): readonly ScoringWarning[] {
  const { findingId, situation } = finding;
  const warnings: ScoringWarning[] = [];
  const band = catalogue.get(situation)?.points;
  if (band !== undefined && (points < band.from || points > band.to))
    warnings.push({ findingId, warning: 'outside_band', situation, points, ...band });
  if (repeated && repeatSameViolationBand !== 'none' && points < repeatSameViolationBand.from)
    warnings.push({ findingId, warning: 'below_repeat_band', situation, points, ...repeatSameViolationBand });
  return warnings;
}
