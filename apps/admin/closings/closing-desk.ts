/**
 * Closes periods (CONTRACT 9): one person proposes a run, another closes on it. What stands against it is asked at both moments,
 * behind one lock, so that nothing is closed beside it meanwhile. Closing stops no decision: it says in which period money counts.
 */
import { hexOf, obstaclesToClosing } from '@gatekeeper/clearing';
import type { ClosingQuestion, Obstacle } from '@gatekeeper/clearing';
import { inSnapshot, inTransaction, poolOf } from '@gatekeeper/database';
import type { Queryable } from '@gatekeeper/database';
import {
  changedLeaves,
  changesOf,
  closedBeside,
  closePeriod,
  CLOSING_STATES,
  exceptionInForce,
  findClosing,
  findClosingRun,
  institutionsOfRun,
  keepChanges,
  listClosings,
  lockClosings,
  openWorkOf,
  proposeClosing,
  refuseClosing,
  standingClosings,
} from '@gatekeeper/decision-store';
import type {
  ChangedLeaf,
  Closing,
  ClosingChange,
  ClosingException,
  ClosingKind,
} from '@gatekeeper/decision-store';
import { Defect } from '@gatekeeper/runtime';
import type { Caller } from '../access/caller';
import { coversArea } from '../access/scope';
import { appendAudit } from '../audit/audit-log';
import { samePerson } from '../cases/case-refused';
import { notOnFile } from '../http/refusals';
import { pageOf } from '../http/page';
import type { Page, PageQuery } from '../http/page';
import type { AdminParts } from '../parts';
import { outOfReach } from '../registry/registry-refusals';
import { closingAnswer } from './closing-answer';
import type { ClosingAnswer, WholeClosing } from './closing-answer';
import type { ClosingsQuery } from './closing-bodies';
import { closingEnded, otherDigest, standsAgainst } from './closing-refusals';

const NUMBER = /^[1-9][0-9]{0,17}$/;
const PLACE = /^[0-9]{1,15}$/;

export class ClosingDesk {
  constructor(private readonly parts: Pick<AdminParts, 'dataSource' | 'background' | 'clock'>) {}

  /** The latest first. */
  async list({ state, period, limit, after }: ClosingsQuery, caller: Caller): Promise<Page<ClosingAnswer>> {
    const found = await listClosings(poolOf(this.parts.dataSource), {
      areas: caller.areas,
      period: period ?? null,
      states: state === undefined ? CLOSING_STATES : [state],
      before: after !== undefined && NUMBER.test(after) ? after : null,
      atMost: limit + 1,
    });
    return pageOf(found, limit, closingAnswer, ({ closingId }) => closingId);
  }

  /** With what stands against it now, and a part of what it changed. @throws Refused: unknown, or out of the caller's areas. */
  read(closingId: string, { limit, after }: PageQuery, caller: Caller): Promise<WholeClosing> {
    return inSnapshot(this.parts.dataSource, async (client) => {
      const closing = await this.within(client, closingId, caller);
      const { obstacles } =
        closing.state === 'proposed' ? await askAbout(client, closing) : { obstacles: [] };
      const place = after !== undefined && PLACE.test(after) ? Number(after) : -1;
      const changes = await changesOf(client, closingId, place, limit + 1);
      const changeAnswer = ({ line, was, now }: ClosingChange): ClosingChange => ({ line, was, now });
      return {
        ...closingAnswer(closing),
        obstacles,
        changes: pageOf(changes, limit, changeAnswer, ({ position }) => String(position)),
      };
    });
  }

  /** @throws Refused: no such run, out of the caller's areas, or something stands against it. */
  async propose({
    runId,
    kind,
    reason,
    caller,
  }: {
    readonly runId: string;
    readonly kind: ClosingKind;
    readonly reason: string | null;
    readonly caller: Caller;
  }): Promise<ClosingAnswer> {
    const run = await findClosingRun(poolOf(this.parts.dataSource), runId);
    if (run === null) throw notOnFile('The run', '清算任务');
    if (!coversArea(caller, run.area)) throw outOfReach();
    return inTransaction(this.parts.dataSource, async (client) => {
      await lockClosings(client);
      const { obstacles } = await askAbout(client, { ...run, kind });
      if (obstacles.length > 0) throw standsAgainst(run.period, obstacles);
      const closingId = await proposeClosing(client, { ...run, kind }, { proposedBy: caller.userId, reason });
      return this.told(client, closingId, 'proposeClosing', caller, reason);
    });
  }

  /** Closes the period. @throws Refused: the proposer, another digest, ended already, or something stands against it by now. */
  async approve(closingId: string, digest: string, caller: Caller): Promise<ClosingAnswer> {
    const changed = await this.changedBy(closingId, caller);
    return inTransaction(this.parts.dataSource, async (client) => {
      await lockClosings(client);
      const closing = await this.within(client, closingId, caller);
      if (closing.state !== 'proposed') throw closingEnded(closing);
      if (closing.proposedBy === caller.userId) throw samePerson();
      if (closing.digest !== digest) throw otherDigest(closing);
      const { obstacles, exception, replaces } = await askAbout(client, closing);
      if (obstacles.length > 0) throw standsAgainst(closing.period, obstacles);
      const isAnew = replaces !== null && replaces.runId !== closing.runId;
      // What was compared before the lock is what is replaced, or nothing is closed.
      if (isAnew && changed?.replaces !== replaces.closingId) throw closingEnded(closing);
      await closePeriod(client, closing, {
        approvedBy: caller.userId,
        replaces: replaces?.closingId ?? null,
        exceptionId: isAnew || closing.held > 0 ? (exception?.exceptionId ?? null) : null,
      });
      if (isAnew) await keepChanges(client, closingId, 0, changed?.changes ?? []);
      return this.told(client, closingId, 'approveClosing', caller, null);
    });
  }

  /** @throws Refused: ended already. */
  refuse(closingId: string, reason: string, caller: Caller): Promise<ClosingAnswer> {
    return inTransaction(this.parts.dataSource, async (client) => {
      await lockClosings(client);
      const closing = await this.within(client, closingId, caller);
      if (closing.state !== 'proposed') throw closingEnded(closing);
      await refuseClosing(client, closingId, { refusedBy: caller.userId, reason });
      return this.told(client, closingId, 'refuseClosing', caller, reason);
    });
  }

  private async within(client: Queryable, closingId: string, caller: Caller): Promise<Closing> {
    const closing = await findClosing(client, closingId);
    if (closing === null) throw notOnFile('The closing', '结账');
    if (!coversArea(caller, closing.area)) throw outOfReach();
    return closing;
  }

  /** What a closing anew would change of the one that stands; `null`: none stands, or it is the same run. */
  private changedBy(
    closingId: string,
    caller: Caller,
  ): Promise<{ readonly replaces: string; readonly changes: readonly ClosingChange[] } | null> {
    return inSnapshot(this.parts.background, async (client) => {
      const closing = await this.within(client, closingId, caller);
      const standing = await standingClosings(client, closing.area);
      const same = standing.find(({ period }) => period === closing.period);
      if (closing.state !== 'proposed' || same === undefined || same.runId === closing.runId) return null;
      const changes: ClosingChange[] = [];
      for await (const page of changedLeaves(client, same.runId, closing.runId))
        for (const changed of page) changes.push(changeOf(changed));
      return { replaces: same.closingId, changes };
    });
  }

  private async told(
    client: Queryable,
    closingId: string,
    action: string,
    { userId }: Caller,
    reason: string | null,
  ): Promise<ClosingAnswer> {
    const closing = await findClosing(client, closingId);
    if (closing === null) throw new Defect(`closing ${closingId} is gone`);
    const { area, period, kind, runId, digest, root, size } = closing;
    // Last, like every entry of the audit log: all other writers wait for it.
    await appendAudit(client, {
      at: this.parts.clock.now(),
      actor: userId,
      action,
      subject: `closing ${closingId}`,
      details: {
        ...{ area, period, kind, run_id: runId, digest, root, size },
        ...(reason === null ? {} : { reason }),
        ...(closing.replaces === null ? {} : { replaces: closing.replaces }),
        ...(closing.exceptionId === null ? {} : { exception_id: closing.exceptionId }),
      },
    });
    return closingAnswer(closing);
  }
}

interface Asked {
  readonly obstacles: readonly Obstacle[];
  readonly exception: ClosingException | null;
  /** The closing of the same period that stands. */
  readonly replaces: Closing | null;
}

/** What stands against closing a run, by what is on file now. */
async function askAbout(
  client: Queryable,
  { runId, area, period, kind }: Pick<Closing, 'runId' | 'area' | 'period' | 'kind'>,
): Promise<Asked> {
  const run = await findClosingRun(client, runId);
  if (run === null) throw new Defect(`run ${runId} is gone`);
  const standing = await standingClosings(client, area);
  const exception = await exceptionInForce(client, { area, period });
  const institutions = await institutionsOfRun(client, runId);
  const question: ClosingQuestion = {
    kind,
    run,
    standing: standing.map((each) => ({ ...each, closedAt: each.endedAt ?? each.proposedAt })),
    closedBeside: await closedBeside(client, area),
    ...(await openWorkOf(client, { knownAt: run.knownAt, institutions })),
    exceptionInForce: exception !== null,
  };
  return {
    obstacles: obstaclesToClosing(question),
    exception,
    replaces: standing.find((each) => each.period === period) ?? null,
  };
}

const changeOf = ({ line, was, now }: ChangedLeaf): ClosingChange => ({
  line,
  was: was === null ? null : hexOf(was),
  now: now === null ? null : hexOf(now),
});
