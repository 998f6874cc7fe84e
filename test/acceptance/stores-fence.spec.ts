import { inTransaction, openDatabase, poolOf } from '@gatekeeper/database';
import type { Instant } from '@gatekeeper/calendar';
import { plusMs } from '@gatekeeper/calendar';
import { RegistryStore } from '@gatekeeper/registry-store';
import type { FenceWait } from '@gatekeeper/registry-store';
import type { PoolClient } from 'pg';
import { identityKey } from '@gatekeeper/vocabulary';
import { registryCodec } from '@gatekeeper/wire';
import { describeWith } from '../servers/addresses';
import { gate } from './registry-bulk-parts';
import type { Stores } from './stores-parts';
import {
  appended,
  at,
  clinician,
  decisionOn,
  identity,
  openStores,
  recordedLine,
  revisionOf,
  visibleAt,
} from './stores-parts';

describeWith(['postgres'], 'the fence between reading the registry and recording decisions', () => {
  let stores: Stores;
  beforeEach(async () => {
    stores = await openStores('fence');
  });
  afterEach(() => stores.close());

  test('gives the moment, the registry’s version and each subject’s; 0 for what was never on file', async () => {
    const first = appended(await stores.registry.append([clinician('a', 'D1')]));
    const second = appended(await stores.registry.append([clinician('b', 'D2')]));
    const fence = await inTransaction(stores.dataSource, (client) =>
      stores.registry.openFence(client, ['D1', 'D9']),
    );
    expect([fence.registryVersion, [...fence.versions]]).toEqual([
      second.version,
      [
        ['D1', first.version],
        ['D9', 0],
      ],
    ]);
    const { records = [] } = (await stores.registry.timelines(['D2'])).get('D2') ?? {};
    expect(fence.knownAt).toBeGreaterThanOrEqual(records[0]?.recorded.from ?? Infinity);
  });

  test('a write that comes while a recording is under way is stamped after that recording', async () => {
    let write: Promise<unknown> = Promise.resolve();
    const knownAt = await inTransaction(stores.dataSource, async (client) => {
      const fence = await stores.registry.openFence(client, ['D1']);
      write = stores.registry.append([clinician('a', 'D1')]);
      await untilWaitingForLock(stores);
      expect((await stores.registry.versions(client, ['D1'])).get('D1')).toBe(0);
      return fence.knownAt;
    });
    await write;
    const timeline = (await stores.registry.timelines(['D1'])).get('D1');
    expect([visibleAt(timeline, knownAt), timeline?.records.length]).toEqual([[], 1]);
  });

  test('a write is stamped after every recording even when the clock was set back', async () => {
    const ahead = at('2900-01-01 00:00:00');
    await poolOf(stores.dataSource).query('INSERT INTO recording_moment VALUES (0, $1)', [
      '2900-01-01 00:00:00+08',
    ]);
    await stores.registry.append([clinician('a', 'D1')]);
    const timeline = (await stores.registry.timelines(['D1'])).get('D1');
    expect([visibleAt(timeline, ahead), visibleAt(timeline, plusMs(ahead, 1))]).toEqual([[], ['a']]);
    const { knownAt } = await inTransaction(stores.dataSource, (client) =>
      stores.registry.openFence(client, []),
    );
    expect(knownAt).toBe(plusMs(ahead, 1));
  });

  test('for every decision recorded among writers, the registry as known at its known_at is what its recorder saw', async () => {
    const subjects = ['D1', 'D2', 'D3'];
    const saw = new Map<
      string,
      { knownAt: Instant; subject: string; version: number; records: readonly string[] }
    >();
    const pick = (n: number): string => subjects[n % subjects.length] ?? 'D1';

    const writer = async (name: string): Promise<void> => {
      const registry = new RegistryStore(stores.dataSource, registryCodec);
      for (let n = 0; n < 30; n++) {
        const supersedes = n % 3 === 2 ? `${name}-${n - 1}` : undefined;
        await registry.append([clinician(`${name}-${n}`, pick(n + name.length), `${n}`, supersedes)]);
      }
    };
    const recorder = async (name: string): Promise<void> => {
      for (let n = 0; n < 60; n++) {
        const subject = pick(n);
        const line = revisionOf(identity(`${name}-${n}`));
        await inTransaction(stores.dataSource, async (client) => {
          const { knownAt, versions, registryVersion } = await stores.registry.openFence(client, [subject]);
          const timeline = (await stores.registry.timelines([subject], client)).get(subject);
          expect(timeline?.version).toBe(versions.get(subject));
          await stores.decisions.append(client, {
            newLines: [recordedLine(line)],
            newRevisions: [],
            decisions: [decisionOn(line, `${name}-${n}`, { knownAt, registryVersion })],
            holds: [],
            releases: [],
            tallies: [],
            carveOuts: [],
          });
          const version = versions.get(subject) ?? 0;
          saw.set(identityKey(line), { knownAt, subject, version, records: visibleAt(timeline, knownAt) });
        });
      }
    };
    await Promise.all([writer('w'), writer('ww'), recorder('x'), recorder('y'), recorder('z')]);

    const timelines = await stores.registry.timelines(subjects);
    let decisions = 0;
    let changing = 0;
    for await (const decision of stores.decisions.allDecisions()) {
      const seen = saw.get(identityKey(decision.line));
      if (seen === undefined) throw new Error(`recorded, but by nobody: ${decision.decisionId}`);
      expect(visibleAt(timelines.get(seen.subject), decision.knownAt)).toEqual(seen.records);
      decisions += 1;
      if (seen.version !== timelines.get(seen.subject)?.version) changing += 1;
    }
    expect(decisions).toBe(180);
    expect(changing).toBeGreaterThan(0);
  });

  test('a write gets through between recorders that overlap without end, and they go on meanwhile', async () => {
    const waits: FenceWait[] = [];
    const registry = new RegistryStore(stores.dataSource, registryCodec, {
      onFenceWait: (wait) => waits.push(wait),
    });
    let writing = true;
    let recorded = 0;
    // Each holds the fence for longer than the first try is patient, and the two are never both outside it for long.
    const recorder = async (): Promise<void> => {
      while (writing) {
        await inTransaction(stores.dataSource, async (client) => {
          await registry.openFence(client, []);
          await client.query('SELECT pg_sleep(0.4)');
        });
        recorded += 1;
      }
    };
    const recorders = [recorder(), recorder()];
    for (let n = 0; n < 4; n++) appended(await registry.append([clinician(`a${n}`, 'D1', `${n}`)]));
    writing = false;
    await Promise.all(recorders);
    expect(waits.map(({ closed }) => closed)).toEqual([true, true, true, true]);
    expect(recorded).toBeGreaterThan(4);
  });

  test('a recorder that hangs is ended by PostgreSQL; until then others record, and the write waits for it', async () => {
    const waits: FenceWait[] = [];
    const registry = new RegistryStore(stores.dataSource, registryCodec, {
      onFenceWait: (wait) => waits.push(wait),
      recordingIdleMs: 1_500,
    });
    const ended = inTransaction(stores.dataSource, async (client) => {
      await registry.openFence(client, []);
      const gone = new Promise((resolve) => client.once('error', resolve));
      const write = registry.append([clinician('a', 'D1')]);
      await untilWaitingForLock(stores);
      // Between two tries of the write: it would wait for the end of the one that hangs if the write did not give way.
      await inTransaction(stores.dataSource, (other) => registry.openFence(other, []));
      expect(waits).toEqual([]);
      await gone;
      appended(await write);
    });
    await expect(ended).rejects.toThrow();
    expect(waits).toEqual([expect.objectContaining({ closed: true })]);
    expect(await registry.version()).toBeGreaterThan(0);
  });

  test('a write that hangs behind the closed fence is ended by PostgreSQL, and nothing of it is written', async () => {
    const other = await openDatabase(stores.url, { poolSize: 1, applicationName: 'hanging' });
    const [hangs, end] = [gate(), gate()];
    poolOf(other).once('acquire', (client: PoolClient) => {
      const ask = client.query.bind(client) as (...asked: readonly unknown[]) => unknown;
      const query = (...asked: readonly unknown[]): unknown => {
        if (!String(asked[0]).includes('SET received_at')) return ask(...asked);
        hangs.open();
        return end.opened.then(() => ask(...asked));
      };
      Object.assign(client, { query });
    });
    try {
      const registry = new RegistryStore(other, registryCodec, { lastStepIdleMs: 500 });
      const write = registry.append([clinician('a', 'D1')]);
      const refused = expect(write).rejects.toThrow();
      await hangs.opened;
      const { registryVersion } = await inTransaction(stores.dataSource, (client) =>
        stores.registry.openFence(client, []),
      );
      expect(registryVersion).toBe(0);
      end.open();
      await refused;
    } finally {
      end.open();
      await other.destroy();
    }
    expect(await stores.registry.version()).toBe(0);
  });

  test('a load of history that meets a first decision on its way is refused whole', async () => {
    const line = revisionOf(identity('1'));
    const load = await inTransaction(stores.dataSource, async (client) => {
      await stores.registry.openFence(client, []);
      const loading = stores.registry.append([clinician('a', 'D1')], { asRecorded: true });
      await untilWaitingForLock(stores);
      await stores.decisions.append(client, {
        newLines: [recordedLine(line)],
        newRevisions: [],
        decisions: [decisionOn(line, 'd')],
        holds: [],
        releases: [],
        tallies: [],
        carveOuts: [],
      });
      return { loading };
    });
    expect([await load.loading, await stores.registry.version()]).toEqual([
      { kind: 'as_recorded_refused' },
      0,
    ]);
    expect(appended(await stores.registry.append([clinician('a', 'D1')])).added).toBe(1);
  });
});

/** Resolves when a session waits for an advisory lock: the writer has done its work and stands before the fence. */
async function untilWaitingForLock({ dataSource }: Stores): Promise<void> {
  for (;;) {
    const { rows } = await poolOf(dataSource).query(
      `SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
       AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
    );
    if (rows.length > 0) return;
  }
}
