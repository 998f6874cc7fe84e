import type { HealthBoard, Log, Metrics } from '@gatekeeper/runtime';

/** What can be asked of a process from its first moment on. */
export interface Watched {
  readonly log: Log;
  readonly metrics: Metrics;
  readonly health: HealthBoard;
}

/** Nest's token for `Watched`. */
export const WATCHED = Symbol('what can be asked of the process');
