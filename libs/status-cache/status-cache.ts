import type { Queryable } from '@gatekeeper/database';
import type { RecordCodec, RegistryStore } from '@gatekeeper/registry-store';
import type { SubjectTimeline } from '@gatekeeper/vocabulary';
import { LRUCache } from 'lru-cache';
import type { CacheLog, CacheMetrics, Stopwatch } from './ports';
import type { RedisConnection } from './redis-connection';
import { RedisTier } from './redis-tier';

export interface StatusCacheParts {
  readonly registry: RegistryStore;
  readonly codec: RecordCodec;
  /** `null`: memory and database only. */
  readonly redis: RedisConnection | null;
  readonly metrics: CacheMetrics;
  readonly log: CacheLog;
  readonly stopwatch?: Stopwatch;
}

export interface StatusCacheOptions {
  /** Timelines kept in this process. */
  readonly maxEntries?: number;
  readonly keyPrefix?: string;
}

/** How many of the subjects asked for each source answered; `absent`: never on file, nothing was asked. */
export interface AnsweredFrom {
  readonly absent: number;
  readonly memory: number;
  readonly redis: number;
  readonly database: number;
}

export interface FoundTimelines {
  readonly timelines: ReadonlyMap<string, SubjectTimeline>;
  readonly from: AnsweredFrom;
}

const SOURCES = ['absent', 'memory', 'redis', 'database'] as const;

const MAX_ENTRIES = 200_000;

/**
 * Timelines from the nearest place that has them: this process, Redis, the database. The caller names the version of each
 * subject, read from the database behind the registry's fence; an entry of any other version does not count. So nothing
 * here can be stale, and whatever Redis does, the worst it can cause is a look-up in the database.
 */
export class StatusCache {
  private readonly memory: LRUCache<string, SubjectTimeline>;
  private readonly redis: RedisTier | null;

  constructor(
    private readonly parts: StatusCacheParts,
    options: StatusCacheOptions = {},
  ) {
    this.memory = new LRUCache({ max: options.maxEntries ?? MAX_ENTRIES });
    const { redis, codec, metrics, log, stopwatch = () => performance.now() } = parts;
    this.redis =
      redis === null ? null : new RedisTier(redis, codec, metrics, log, stopwatch, options.keyPrefix);
  }

  /**
   * @param versions each subject wanted, with its current version (`Fence.versions`); 0 is known to be absent.
   * @param client what the database is asked on: the transaction that holds the fence.
   * @throws an outage of the database alone.
   */
  async timelines(versions: ReadonlyMap<string, number>, client: Queryable): Promise<FoundTimelines> {
    const timelines = new Map<string, SubjectTimeline>();
    let missing: string[] = [];
    let absent = 0;
    for (const [subject, version] of versions) {
      const held = version === 0 ? { subject, version, records: [] } : this.memory.get(subject);
      if (held?.version === version) timelines.set(subject, held);
      else missing.push(subject);
      if (version === 0) absent++;
    }
    const memory = timelines.size - absent;

    const fromRedis = missing.length > 0 && this.redis !== null ? await this.redis.read(missing) : NOTHING;
    missing = missing.filter((subject) => {
      const found = fromRedis.get(subject);
      if (found === undefined || found.version !== versions.get(subject)) return true;
      timelines.set(subject, found);
      this.memory.set(subject, found);
      return false;
    });
    const redis = timelines.size - absent - memory;

    if (missing.length > 0) {
      const read = await this.parts.registry.timelines(missing, client);
      for (const [subject, timeline] of read) {
        timelines.set(subject, timeline);
        this.memory.set(subject, timeline);
      }
      this.redis?.writeBack(read.values());
    }
    const from = { absent, memory, redis, database: missing.length };
    this.report(from);
    return { timelines, from };
  }

  /** Forgets what this process holds. */
  clear(): void {
    this.memory.clear();
  }

  /** Resolves when every write to Redis under way has arrived or failed: before Redis is closed. */
  async settled(): Promise<void> {
    await this.redis?.settled();
  }

  private report(from: AnsweredFrom): void {
    for (const source of SOURCES) {
      const count = from[source];
      if (count > 0) this.parts.metrics.count('status_cache_subjects', { from: source }, count);
    }
  }
}

const NOTHING: ReadonlyMap<string, SubjectTimeline> = new Map();
