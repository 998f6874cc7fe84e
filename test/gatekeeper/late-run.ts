/** Plays histories through two beset gatekeepers until all of it is worked off, plans among it. */
import { inTransaction, poolOf } from '@gatekeeper/database';
import { endPlan, findPlan, listPlans, recordAct, setPlanState } from '@gatekeeper/decision-store';
import type { SweepPlan } from '@gatekeeper/decision-store';
import { Beset } from './beset';
import { Chances } from './chances';
import { ALL_BEGUN_AFTER_MS, asWritten, lateHistories } from './late-histories';
import type { LateEvent, LateHistory } from './late-histories';
import { until } from './until';

/** How many events of one history come between two rounds, at most. */
const EVENTS_PER_ROUND = 4;

export interface LateRunOptions {
  readonly seed: number;
  readonly histories: number;
  /** Plans above so much; `null`: none. */
  readonly sweepApprovalFen: bigint | null;
}

export class LateRun {
  private constructor(
    readonly beset: Beset,
    /** Once played, as they were written. */
    public histories: readonly LateHistory[],
    private readonly chances: Chances,
  ) {}

  /** Everything has come, and is worked off. The caller closes `beset.driven`. */
  static async play({ seed, histories: count, sweepApprovalFen }: LateRunOptions): Promise<LateRun> {
    const chances = new Chances(seed);
    const histories = lateHistories(count, seed);
    const registry = histories.flatMap(({ ground }) => ground).join('\n');
    const options = { sweepApprovalFen, mostAtOnce: count * 2 };
    // Faults are drawn apart: how often there is one to draw is the machine's, and what comes when must not be.
    const beset = await Beset.open('late', { registry }, new Chances(~seed), options);
    const run = new LateRun(beset, histories, chances);
    try {
      await run.playAll();
      const played = Date.now();
      await until('everything that begins', () => Date.now() > played + ALL_BEGUN_AFTER_MS);
      await run.workOff();
    } catch (error) {
      await run.beset.driven.close();
      throw error;
    }
    return run;
  }

  /** Institutions with lines that a refused plan keeps as they are (CONTRACT 8, Sweep). */
  async excludedSites(): Promise<ReadonlySet<string>> {
    const rows = await this.beset.driven.rows<{ fixmedins_code: string }>(
      'SELECT DISTINCT fixmedins_code FROM sweep_plan_line WHERE excluded',
    );
    return new Set(rows.map(({ fixmedins_code }) => fixmedins_code));
  }

  private async playAll(): Promise<void> {
    const { beset, chances } = this;
    const left = this.histories.map(({ events }) => [...events]);
    const written = left.map((): LateEvent[] => []);
    while (left.some((events) => events.length > 0)) {
      const writes: string[][] = [[], []];
      left.forEach((events, n) => written[n]?.push(...this.sendSome(events, chances.of(writes))));
      await beset.round(
        writes.filter((rows) => rows.length > 0),
        [() => this.people(0.4).then(() => undefined)],
      );
    }
    this.histories = this.histories.map((history, n) => ({ ...history, events: written[n] ?? [] }));
  }

  /** The next events of a history: of its registry writes one at most, so that they come in their order. @returns them */
  private sendSome(events: LateEvent[], write: string[]): readonly LateEvent[] {
    const { driven } = this.beset;
    const sent: LateEvent[] = [];
    for (let n = this.chances.below(EVENTS_PER_ROUND + 1); n > 0; n--) {
      const [event] = events;
      if (event === undefined || (event.kind === 'write' && sent.some(({ kind }) => kind === 'write'))) break;
      events.shift();
      if (event.kind === 'write') {
        const rows = event.rows.map((row) => asWritten(row, Date.now()));
        write.push(...rows);
        sent.push({ kind: 'write', rows });
        continue;
      }
      sent.push(event);
      if (event.kind === 'lines') driven.send([event.row]);
      else driven.sendPayments([event.row]);
    }
    return sent;
  }

  private async workOff(): Promise<void> {
    this.beset.calm();
    await until('nothing pending, and nobody waited for', async () => {
      if ((await this.beset.workOff()) > 0) return false;
      return (await this.people(1)) === 0;
    });
  }

  /** Of a chance of its own, as the faults are: two people agree to a plan, or one refuses it. @returns how many plans waited */
  private async people(often: number): Promise<number> {
    const { dataSource } = this.beset.driven;
    const waiting = await listPlans(poolOf(dataSource), { states: ['proposed'], before: null, atMost: 100 });
    for (const plan of waiting) if (this.beset.chances.is(often)) await this.answer(plan);
    return waiting.length;
  }

  private answer({ planId, digest }: SweepPlan): Promise<void> {
    return inTransaction(this.beset.driven.dataSource, async (client) => {
      const plan = await findPlan(client, planId, true);
      if (plan?.state !== 'proposed') return;
      const act = (kind: 'approve' | 'refuse', byWhom: string): Promise<void> =>
        recordAct(client, planId, { act: kind, digest, byWhom, reason: null });
      if (this.beset.chances.is(0.2)) {
        await act('refuse', 'u-1');
        await endPlan(client, planId, 'refused');
        return;
      }
      await act('approve', 'u-1');
      await act('approve', 'u-2');
      await setPlanState(client, planId, 'approved');
    });
  }
}
