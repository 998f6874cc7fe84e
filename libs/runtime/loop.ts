/** Work that goes on in the background for as long as the process lives: the one loop, with its back-off, figures and health. */
import type { BackOff } from './back-off';
import { delayBeforeRetry } from './back-off';
import { Defect, messageOf } from './faults';
import type { HealthBoard, WhenFailing } from './health';
import { OK } from './health';
import type { Log } from './log';
import type { Metrics } from './metrics';
import { pause } from './pause';
import type { Shutdown } from './shutdown';

export interface Loop {
  /** As health, figures and log name it; a few words. */
  readonly name: string;
  /** From the end of a round to the beginning of the next one, ms, unless it is woken. */
  readonly everyMs: number;
  /**
   * One round, until `signal` is aborted. Long rounds call `moved` as they get on: a round that has not for
   * `quietLimitMs` counts as stuck. What it throws is told, and the round tried again with back-off.
   */
  readonly work: (signal: AbortSignal, moved: () => void) => Promise<unknown>;
  /** Waits between two rounds; a plain pause that `wake` cuts short unless given. */
  readonly rest?: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly backOff?: BackOff;
}

export const LOOP_BACK_OFF: BackOff = { firstDelayMs: 200, maxDelayMs: 15_000 };

export interface LoopListener {
  readonly onSuccess?: () => void;
  readonly onFailure?: (error: unknown, failuresInARow: number) => void;
  readonly onMove?: () => void;
  /** Errors that end the loop. */
  readonly isFinal?: (error: unknown) => boolean;
}

/**
 * Does one round after the other until `signal` is aborted. A round that fails is told and tried again with growing pauses.
 * @throws what `isFinal` says ends the loop: a defect, unless it is given.
 */
export async function repeat(
  { everyMs, work, rest = pause, backOff = LOOP_BACK_OFF }: Loop,
  signal: AbortSignal,
  { onSuccess, onFailure, onMove, isFinal = (error) => error instanceof Defect }: LoopListener = {},
): Promise<void> {
  const moved = onMove ?? (() => undefined);
  const stopped = (): boolean => signal.aborted;
  for (let failures = 0; !stopped();) {
    try {
      await work(signal, moved);
      failures = 0;
      onSuccess?.();
    } catch (error) {
      if (stopped()) return;
      if (isFinal(error)) throw error;
      failures += 1;
      onFailure?.(error, failures);
    }
    await (failures === 0 ? rest(everyMs, signal) : pause(delayBeforeRetry(failures, backOff), signal));
  }
}

/** What a loop of the process is given besides its work. */
export interface LoopSurroundings {
  readonly shutdown: Pick<Shutdown, 'running'>;
  readonly health: HealthBoard;
  readonly metrics: Metrics;
  readonly log: Log;
}

export interface RunLoop extends Loop, LoopSurroundings {
  /** Whether the process goes on with its work while this loop fails. */
  readonly whenFailing: WhenFailing;
  /** A round that does not move for this long is stuck, ms; 60 s unless given. */
  readonly quietLimitMs?: number;
}

const QUIET_LIMIT_MS = 60_000;

export interface RunningLoop {
  /** Begins the next round now, where the loop rests; after the one at work, where it does not. */
  wake(): void;
}

/**
 * Starts a loop that the process's end stops and waits for. It never dies: whatever a round throws, also a defect, is logged,
 * stands as the health of the part `name`, and the round is tried again. `gatekeeper_loop_last_success_seconds{loop}` is the
 * age of its last good round.
 */
export function runLoop(loop: RunLoop): RunningLoop {
  const { name, shutdown, health, metrics, log, whenFailing } = loop;
  const state = new LoopState(loop.quietLimitMs ?? QUIET_LIMIT_MS);
  const bell = new Bell();
  health.watch(name, () => state.health(), { whenFailing });
  metrics.observedGaugeOf(
    'gatekeeper_loop_last_success_seconds',
    'Age of the last round of a background loop that went well; since its start where none has.',
    { loop: name },
    () => state.ageSeconds(),
  );
  const failures = metrics.counterOf(
    'gatekeeper_loop_failures_total',
    'Rounds of background loops that failed.',
    ['loop'],
  );
  failures.inc({ loop: name }, 0);
  const work: Loop['work'] = async (signal, moved) => {
    state.begins();
    bell.answered();
    await loop.work(signal, moved);
  };
  const listener: LoopListener = {
    onSuccess: () => state.succeeded(),
    onMove: () => state.moved(),
    onFailure: (error, inARow) => {
      state.failed(error);
      failures.inc({ loop: name });
      if (!Number.isInteger(Math.log2(inARow))) return; // an outage of hours need not fill the log
      const level = error instanceof Defect ? 'error' : 'warn';
      log[level]({ err: error, loop: name, failuresInARow: inARow }, 'a round of a background loop failed');
    },
    isFinal: () => false,
  };
  shutdown.running(name, (signal) =>
    repeat({ rest: (ms, stop) => bell.rest(ms, stop), ...loop, work }, signal, listener),
  );
  return { wake: () => bell.ring() };
}

/** How a loop stands; moments are those of a clock that only goes forward, ms. */
class LoopState {
  private lastSuccess = performance.now();
  private lastMove: number | null = null;
  private failure: { readonly since: number; readonly reason: string } | null = null;

  constructor(private readonly quietLimitMs: number) {}

  begins(): void {
    this.lastMove = performance.now();
  }

  moved(): void {
    this.lastMove = performance.now();
  }

  succeeded(): void {
    this.lastMove = null;
    this.lastSuccess = performance.now();
    this.failure = null;
  }

  failed(error: unknown): void {
    this.lastMove = null;
    this.failure = { since: this.failure?.since ?? performance.now(), reason: messageOf(error) };
  }

  ageSeconds(): number {
    return (performance.now() - this.lastSuccess) / 1_000;
  }

  health(): string {
    if (this.failure !== null)
      return `failing for ${secondsSince(this.failure.since)} s: ${this.failure.reason}`;
    if (this.lastMove !== null && performance.now() - this.lastMove > this.quietLimitMs)
      return `no progress for ${secondsSince(this.lastMove)} s`;
    return OK;
  }
}

const secondsSince = (moment: number): number => Math.round((performance.now() - moment) / 1_000);

/** Wakes a loop that rests; rung while it works, the rest after it is none. */
class Bell {
  private rung = false;
  private sleeper: AbortController | null = null;

  ring(): void {
    this.rung = true;
    this.sleeper?.abort();
  }

  answered(): void {
    this.rung = false;
  }

  async rest(ms: number, signal: AbortSignal): Promise<void> {
    if (this.rung) return;
    this.sleeper = new AbortController();
    await pause(ms, AbortSignal.any([signal, this.sleeper.signal]));
    this.sleeper = null;
  }
}
