/** Servers that are away: the stream waits or finds its facts elsewhere, and nothing is decided on what is stale. */
import Redis from 'ioredis';
import type { Stated } from '../gatekeeper/answers';
import { fileOf, holdsOf, idsOf, objectAt, statedOn } from '../gatekeeper/answers';
import { conservationOf } from '../gatekeeper/counters';
import type { GatekeeperProcess } from '../gatekeeper/gatekeeper-process';
import { appendNow, exportedRegistry, lineMessages, loadHistory } from '../gatekeeper/inputs';
import { Installation } from '../gatekeeper/installation';
import { Offline } from '../gatekeeper/offline';
import type { PrivateServers } from '../gatekeeper/private-servers';
import { startPrivateServers } from '../gatekeeper/private-servers';
import { HOSPITAL, lineRow, personRows, recordRow, sanctionRow } from '../gatekeeper/rows';
import { sampleLines, sampleRegistry } from '../gatekeeper/sample';
import { until } from '../gatekeeper/until';
import { describeRounds } from '../servers/rounds';

/** Many small batches, so that an outage comes in the middle. */
const AT_ONCE = 30;

const SAMPLE = sampleLines().trimEnd().split('\n');
const PARTS = 4;
const partOf = (n: number): readonly string[] => SAMPLE.filter((_, row) => row % PARTS === n);

/** One clinician for each way in which a status change could be missed. */
const WAYS = ['while it is remembered', 'while Redis says otherwise', 'while Redis is away'] as const;
const codeOf = (n: number): string => `D44019900005${n}`;
const REGISTRY = [
  sampleRegistry().trimEnd(),
  recordRow('hospital', {
    kind: 'institution',
    fixmedins_code: HOSPITAL,
    name: '医院一',
    type: 'hospital',
    admdvs: '440100',
  }),
  ...WAYS.flatMap((_, n) => personRows(codeOf(n), '张三', 'doctor', HOSPITAL)),
].join('\n');

const ROUNDS_OF_A_SOAK = 12;

describeRounds(['postgres', 'redis', 'kafka'], 'a gatekeeper whose servers go away', ROUNDS_OF_A_SOAK, () => {
  const offline = new Offline();
  const produced: string[] = [];
  let servers: PrivateServers;
  let installation: Installation;
  let gatekeeper: GatekeeperProcess;

  const start = (): GatekeeperProcess => installation.gatekeeper({ CONSUMER_BATCH_LINES: String(AT_ONCE) });
  const linesOnFile = (): Promise<number> => installation.count('SELECT count(*) FROM settlement_line');

  async function produce(rows: readonly string[]): Promise<void> {
    produced.push(...rows);
    await installation.produce(lineMessages(rows.join('\n')), AT_ONCE);
  }

  /** Produces rows, and resolves when some of them, but not yet all, are on file. */
  async function produceAndCatchInTheMiddle(rows: readonly string[]): Promise<void> {
    const before = await linesOnFile();
    await produce(rows);
    const now = await until('the first of the lines on file', async () => {
      const lines = await linesOnFile();
      return lines > before && lines;
    });
    expect(now).toBeLessThan(before + rows.length);
  }

  const readinessSays = (words: RegExp): Promise<unknown> =>
    until(
      `readiness that says ${words.source}`,
      async () => {
        const { status, body } = await gatekeeper.readiness();
        return status === 503 && words.test(body);
      },
      { explain: () => gatekeeper.tail() },
    );
  const ready = (): Promise<unknown> =>
    until('readiness', async () => (await gatekeeper.readiness()).status === 200, {
      explain: () => gatekeeper.tail(),
    });

  const visitOf = (stated: Stated): string => String(objectAt(stated, 'line')['mdtrt_id']);

  async function withRedis<T>(work: (redis: Redis) => Promise<T>): Promise<T> {
    const redis = new Redis(servers.redis.url, { maxRetriesPerRequest: 1 });
    try {
      return await work(redis);
    } finally {
      redis.disconnect();
    }
  }

  const timelinesInRedis = (): Promise<ReadonlyMap<string, string>> =>
    withRedis(async (redis) => {
      const held = new Map<string, string>();
      for (const key of await redis.keys('*')) {
        if ((await redis.type(key)) === 'string') held.set(key, (await redis.get(key)) ?? '');
      }
      return held;
    });

  /** As an old copy of Redis would come back: intact, and of another day. */
  const putBack = (held: ReadonlyMap<string, string>): Promise<unknown> =>
    withRedis((redis) => redis.mset([...held].flat()));

  beforeAll(async () => {
    servers = await startPrivateServers();
    installation = await Installation.create('outages', { servers: servers.addresses });
    await loadHistory(installation.registry, REGISTRY);
  });

  afterAll(async () => {
    await gatekeeper.discard();
    await installation.close();
    await servers.stop();
    offline.discard();
  });

  it('waits for a PostgreSQL that is down at start, and says where it looked', async () => {
    await produce(partOf(0));
    await servers.postgres.kill('SIGKILL');
    gatekeeper = start();
    await gatekeeper.said(/attempt 2\)/);
    const said = await gatekeeper.said(/attempt 1\)/);
    expect(said).toContain(`connecting to PostgreSQL at 127.0.0.1:${servers.postgres.port} failed`);
    expect(gatekeeper.isAlive).toBe(true);
    const waiting = await gatekeeper.waitingAddress();
    expect((await fetch(`${waiting}/health/live`)).status).toBe(200);
    const notReady = await fetch(`${waiting}/health/ready`);
    expect([notReady.status, await notReady.text()]).toEqual([
      503,
      expect.stringContaining(`waiting for PostgreSQL at 127.0.0.1:${servers.postgres.port}`),
    ]);
    expect(gatekeeper.output).not.toContain(new URL(servers.postgres.url).password);
    await servers.postgres.restart();
    await installation.drained(gatekeeper);
    await ready();
  });

  it('waits for a PostgreSQL that is killed in the middle, and is not ready meanwhile', async () => {
    await produceAndCatchInTheMiddle(partOf(1));
    await servers.postgres.kill('SIGKILL');
    await readinessSays(/postgresql/i);
    expect(gatekeeper.isAlive).toBe(true);
    await servers.postgres.restart();
    await installation.drained(gatekeeper);
    await ready();
  });

  it('goes on without a Redis that is flushed, killed, and comes back empty', async () => {
    await produceAndCatchInTheMiddle(partOf(2));
    await withRedis((redis) => redis.flushall());
    await servers.redis.kill('SIGKILL');
    await until('readiness that names Redis as what it goes on without', async () => {
      const { status, body } = await gatekeeper.readiness();
      const { degraded }: { degraded?: { redis?: string } } = JSON.parse(body);
      return status === 200 && degraded?.redis !== undefined;
    });
    await installation.drained(gatekeeper);
    await servers.redis.restart();
    await ready();
  });

  it('waits for a broker that is killed in the middle', async () => {
    await produceAndCatchInTheMiddle(partOf(3));
    await servers.kafka.kill('SIGKILL');
    await readinessSays(/kafka/i);
    expect(gatekeeper.isAlive).toBe(true);
    await servers.kafka.restart();
    await installation.drained(gatekeeper, 90_000);
    await ready();
  });

  it('has decided every line once, as check does', async () => {
    const checked = await offline.check({ registry: REGISTRY, lines: produced.join('\n') });
    expect(idsOf(statedOn(await installation.read('decisions')))).toEqual(idsOf(checked.decisions));
    expect(holdsOf(statedOn(await installation.read('holds')))).toEqual(holdsOf(checked.holds));
    expect(await installation.count('SELECT count(*) FROM decision')).toBe(checked.decisions.length);
    expect(await linesOnFile()).toBe(SAMPLE.length);
    const { read, sum } = conservationOf(await gatekeeper.counters());
    expect(read).toBeGreaterThanOrEqual(SAMPLE.length);
    expect(sum).toBe(read);
  });

  it.each(WAYS.map((way, n) => [way, n] as const))(
    'enforces a suspension on the first line after it, %s',
    async (_way, n) => {
      const row = (visit: string): string =>
        lineRow({ mdtrt_id: `${visit}-${n}`, bilg_dr_codg: codeOf(n), fee_ocur_time: '2025-07-01 08:00:00' });
      await produce([row('before')]);
      await installation.drained(gatekeeper);
      const remembered = await until('the clinician in Redis', async () => {
        const held = await timelinesInRedis();
        return [...held.keys()].some((key) => key.includes(codeOf(n))) && held;
      });
      await appendNow(
        installation.registry,
        sanctionRow(codeOf(n), HOSPITAL, `GD-2025-${n}`, { recorded_at: '2025-06-06 09:00:00' }),
      );
      if (n === 1) {
        await gatekeeper.discard();
        await putBack(remembered);
        gatekeeper = start();
      }
      if (n === 2) await servers.redis.kill('SIGKILL');
      await produce([row('after')]);
      await installation.drained(gatekeeper);
      const outcomes = statedOn(await installation.read('decisions'))
        .filter((stated) => visitOf(stated).endsWith(`-${n}`))
        // The line before it is swept, sooner or later; here it is about what is decided at first sight.
        .filter(({ trigger }) => trigger === 'real_time')
        .map((stated) => `${visitOf(stated)} ${String(stated['outcome'])}`);
      expect([...new Set(outcomes)].sort()).toEqual([`after-${n} reject`, `before-${n} accept`]);
      if (n === 2) await servers.redis.restart();
    },
  );

  it('leaves decisions that verify recomputes from the registry of record', async () => {
    const { stdout, code } = await offline.verify({
      registry: await exportedRegistry(installation.registry),
      lines: produced.join('\n'),
      decisions: fileOf(await installation.read('decisions')),
      holds: fileOf(await installation.read('holds')),
    });
    expect([stdout, code]).toEqual([expect.stringMatching(/^\d+ verified, 0 mismatched\n$/), 0]);
    expect(Number.parseInt(stdout)).toBeGreaterThanOrEqual(produced.length);
    expect(await gatekeeper.end()).toBe(0);
  });
});
