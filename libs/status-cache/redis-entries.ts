import { createHash } from 'node:crypto';
import type { RecordCodec } from '@gatekeeper/registry-store';
import { messageOf, Outage } from '@gatekeeper/runtime';
import type { SubjectTimeline } from '@gatekeeper/vocabulary';
import { Cluster } from 'ioredis';
import type { Redis } from 'ioredis';
import { decodeEntry, encodeEntry, keySpace } from './entry';
import type { KeySpace } from './entry';
import { setForward } from './forward-only';
import type { RedisConnection } from './redis-connection';

/** Commands sent before their answers are awaited, as in the projection. */
const IN_FLIGHT = 50;
/** Keys that Redis looks at for one answer to SCAN. */
const SCANNED_AT_ONCE = 500;

/** An entry as it was seen: the text Redis holds, or `null` where it holds none. */
export type SeenEntry = string | null;

/**
 * Writes an entry where what is there is still what was seen; an empty value removes it. What is no text counts as none.
 * KEYS: the entry. ARGV: SHA-1 of the text seen, or '' for none; the new text. Returns 1 when it wrote.
 */
const REPLACE_SEEN = `
local present = redis.pcall('GET', KEYS[1])
if type(present) == 'string' then
  if redis.sha1hex(present) ~= ARGV[1] then return 0 end
elseif ARGV[1] ~= '' then
  return 0
end
if ARGV[2] == '' then redis.call('DEL', KEYS[1]) else redis.call('SET', KEYS[1], ARGV[2]) end
return 1`;

/**
 * The entries of one installation in Redis, for those who compare and mend them. Unlike the cache, which passes over a
 * Redis that fails, everything here throws an `Outage` when Redis does not answer.
 */
export class RedisEntries {
  private readonly keys: KeySpace;

  constructor(
    private readonly redis: RedisConnection,
    private readonly codec: RecordCodec,
    keyPrefix?: string,
  ) {
    this.keys = keySpace(keyPrefix);
  }

  /** What Redis holds of each of these subjects, in their order. */
  read(subjects: readonly string[]): Promise<readonly SeenEntry[]> {
    return answered(async () => {
      const { redis } = this;
      const keys = subjects.map((subject) => this.keys.timeline(subject));
      if (keys.length === 0) return [];
      if (!(redis instanceof Cluster)) return redis.mget(keys);
      return Promise.all(keys.map((key) => redis.get(key).catch(noTextIsNone)));
    });
  }

  /** The text that an entry of this timeline is, exactly. */
  expected(timeline: SubjectTimeline): string {
    return encodeEntry(this.codec, this.keys.timeline(timeline.subject), timeline).value;
  }

  /** The version of an intact entry; `corrupt` when its digest does not fit, or it cannot be read. */
  versionOf(subject: string, seen: string): number | 'corrupt' {
    const timeline = decodeEntry(this.codec, this.keys.timeline(subject), subject, seen);
    return timeline === 'corrupt' ? 'corrupt' : timeline.version;
  }

  /** Moves entries forward. @returns the subjects of which an intact entry of a later version stays. */
  async writeForward(timelines: readonly SubjectTimeline[]): Promise<readonly string[]> {
    const staying: string[] = [];
    await inGroups(timelines, async (timeline) => {
      const key = this.keys.timeline(timeline.subject);
      const move = await setForward(this.redis, key, encodeEntry(this.codec, key, timeline));
      if (move === 'later_stays') staying.push(timeline.subject);
    });
    return staying;
  }

  /** Puts the entry of this timeline in the place of what was seen. @returns false when something else is there by now. */
  replace(timeline: SubjectTimeline, seen: SeenEntry): Promise<boolean> {
    return this.replaceSeen(timeline.subject, seen, this.expected(timeline));
  }

  /** Removes what was seen. @returns false when something else is there by now. */
  remove(subject: string, seen: string): Promise<boolean> {
    return this.replaceSeen(subject, seen, '');
  }

  /**
   * Every subject that has an entry, in groups; one may come twice. Entries written or removed meanwhile may or may not
   * come. On a cluster each node that is a master is asked.
   */
  async *subjects(): AsyncGenerator<readonly string[]> {
    const { redis } = this;
    for (const node of redis instanceof Cluster ? redis.nodes('master') : [redis]) {
      let cursor = '0';
      do {
        const [next, keys] = await answered(() => this.scan(node, cursor));
        cursor = next;
        const subjects = keys.flatMap((key) => this.keys.subjectOf(key) ?? []);
        if (subjects.length > 0) yield subjects;
      } while (cursor !== '0');
    }
  }

  private scan(node: Redis, cursor: string): Promise<[cursor: string, keys: string[]]> {
    return node.scan(cursor, 'MATCH', this.keys.everyTimeline, 'COUNT', SCANNED_AT_ONCE);
  }

  private async replaceSeen(subject: string, seen: SeenEntry, value: string): Promise<boolean> {
    const digest = seen === null ? '' : createHash('sha1').update(seen).digest('hex');
    const key = this.keys.timeline(subject);
    return (await answered(() => this.redis.eval(REPLACE_SEEN, 1, key, digest, value))) === 1;
  }
}

async function inGroups<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  for (let start = 0; start < items.length; start += IN_FLIGHT)
    await answered(() => Promise.all(items.slice(start, start + IN_FLIGHT).map(work)));
}

async function answered<T>(command: () => Promise<T>): Promise<T> {
  try {
    return await command();
  } catch (error) {
    throw new Outage('Redis', messageOf(error), { cause: error });
  }
}

/** MGET gives nothing for a key of another kind, GET an error. */
function noTextIsNone(error: unknown): null {
  if (messageOf(error).startsWith('WRONGTYPE')) return null;
  throw error;
}
