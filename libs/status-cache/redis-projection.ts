import type { ChangeSink, RecordCodec, RegistryChange } from '@gatekeeper/registry-store';
import { encodeEntry, keySpace } from './entry';
import type { KeySpace } from './entry';
import { announce, setForward } from './forward-only';
import type { RedisConnection } from './redis-connection';

/** The place of Redis in the relay's queue. */
export const REDIS_SINK = 'redis';

/** Commands sent before their answers are awaited: enough to fill the wire, few enough for the command timeout. */
const IN_FLIGHT = 50;

/** Keeps Redis in step with the registry: each changed subject's whole timeline, forward only, and a stream of changes. */
export class RedisProjection implements ChangeSink {
  readonly name = REDIS_SINK;
  private readonly keys: KeySpace;

  constructor(
    private readonly redis: RedisConnection,
    private readonly codec: RecordCodec,
    keyPrefix?: string,
  ) {
    this.keys = keySpace(keyPrefix);
  }

  /** @throws when Redis does not take all of them; to apply them again does no harm. */
  async apply(changes: readonly RegistryChange[]): Promise<void> {
    for (let start = 0; start < changes.length; start += IN_FLIGHT) {
      const some = changes.slice(start, start + IN_FLIGHT);
      // Timelines before announcements: who is woken by one finds the other.
      await Promise.all(some.map(({ timeline }) => this.project(timeline)));
      await Promise.all(
        some.map(({ subject, version }) => announce(this.redis, this.keys.changes, subject, version)),
      );
    }
  }

  private async project(timeline: RegistryChange['timeline']): Promise<void> {
    const key = this.keys.timeline(timeline.subject);
    await setForward(this.redis, key, encodeEntry(this.codec, key, timeline));
  }
}
