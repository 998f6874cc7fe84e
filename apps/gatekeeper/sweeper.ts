/**
 * Lines decided before a registry write are asked again because of it (CONTRACT 8, Sweep). Which ones stands in tables, so any
 * process takes over where another ended, and several work side by side. The live stream comes first: a page is small, and
 * after each the servers are left to others.
 */
import { setTimeout as after } from 'node:timers/promises';
import { inTransaction, isDeadlock, isUniqueViolation, poolOf } from '@gatekeeper/database';
import {
  beginSweeps,
  claimLines,
  countPlans,
  countSwept,
  countToSweep,
  endPlan,
  forgetTurns,
  keepTurns,
  lastSwept,
  LineRaced,
  lockSweep,
  openSweeps,
  PeriodDetached,
  plansRunOut,
  releaseAttached,
  setDetachedApart,
  setStage,
  settleClaimed,
  startApprovedPlans,
  tryFailedAgain,
  countLines,
} from '@gatekeeper/decision-store';
import type { PlanLine, Sweep, SweptLine, TopicPartition } from '@gatekeeper/decision-store';
import { commitsAfter } from '@gatekeeper/registry-store';
import { Outage, runLoop } from '@gatekeeper/runtime';
import type { LoopSurroundings } from '@gatekeeper/runtime';
import { askPage, planLinesOf } from '@gatekeeper/settling';
import type { AskedPage } from '@gatekeeper/settling';
import type { Fen } from '@gatekeeper/vocabulary';
import { identityKey } from '@gatekeeper/vocabulary';
import type { PoolClient } from 'pg';
import { BatchOutcome } from './batch-outcome';
import type { DueLines } from './due-lines';
import { notAttachedYet, orOutage } from './or-outage';
import type { Parts } from './parts';
import type { Publications } from './publications';
import { defectOf } from './quarantine';
import { fatesOf, leaveOutExcluded } from './sweep-fates';
import type { Fate } from './sweep-fates';
import { ALL_LANES, onFreeLane } from './sweep-lanes';
import { collectLines } from './sweep-collecting';
import { proposePlan } from './sweep-proposing';

/** Lines at once: a transaction locks the partitions of the months of each. */
const LINES_AT_ONCE = 1_000;
const WRITES_AT_ONCE = 1_000;
const LOOK_EVERY_MS = 1_000;
const BACK_OFF = { firstDelayMs: 200, maxDelayMs: 5_000 };
/** While the stream has lines to settle the servers are left to it, after each page, for so many times what the page took. */
const REST_PER_PAGE = 0.8;
/** Workers of one process: PostgreSQL works for one while the other reads what it was given. */
const WORKERS = 2;
const RACES_BEFORE_PAUSE = 10;
const LONGEST_WAIT_MS = 3_000;

type Recorded = 'nothing_left' | 'unfinished' | 'quiet' | BatchOutcome;

/** Where on its lane a page lies, and by what it was decided. */
interface Place {
  readonly publicationId: string;
  readonly nextOffset: bigint;
  readonly lines: number;
  readonly page: Pick<AskedPage, 'knownAt' | 'versions'> | null;
}

export class Sweeper {
  /** What the last transaction took, whatever became of it, by lane. */
  private readonly claimed = new Map<number, readonly SweptLine[]>();
  private sweeping = 0;
  private streamIsBusy: () => boolean = () => false;
  constructor(
    private readonly parts: Parts,
    private readonly publications: Publications,
    dueLines: Pick<DueLines, 'pending'>,
  ) {
    const { metrics } = parts;
    metrics.observedGauge(
      'gatekeeper_sweep_pending',
      'Registry writes and lines to be worked off, of the whole installation, and what of that is recorded and not published; NaN: not known now.',
      () =>
        Promise.all([this.pending(), dueLines.pending()]).then(
          ([a, b]) => a + b,
          () => Number.NaN,
        ),
    );
    const plans = () => orOutage(() => countPlans(poolOf(parts.background)));
    metrics.observedGauge(
      'gatekeeper_sweep_waiting',
      'Plans that wait for people, of the whole installation; NaN: not known now.',
      () =>
        plans().then(
          ({ waiting }) => waiting,
          () => Number.NaN,
        ),
    );
    metrics.observedGauge(
      'gatekeeper_sweep_excluded',
      'Lines that open and refused plans keep out of sweeps, of the whole installation; NaN: not known now.',
      () =>
        plans().then(
          ({ excludedLines }) => excludedLines,
          () => Number.NaN,
        ),
    );
  }

  /**
   * Sweeps for as long as the process lives; what an earlier one failed on is tried again, by this one.
   * @param streamIsBusy whether lines wait that this process reads
   */
  runIn(surroundings: LoopSurroundings, streamIsBusy: () => boolean): void {
    this.streamIsBusy = streamIsBusy;
    let isFirst = true;
    const loop = {
      everyMs: LOOK_EVERY_MS,
      backOff: BACK_OFF,
      ...surroundings,
      whenFailing: 'degraded' as const,
    };
    runLoop({
      ...{ ...loop, name: 'sweep' },
      work: async (signal, moved) => {
        if (isFirst) await orOutage(() => tryFailedAgain(poolOf(this.parts.background)));
        isFirst = false;
        await this.sweepAll(signal, moved);
      },
    });
    for (let worker = 2; worker <= WORKERS; worker++)
      runLoop({
        ...{ ...loop, name: `sweep-${worker}` },
        work: async (signal, moved) => {
          // It looks for nothing of its own, and leaves the servers to the stream.
          const isWanted = (): boolean => this.sweeping > 0 && !this.streamIsBusy();
          if (isWanted()) await this.sweepAll(signal, moved, isWanted);
        },
      });
  }

  /** Writes, lines and plans that are to be worked off, and publications of what came of them that are not known to be out. */
  async pending(): Promise<number> {
    const { background, registry, stream } = this.parts;
    return orOutage(async () => {
      const pool = poolOf(background);
      const begun = await lastSwept(pool);
      const waiting = (await registry.version(pool)) > begun ? 1 : 0;
      let open = 0;
      for (const lane of ALL_LANES.slice(1)) open += (await stream.openPublications(pool, lane)).length;
      return waiting + (await countToSweep(pool)) + open;
    });
  }

  /**
   * Works off all that there is, on a lane of its own; where others have all of them, it is theirs.
   * @param isWanted asked between two pages
   */
  async sweepAll(
    signal?: AbortSignal,
    moved: () => void = () => undefined,
    isWanted: () => boolean = () => true,
  ): Promise<void> {
    if ((await this.pending()) === 0) return;
    this.sweeping += 1;
    try {
      await onFreeLane(this.parts.background, async (lost, lane) => {
        const ends = signal === undefined ? lost : AbortSignal.any([signal, lost]);
        const goesOn = (): boolean => !ends.aborted && isWanted();
        if ((await this.open(lane)) > 0) await this.publications.finish(lane);
        await this.begin();
        await orOutage(() => releaseAttached(poolOf(this.parts.background)));
        while (goesOn()) {
          if (!this.parts.observes) await this.start();
          if (!(await this.sweepOpen(lane, { ends, goesOn }, moved))) return;
        }
      });
    } finally {
      this.sweeping -= 1;
    }
  }

  private open(lane: TopicPartition): Promise<number> {
    return orOutage(
      async () => (await this.parts.stream.openPublications(poolOf(this.parts.background), lane)).length,
    );
  }

  /** Gives every registry write that has none its sweep. */
  private async begin(): Promise<void> {
    const { background } = this.parts;
    for (;;) {
      const begun = await orOutage(() =>
        inTransaction(background, async (client) => {
          const commits = await commitsAfter(client, await lastSwept(client), WRITES_AT_ONCE);
          await beginSweeps(
            client,
            commits.map(({ version, receivedAt }) => ({ version, askedBefore: receivedAt })),
          );
          return commits.length;
        }),
      );
      if (begun < WRITES_AT_ONCE) return;
    }
  }

  private start(): Promise<number> {
    return orOutage(() => inTransaction(this.parts.background, (client) => startApprovedPlans(client)));
  }

  /** @returns whether there was anything to do. */
  private async sweepOpen(
    lane: TopicPartition,
    { ends, goesOn }: { readonly ends: AbortSignal; readonly goesOn: () => boolean },
    moved: () => void,
  ): Promise<boolean> {
    let worked = false;
    // A page of each in turn: a suspension does not wait for a roster.
    for (const sweep of await orOutage(() => openSweeps(poolOf(this.parts.background)))) {
      if (!goesOn()) break;
      if (!(await this.step(lane, sweep, ends))) continue;
      worked = true;
      moved();
    }
    return worked;
  }

  /** One page of work on a sweep. @returns false when there is nothing left that is not another's. */
  private async step(lane: TopicPartition, sweep: Sweep, ends: AbortSignal): Promise<boolean> {
    const began = performance.now();
    if (await collectLines(this.parts, sweep)) return true;
    const recorded = await this.recordSome(lane, sweep);
    if (recorded === 'nothing_left') return this.end(sweep);
    if (recorded instanceof BatchOutcome) await this.publications.publish(lane, recorded, []);
    if (this.streamIsBusy())
      await after((performance.now() - began) * REST_PER_PAGE, undefined, { signal: ends }).catch(
        () => undefined,
      );
    return true;
  }

  /** What one line fails on must not keep the others waiting: it is found by halving, and set apart until the next start. */
  private async recordSome(lane: TopicPartition, sweep: Sweep): Promise<Recorded> {
    try {
      return await this.record(lane, sweep, LINES_AT_ONCE);
    } catch (error) {
      if (error instanceof Outage) throw error;
      if (error instanceof PeriodDetached) return this.setApart(sweep, error);
    }
    for (let atMost = LINES_AT_ONCE; ;) {
      atMost = Math.ceil(atMost / 2);
      try {
        return await this.record(lane, sweep, atMost);
      } catch (error) {
        if (error instanceof Outage) throw error;
        if (error instanceof PeriodDetached) return this.setApart(sweep, error);
        if (atMost > 1) continue;
        this.parts.log.error(
          { sweep: sweep.sweepId, defect: defectOf(error) },
          'a defect keeps a line from being swept',
        );
        await orOutage(() =>
          inTransaction(this.parts.background, (client) =>
            settleClaimed(
              client,
              sweep.sweepId,
              (this.claimed.get(lane.partition) ?? []).map(({ identity, planId }) => ({
                identity,
                to: 'failed' as const,
                planId,
              })),
            ),
          ),
        );
        return 'quiet';
      }
    }
  }

  /**
   * Lines that were detached since they were found wait for their period; what is left is asked in the next step.
   * @throws Outage where none were: what is missing is back in a moment, or is not
   */
  private async setApart({ sweepId }: Sweep, detached: PeriodDetached): Promise<Recorded> {
    const apart = await orOutage(() => setDetachedApart(poolOf(this.parts.background), sweepId));
    if (apart === 0) throw notAttachedYet(detached, 'lines of a sweep');
    return 'quiet';
  }

  private async record(lane: TopicPartition, sweep: Sweep, atMost: number): Promise<Recorded> {
    for (let races = 0; races < RACES_BEFORE_PAUSE;) {
      try {
        const recorded = await orOutage(() =>
          inTransaction(this.parts.background, (client) => this.recordIn(client, lane, sweep, atMost)),
        );
        if (recorded !== 'unfinished') return recorded;
        await this.publications.finish(lane);
      } catch (error) {
        if (!(error instanceof LineRaced)) throw error;
        races += 1;
      }
    }
    throw new Outage('PostgreSQL', 'lines that are swept keep being recorded by a batch');
  }

  private async recordIn(
    client: PoolClient,
    lane: TopicPartition,
    sweep: Sweep,
    atMost: number,
  ): Promise<Recorded> {
    const { stream } = this.parts;
    const { sweepId } = sweep;
    // Behind the fence it waits for nobody longer than registry writes may wait for it.
    await client.query(`SET LOCAL lock_timeout = '${LONGEST_WAIT_MS}ms'`);
    const { open, publicationId, nextOffset } = await stream.openPosition(client, lane);
    if (open.length > 0) return 'unfinished';
    const claimed = await claimLines(client, sweepId, atMost);
    this.claimed.set(lane.partition, claimed);
    if (claimed.length === 0) return 'nothing_left';
    const { asked, excluded } = await leaveOutExcluded(client, sweep, claimed);
    const before = asked.every(({ state }) => state === 'due') ? sweep.askedBefore : null;
    const page = await askPage(this.parts, client, asked, before, { from: 'fence' });
    const outcome = new BatchOutcome(publicationId);
    const fates = new Map<string, Fate>(excluded.map((fate) => [identityKey(fate.identity), fate]));
    const kept: PlanLine[] = [];
    let movedFen: Fen = 0n;
    const asksPeople = this.parts.sweepApprovalFen !== null && sweep.reverts === null;
    for (const { unit, to, planId } of await fatesOf(
      client,
      sweepId,
      asked,
      page?.turned ?? [],
      asksPeople,
    )) {
      for (const identity of unit.asked) fates.set(identityKey(identity), { identity, to, planId });
      if (to === 'paid') kept.push(...planLinesOf(unit));
      if (to !== null) continue;
      for (const { recover, givenBack } of unit.turns) movedFen += recover + givenBack;
      for (const { told } of unit.turns)
        for (const { settled, before: was, line } of told) outcome.addFollowUp(settled, was, line);
    }
    await settleClaimed(
      client,
      sweepId,
      claimed.map(({ identity }) => fates.get(identityKey(identity)) ?? { identity, to: null, planId: null }),
    );
    if (outcome.statements.length > 0)
      await this.append(client, lane, outcome, {
        publicationId,
        nextOffset,
        lines: claimed.length,
        page,
      });
    await keepTurns(client, sweepId, kept);
    // Last of all: other workers of the sweep wait for this row until the end.
    const isFirst = new Set(
      claimed.filter(({ state }) => state === 'due').map(({ identity }) => identityKey(identity)),
    );
    await countSwept(client, sweepId, {
      examined: isFirst.size,
      unchanged: page?.unchanged ?? 0,
      movedFen,
    });
    return outcome.statements.length > 0 ? outcome : 'quiet';
  }

  private async append(
    client: PoolClient,
    lane: TopicPartition,
    outcome: BatchOutcome,
    { publicationId, nextOffset, lines, page }: Place,
  ): Promise<void> {
    const { stream, decisions } = this.parts;
    if (page !== null) {
      outcome.knownAt = page.knownAt;
      outcome.versions = page.versions;
    }
    await decisions.append(client, outcome);
    // A batch that records a refund beside one of these at this moment may not see what they came to.
    await decisions.addDueForRefunds(
      client,
      [...outcome.decisions, ...outcome.holds, ...outcome.releases].map(({ line }) => line),
      'status_change',
    );
    // And one that records the originals of refunds that turned has asked these as they were.
    await decisions.addDue(client, outcome.refundsMoved, 'status_change');
    const { fees, counts: dispositions, superseded, repeats, messages } = outcome;
    await stream.recordPublication(
      client,
      { ...lane, publicationId, firstOffset: nextOffset, messages, dispositions, superseded, fees, repeats },
      { ...lane, nextOffset: nextOffset + BigInt(lines) },
    );
  }

  /** All lines are asked. @returns whether there is more to do on the sweep. */
  private async end(sweep: Sweep): Promise<boolean> {
    const { background } = this.parts;
    return orOutage(async () => {
      try {
        const counts = await countLines(poolOf(background), sweep.sweepId);
        // What a detached period keeps back may be paid money too: nobody is asked, and nothing ended, before it is attached.
        if ((counts.due ?? 0) + (counts.turn ?? 0) + (counts.detached ?? 0) > 0) return false;
        if ((counts.paid ?? 0) > 0) return await proposePlan(this.parts, sweep);
        const ended = await this.endPlans(sweep);
        return (await inTransaction(background, (client) => this.finish(client, sweep))) || ended;
      } catch (error) {
        // Another sweep's plan took one of the lines, or gave one back, at this moment: they are looked at again.
        if (isUniqueViolation(error) || isDeadlock(error)) return true;
        throw error;
      }
    });
  }

  /**
   * Also where a line failed, of the plan or not: it keeps itself waiting, and nobody else's. Each by itself, and before the sweep
   * is locked: whoever leaves a line out of a page locks the plan first, and the sweep last.
   */
  private async endPlans({ version }: Sweep): Promise<boolean> {
    const { background } = this.parts;
    const runOut = await plansRunOut(poolOf(background), version);
    for (const planId of runOut) await inTransaction(background, (client) => endPlan(client, planId, 'done'));
    return runOut.length > 0;
  }

  private async finish(client: PoolClient, { sweepId }: Sweep): Promise<boolean> {
    const locked = await lockSweep(client, sweepId);
    if (locked?.stage !== 'asking') return false;
    const { due = 0, turn = 0, paid = 0, failed = 0, detached = 0 } = await countLines(client, sweepId);
    if (due + turn + paid + failed + detached > 0) return false;
    await forgetTurns(client, sweepId);
    await setStage(client, sweepId, 'done');
    return true;
  }
}
