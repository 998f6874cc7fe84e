/** Whether a decision would stand if its line were asked now, under the edition that it names: tells a change of edition from news. */
import type { Instant } from '@gatekeeper/calendar';
import { differs } from '@gatekeeper/clearing';
import type { Policy } from '@gatekeeper/policy';
import type { Decision, SettlementLine } from '@gatekeeper/vocabulary';
import { identityKey } from '@gatekeeper/vocabulary';
import type { Deciding } from './settle-visit';
import { settleVisit } from './settle-visit';
import type { Visit } from './visit';

/** A policy that was adopted for an installation, and when. */
export interface AdoptedPolicy {
  readonly adoptedAt: Instant;
  readonly policy: Policy;
}

export class EarlierEditions {
  /** @param adopted all that were ever adopted, the first adopted first */
  constructor(
    private readonly adopted: readonly AdoptedPolicy[],
    private readonly deciding: Deciding,
  ) {}

  /** `null`: the policy in force when it was decided is that of the run, or names another edition than the decision. */
  wouldStand(visit: Visit, line: SettlementLine, standing: Decision): boolean | null {
    const place = this.adopted.findLastIndex(({ adoptedAt }) => adoptedAt <= standing.knownAt);
    const then = this.adopted[Math.max(place, 0)];
    if (then === undefined || then === this.adopted.at(-1)) return null;
    const key = identityKey(line);
    const again = settleVisit(visit, { ...this.deciding, policy: then.policy }).find(
      (each) => identityKey(each.line) === key,
    );
    if (again?.run.kind !== 'decision') return null;
    const { pack, edition } = again.run.decision.verdict;
    if (pack !== standing.verdict.pack || edition !== standing.verdict.edition) return null;
    return !differs(again.run, { kind: 'decision', decision: standing });
  }
}
