/** What may be done next with a case, by whom, and what stands in somebody's way. */
import type { CaseFile } from './case-file';
import type { Role } from './roles';
import type { StepRule, Title } from './workflow';

/** Where a case stands, as far as it says who may go on. */
export type StandingCase = Pick<CaseFile, 'state' | 'proposedBy' | 'withdrawnBy'>;

export interface Actor {
  /** A user's id, or `system`. */
  readonly id: string;
  readonly roles: readonly Role[];
}

/** In the order in which it is told. */
export type Obstacle =
  /** It is no step from this state. */
  | 'wrong_state'
  /** The registry withdrew what the case builds on. */
  | 'withdrawn'
  /** None of the actor's roles takes it. */
  | 'not_ones_role'
  /** The actor's role takes it alone and in an emergency only. */
  | 'only_in_emergency'
  /** The actor proposed it, or nobody did. */
  | 'second_person_needed';

/** The roles that take a step: in the ordinary way, and beside them in an emergency. */
export const rolesOf = ({ roles, inEmergency }: StepRule): readonly [Role, ...Role[]] => [
  ...roles,
  ...(inEmergency?.alsoBy ?? []),
];

/** What keeps somebody from a step taken in the ordinary way; `null`: nothing. What the step itself finds is not known before. */
export function obstacleTo(step: StepRule, file: StandingCase, { id, roles }: Actor): Obstacle | null {
  if (!step.from.includes(file.state)) return 'wrong_state';
  if (step.writesRecords === true && file.withdrawnBy !== null) return 'withdrawn';
  if (!rolesOf(step).some((role) => roles.includes(role))) return 'not_ones_role';
  if (step.movesMoney !== true) return null;
  if (!step.roles.some((role) => roles.includes(role))) return 'only_in_emergency';
  return file.proposedBy === null || file.proposedBy === id ? 'second_person_needed' : null;
}

/** The same of a step taken alone in an emergency: no second person is waited for. */
export function obstacleInEmergency(step: StepRule, file: StandingCase, actor: Actor): Obstacle | null {
  const obstacle = obstacleTo(step, file, actor);
  const waived = obstacle === 'only_in_emergency' || obstacle === 'second_person_needed';
  return step.inEmergency !== undefined && waived ? null : obstacle;
}

export interface NextStep {
  readonly event: string;
  readonly title: Title;
  /** Who takes it, in the ordinary way. */
  readonly roles: readonly Role[];
  /** What keeps the one who asks from it; `null`: nothing. */
  readonly obstacle: Obstacle | null;
  /** Whether the one who asks may take it alone where it cannot wait. */
  readonly inEmergency: boolean;
}

/** The steps from where a case stands, each with who takes it and what keeps the actor from it, in the order of the workflow. */
export const next = (
  steps: Readonly<Record<string, StepRule>>,
  file: StandingCase,
  actor: Actor,
): readonly NextStep[] =>
  Object.entries(steps)
    .filter(([, step]) => step.from.includes(file.state))
    .map(([event, step]) => ({
      event,
      title: step.title,
      roles: step.roles,
      obstacle: obstacleTo(step, file, actor),
      inEmergency: step.inEmergency !== undefined && obstacleInEmergency(step, file, actor) === null,
    }));
