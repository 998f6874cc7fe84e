/**
 * Lets plans run, or keeps them from it (CONTRACT 8, Sweep). What is approved is what was read: everything is asked again in one
 * snapshot, and where a line would now turn otherwise the plan is refreshed first. What changes between that and the run is
 * left out by whoever runs it, line by line.
 */
import { inSnapshot, inTransaction, isUniqueViolation } from '@gatekeeper/database';
import type { Queryable } from '@gatekeeper/database';
import {
  addPlanLines,
  endPlan,
  findPlan,
  linesOfPlan,
  readSweep,
  recordAct,
  replaceSelection,
  setPlanState,
  sweepOfPlan,
} from '@gatekeeper/decision-store';
import type { PlanAct, PlanLine, PlanState, SweepPlan } from '@gatekeeper/decision-store';
import { Defect } from '@gatekeeper/runtime';
import { forecastPlan } from '@gatekeeper/settling';
import type { PlanForecast, SettlingSources } from '@gatekeeper/settling';
import type { Caller } from '../access/caller';
import { appendAudit } from '../audit/audit-log';
import type { AdminParts } from '../parts';
import { approversOf, planAnswer } from './plan-answer';
import type { PlanActAnswer } from './plan-answer';
import type { PlanReads } from './plan-reads';
import { heldElsewhere, otherDigest, overtaken, planChanged, wrongState } from './plan-refusals';

const APPROVALS = 2;
const LINES_AT_ONCE = 5_000;
const OPEN: readonly PlanState[] = ['proposed', 'approved'];
const APPROVED: readonly PlanState[] = ['approved', 'running', 'done'];

export interface ActAsked {
  readonly planId: string;
  /** As the caller read it; `null`: whichever it is. */
  readonly digest: string | null;
  readonly reason: string | null;
  readonly caller: Caller;
}

export class PlanDesk {
  constructor(
    private readonly parts: Pick<AdminParts, 'dataSource' | 'background' | 'clock'>,
    private readonly sources: SettlingSources,
    private readonly reads: PlanReads,
  ) {}

  /**
   * One of the two who must agree. The same person again, to the same digest, counts once and is told so.
   * @throws Refused: not proposed, or what would happen now is not what the digest says.
   */
  async approve(asked: ActAsked & { readonly digest: string }): Promise<PlanActAnswer> {
    const { planId, digest, reason, caller } = asked;
    const hadApproved = await this.demandUnchanged(asked);
    if (hadApproved !== null) return { ...planAnswer(hadApproved), repeated: true };
    return this.act(planId, async (client, plan) => {
      if (plan.digest !== digest) throw overtaken();
      if (isApprovedBy(plan, caller)) return true;
      demandState(plan, ['proposed']);
      await this.record(client, plan, 'approve', caller, reason);
      if (approversOf(plan).length + 1 >= APPROVALS) await setPlanState(client, planId, 'approved');
      return false;
    });
  }

  /** Its lines stay as they are until a later write touches them. @throws Refused where it runs or has ended. */
  async refuse(asked: ActAsked & { readonly reason: string }): Promise<PlanActAnswer> {
    const { planId, reason, caller } = asked;
    await inSnapshot(this.parts.dataSource, (client) => this.reads.within(client, planId, caller));
    return this.act(planId, async (client, plan) => {
      demandState(plan, OPEN);
      demandDigest(plan, asked);
      await endPlan(client, planId, 'refused');
      // Last, like every entry of the audit log: all other writers wait for it.
      await this.record(client, plan, 'refuse', caller, reason);
      return false;
    });
  }

  /**
   * Selects its lines anew by what is known now; whoever had approved does so again. Where nothing would turn any more the plan
   * is done. A line that would turn no longer stays looked at when the plan runs, and is kept out of nothing meanwhile.
   */
  async refresh(asked: ActAsked): Promise<PlanActAnswer> {
    const { planId, reason, caller } = asked;
    const { before, fresh } = await inSnapshot(this.parts.background, async (client) => {
      const plan = await this.reads.within(client, planId, caller);
      demandState(plan, OPEN);
      demandDigest(plan, asked);
      return { before: plan, fresh: await this.forecastOf(client, plan) };
    });
    const figures = fresh.figures.figures();
    try {
      return await this.act(planId, async (client, plan) => {
        if (plan.digest !== before.digest) throw overtaken();
        demandState(plan, OPEN);
        await replaceSelection(client, planId, { figures, digest: figures.digest });
        if (fresh.lines.length === 0) await endPlan(client, planId, 'done');
        else await addPlanLines(client, planId, fresh.lines);
        await this.record(client, plan, 'refresh', caller, reason);
        return false;
      });
    } catch (error) {
      if (isUniqueViolation(error)) throw heldElsewhere();
      throw error;
    }
  }

  /** @returns the plan where the caller has approved this digest already; `null`: it is to be counted. @throws Refused */
  private demandUnchanged({
    planId,
    digest,
    caller,
  }: ActAsked & { readonly digest: string }): Promise<SweepPlan | null> {
    return inSnapshot(this.parts.background, async (client) => {
      const plan = await this.reads.within(client, planId, caller);
      if (APPROVED.includes(plan.state) && plan.digest === digest && isApprovedBy(plan, caller)) return plan;
      demandState(plan, ['proposed']);
      const fresh = await this.forecastOf(client, plan);
      if (plan.digest !== digest || fresh.figures.figures().digest !== digest)
        throw planChanged(plan, await allLinesOf(client, planId), fresh);
      return isApprovedBy(plan, caller) ? plan : null;
    });
  }

  private async forecastOf(client: Queryable, { planId }: SweepPlan): Promise<PlanForecast> {
    const sweepId = await sweepOfPlan(client, planId);
    if (sweepId === null) throw new Defect(`the open plan ${planId} is of no sweep`);
    return forecastPlan(this.sources, client, await readSweep(client, sweepId), planId);
  }

  /** @param work told of the plan, locked; whether the act repeats one that counts already */
  private act(
    planId: string,
    work: (client: Queryable, plan: SweepPlan) => Promise<boolean>,
  ): Promise<PlanActAnswer> {
    return inTransaction(this.parts.dataSource, async (client) => {
      const repeated = await work(client, await lockedPlan(client, planId));
      return { ...planAnswer(await lockedPlan(client, planId)), repeated };
    });
  }

  private record(
    client: Queryable,
    plan: SweepPlan,
    act: PlanAct,
    { userId }: Caller,
    reason: string | null,
  ): Promise<void> {
    return recordPlanAct(client, plan, { act, byWhom: userId, reason, at: this.parts.clock.now() });
  }
}

/** The act, and its entry in the audit log, which the caller's transaction holds from then on. */
export async function recordPlanAct(
  client: Queryable,
  { planId, version, digest }: SweepPlan,
  {
    act,
    byWhom,
    reason,
    at,
    ...details
  }: {
    readonly act: PlanAct;
    readonly byWhom: string;
    readonly reason: string | null;
    readonly at: ReturnType<AdminParts['clock']['now']>;
    readonly withdrawn?: number;
    readonly stated_again?: number;
  },
): Promise<void> {
  await recordAct(client, planId, { act, digest, byWhom, reason });
  await appendAudit(client, {
    at,
    actor: byWhom,
    action: `${act}SweepPlan`,
    subject: `sweep plan ${planId}`,
    details: { version, digest, ...(reason === null ? {} : { reason }), ...details },
  });
}

export async function lockedPlan(client: Queryable, planId: string): Promise<SweepPlan> {
  const plan = await findPlan(client, planId, true);
  if (plan === null) throw new Defect(`plan ${planId} is gone`);
  return plan;
}

export function demandState(plan: SweepPlan, wanted: readonly PlanState[]): void {
  if (!wanted.includes(plan.state)) throw wrongState(plan, wanted);
}

export function demandDigest(plan: SweepPlan, { digest }: Pick<ActAsked, 'digest'>): void {
  if (digest !== null && digest !== plan.digest) throw otherDigest(plan);
}

const isApprovedBy = (plan: SweepPlan, { userId }: Caller): boolean => approversOf(plan).includes(userId);

async function allLinesOf(client: Queryable, planId: string): Promise<readonly PlanLine[]> {
  const all: PlanLine[] = [];
  for (;;) {
    const page = await linesOfPlan(client, planId, all.at(-1)?.identity ?? null, LINES_AT_ONCE);
    for (const line of page) all.push(line);
    if (page.length < LINES_AT_ONCE) return all;
  }
}
