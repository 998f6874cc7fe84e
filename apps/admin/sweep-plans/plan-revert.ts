/** Takes back the registry write that a plan came of: its own sweep turns the lines, and asks nobody a second time (CONTRACT 8). */
import type { Instant } from '@gatekeeper/calendar';
import { inSnapshot } from '@gatekeeper/database';
import type { Queryable } from '@gatekeeper/database';
import { findPlan, markReverted, revertOf } from '@gatekeeper/decision-store';
import type { SweepPlan } from '@gatekeeper/decision-store';
import type { TakenBack } from '@gatekeeper/registry-store';
import { Defect } from '@gatekeeper/runtime';
import type { RegistryRecord } from '@gatekeeper/vocabulary';
import type { PoolClient } from 'pg';
import { conflict } from '../http/refusals';
import type { AdminParts } from '../parts';
import { planAnswer } from './plan-answer';
import type { PlanActAnswer } from './plan-answer';
import { demandDigest, demandState, lockedPlan, recordPlanAct } from './plan-desk';
import type { ActAsked } from './plan-desk';
import type { PlanReads } from './plan-reads';
import { alreadyReverted, correctedBesides } from './plan-refusals';

export class PlanRevert {
  constructor(
    private readonly parts: Pick<AdminParts, 'dataSource' | 'registry' | 'clock'>,
    private readonly reads: PlanReads,
  ) {}

  /**
   * Withdraws each record of the plan's write, with what has corrected it since, and states again what the write had
   * superseded or withdrawn, under new names. All of it is one write, with the act and its entry in the audit log.
   * @throws Refused: not done, reverted before, or what the write superseded was corrected by others too.
   */
  async revert(asked: ActAsked): Promise<PlanActAnswer> {
    const { registry, dataSource, clock } = this.parts;
    const { planId, reason, caller } = asked;
    await inSnapshot(dataSource, async (client) => {
      const plan = await this.reads.within(client, planId, caller);
      // Before the lock of every writer, too: what can be told without it nobody waits for.
      await demandRevertible(client, plan, asked);
      // It takes back all of the write, not only what moved money.
      await this.reads.demandReachOfWrite(client, plan, caller);
    });
    const now = clock.now();
    let taken: TakenBack | null = null;
    // Behind the lock of every writer: nothing corrects what is withdrawn before it is.
    const outcome = await registry.append(
      async (client) => {
        const plan = await this.revertible(client, asked);
        taken = await registry.takenBackBy(client, plan.version);
        if (taken.correctedBesides.length > 0) throw correctedBesides(taken.correctedBesides);
        return recordsTakingBack(plan, taken, { now, reason: reason ?? `Plan ${planId} is reverted` });
      },
      {
        tellsSubjects: false,
        alongside: async (client, { added, version }) => {
          if (taken === null || added === 0) throw new Defect(`reverting plan ${planId} wrote nothing`);
          const plan = await lockedPlan(client, planId);
          await markReverted(client, planId, version);
          await recordPlanAct(client, plan, {
            ...{ act: 'revert', byWhom: caller.userId, reason, at: now },
            withdrawn: taken.withdrawn.length,
            stated_again: taken.again.length,
          });
        },
      },
    );
    if (outcome.kind !== 'appended')
      throw conflict(
        'registry-refused',
        'The registry does not take it（登记库拒绝写入）',
        `What taking the write back states does not go with what is on file: ${outcome.kind}（撤回后须重新载明的记录与已登记的内容相抵触：${outcome.kind}）`,
      );
    return inSnapshot(dataSource, async (client) => {
      const plan = await findPlan(client, planId);
      if (plan === null) throw new Defect(`plan ${planId} is gone`);
      return { ...planAnswer(plan), repeated: false };
    });
  }

  private async revertible(client: PoolClient, asked: ActAsked): Promise<SweepPlan> {
    const plan = await lockedPlan(client, asked.planId);
    await demandRevertible(client, plan, asked);
    return plan;
  }
}

/** @throws Refused where the plan is not done, or its write was taken back, by it or by another plan of the same write. */
async function demandRevertible(client: Queryable, plan: SweepPlan, asked: ActAsked): Promise<void> {
  demandState(plan, ['done']);
  demandDigest(plan, asked);
  const reverted = await revertOf(client, plan.version);
  if (reverted !== null) throw alreadyReverted(reverted);
}

function recordsTakingBack(
  { planId }: SweepPlan,
  { withdrawn, again }: TakenBack,
  { now, reason }: { readonly now: Instant; readonly reason: string },
): readonly RegistryRecord[] {
  let written = 0;
  const head = (supersedes: string | null) => {
    written += 1;
    const recordId = `sweep-plan:${planId}:revert:${written}`;
    return { recordId, recordedAt: now, receivedAt: null, knownFrom: now, supersedes };
  };
  return [
    ...withdrawn.map((recordId): RegistryRecord => ({
      ...head(recordId),
      kind: 'withdrawal',
      reason,
      approvedAt: now,
    })),
    // A statement of its own: it corrects nothing. A withdrawal alone names what it ends.
    ...again.map((record): RegistryRecord =>
      record.kind === 'withdrawal' ? { ...record, ...head(record.supersedes) } : { ...record, ...head(null) },
    ),
  ];
}
