/** What the closing run of a period said of a visit's lines: what the closed period counted them as. */
import { Views } from '@gatekeeper/adjudication';
import type { ClosedPeriod, CountedAs } from '@gatekeeper/clearing';
import type { IdentityKey, LineIdentity } from '@gatekeeper/vocabulary';
import { identityKey } from '@gatekeeper/vocabulary';
import type { AdoptedPolicy } from './earlier-editions';
import type { Deciding, RunAnswer } from './settle-visit';
import { settleVisit } from './settle-visit';
import type { Visit } from './visit';

type Answers = ReadonlyMap<IdentityKey, RunAnswer>;

export class EarlierRuns {
  /** Of the visit asked last: its lines are asked one after the other. */
  private last: { readonly visit: Visit; readonly answers: Map<ClosedPeriod, Answers> } | null = null;
  /** Apart from the run's own: views are remembered for one moment. */
  private readonly views = new Views();

  /** @param adopted every policy that was ever adopted, the first adopted first; none: only the run's is known */
  constructor(
    private readonly adopted: readonly AdoptedPolicy[],
    private readonly deciding: Deciding,
  ) {}

  /** `null`: the line was not on file then. */
  countedBy(visit: Visit, line: LineIdentity, closed: ClosedPeriod): CountedAs | null {
    const answer = this.answersOf(visit, closed).get(identityKey(line));
    if (answer === undefined) return null;
    if (answer.kind === 'held') return { held: true, refused: 0n, recover: 0n };
    const { refused, recover } = answer.decision.verdict;
    return { held: false, refused, recover };
  }

  private answersOf(visit: Visit, closed: ClosedPeriod): Answers {
    if (this.last?.visit !== visit) this.last = { visit, answers: new Map() };
    const known = this.last.answers.get(closed);
    if (known !== undefined) return known;
    const deciding = {
      ...{ ...this.deciding, views: this.views },
      ...{ policy: this.policyOf(closed), knownAt: closed.closedFrom },
    };
    const answers = new Map(
      settleVisit(visit, deciding).map(({ line, run }) => [identityKey(line), run] as const),
    );
    this.last.answers.set(closed, answers);
    return answers;
  }

  /** A run decides by the last policy adopted when it began, also where it asks for a moment before that. */
  private policyOf({ closedFrom, adoptedAt }: ClosedPeriod): Deciding['policy'] {
    const moment = adoptedAt ?? closedFrom;
    const then = this.adopted.findLast((each) => each.adoptedAt <= moment) ?? this.adopted[0];
    return then?.policy ?? this.deciding.policy;
  }
}
