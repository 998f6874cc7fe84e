/** What the cache tells about itself; the app turns it into metrics. */
export interface CacheMetrics {
  count(name: CacheEvent, labels?: Readonly<Record<string, string>>, by?: number): void;
}

export const CACHE_EVENTS = [
  /** Subjects answered, by label `from`: `memory`, `redis`, `database`, `absent`. */
  'status_cache_subjects',
  /** Entries in Redis that were damaged or unreadable, and were replaced. */
  'status_cache_corrupt',
  /** Redis failed or was too slow, by label `operation`: `read`, `write`. */
  'status_cache_redis_errors',
  /** Batches that did not ask Redis because it had just failed. */
  'status_cache_redis_skipped',
  /** Timelines that were not written back to Redis, by label `reason`: `backlog_full`, `redis_failed`. */
  'status_cache_write_backs_left_out',
] as const;
export type CacheEvent = (typeof CACHE_EVENTS)[number];

/** Told what went wrong and was made good, without personal data. */
export interface CacheLog {
  warn(fields: Readonly<Record<string, unknown>>, message: string): void;
}

/** Milliseconds on a clock that only goes forward; for pauses, never for deciding. */
export type Stopwatch = () => number;
