/** Puts beside what the run says of each line what stands on file, and what came between the two. */
import type { Instant } from '@gatekeeper/calendar';
import type { CauseEvidence, ClearedLine, HoldRelease, News } from '@gatekeeper/clearing';
import { UnusableInput } from '@gatekeeper/runtime';
import type { Decision, HeldLine, IdentityKey, LineIdentity, SettlementLine } from '@gatekeeper/vocabulary';
import { compareBytes, identityKey, isRefund } from '@gatekeeper/vocabulary';
import type { EarlierEditions } from './earlier-editions';
import type { EarlierRuns } from './earlier-runs';
import { RegistryNews } from './registry-news';
import type { Deciding, RunAnswer, SettledLine } from './settle-visit';
import { answeredAt, RunsWithout } from './runs-without';
import { settleVisit } from './settle-visit';
import type { KeptByPlan, Visit } from './visit';

/** A cleared line with what stands on it whole. */
export interface LineToClear extends ClearedLine {
  readonly standing: RunAnswer | null;
}

/** Settles visits and joins them with what is on file, for one run. */
export class Clearing {
  private readonly registryNews: RegistryNews;

  /** @param editions `null`: none but the one that the run decides by is known */
  constructor(
    private readonly deciding: Deciding,
    private readonly editions: EarlierEditions | null,
    private readonly earlierRuns: EarlierRuns,
  ) {
    this.registryNews = new RegistryNews(deciding.timelineOf);
  }

  /** The lines of a visit in the order of the bytes of charge batch and number. */
  linesOf(visit: Visit): readonly LineToClear[] {
    const onFile = standingOf(visit);
    const settled = settleVisit(visit, this.deciding).toSorted(
      ({ line: one }, { line: other }) =>
        compareBytes(one.chargeBatch, other.chargeBatch) || compareBytes(one.lineNo, other.lineNo),
    );
    const evidence = new VisitEvidence(visit, settled, this.deciding, this.registryNews, this.editions);
    return settled.map((line) => this.cleared(visit, line, onFile.get(identityKey(line.line)), evidence));
  }

  private cleared(
    visit: Visit,
    settled: SettledLine,
    onFile: OnFile | undefined,
    evidence: VisitEvidence,
  ): LineToClear {
    const { line, run, places, mirrored, original } = settled;
    const standing = onFile === undefined ? null : standingAnswer(onFile);
    let found: CauseEvidence | null = null;
    return {
      ...{ line, run, places, standing, mirrored, original },
      earlier: onFile?.earlier ?? [],
      releases: onFile?.releases ?? [],
      countedBy: (closed) => this.earlierRuns.countedBy(visit, line, closed),
      // Asked of the few lines that differ.
      get evidence() {
        return (found ??= evidence.of(settled, standing));
      },
    };
  }
}

interface OnFile {
  readonly earlier: Decision[];
  readonly releases: HoldRelease[];
  held: HeldLine | null;
}

type Standing = RunAnswer | null;

function standingAnswer({ held, earlier }: OnFile): Standing {
  if (held !== null) return { kind: 'held', held };
  const decision = earlier.at(-1);
  return decision === undefined ? null : { kind: 'decision', decision };
}

/** What is on file of each line of a visit: its decisions along their chain, and the open hold. */
function standingOf({ decisions, holds, releases }: Visit): ReadonlyMap<IdentityKey, OnFile> {
  const found = new Map<IdentityKey, OnFile>();
  const of = (line: LineIdentity): OnFile => {
    const key = identityKey(line);
    let onFile = found.get(key);
    if (onFile === undefined) found.set(key, (onFile = { earlier: [], releases: [], held: null }));
    return onFile;
  };
  for (const decision of decisions) of(decision.line).earlier.push(decision);
  for (const onFile of found.values())
    if (onFile.earlier.length > 1) onFile.earlier.splice(0, Infinity, ...alongChain(onFile.earlier));
  for (const held of holds) of(held.line).held = held;
  for (const release of releases) of(release.line).releases.push(release);
  return found;
}

/** Decisions of one line, the first taken first: what stands is the leaf of their chain, whatever order they come in (CONTRACT 8). */
function alongChain(decisions: readonly Decision[]): readonly Decision[] {
  const byId = new Map(decisions.map((decision) => [decision.decisionId, decision]));
  const superseded = new Set(decisions.flatMap(({ supersedes }) => supersedes ?? []));
  const leaves = [...byId.values()].filter(({ decisionId }) => !superseded.has(decisionId));
  const [leaf, other] = leaves;
  if (leaf === undefined || other !== undefined)
    throw new UnusableInput(
      `the decisions on file of one line are no chain: of ${byId.size}, ${leaves.length} are superseded by none (${[...byId.keys()].slice(0, 3).join(', ')})`,
    );
  const chain: Decision[] = [];
  for (let at: Decision | undefined = leaf; at !== undefined && chain.length < byId.size;) {
    chain.push(at);
    at = at.supersedes === null ? undefined : byId.get(at.supersedes);
  }
  return chain.reverse();
}

class VisitEvidence {
  private readonly runsWithout: RunsWithout;

  constructor(
    private readonly visit: Visit,
    private readonly settled: readonly SettledLine[],
    private readonly deciding: Deciding,
    private readonly registryNews: RegistryNews,
    private readonly editions: EarlierEditions | null,
  ) {
    this.runsWithout = new RunsWithout(visit, settled, deciding);
  }

  of(settled: SettledLine, standing: Standing): CauseEvidence {
    const { line } = settled;
    return {
      news: standing === null ? [] : this.newsOf(line, answeredAt(standing)),
      madeBy: (kinds) => (standing === null ? 'nothing' : this.runsWithout.shareOf(kinds, settled, standing)),
      plan: this.planOf(line),
      standsUnderItsEdition:
        standing?.kind === 'decision' && this.editions !== null
          ? this.editions.wouldStand(this.visit, line, standing.decision)
          : null,
    };
  }

  private newsOf(line: SettlementLine, after: Instant): readonly News[] {
    const news: News[] = [];
    for (const each of this.settled) {
      const of =
        each.line.lineNo === line.lineNo && each.line.chargeBatch === line.chargeBatch ? 'line' : 'visit';
      if (of === 'visit' && !isRefund(line)) continue;
      for (const { kind, at } of each.news) if (at === null || at > after) news.push({ kind, of });
      // Another line may also have come only now: the original that a refund has waited for.
      const [first] = each.places;
      if (of === 'visit' && first.knownFrom > after) news.push({ kind: 're_upload', of });
      for (const kind of this.registryNews.of(each.line, after, this.deciding.knownAt))
        news.push({ kind, of });
    }
    return news;
  }

  /** Of a refund, whatever keeps a line of the number that it names. */
  private planOf(line: SettlementLine): KeptByPlan | null {
    const { plans } = this.visit;
    if (plans.size === 0) return null;
    const own = plans.get(identityKey(line));
    if (own !== undefined || line.originalLineNo === null) return own ?? null;
    for (const { line: other } of this.settled) {
      const kept = other.lineNo === line.originalLineNo ? plans.get(identityKey(other)) : undefined;
      if (kept !== undefined) return kept;
    }
    return null;
  }
}
