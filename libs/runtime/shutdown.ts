import { setTimeout as after } from 'node:timers/promises';
import { EXIT_CLEAN, EXIT_RESTART_MAY_MEND, exitCodeOf } from './exit-codes';
import type { ExitCode } from './exit-codes';
import { Outage } from './faults';
import type { Log } from './log';
import { SettingsError } from './settings-error';

export interface ShutdownOptions {
  readonly log: Log;
  /** All closers together get this long. */
  readonly deadlineMs: number;
  /** Ends the process; `process.exit` unless given. */
  readonly exit?: (code: ExitCode) => void;
}

/** Where somebody else has to act, a stack of this program tells nothing: the words name server, variable and what to do. */
function reasonTold(error: unknown): object {
  if (error instanceof SettingsError) return { problems: error.problems };
  return error instanceof Outage ? { reason: error.message } : { err: error };
}

interface Closer {
  readonly name: string;
  readonly close: () => Promise<unknown>;
}

/**
 * Ends the process once: closers run one after the other, the last one registered first (what was opened last depends
 * on what was opened before it), all within one deadline. Exit codes as in `exit-codes.ts`; an end that was asked for
 * but did not come clean within the deadline is 1.
 */
export class Shutdown {
  private readonly closers: Closer[] = [];
  private readonly stopping = new AbortController();
  private ending: Promise<ExitCode> | null = null;

  constructor(private readonly options: ShutdownOptions) {}

  /** Aborted as soon as the end begins: what waits for a server at start gives up on it. */
  get signal(): AbortSignal {
    return this.stopping.signal;
  }

  /** Registered in the order of opening. */
  closing(name: string, close: () => Promise<unknown>): void {
    this.closers.push({ name, close });
  }

  /**
   * Starts work that goes on until the end: its signal is aborted when its turn to close comes, and it is waited for.
   * What it throws ends the process.
   */
  running(name: string, work: (stop: AbortSignal) => Promise<unknown>): void {
    const stop = new AbortController();
    const running = work(stop.signal).catch((error: unknown) => void this.fail(error));
    this.closing(name, async () => {
      stop.abort();
      await running;
    });
  }

  /** Ends on SIGTERM and SIGINT with 0, on what nobody caught with 1. */
  listen(): this {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void this.end(signal));
    process.on('uncaughtException', (error) => void this.fail(error));
    process.on('unhandledRejection', (error) => void this.fail(error));
    return this;
  }

  /** A clean end, as after SIGTERM. */
  end(reason: string): Promise<ExitCode> {
    this.options.log.info({ reason }, 'ending');
    return this.endOnce(EXIT_CLEAN, reason);
  }

  /** An end because of an error: its own exit code, 1 unless it is a setting. */
  fail(error: unknown): Promise<ExitCode> {
    this.options.log.fatal(reasonTold(error), 'ending on an error');
    return this.endOnce(exitCodeOf(error), 'error');
  }

  private endOnce(code: ExitCode, reason: string): Promise<ExitCode> {
    this.ending ??= this.closeAll(code, reason);
    return this.ending;
  }

  private async closeAll(code: ExitCode, reason: string): Promise<ExitCode> {
    this.stopping.abort(new Error(`the process is ending (${reason})`));
    const { log, deadlineMs } = this.options;
    const finished = new AbortController();
    const late = after(deadlineMs, 'late' as const, { signal: finished.signal }).catch(() => 'late' as const);
    const outcome = await Promise.race([this.closeInOrder(), late]);
    finished.abort();
    if (outcome === 'late')
      log.error({ deadlineMs }, 'the end took longer than its deadline; what is still open is cut off');
    const exitCode = outcome === 'clean' || code !== EXIT_CLEAN ? code : EXIT_RESTART_MAY_MEND;
    log.info({ exitCode }, 'ended');
    (this.options.exit ?? ((it: ExitCode) => process.exit(it)))(exitCode);
    return exitCode;
  }

  private async closeInOrder(): Promise<'clean' | 'failed'> {
    let outcome: 'clean' | 'failed' = 'clean';
    for (let closer = this.closers.pop(); closer !== undefined; closer = this.closers.pop()) {
      try {
        await closer.close();
        this.options.log.debug({ part: closer.name }, 'closed');
      } catch (error) {
        outcome = 'failed';
        this.options.log.error({ err: error, part: closer.name }, 'did not close cleanly');
      }
    }
    return outcome;
  }
}
