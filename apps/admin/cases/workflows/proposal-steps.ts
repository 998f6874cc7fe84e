/** The steps before a decision of two people: one proposes it, and who would confirm it may return it instead. */
import type { Role } from '../../access/roles';
import { ReasonsBody } from '../case-bodies';
import type { Moment, Step, StepRefused } from '../workflow';
import { isRefused, stepsOf } from '../workflow';

interface Title {
  readonly en: string;
  readonly zh: string;
}

interface Proposed<Proposal> {
  readonly proposed?: Proposal | null;
  /** The state to which a proposal that is returned leads back. */
  readonly stood_before?: string;
}

interface Proposing<Proposal extends object, Body extends object> {
  /** What is proposed: `decision` makes `propose_decision` and `return_decision`. */
  readonly what: string;
  readonly titles: { readonly propose: Title; readonly return: Title };
  readonly from: readonly [string, ...string[]];
  readonly proposedBy: readonly [Role, ...Role[]];
  readonly returnedBy: readonly [Role, ...Role[]];
  readonly body: new () => Body;
  /** What the body proposes to a case in that state. */
  readonly proposalOf: (moment: Moment<Body>, state: string) => Proposal | StepRefused;
}

/** Both steps; the proposal is kept as `proposed`, and taken off when it is returned. The step that confirms it is the workflow's own. */
export function proposalSteps<Proposal extends object, Body extends object>({
  what,
  titles,
  from,
  proposedBy,
  returnedBy,
  body,
  proposalOf,
}: Proposing<Proposal, Body>): readonly [Step, Step] {
  const step = stepsOf<Proposed<Proposal>>();
  const waiting = `${what}_proposed`;
  return [
    step({
      event: `propose_${what}`,
      title: titles.propose,
      from,
      to: [waiting],
      roles: proposedBy,
      body,
      proposes: true,
      act: ({ state }, moment: Moment<Body>) => {
        const proposed = proposalOf(moment, state);
        return Promise.resolve(isRefused(proposed) ? proposed : { data: { proposed, stood_before: state } });
      },
    }),
    step({
      event: `return_${what}`,
      title: titles.return,
      from: [waiting],
      to: from,
      roles: returnedBy,
      body: ReasonsBody,
      endsProposal: true,
      act: ({ data }) => Promise.resolve({ data: { proposed: null }, state: data.stood_before ?? from[0] }),
    }),
  ];
}
