/** The points of a finding, by the catalogue: fixed, or chosen inside a band. */
import { isMissingCode } from '@gatekeeper/vocabulary';
import { isFixed } from '@gatekeeper/policy';
import type { OrNone } from '@gatekeeper/policy';
import type { Finding, FindingProblem } from './finding';
import type { ScoringRules } from './scoring-rules';

/** A finding with its points. */
export interface PointedFinding {
  readonly finding: Finding;
  readonly points: number;
}

type Fault = Pick<FindingProblem, 'field' | 'expected' | 'got'>;

/** The finding with its points, or what keeps it from having any. `rules` are those of its decision. */
export function pointsOf(finding: Finding, rules: ScoringRules | null): PointedFinding | Fault {
  if (isMissingCode(finding.code))
    return { field: 'code', expected: "a person's code, no placeholder", got: finding.code };
  if (rules === null)
    return { field: 'decided_at', expected: 'a day on which the pack leaves no blank', got: null };
  const situation = rules.catalogue.get(finding.situation);
  if (situation === undefined)
    return { field: 'situation', expected: `a code of ${catalogueIn(rules)}`, got: finding.situation };
  const { points } = finding;
  const { from, to } = situation.points;
  if (isFixed(situation))
    return points === null
      ? { finding, points: from }
      : {
          field: 'points',
          expected: `none: ${situation.code} is ${from} point${from === 1 ? '' : 's'}`,
          got: points,
        };
  if (points === null)
    return { field: 'points', expected: `${from} to ${to}, chosen for ${situation.code}`, got: null };
  const most = rules.parameters.annualCap;
  return isCountable(points, most)
    ? { finding, points }
    : {
        field: 'points',
        expected: `a whole number from 1${most === 'none' ? '' : ` to ${most}`}`,
        got: points,
      };
}

export const isPointed = (read: PointedFinding | Fault): read is PointedFinding => 'finding' in read;

/** Points outside the band count as given; more than a year can hold are a slip of the pen. */
const isCountable = (points: number, most: OrNone<number>): boolean =>
  Number.isInteger(points) && points >= 1 && (most === 'none' || points <= most);

/** `the catalogue of hainan-2022 (HI22-15-1 to HI22-19-3)`. */
function catalogueIn({ edition, catalogue }: ScoringRules): string {
  const codes = [...catalogue.keys()];
  const [first] = codes;
  const last = codes[codes.length - 1];
  return first === undefined || last === undefined
    ? `${edition.pack.name}, which scores nothing`
    : `the catalogue of ${edition.pack.name} (${first} to ${last})`;
}
