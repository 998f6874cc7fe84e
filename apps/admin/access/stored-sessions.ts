import { inTransaction, poolOf } from '@gatekeeper/database';
import type { Clock } from '@gatekeeper/runtime';
import type { DataSource } from 'typeorm';
import type { Caller } from './caller';
import { callerOfToken, endSession, openFamily, rotate } from './session-store';
import type { Tokens } from './session-store';
import type { Sessions } from './sessions-port';

/** Sessions in PostgreSQL, where every process of the app sees the end of one at once. */
export class StoredSessions implements Sessions {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  callerOfToken(accessToken: string): Promise<Caller | null> {
    return callerOfToken(poolOf(this.dataSource), accessToken, this.clock.now());
  }

  /** The tokens of a new sign-in of a user who has proven to be one. */
  open(userId: string): Promise<Tokens> {
    return inTransaction(this.dataSource, (client) => openFamily(client, userId, this.clock.now()));
  }

  /** New tokens for a refresh token; `null` where it gives none. */
  refresh(refreshToken: string): Promise<Tokens | null> {
    return inTransaction(this.dataSource, (client) => rotate(client, refreshToken, this.clock.now()));
  }

  /** Ends the session of an access token. */
  async end(accessToken: string): Promise<void> {
    await endSession(poolOf(this.dataSource), accessToken);
  }
}
