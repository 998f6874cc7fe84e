import type { Instant } from '@gatekeeper/calendar';
import type { Configuration } from './configuration';

export const USER_STATES = ['applied', 'active', 'refused', 'revoked'] as const;
export type UserState = (typeof USER_STATES)[number];

/** What was proposed of a user and waits for a second person. */
export interface Proposal {
  readonly eventId: number;
  readonly proposedBy: string;
  readonly configuration: Configuration;
}

/** A user as it stands. */
export interface User {
  readonly userId: string;
  readonly login: string;
  readonly displayName: string;
  readonly state: UserState;
  /** In force; without roles until approved, and after a revocation. */
  readonly configuration: Configuration;
  readonly proposal: Proposal | null;
}

export const USER_EVENT_KINDS = [
  'founded',
  'applied',
  'change_proposed',
  'approved',
  'refused',
  'configured',
  'revoked',
  'one_time_token_issued',
  'password_set',
  'password_changed',
  'locked_out',
  'sessions_ended',
] as const;
export type UserEventKind = (typeof USER_EVENT_KINDS)[number];

/** One entry of a user's history. */
export interface UserEvent {
  readonly eventId: number;
  readonly kind: UserEventKind;
  /** A user's id; `console` for the command, `system` for a lock-out. */
  readonly actedBy: string;
  readonly happenedAt: Instant;
  readonly configuration: Configuration | null;
  readonly reason: string | null;
  /** The event that was approved or refused. */
  readonly proposal: number | null;
}

/** Who acts where no user does. */
export const CONSOLE = 'console';
export const SYSTEM = 'system';

export const NO_CONFIGURATION: Configuration = {
  roles: [],
  areas: [],
  institutions: [],
  clinicianCode: null,
  oidcSubject: null,
};

/** Logins are matched in one spelling: NFKC, lower case, without spaces around. */
export const foldLogin = (login: string): string => login.normalize('NFKC').trim().toLowerCase();
