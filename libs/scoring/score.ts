/** From findings to points, totals and measures: `scoreFindings`. */
import { append, compareText } from '@gatekeeper/vocabulary';
import type { Instant } from '@gatekeeper/calendar';
import type { LoadedPack } from '@gatekeeper/policy';
import type { Finding, FindingProblem } from './finding';
import type { Moment } from './moments';
import { momentsOf } from './moments';
import type { PointedFinding } from './points';
import { isPointed, pointsOf } from './points';
import type { PointsTakenBack } from './repair';
import type { PersonLedger, ScoreAnswer } from './score-moment';
import { scoreMoment } from './score-moment';
import { rulesAt } from './scoring-rules';

export interface ScoreResult {
  /** One for each decision on a person, by time and then by code; none when there is a problem. */
  readonly answers: readonly ScoreAnswer[];
  /** In the order of the findings: a total that left one out would be wrong. */
  readonly problems: readonly FindingProblem[];
}

/**
 * Scores findings under a pack; each decision by the edition and the values of its day. What repairs took back of a decision's
 * points is off the total that later decisions of its year add to. The order of findings does not matter.
 */
export function scoreFindings(
  findings: readonly Finding[],
  pack: LoadedPack,
  takenBack: readonly PointsTakenBack[] = [],
): ScoreResult {
  const problems: FindingProblem[] = [];
  const byPerson = new Map<string, PointedFinding[]>();
  const seen = new Set<string>();
  findings.forEach((finding, index) => {
    const { findingId, code, decidedAt } = finding;
    const pointed = pointsOf(finding, rulesAt(pack, decidedAt));
    if (seen.has(findingId))
      problems.push({ index, findingId, field: 'finding_id', expected: 'an id used once', got: findingId });
    seen.add(findingId);
    if (isPointed(pointed)) append(byPerson, code, pointed);
    else problems.push({ index, findingId, ...pointed });
  });
  if (problems.length > 0) return { answers: [], problems };
  const answers = [...byPerson].flatMap(([code, ofPerson]) =>
    scorePerson(momentsOf(ofPerson), pack, takenBackOf(code, takenBack)),
  );
  return { answers: answers.sort(byTimeThenCode), problems };
}

const byTimeThenCode = (a: ScoreAnswer, b: ScoreAnswer): number =>
  a.decidedAt - b.decidedAt || compareText(a.code, b.code);

function takenBackOf(code: string, takenBack: readonly PointsTakenBack[]): ReadonlyMap<Instant, number> {
  const byDecision = new Map<Instant, number>();
  for (const { code: ofCode, decidedAt, points } of takenBack)
    if (ofCode === code) byDecision.set(decidedAt, (byDecision.get(decidedAt) ?? 0) + points);
  return byDecision;
}

/** The answers on one person's moments, in the order of time. */
function scorePerson(
  moments: readonly Moment[],
  pack: LoadedPack,
  takenBack: ReadonlyMap<Instant, number>,
): readonly ScoreAnswer[] {
  const ledger: PersonLedger = { inspections: new Map(), years: new Map(), takenBack };
  return moments.flatMap((moment) => {
    const rules = rulesAt(pack, moment.decidedAt);
    const code = moment.findings[0]?.finding.code;
    return rules === null || code === undefined ? [] : [scoreMoment(code, moment, rules, ledger)];
  });
}
