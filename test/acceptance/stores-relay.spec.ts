import { poolOf } from '@gatekeeper/database';
import type { ChangeSink, RegistryChange } from '@gatekeeper/registry-store';
import { Relay, SinkFailed } from '@gatekeeper/registry-store';
import { Defect } from '@gatekeeper/runtime';
import { registryCodec } from '@gatekeeper/wire';
import { describeWith } from '../servers/addresses';
import type { Stores } from './stores-parts';
import { appended, clinician, openStores, restoration, sanction } from './stores-parts';

/** Keeps what it took, and refuses as long as it is told to. */
class KeepingSink implements ChangeSink {
  readonly taken: RegistryChange[] = [];
  refusal: Error | null = null;
  private watcher: { readonly count: number; readonly reached: () => void } | null = null;

  constructor(readonly name: string) {}

  apply(changes: readonly RegistryChange[]): Promise<void> {
    if (this.refusal !== null) return Promise.reject(this.refusal);
    this.taken.push(...changes);
    if (this.watcher !== null && this.different >= this.watcher.count) this.watcher.reached();
    return Promise.resolve();
  }

  /** When so many different changes are here: one may come twice. */
  reaching(count: number): Promise<void> {
    return new Promise((reached) => {
      this.watcher = { count, reached };
      if (this.different >= count) reached();
    });
  }

  private get different(): number {
    return new Set(this.told).size;
  }

  /** Versions by their order: `@1` is the first write. */
  get told(): readonly string[] {
    const versions = [...new Set(this.taken.map(({ version }) => version))].sort((a, b) => a - b);
    return this.taken.map(({ subject, version, added }) =>
      [`${subject}@${versions.indexOf(version) + 1}`, ...added.map(({ recordId }) => recordId)].join(' '),
    );
  }
}

describeWith(['postgres'], 'the relay of registry changes', () => {
  let stores: Stores;
  let redis: KeepingSink;
  let topic: KeepingSink;
  beforeEach(async () => {
    stores = await openStores('relay');
    [redis, topic] = [new KeepingSink('redis'), new KeepingSink('topic')];
  });
  afterEach(() => stores.close());

  const relayOf = (...sinks: readonly ChangeSink[]): Relay =>
    new Relay(stores.dataSource, registryCodec, sinks, { batchSize: 3, longestBackOffMs: 50 });

  test('hands every sink each change once, in the order of commit, with what it added', async () => {
    await stores.registry.append([restoration('r', 'doc', null), clinician('a', 'D1')]);
    await stores.registry.append([sanction('s1', 'doc', 'D1'), sanction('s2', 'doc', 'D2')]);
    await stores.registry.append([sanction('fix', 'doc', 'D3', 's1')]);
    const relay = relayOf(redis, topic);
    expect([...(await relay.drain())]).toEqual([
      ['redis', 5],
      ['topic', 5],
    ]);
    expect(redis.told).toEqual(['D1@1 a', 'D1@2 r s1', 'D2@2 r s2', 'D1@3', 'D3@3 r fix']);
    expect(topic.told).toEqual(redis.told);
    expect([await relay.backlog(), ...(await relay.drain()).values()]).toEqual([0, 0, 0]);
  });

  test('gives the whole timeline as it is now', async () => {
    await stores.registry.append([clinician('a', 'D1')]);
    await relayOf(redis).drain();
    expect(redis.taken.map(({ timeline }) => timeline)).toEqual([
      ...(await stores.registry.timelines(['D1'])).values(),
    ]);
  });

  test('a sink that is down holds up no other, and gets everything when it is back', async () => {
    await stores.registry.append([clinician('a', 'D1'), clinician('b', 'D2')]);
    redis.refusal = new Error('down');
    const relay = relayOf(redis, topic);
    await expect(relay.drain()).rejects.toThrow(SinkFailed);
    expect([redis.told, topic.told, await relay.backlog()]).toEqual([[], ['D1@1 a', 'D2@1 b'], 2]);
    redis.refusal = null;
    await relay.drain();
    expect([redis.told, topic.told.length, await relay.backlog()]).toEqual([['D1@1 a', 'D2@1 b'], 2, 0]);
  });

  test('several relays at once hand over nothing twice and nothing out of order', async () => {
    const relays = [relayOf(redis), relayOf(redis), relayOf(redis)];
    const versions: number[] = [];
    const write = async (): Promise<void> => {
      for (let n = 0; n < 12; n++) {
        versions.push(appended(await stores.registry.append([clinician(`r${n}`, 'D1', `${n}`)])).version);
      }
    };
    const drain = async (relay: Relay): Promise<void> => {
      for (let n = 0; n < 20; n++) await relay.drain();
    };
    await Promise.all([write(), ...relays.map(drain)]);
    await relays[0]?.drain();
    expect(redis.taken.map(({ version }) => version)).toEqual(versions);
  });

  test('at work, it hears of a change at once, and outlives the loss of its connections', async () => {
    const stop = new AbortController();
    const failures: unknown[] = [];
    const relay = new Relay(stores.dataSource, registryCodec, [redis, topic], {
      pollIntervalMs: 3_600_000,
      longestBackOffMs: 50,
      onFailure: (error) => failures.push(error),
    });
    const work = relay.run(stop.signal);
    await stores.registry.append([clinician('a', 'D1')]);
    await Promise.all([redis.reaching(1), topic.reaching(1)]);

    topic.refusal = new Error('down');
    await stores.registry.append([clinician('b', 'D2')]);
    await redis.reaching(2);
    topic.refusal = null;
    await topic.reaching(2);

    stop.abort();
    await work;
    expect([redis.told, topic.told]).toEqual([
      ['D1@1 a', 'D2@2 b'],
      ['D1@1 a', 'D2@2 b'],
    ]);
    expect(failures.filter((failure) => !(failure instanceof SinkFailed))).toEqual([]);
  });

  test('a defect of a sink ends it', async () => {
    await stores.registry.append([clinician('a', 'D1')]);
    redis.refusal = new Defect('cannot be');
    await expect(relayOf(redis, topic).run(new AbortController().signal)).rejects.toThrow('cannot be');
  });

  test('its connections may be cut: it opens others', async () => {
    const stop = new AbortController();
    const relay = new Relay(stores.dataSource, registryCodec, [redis], {
      pollIntervalMs: 20,
      longestBackOffMs: 50,
    });
    const work = relay.run(stop.signal);
    await stores.registry.append([clinician('a', 'D1')]);
    await redis.reaching(1);
    await poolOf(stores.dataSource).query(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
    );
    await stores.registry.append([clinician('b', 'D2')]);
    await redis.reaching(2);
    stop.abort();
    await work;
    // At least once: what a sink took just before the cut comes again.
    expect([...new Set(redis.told)]).toEqual(['D1@1 a', 'D2@2 b']);
  });
});
