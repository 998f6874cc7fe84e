/** What the suites of sync share: stores, a Redis prefix, and what Redis holds under it. */
import { poolOf } from '@gatekeeper/database';
import { Relay } from '@gatekeeper/registry-store';
import { RedisEntries, RedisProjection } from '@gatekeeper/status-cache';
import type { SyncSides } from '@gatekeeper/sync';
import type { SubjectTimeline } from '@gatekeeper/vocabulary';
import { registryCodec } from '@gatekeeper/wire';
import { Redis } from 'ioredis';
import { redisUrl } from '../servers/addresses';
import { freshPrefix } from '../servers/fresh';
import type { Stores } from './stores-parts';
import { openStores } from './stores-parts';

export class SyncSuite {
  readonly entries: RedisEntries;

  private constructor(
    readonly stores: Stores,
    readonly redis: Redis,
    readonly prefix: string,
  ) {
    this.entries = new RedisEntries(redis, registryCodec, prefix);
  }

  static async open(suite: string, url = redisUrl()): Promise<SyncSuite> {
    const stores = await openStores(suite);
    const redis = new Redis(url, { maxRetriesPerRequest: 1 });
    redis.on('error', () => undefined);
    return new SyncSuite(stores, redis, freshPrefix(suite));
  }

  get sides(): SyncSides {
    const { dataSource, registry } = this.stores;
    return { dataSource, registry, redis: this.redis, topicPrefix: this.prefix };
  }

  keyOf(subject: string): string {
    return `${this.prefix}{${subject}}:timeline`;
  }

  /** Passes everything queued on to Redis. */
  async project(): Promise<void> {
    const projection = new RedisProjection(this.redis, registryCodec, this.prefix);
    await new Relay(this.stores.dataSource, registryCodec, [projection]).drain();
  }

  async timelineOf(subject: string): Promise<SubjectTimeline> {
    const timeline = (await this.stores.registry.timelines([subject])).get(subject);
    if (timeline === undefined) throw new Error(`no timeline of ${subject}`);
    return timeline;
  }

  /** Puts an intact entry of this timeline into Redis, whatever is there. */
  async put(timeline: SubjectTimeline): Promise<void> {
    await this.redis.set(this.keyOf(timeline.subject), this.entries.expected(timeline));
  }

  /** By subject, what Redis holds; read by KEYS, not by the walk that is under test. */
  async held(): Promise<ReadonlyMap<string, string | null>> {
    const keys = (await this.redis.keys(`${this.prefix}*`))
      .filter((key) => key.endsWith('}:timeline'))
      .sort();
    const values = keys.length === 0 ? [] : await this.redis.mget(keys);
    return new Map(
      keys.map((key, place) => [
        key.slice(this.prefix.length + 1, -'}:timeline'.length),
        values[place] ?? null,
      ]),
    );
  }

  /** What Redis is to hold: the entry of every subject on file, and nothing else. */
  async expected(): Promise<ReadonlyMap<string, string>> {
    const { rows } = await poolOf(this.stores.dataSource).query<{ subject: string }>(
      'SELECT subject FROM subject_version ORDER BY subject COLLATE "C"',
    );
    const timelines = await this.stores.registry.timelines(rows.map(({ subject }) => subject));
    return new Map([...timelines].map(([subject, timeline]) => [subject, this.entries.expected(timeline)]));
  }

  /** Divergences as they are on file, the oldest first: `kind subject cached→registry by, open or repaired`. */
  async divergences(): Promise<readonly string[]> {
    const { rows } = await poolOf(this.stores.dataSource).query<{ said: string }>(`
      SELECT concat_ws(' ', kind, subject, found_by,
                       CASE WHEN repaired_at IS NULL THEN 'open' WHEN repaired_at >= found_at THEN 'repaired' END) AS said
      FROM sync_divergence ORDER BY divergence_id`);
    return rows.map(({ said }) => said);
  }

  async close(): Promise<void> {
    this.redis.disconnect();
    await this.stores.close();
  }
}
