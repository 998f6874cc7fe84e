import { poolOf } from '@gatekeeper/database';
import type { DataSource } from 'typeorm';
import type { Caller } from './caller';
import type { Reaches } from './reaches';
import { coversConfiguration } from './scope';
import type { User, UserEvent } from './user';
import { historyOf } from './user-events';
import { findUser, listUsers } from './user-store';

/** Users as an administrator sees them: those within the own scope, and those without any rights. */
export class UserDirectory {
  constructor(
    private readonly dataSource: DataSource,
    private readonly reaches: Reaches,
  ) {}

  /** One user; `null` where there is none in the caller's scope. */
  async find(caller: Caller, userId: string): Promise<User | null> {
    const user = await findUser(poolOf(this.dataSource), userId);
    return user !== null && (await this.covers(caller, user)) ? user : null;
  }

  /** What became of a user, oldest first. */
  history(userId: string): Promise<readonly UserEvent[]> {
    return historyOf(poolOf(this.dataSource), userId);
  }

  /** At most `limit` users of the caller's scope, by login, after one of them. */
  async list(caller: Caller, after: string | null, limit: number): Promise<readonly User[]> {
    const found: User[] = [];
    for (let from = after; ;) {
      const page = await listUsers(poolOf(this.dataSource), from, limit);
      for (const user of page) if (await this.covers(caller, user)) found.push(user);
      from = page.at(-1)?.login ?? null;
      if (page.length < limit || found.length >= limit) return found.slice(0, limit);
    }
  }

  private async covers(caller: Caller, { configuration, proposal }: User): Promise<boolean> {
    if (!(await coversConfiguration(caller, configuration, this.reaches))) return false;
    return proposal === null || coversConfiguration(caller, proposal.configuration, this.reaches);
  }
}
