/**
 * What counts within an inspection (同一次监督检查): one act that fits several situations is one deduction, and so is
 * one situation met several times, as the pack reads it; different situations add up.
 */
import { compareText } from '@gatekeeper/vocabulary';
import type { Parameters } from '@gatekeeper/policy';
import type { Finding } from './finding';
import type { PointedFinding } from './points';

/** The most points for which each act and each situation of an inspection has counted so far. */
export interface CountedBefore {
  readonly acts: ReadonlyMap<string, number>;
  readonly situations: ReadonlyMap<string, number>;
}

export const NOTHING_COUNTED: CountedBefore = { acts: new Map(), situations: new Map() };

export interface CountedFinding {
  readonly findingId: string;
  readonly situation: string;
  readonly points: number;
}

export interface CountedInspection {
  /** What counts now. */
  readonly counted: readonly CountedFinding[];
  readonly after: CountedBefore;
}

type SameRules = Pick<Parameters, 'sameActSeveralSituations' | 'sameKindInSameInspection'>;

/**
 * What counts of the findings of one person, one inspection and one decision. Acts come first: of each only the
 * heaviest situation is left (of equals the first finding id); then situations. Where the inspection was decided on
 * before, an act or a situation counts only for what exceeds what it has already counted for.
 */
export function countInspection(
  findings: readonly PointedFinding[],
  before: CountedBefore,
  { sameActSeveralSituations, sameKindInSameInspection }: SameRules,
): CountedInspection {
  const byAct = sameActSeveralSituations === 'highest';
  const byKind = sameKindInSameInspection === 'once';
  const ofActs = byAct ? heaviest(findings, actOf) : findings;
  const left = byKind ? heaviest(ofActs, situationOf) : ofActs;
  const counted: CountedFinding[] = [];
  const acts = new Map(before.acts);
  const situations = new Map(before.situations);
  for (const { finding, points } of left) {
    const { findingId, actId, situation } = finding;
    const already = Math.max(
      byAct && actId !== null ? (before.acts.get(actId) ?? 0) : 0,
      byKind ? (before.situations.get(situation) ?? 0) : 0,
    );
    if (points > already) counted.push({ findingId, situation, points: points - already });
  }
  // Also of what one of its kind outweighed: the act is judged, and counts again only for what exceeds it.
  for (const { finding, points } of ofActs) {
    if (finding.actId !== null) raise(acts, finding.actId, points);
    raise(situations, finding.situation, points);
  }
  return { counted, after: { acts, situations } };
}

const raise = (most: Map<string, number>, key: string, points: number): void =>
  void most.set(key, Math.max(points, most.get(key) ?? 0));

const actOf = ({ actId }: Finding): string | null => actId;
const situationOf = ({ situation }: Finding): string => situation;

/** One finding of each group, the heaviest, of equals the first id; those of no group stay. */
function heaviest(
  findings: readonly PointedFinding[],
  groupOf: (finding: Finding) => string | null,
): readonly PointedFinding[] {
  const best = new Map<string, PointedFinding>();
  const left: PointedFinding[] = [];
  for (const candidate of findings) {
    const group = groupOf(candidate.finding);
    if (group === null) left.push(candidate);
    else {
      const held = best.get(group);
      if (held === undefined || isHeavier(candidate, held)) best.set(group, candidate);
    }
  }
  return [...left, ...best.values()];
}

const isHeavier = (a: PointedFinding, b: PointedFinding): boolean =>
  a.points > b.points || (a.points === b.points && byFindingId(a, b) < 0);

const byFindingId = (a: PointedFinding, b: PointedFinding): number =>
  compareText(a.finding.findingId, b.finding.findingId);
