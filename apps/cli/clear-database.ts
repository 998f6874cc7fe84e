/** `gatekeeper clear` on the database of `DATABASE_URL`: begins or resumes a run, works on its parts, writes its files. */
import type { ClearingTerms } from '@gatekeeper/clearing';
import {
  DatabaseRuns,
  handOut,
  isPassing,
  NoPolicy,
  partsFailing,
  StillWriting,
  workOnParts,
} from '@gatekeeper/clearing-run';
import type { LinesWorked, RunBegun } from '@gatekeeper/clearing-run';
import { formatInstant } from '@gatekeeper/calendar';
import type { Instant } from '@gatekeeper/calendar';
import { poolOf } from '@gatekeeper/database';
import { closedPeriods, countParts, notWorkedOff, partsToDo } from '@gatekeeper/decision-store';
import type { PartKey } from '@gatekeeper/decision-store';
import { inNewFolder } from '@gatekeeper/offline';
import { RegistryStore } from '@gatekeeper/registry-store';
import { messageOf, pause, silentLog } from '@gatekeeper/runtime';
import { StatusCache } from '@gatekeeper/status-cache';
import { registryCodec } from '@gatekeeper/wire';
import type { DataSource } from 'typeorm';
import { databaseOrUsageError, onDatabase } from './database-setting';
import { AnswerIsNo, UsageError } from './ending';
import { PartsDone } from './progress';
import { worthKnowing } from './worth-knowing';

export interface DatabaseClearing extends Pick<ClearingTerms, 'area' | 'areaOf' | 'period' | 'by' | 'seed'> {
  /** `null`: as known now. */
  readonly knownAt: Instant | null;
  readonly full: boolean;
  readonly workers: number;
  readonly out: string;
}

/** Connections beside those of the parts at work. */
const OTHER_CONNECTIONS = 3;
const LOOK_EVERY_MS = 500;
/** Parts that others took and did not do in that time are handed out again. */
const LOOKS_UNTIL_AGAIN = 60;
/** Two minutes at least: a server that restarts is back by then. */
const MOST_LOOKS_AWAY = 240;
/** As often a part is tried, some 30 s with ever longer waits between, before the command ends and says why. */
const MOST_ATTEMPTS = 4;

const NOTHING_WORKED: LinesWorked = { untouched: 0, decided: 0 };

/** @throws UsageError: a database that does not answer, or decides by no policy yet */
export async function clearDatabase(asked: DatabaseClearing): Promise<void> {
  const database = databaseOrUsageError();
  // That nothing can be written there is better said before the work than after it.
  await inNewFolder(asked.out, (folder) =>
    onDatabase(
      database,
      'gatekeeper clear',
      (dataSource) => new ClearingOnDatabase(dataSource, asked).run(folder),
      asked.workers + OTHER_CONNECTIONS,
    ),
  );
}

class ClearingOnDatabase {
  private readonly runs: DatabaseRuns;
  /** By run, of the parts that were done here: whoever works on parts takes those of other runs too. */
  private readonly worked = new Map<string, LinesWorked>();

  constructor(
    private readonly dataSource: DataSource,
    private readonly asked: DatabaseClearing,
  ) {
    const registry = new RegistryStore(dataSource, registryCodec);
    const cache = new StatusCache({
      ...{ registry, codec: registryCodec, redis: null },
      // Nobody watches the figures of a command.
      ...{ metrics: { count: () => undefined }, log: silentLog() },
    });
    this.runs = new DatabaseRuns({
      ...{ dataSource, registry, cache },
      onLines: (lines, { runId }) => {
        const before = this.worked.get(runId) ?? NOTHING_WORKED;
        this.worked.set(runId, {
          untouched: before.untouched + lines.untouched,
          decided: before.decided + lines.decided,
        });
      },
    });
  }

  async run(folder: string): Promise<void> {
    for (const words of await notWorkedOff(poolOf(this.dataSource)))
      process.stderr.write(`gatekeeper: ${words}\n`);
    const begun = await this.begin();
    const knownAt = formatInstant(begun.run.knownAt);
    if (this.asked.knownAt !== null && this.asked.knownAt > begun.run.knownAt)
      process.stderr.write(
        `gatekeeper: --known-at ${formatInstant(this.asked.knownAt)} lies ahead: what is known now is all there is（晚于当前时间，按当前已知清算）\n`,
      );
    process.stderr.write(
      `run ${begun.runId}, as known at ${knownAt}: broken off, it goes on with --known-at ${knownAt}\n`,
    );
    await this.workOff(begun);
    const { lines, unexplained, digest } = await this.runs.write(begun, folder);
    if (unexplained > 0)
      process.stderr.write(
        `gatekeeper: ${unexplained} line(s) differ for no cause; closing waits for them\n`,
      );
    const { untouched, decided } = this.worked.get(begun.runId) ?? NOTHING_WORKED;
    if (untouched + decided > 0)
      process.stderr.write(
        `${untouched} lines here were proven untouched by set logic, ${decided} were decided one by one\n`,
      );
    for (const words of worthKnowing({ ...this.asked, knownAt: begun.run.knownAt }, lines))
      process.stderr.write(`gatekeeper: ${words}\n`);
    process.stderr.write(`${lines} lines cleared to ${this.asked.out}, digest ${digest}\n`);
  }

  private async begin(): Promise<RunBegun> {
    const { area, areaOf, period, by, seed, knownAt, full } = this.asked;
    const closed = await closedPeriods(poolOf(this.dataSource), { knownAt });
    try {
      return await this.runs.begin({ area, areaOf, period, by, seed, knownAt, full, closed });
    } catch (error) {
      if (error instanceof NoPolicy || error instanceof StillWriting) throw new UsageError(error.message);
      throw error;
    }
  }

  /** Works here on what nobody else works on, until all of it is done. @throws AnswerIsNo: a part that nobody can do */
  private async workOff({ runId }: RunBegun): Promise<void> {
    const pool = poolOf(this.dataSource);
    const todo = await partsToDo(pool, runId);
    if (todo.length === 0) return;
    const progress = new PartsDone(await countParts(pool, runId));
    const [failed, doneHere] = [new AbortController(), new AbortController()];
    const lookAgain = AbortSignal.any([failed.signal, doneHere.signal]);
    let left = todo.length;
    const failing = new FailingParts(this.dataSource, runId);
    const patience = new Patience();
    let isHandedOut = false;
    const runner =
      this.asked.workers === 0
        ? null
        : await workOnParts({
            ...{ runs: this.runs, dataSource: this.dataSource, concurrency: this.asked.workers, log: null },
            // Whoever works on parts takes those of other runs too.
            onDone: (part) => {
              if (part.runId === runId && (left -= 1) === 0) doneHere.abort();
            },
            onFailed: (error, { runId: ofRun, month, fixmedinsCode }) => {
              if (ofRun !== runId || isPassing(error)) return;
              process.stderr.write(`gatekeeper: ${month} of ${fixmedinsCode} cannot be cleared\n`);
              failed.abort(error);
            },
          });
    try {
      for (let looks = 1; ; looks++) {
        const isDone = await patience.of(async () => {
          if (!isHandedOut) await handOut(this.dataSource, todo);
          isHandedOut = true;
          const { parts, done } = await countParts(pool, runId);
          progress.show(done);
          if (done === parts) return true;
          await failing.look();
          if (looks % LOOKS_UNTIL_AGAIN === 0)
            // What fails is tried again by itself: handed out anew, it would begin to count from nothing.
            await handOut(
              this.dataSource,
              (await partsToDo(pool, runId)).filter((part) => !failing.includes(part)),
            );
          return false;
        });
        if (isDone === true) return;
        await pause(LOOK_EVERY_MS, doneHere.signal.aborted ? failed.signal : lookAgain);
        failed.signal.throwIfAborted();
      }
    } finally {
      progress.stop();
      await runner?.stop();
    }
  }
}

/** Waits for a database that restarts: whoever works on parts does so too. */
class Patience {
  private looksAway = 0;

  /** @returns `null`: it does not answer just now. @throws what is no outage, or the outage where it lasts. */
  async of<Seen>(look: () => Promise<Seen>): Promise<Seen | null> {
    try {
      const seen = await look();
      this.looksAway = 0;
      return seen;
    } catch (error) {
      if (!isPassing(error) || ++this.looksAway > MOST_LOOKS_AWAY) throw error;
      if (this.looksAway === 1)
        process.stderr.write(`gatekeeper: the database went away and is waited for: ${messageOf(error)}\n`);
      return null;
    }
  }
}

/** Says of each part once that others could not do it, and ends the command over one that nobody can. */
class FailingParts {
  private readonly told = new Set<string>();
  private failing: ReadonlySet<string> = new Set();

  constructor(
    private readonly dataSource: DataSource,
    private readonly runId: string,
  ) {}

  /** @throws AnswerIsNo: a part has failed again and again */
  async look(): Promise<void> {
    const failing = await partsFailing(this.dataSource, this.runId);
    this.failing = new Set(failing.map(({ part }) => part));
    for (const { part, because } of failing) {
      if (this.told.has(part)) continue;
      this.told.add(part);
      process.stderr.write(`gatekeeper: ${part} was not cleared and is tried again: ${because}\n`);
    }
    const given = failing.find(({ attempts }) => attempts >= MOST_ATTEMPTS);
    if (given !== undefined)
      throw new AnswerIsNo(
        `run ${this.runId} is not done: ${given.part} has failed ${given.attempts} times: ${given.because}`,
      );
  }

  includes({ month, fixmedinsCode }: PartKey): boolean {
    return this.failing.has(`${month}:${fixmedinsCode}`);
  }
}
