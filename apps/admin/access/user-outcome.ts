import type { ConfigurationProblem } from './configuration';
import type { User } from './user';

/** Why something was not done to a user; nothing was written. */
export type UserRefusal =
  | 'not_found'
  | 'login_taken'
  | 'subject_taken'
  | 'beyond_own_scope'
  | 'oneself'
  | 'own_proposal'
  | 'proposal_waits'
  | 'other_proposal'
  | 'not_active'
  | { readonly configuration: readonly ConfigurationProblem[] };

export type UserOutcome<T = User> = { readonly done: T } | { readonly refusal: UserRefusal };

export const refused = (refusal: UserRefusal): { readonly refusal: UserRefusal } => ({ refusal });
