import type { RecordCodec } from '@gatekeeper/registry-store';
import type { SubjectTimeline } from '@gatekeeper/vocabulary';
import { Cluster } from 'ioredis';
import { decodeEntry, encodeEntry, keySpace } from './entry';
import type { KeySpace } from './entry';
import { setForward } from './forward-only';
import type { CacheLog, CacheMetrics, Stopwatch } from './ports';
import type { RedisConnection } from './redis-connection';

/** After Redis failed it is left alone for this long: a batch must not wait for its timeout again and again. */
const PAUSE_AFTER_FAILURE_MS = 500;

/** Timelines in Redis, as far as it answers: reading and writing here never fail, they only find less. */
export class RedisTier {
  private readonly keys: KeySpace;
  private pausedUntil = -Infinity;
  private readonly writes = new Set<Promise<void>>();

  constructor(
    private readonly redis: RedisConnection,
    private readonly codec: RecordCodec,
    private readonly metrics: CacheMetrics,
    private readonly log: CacheLog,
    private readonly stopwatch: Stopwatch,
    keyPrefix: string | undefined,
  ) {
    this.keys = keySpace(keyPrefix);
  }

  /** The intact timelines that Redis holds of these subjects, whatever their version. */
  async read(subjects: readonly string[]): Promise<ReadonlyMap<string, SubjectTimeline>> {
    const found = new Map<string, SubjectTimeline>();
    if (this.isPaused()) return found;
    const values = await this.fetch(subjects.map((subject) => this.keys.timeline(subject)));
    values.forEach((value, place) => {
      const subject = subjects[place];
      if (value === null || subject === undefined) return;
      const timeline = decodeEntry(this.codec, this.keys.timeline(subject), subject, value);
      if (timeline === 'corrupt') {
        this.metrics.count('status_cache_corrupt');
        this.log.warn(
          { length: value.length },
          'an entry in Redis is damaged: the database answers, and replaces it',
        );
      } else {
        found.set(subject, timeline);
      }
    });
    return found;
  }

  /** Sends timelines to Redis without waiting for them to arrive. */
  writeBack(timelines: Iterable<SubjectTimeline>): void {
    if (this.isPaused()) return;
    for (const timeline of timelines) {
      const key = this.keys.timeline(timeline.subject);
      const write = setForward(this.redis, key, encodeEntry(this.codec, key, timeline))
        .then(
          () => undefined,
          (error: unknown) => this.failed('write', error),
        )
        .finally(() => this.writes.delete(write));
      this.writes.add(write);
    }
  }

  /** Resolves when every write under way has arrived or failed. */
  async settled(): Promise<void> {
    await Promise.all(this.writes);
  }

  /** One MGET on a single server; on a cluster a GET for each key, pipelined by node. */
  private async fetch(keys: readonly string[]): Promise<readonly (string | null)[]> {
    try {
      if (this.redis instanceof Cluster) {
        const { redis } = this;
        return await Promise.all(keys.map((key) => redis.get(key)));
      }
      return await this.redis.mget([...keys]);
    } catch (error) {
      this.failed('read', error);
      return [];
    }
  }

  private isPaused(): boolean {
    if (this.stopwatch() >= this.pausedUntil) return false;
    this.metrics.count('status_cache_redis_skipped');
    return true;
  }

  private failed(operation: 'read' | 'write', error: unknown): void {
    this.metrics.count('status_cache_redis_errors', { operation });
    if (this.stopwatch() < this.pausedUntil) return;
    this.pausedUntil = this.stopwatch() + PAUSE_AFTER_FAILURE_MS;
    const reason = error instanceof Error ? error.name : 'unknown';
    this.log.warn({ operation, reason }, 'Redis does not answer: the database does');
  }
}
