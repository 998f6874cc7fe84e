import type { Progress } from './ports';

/**
 * Tells a consumer that is stuck: it has messages to handle, nothing known is in its way, and nothing moves. An outage
 * that is known is not a stall: ending the process would not bring the server back.
 */
export class StallWatch {
  private quietSince: number | null = null;

  constructor(private readonly limitMs: number) {}

  /** To be asked again and again; answers how long nothing moved, in milliseconds, once that reaches the limit, else `null`. */
  observe({ lag, lastProgressAt, troubles }: Progress, now: number): number | null {
    if (lag === 0 || troubles.length > 0) {
      this.quietSince = null;
      return null;
    }
    this.quietSince = Math.max(this.quietSince ?? now, lastProgressAt ?? 0);
    const quietMs = now - this.quietSince;
    return quietMs >= this.limitMs ? quietMs : null;
  }
}
