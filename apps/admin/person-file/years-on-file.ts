/** Points of each natural year, from the findings and repairs on file, by libs/scoring. */
import type { LoadedPack } from '@gatekeeper/policy';
import type { CountedFinding, Finding, ScoreAnswer } from '@gatekeeper/scoring';
import { scoreFindings } from '@gatekeeper/scoring';
import type { PointsOnFile } from '../cases/workflows/points-on-file';
import type { DecisionOnPoints, YearOnFile } from './person-file';

/**
 * The years in which something was decided, the latest first.
 * @throws a defect where findings that were scored once cannot be scored: they were checked when they came.
 */
export function yearsOnFile(
  { findings, takenBack }: PointsOnFile,
  pack: LoadedPack | null,
): readonly YearOnFile[] {
  if (pack === null || findings.length === 0) return [];
  const { answers, problems } = scoreFindings(findings, pack, takenBack);
  const [problem] = problems;
  if (problem !== undefined)
    throw new Error(`finding ${problem.findingId} on file cannot be scored: ${problem.field}`);
  const byId = new Map(findings.map((finding) => [finding.findingId, finding]));
  const years = new Map<number, ScoreAnswer[]>();
  for (const answer of answers) years.set(answer.year, [...(years.get(answer.year) ?? []), answer]);
  return [...years]
    .sort(([a], [b]) => b - a)
    .map(([year, ofYear]) => {
      const last = ofYear.at(-1);
      return {
        year,
        total: last?.totalAfterRepair ?? 0,
        remaining: last === undefined ? null : remainingAfterRepair(last),
        grade: last?.grade ?? null,
        decisions: ofYear.map((answer) => decisionOf(answer, byId)),
      };
    });
}

/** What a repair took back of the last decision remains again. Texts with grades know no repair. */
const remainingAfterRepair = ({ remaining, yearTotal, totalAfterRepair }: ScoreAnswer): number | null =>
  remaining === null ? null : remaining + yearTotal - totalAfterRepair;

const decisionOf = (
  { decidedAt, counted, yearTotal, measure, article }: ScoreAnswer,
  findings: ReadonlyMap<string, Finding>,
): DecisionOnPoints => ({
  decidedAt,
  findings: counted.flatMap((each) => findingOf(each, findings)),
  yearTotal,
  measure,
  article,
});

function findingOf(
  { findingId, points }: CountedFinding,
  findings: ReadonlyMap<string, Finding>,
): DecisionOnPoints['findings'] {
  const finding = findings.get(findingId);
  if (finding === undefined) return [];
  const { situation, fixmedinsCode, documentNo } = finding;
  return [{ findingId, situation, points, fixmedinsCode, documentNo }];
}
