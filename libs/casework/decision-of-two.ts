/**
 * A decision of two people: one proposes it, another confirms it, or returns it to where the case stood, or refuses it. Each is a step; a
 * workflow takes those that its text knows. That the second is another person is seen to by whoever runs the steps (`obstacleTo`).
 */
import type { Answer, StepRefused, StepTaken } from './answer';
import { isRefused } from './answer';
import type { Reasons } from './bodies';
import type { CaseFile } from './case-file';
import type { Need } from './facts';
import type { Moment, Step, StepDefinition, StepRule } from './workflow';
import { step } from './workflow';

/** How a proposal is kept on its case. */
export interface KeptProposal<Data extends object, Proposal extends object> {
  /** The state in which it waits. */
  readonly waiting: string;
  /** `null`: nothing is proposed. */
  readonly proposedIn: (data: Data) => Proposal | null;
  /** Data with a proposal made in a state; `null`: the one that was made is taken off. */
  readonly keep: (proposal: Proposal | null, state: string) => Partial<Data>;
  /** What is answered to who would confirm what nobody proposed. */
  readonly nothing: StepRefused;
}

type Who = Pick<StepRule, 'title' | 'roles'>;

interface Proposing<Data extends object, Body extends object, Proposal extends object, N extends Need>
  extends Who, Pick<StepDefinition<Data, Body, N>, 'from' | 'needs'> {
  readonly proposalOf: (file: CaseFile<Data>, moment: Moment<Body, N>) => Proposal | StepRefused;
}

interface Ending<Data extends object> extends Who, Pick<StepRule, 'to'> {
  /** What else comes of it; nothing unless said. */
  readonly leadsTo?: (file: CaseFile<Data>) => StepTaken<Data>;
}

interface Confirming<Data extends object, Body extends object, Proposal extends object, N extends Need>
  extends Who, Pick<StepDefinition<Data, Body, N>, 'to' | 'needs' | 'writesRecords' | 'inEmergency'> {
  readonly act: (proposal: Proposal, file: CaseFile<Data>, moment: Moment<Body, N>) => Answer<Data>;
}

export interface DecisionOfTwo<Data extends object, Proposal extends object> {
  /** One person's step. */
  readonly propose: <Body extends object, N extends Need = never>(
    of: Proposing<Data, Body, Proposal, N>,
  ) => Step<Data, Body>;
  /** Takes the proposal off: the case stands where it stood before. */
  readonly return: (of: Ending<Data>) => Step<Data, Reasons>;
  /** Takes the proposal off, and leaves what was proposed on the case. */
  readonly refuse: (of: Ending<Data>) => Step<Data, Reasons>;
  /** The second person's step. */
  readonly confirm: <Body extends object, N extends Need = never>(
    of: Confirming<Data, Body, Proposal, N>,
  ) => Step<Data, Body>;
}

export function decisionOfTwo<Data extends object, Proposal extends object>({
  waiting,
  proposedIn,
  keep,
  nothing,
}: KeptProposal<Data, Proposal>): DecisionOfTwo<Data, Proposal> {
  return {
    propose: ({ proposalOf, ...definition }) =>
      step({
        ...definition,
        to: [waiting],
        proposes: true,
        act: (file, moment) => {
          const proposal = proposalOf(file, moment);
          return isRefused(proposal) ? proposal : { data: keep(proposal, file.state) };
        },
      }),
    return: ({ leadsTo, ...definition }) =>
      step({
        ...definition,
        from: [waiting],
        endsProposal: true,
        act: (file) => ({ data: keep(null, file.state), ...leadsTo?.(file) }),
      }),
    refuse: ({ leadsTo, ...definition }) =>
      step({
        ...definition,
        from: [waiting],
        endsProposal: true,
        act: (file) => leadsTo?.(file) ?? {},
      }),
    confirm: ({ act, ...definition }) =>
      step({
        ...definition,
        from: [waiting],
        movesMoney: true,
        act: (file, moment) => {
          const proposal = proposedIn(file.data);
          return proposal === null ? nothing : act(proposal, file, moment);
        },
      }),
  };
}
