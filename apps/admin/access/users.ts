import { randomUUID } from 'node:crypto';
import { inTransaction } from '@gatekeeper/database';
import type { Queryable } from '@gatekeeper/database';
import { Defect } from '@gatekeeper/runtime';
import type { Clock } from '@gatekeeper/runtime';
import type { DataSource } from 'typeorm';
import type { Caller } from './caller';
import { problemsOf } from './configuration';
import type { Configuration } from './configuration';
import type { OneTimeToken, Passwords } from './passwords';
import type { Reaches } from './reaches';
import { coversConfiguration } from './scope';
import { endSessionsOf } from './session-store';
import { foldLogin } from './user';
import type { Proposal, User } from './user';
import type { UserDirectory } from './user-directory';
import { refused } from './user-outcome';
import type { UserOutcome, UserRefusal } from './user-outcome';
import { appendUserEvent } from './user-events';
import type { NewUserEvent } from './user-events';
import * as store from './user-store';

export interface Application {
  readonly login: string;
  readonly displayName: string;
  readonly configuration: Configuration;
  readonly reason: string;
}

type Work<T> = (client: Queryable, user: User) => Promise<UserOutcome<T>>;
type EventParts = Pick<NewUserEvent, 'configuration' | 'reason' | 'decides'>;

export interface UsersParts {
  readonly dataSource: DataSource;
  readonly clock: Clock;
  readonly reaches: Reaches;
  readonly directory: UserDirectory;
  readonly passwords: Pick<Passwords, 'issueToken'>;
}

/**
 * The lifecycle of users (guangdong-2025 art. 43, 49: 申请、审批、配置、变更、注销): what one administrator proposes, another decides; each
 * step is an event, written with what it changes. An administrator acts on users within the own scope, never on oneself.
 */
export class Users {
  constructor(private readonly parts: UsersParts) {}

  /** Applies for a user with the configuration it is to have. */
  async apply(caller: Caller, application: Application): Promise<UserOutcome> {
    const { displayName, configuration, reason } = application;
    const refusal = await this.refusalOf(caller, configuration);
    if (refusal !== null) return refused(refusal);
    const user = { userId: randomUUID(), login: foldLogin(application.login), displayName };
    return inTransaction(this.parts.dataSource, async (client) => {
      if (!(await store.insertUser(client, { ...user, state: 'applied' }))) return refused('login_taken');
      const event = await this.record(client, user.userId, 'applied', caller, { configuration, reason });
      await store.setProposal(client, user.userId, event);
      return asItStands(client, user.userId);
    });
  }

  /** Proposes another configuration of an active user. */
  async configure(
    caller: Caller,
    userId: string,
    configuration: Configuration,
    reason: string,
  ): Promise<UserOutcome> {
    const refusal = await this.refusalOf(caller, configuration);
    if (refusal !== null) return refused(refusal);
    return this.change(caller, userId, async (client, user) => {
      if (user.state !== 'active') return refused('not_active');
      if (user.proposal !== null) return refused('proposal_waits');
      const event = await this.record(client, userId, 'change_proposed', caller, { configuration, reason });
      await store.setProposal(client, userId, event);
      return asItStands(client, userId);
    });
  }

  /** Approves what a colleague proposed: it is in force from now on, and sessions under the former rights end. */
  approve(caller: Caller, userId: string, proposalId: number): Promise<UserOutcome> {
    return this.decide(caller, userId, proposalId, async (client, _, proposal) => {
      const { configuration } = proposal;
      if (await store.isSubjectTaken(client, userId, configuration.oidcSubject))
        return refused('subject_taken');
      const approval = await this.record(client, userId, 'approved', caller, { decides: proposal });
      await this.record(client, userId, 'configured', caller, { configuration });
      await store.putInForce(client, userId, approval, configuration);
      await endSessionsOf(client, userId, 'configured');
      return asItStands(client, userId);
    });
  }

  /** Refuses what a colleague proposed; of an application, the user with it. */
  refuse(caller: Caller, userId: string, proposalId: number, reason: string): Promise<UserOutcome> {
    return this.decide(caller, userId, proposalId, async (client, { state }, decides) => {
      await this.record(client, userId, 'refused', caller, { decides, reason });
      if (state === 'applied') await store.putOutOfForce(client, userId, 'refused');
      else await store.setProposal(client, userId, null);
      return asItStands(client, userId);
    });
  }

  /** Takes every right from a user, at once and by one person: taking rights away needs no second. */
  revoke(caller: Caller, userId: string, reason: string): Promise<UserOutcome> {
    return this.change(caller, userId, async (client, { state }) => {
      if (state === 'revoked' || state === 'refused') return refused('not_active');
      await this.record(client, userId, 'revoked', caller, { reason });
      await store.putOutOfForce(client, userId, 'revoked');
      await endSessionsOf(client, userId, 'revoked');
      return asItStands(client, userId);
    });
  }

  /** Ends every session of a user. */
  endSessions(caller: Caller, userId: string): Promise<UserOutcome> {
    return this.change(caller, userId, async (client) => {
      await this.record(client, userId, 'sessions_ended', caller, {});
      await endSessionsOf(client, userId, 'ended_by_administrator');
      return asItStands(client, userId);
    });
  }

  /** A one-time token for a user to set a password with, to be handed over in person. */
  issueToken(caller: Caller, userId: string): Promise<UserOutcome<OneTimeToken>> {
    return this.change<OneTimeToken>(caller, userId, async (client, { state }) => {
      if (state !== 'active') return refused('not_active');
      await this.record(client, userId, 'one_time_token_issued', caller, {});
      return { done: await this.parts.passwords.issueToken(client, userId) };
    });
  }

  private decide(
    caller: Caller,
    userId: string,
    proposalId: number,
    work: (client: Queryable, user: User, proposal: Proposal) => Promise<UserOutcome>,
  ): Promise<UserOutcome> {
    return this.change(caller, userId, (client, user) => {
      const { proposal } = user;
      if (proposal?.eventId !== proposalId) return Promise.resolve(refused('other_proposal'));
      if (proposal.proposedBy === caller.userId) return Promise.resolve(refused('own_proposal'));
      return work(client, user, proposal);
    });
  }

  /** Scope is looked up before the transaction: whoever decides is in scope of what is in force and of what is proposed. */
  private async change<T = User>(caller: Caller, userId: string, work: Work<T>): Promise<UserOutcome<T>> {
    const { dataSource, directory } = this.parts;
    const seen = await directory.find(caller, userId);
    if (seen === null) return refused('not_found');
    if (userId === caller.userId) return refused('oneself');
    return inTransaction(dataSource, async (client) => {
      const user = await store.lockUser(client, userId);
      if (user === null) return refused('not_found');
      return work(client, user);
    });
  }

  private async refusalOf(caller: Caller, configuration: Configuration): Promise<UserRefusal | null> {
    const problems = problemsOf(configuration);
    if (problems.length > 0) return { configuration: problems };
    const { reaches } = this.parts;
    return (await coversConfiguration(caller, configuration, reaches)) ? null : 'beyond_own_scope';
  }

  private record(
    client: Queryable,
    userId: string,
    kind: NewUserEvent['kind'],
    caller: Caller,
    parts: EventParts,
  ): Promise<number> {
    const at = this.parts.clock.now();
    return appendUserEvent(client, { userId, kind, actedBy: caller.userId, at, ...parts });
  }
}

async function asItStands(client: Queryable, userId: string): Promise<{ readonly done: User }> {
  const user = await store.findUser(client, userId);
  if (user === null) throw new Defect('a user that was just written is not there');
  return { done: user };
}
