/**
 * Exceptions to a soft closing: one person says why and until when, another lets it stand. While it stands the period may be
 * closed with open holds, or, closed already, closed anew on a later run; what that changes is kept with the closing.
 */
import { parseTime } from '@gatekeeper/calendar';
import { inTransaction, poolOf } from '@gatekeeper/database';
import type { Queryable } from '@gatekeeper/database';
import {
  actOnException,
  EXCEPTION_STATES,
  findException,
  listExceptions,
  lockClosings,
  proposeException,
  standingClosings,
} from '@gatekeeper/decision-store';
import type { ClosingException, ExceptionAct, ExceptionState } from '@gatekeeper/decision-store';
import { Defect } from '@gatekeeper/runtime';
import type { Caller } from '../access/caller';
import { coversArea } from '../access/scope';
import { appendAudit } from '../audit/audit-log';
import { samePerson } from '../cases/case-refused';
import { notOnFile } from '../http/refusals';
import { pageOf } from '../http/page';
import type { Page } from '../http/page';
import type { AdminParts } from '../parts';
import { outOfReach } from '../registry/registry-refusals';
import { exceptionAnswer } from './closing-answer';
import type { ExceptionAnswer } from './closing-answer';
import type { ExceptionsQuery, ProposeExceptionBody } from './closing-bodies';
import { endsInThePast, exceptionEnded, nothingToExcept } from './closing-refusals';

const NUMBER = /^[1-9][0-9]{0,17}$/;

/** From which state each act leads on. */
const FROM: Readonly<Record<ExceptionAct, ExceptionState>> = {
  approve: 'proposed',
  refuse: 'proposed',
  take_back: 'in_force',
};

const OPERATION: Readonly<Record<ExceptionAct, string>> = {
  approve: 'approveClosingException',
  refuse: 'refuseClosingException',
  take_back: 'takeBackClosingException',
};

export class ExceptionDesk {
  constructor(private readonly parts: Pick<AdminParts, 'dataSource' | 'clock'>) {}

  /** The latest first. */
  async list(query: ExceptionsQuery, caller: Caller): Promise<Page<ExceptionAnswer>> {
    const { state, period, limit, after } = query;
    const found = await listExceptions(poolOf(this.parts.dataSource), {
      areas: caller.areas,
      period: period ?? null,
      states: state === undefined ? EXCEPTION_STATES : [state],
      before: after !== undefined && NUMBER.test(after) ? after : null,
      atMost: limit + 1,
    });
    return pageOf(found, limit, exceptionAnswer, ({ exceptionId }) => exceptionId);
  }

  /** @throws Refused: unknown, or out of the caller's areas. */
  async read(exceptionId: string, caller: Caller): Promise<ExceptionAnswer> {
    return exceptionAnswer(await within(poolOf(this.parts.dataSource), exceptionId, caller));
  }

  /** @throws Refused: out of the caller's areas, an end that has passed, or a period that takes no exception. */
  propose({ area, period, reason, until }: ProposeExceptionBody, caller: Caller): Promise<ExceptionAnswer> {
    if (!coversArea(caller, area)) throw outOfReach();
    const endsAt = parseTime(until)?.instant;
    if (endsAt === undefined || endsAt <= this.parts.clock.now()) throw endsInThePast();
    return inTransaction(this.parts.dataSource, async (client) => {
      await lockClosings(client);
      const closed = (await standingClosings(client, area)).find((each) => each.period === period);
      if (closed?.kind === 'hard') throw nothingToExcept(period, 'hard');
      if (closed?.sealed === true) throw nothingToExcept(period, 'sealed');
      const id = await proposeException(client, { area, period, reason, endsAt, proposedBy: caller.userId });
      return this.told(client, id, 'proposeClosingException', caller, reason);
    });
  }

  /** @throws Refused: at another step, or the proposer's own approval. Whoever may approve may also take back. */
  act(
    act: ExceptionAct,
    exceptionId: string,
    reason: string | null,
    caller: Caller,
  ): Promise<ExceptionAnswer> {
    return inTransaction(this.parts.dataSource, async (client) => {
      await lockClosings(client);
      const exception = await within(client, exceptionId, caller);
      if (exception.state !== FROM[act]) throw exceptionEnded(exception);
      if (act === 'approve' && exception.proposedBy === caller.userId) throw samePerson();
      await actOnException(client, exception, { act, byWhom: caller.userId, reason });
      return this.told(client, exceptionId, OPERATION[act], caller, reason);
    });
  }

  private async told(
    client: Queryable,
    exceptionId: string,
    action: string,
    { userId }: Caller,
    reason: string | null,
  ): Promise<ExceptionAnswer> {
    const exception = await findException(client, exceptionId);
    if (exception === null) throw new Defect(`exception ${exceptionId} is gone`);
    const answer = exceptionAnswer(exception);
    const { area, period, until } = answer;
    // Last, like every entry of the audit log: all other writers wait for it.
    await appendAudit(client, {
      at: this.parts.clock.now(),
      actor: userId,
      action,
      subject: `closing exception ${exceptionId}`,
      details: { area, period, until, ...(reason === null ? {} : { reason }) },
    });
    return answer;
  }
}

async function within(client: Queryable, exceptionId: string, caller: Caller): Promise<ClosingException> {
  const exception = await findException(client, exceptionId);
  if (exception === null) throw notOnFile('The exception', '例外事项');
  if (!coversArea(caller, exception.area)) throw outOfReach();
  return exception;
}
