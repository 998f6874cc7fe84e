import type { RecordCodec } from '@gatekeeper/registry-store';
import type { SubjectTimeline } from '@gatekeeper/vocabulary';
import { Cluster } from 'ioredis';
import { decodeEntry, encodeEntry, keySpace } from './entry';
import type { KeySpace } from './entry';
import { setForward } from './forward-only';
import type { CacheLog, CacheMetrics, Stopwatch } from './ports';
import type { RedisConnection } from './redis-connection';
import { ANSWER_WITHIN_MS } from './redis-connection';
import { WriteBacks } from './write-backs';

/** After Redis failed it is left alone for this long: a batch must not wait for its timeout again and again. */
const PAUSE_AFTER_FAILURE_MS = 500;

/** Timelines in Redis, as far as it answers: reading and writing here never fail, they only find less. */
export class RedisTier {
  private readonly keys: KeySpace;
  private pausedUntil = -Infinity;
  private readonly writeBacks: WriteBacks;

  constructor(
    private readonly redis: RedisConnection,
    private readonly codec: RecordCodec,
    private readonly metrics: CacheMetrics,
    private readonly log: CacheLog,
    private readonly stopwatch: Stopwatch,
    keyPrefix: string | undefined,
  ) {
    this.keys = keySpace(keyPrefix);
    this.writeBacks = new WriteBacks(
      (timeline) => this.write(timeline),
      (error) => this.failed('write', error),
      (reason, timelines) => this.metrics.count('status_cache_write_backs_left_out', { reason }, timelines),
    );
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
    if (!this.isPaused()) this.writeBacks.add(timelines);
  }

  /** Resolves when every write under way has arrived or failed. */
  settled(): Promise<void> {
    return this.writeBacks.settled();
  }

  private write(timeline: SubjectTimeline): Promise<unknown> {
    const key = this.keys.timeline(timeline.subject);
    return setForward(this.redis, key, encodeEntry(this.codec, key, timeline));
  }

  /** One MGET on a single server; on a cluster a GET for each key, pipelined by node. */
  private async fetch(keys: readonly string[]): Promise<readonly (string | null)[]> {
    try {
      const { redis } = this;
      return await answeredWithin(
        ANSWER_WITHIN_MS,
        redis instanceof Cluster ? Promise.all(keys.map((key) => redis.get(key))) : redis.mget([...keys]),
      );
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

/** Rejects when no answer has come in time; one that has come, and that this process was too busy to read, counts. */
async function answeredWithin<T>(ms: number, answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    // What has arrived is read before the second turn of the event loop.
    const giveUp = (): void => reject(new Error(`no answer within ${ms} ms`));
    timer = setTimeout(() => setImmediate(() => setImmediate(giveUp)), ms);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
