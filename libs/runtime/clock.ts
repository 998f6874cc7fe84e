import { instantOf } from '@gatekeeper/calendar';
import type { Instant } from '@gatekeeper/calendar';

/** Where a process asks what time it is; tests hand in their own. */
export interface Clock {
  now(): Instant;
}

/** The machine's clock, in whole milliseconds. The only place that reads it. */
export const systemClock: Clock = { now: () => instantOf(Date.now()) };
