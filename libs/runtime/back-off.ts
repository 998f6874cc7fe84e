import { setTimeout as after } from 'node:timers/promises';
import { Defect, messageOf } from './faults';
import { SettingsError } from './settings-error';

export interface BackOff {
  readonly firstDelayMs: number;
  readonly maxDelayMs: number;
}

export const START_UP_BACK_OFF: BackOff = { firstDelayMs: 250, maxDelayMs: 15_000 };

/** Doubles from `firstDelayMs` up to `maxDelayMs`, then takes between half and all of it, so that many do not come back at once. */
export function delayBeforeRetry(attempt: number, { firstDelayMs, maxDelayMs }: BackOff): number {
  const ceiling = Math.min(maxDelayMs, firstDelayMs * 2 ** Math.min(attempt - 1, 30));
  return Math.round(ceiling / 2 + (Math.random() * ceiling) / 2);
}

export interface RetryNotice {
  /** 1 after the first failure. */
  readonly attempt: number;
  readonly delayMs: number;
  readonly error: unknown;
  /** One line for the log: what was tried, at which server, what came back, when it is tried again. */
  readonly line: string;
}

export interface RetryOptions extends Partial<BackOff> {
  /** What is tried and where, as `connecting to PostgreSQL at db:5432`; never with a password. */
  readonly describe: string;
  readonly onRetry: (notice: RetryNotice) => void;
  /** Errors not worth another attempt are thrown at once; unless given: defects and settings. */
  readonly isFinal?: (error: unknown) => boolean;
}

const isFinalByDefault = (error: unknown): boolean =>
  error instanceof Defect || error instanceof SettingsError;

/**
 * Repeats `work` until it succeeds, with exponential back-off and jitter, for as long as it takes: a server that is
 * down at start is waited for, instead of a process that crashes and comes back.
 * Throws the final error, or the signal's reason once it is aborted.
 */
export async function retryUntil<T>(
  signal: AbortSignal,
  work: () => Promise<T>,
  options: RetryOptions,
): Promise<T> {
  const backOff = { ...START_UP_BACK_OFF, ...definedOnly(options) };
  const isFinal = options.isFinal ?? isFinalByDefault;
  for (let attempt = 1; ; attempt += 1) {
    signal.throwIfAborted();
    try {
      return await work();
    } catch (error) {
      if (isFinal(error)) throw error;
      const delayMs = delayBeforeRetry(attempt, backOff);
      const line = `${options.describe} failed (attempt ${attempt}): ${messageOf(error)}; next attempt in ${delayMs} ms`;
      options.onRetry({ attempt, delayMs, error, line });
      await waitOrAbort(delayMs, signal);
    }
  }
}

const definedOnly = ({ firstDelayMs, maxDelayMs }: Partial<BackOff>): Partial<BackOff> => ({
  ...(firstDelayMs === undefined ? {} : { firstDelayMs }),
  ...(maxDelayMs === undefined ? {} : { maxDelayMs }),
});

async function waitOrAbort(delayMs: number, signal: AbortSignal): Promise<void> {
  try {
    await after(delayMs, undefined, { signal });
  } catch (interruption) {
    signal.throwIfAborted();
    throw interruption;
  }
}
