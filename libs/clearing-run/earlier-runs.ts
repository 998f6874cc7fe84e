/** What a run of an earlier moment said of a visit's lines: what a closed period counted them as. */
import { Views } from '@gatekeeper/adjudication';
import type { Instant } from '@gatekeeper/calendar';
import type { CountedAs } from '@gatekeeper/clearing';
import type { IdentityKey, LineIdentity } from '@gatekeeper/vocabulary';
import { identityKey } from '@gatekeeper/vocabulary';
import type { AdoptedPolicy } from './earlier-editions';
import type { Deciding, RunAnswer } from './settle-visit';
import { settleVisit } from './settle-visit';
import type { Visit } from './visit';

type Answers = ReadonlyMap<IdentityKey, RunAnswer>;

export class EarlierRuns {
  /** Of the visit asked last: its lines are asked one after the other. */
  private last: { readonly visit: Visit; readonly answers: Map<Instant, Answers> } | null = null;
  /** Apart from the run's own: views are remembered for one moment. */
  private readonly views = new Views();

  /** @param adopted every policy that was ever adopted, the first adopted first; none: only the run's is known */
  constructor(
    private readonly adopted: readonly AdoptedPolicy[],
    private readonly deciding: Deciding,
  ) {}

  /** `null`: the line was not on file then. */
  countedAt(visit: Visit, line: LineIdentity, knownAt: Instant): CountedAs | null {
    const answer = this.answersAt(visit, knownAt).get(identityKey(line));
    if (answer === undefined) return null;
    if (answer.kind === 'held') return { held: true, refused: 0n, recover: 0n };
    const { refused, recover } = answer.decision.verdict;
    return { held: false, refused, recover };
  }

  private answersAt(visit: Visit, knownAt: Instant): Answers {
    if (this.last?.visit !== visit) this.last = { visit, answers: new Map() };
    const known = this.last.answers.get(knownAt);
    if (known !== undefined) return known;
    const deciding = { ...this.deciding, views: this.views, policy: this.policyAt(knownAt), knownAt };
    const answers = new Map(
      settleVisit(visit, deciding).map(({ line, run }) => [identityKey(line), run] as const),
    );
    this.last.answers.set(knownAt, answers);
    return answers;
  }

  private policyAt(moment: Instant): Deciding['policy'] {
    const then = this.adopted.findLast(({ adoptedAt }) => adoptedAt <= moment) ?? this.adopted[0];
    return then?.policy ?? this.deciding.policy;
  }
}
