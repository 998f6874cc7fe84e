import type { Caller } from './caller';

/** Who an access token stands for. */
export interface Sessions {
  /** `null` for a token that is unknown, over or revoked. @throws an outage. */
  callerOfToken(accessToken: string): Promise<Caller | null>;
}

/** Nest's token for `Sessions`. */
export const SESSIONS = Symbol('sessions');
