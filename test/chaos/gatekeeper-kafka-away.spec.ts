/** Kafka away for longer than any retry, with a batch recorded and not published: in the end nothing recorded stays unsaid. */
import { setTimeout as after } from 'node:timers/promises';
import { inTransaction } from '@gatekeeper/database';
import type { Stated } from '../gatekeeper/answers';
import { holdsOf, idsOf, objectAt, statedOn } from '../gatekeeper/answers';
import { conservationOf } from '../gatekeeper/counters';
import type { GatekeeperProcess } from '../gatekeeper/gatekeeper-process';
import { lineMessages, loadHistory } from '../gatekeeper/inputs';
import { Installation } from '../gatekeeper/installation';
import { Offline } from '../gatekeeper/offline';
import { REGISTRY } from '../gatekeeper/rows';
import { storiesOf, waves } from '../gatekeeper/stories';
import { until } from '../gatekeeper/until';
import { describeWith, redisUrl } from '../servers/addresses';
import { migratedDatabase } from '../servers/fresh';
import type { FreshDatabase } from '../servers/fresh';
import { PrivateServer } from '../servers/private-server';
import { rounds } from '../servers/rounds';

/** Many small batches, so that a random moment is in the middle of one. */
const AT_ONCE = 30;
const RANDOM_MOMENTS = rounds(1, 8);
const AWAY_MS = rounds(0, 30_000);

/** What happens to the gatekeeper while Kafka is away. */
const WAYS = ['it waits', 'it is killed, and another begins'] as const;

describeWith(['postgres', 'redis', 'kafka'], 'a gatekeeper whose Kafka is away when it is to publish', () => {
  const offline = new Offline();
  const rows: string[] = [];
  let database: FreshDatabase;
  let kafka: PrivateServer;
  let installation: Installation;
  let gatekeeper: GatekeeperProcess;
  let counted = 0;

  const start = (): GatekeeperProcess => installation.gatekeeper({ CONSUMER_BATCH_LINES: String(AT_ONCE) });

  const countOf = async (): Promise<number> => {
    const { read, sum } = conservationOf(await gatekeeper.counters());
    expect(sum).toBe(read);
    return read;
  };

  const linesOnFile = (): Promise<number> => installation.count('SELECT count(*) FROM settlement_line');

  async function produce(...visits: readonly string[]): Promise<void> {
    const more = visits.flatMap((visit) => waves(storiesOf(visit)).flat());
    rows.push(...more);
    await installation.produce(lineMessages(more.join('\n')), AT_ONCE);
  }

  beforeAll(async () => {
    [database, kafka] = await Promise.all([migratedDatabase('kafka-away'), PrivateServer.start('kafka')]);
    const servers = { databaseUrl: database.url, redisUrl: redisUrl(), kafkaBrokers: kafka.url };
    installation = await Installation.create('kafka-away', { partitions: 1, servers });
    await loadHistory(installation.registry, REGISTRY);
    gatekeeper = start();
    await produce('first');
    await installation.drained(gatekeeper);
  });

  afterAll(async () => {
    await gatekeeper.discard();
    await installation.close();
    await kafka.stop();
    await database.drop();
    offline.discard();
  });

  it.each(WAYS.map((way, n) => [way, n] as const))('finishes what it recorded: %s (%s)', async (way, n) => {
    const pauses = (): number => gatekeeper.output.split('partition paused').length;
    const before = pauses();
    // Whoever records the next batch waits for this lock with the batch in hand; when it goes on, Kafka is gone.
    await inTransaction(installation.dataSource, async (client) => {
      await client.query('SELECT FROM stream_position FOR UPDATE');
      await produce(`away-${n}`);
      await until('the recorder behind the lock', async () => {
        const waiting = await installation.count(
          `SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
        );
        return waiting > 0;
      });
      await kafka.kill('SIGKILL');
    });
    await until('the partition paused, its batch recorded and not published', async () => {
      const open = await installation.count('SELECT count(*) FROM publication');
      return open === 1 && pauses() > before;
    });
    if (way !== 'it waits') {
      counted += await countOf();
      await gatekeeper.kill();
      gatekeeper = start();
    }
    await kafka.restart();
    await installation.drained(gatekeeper, 90_000);
    expect(await installation.count('SELECT count(*) FROM publication')).toBe(0);
  });

  it.each(Array.from({ length: RANDOM_MOMENTS }, (_, n) => n))(
    'finishes what it recorded when Kafka goes at a random moment (%s)',
    async (n) => {
      const before = await linesOnFile();
      const lines = Math.floor(Math.random() * 300);
      await produce(...Array.from({ length: 40 }, (_, visit) => `random-${n}-${visit}`));
      await until('a random moment', async () => (await linesOnFile()) >= before + lines);
      await kafka.kill('SIGKILL');
      const since = performance.now();
      await until('readiness that names Kafka', async () => {
        const { status, body } = await gatekeeper.readiness();
        return status === 503 && /kafka/i.test(body);
      });
      process.stdout.write(`not ready ${(performance.now() - since).toFixed(0)} ms after Kafka was gone\n`);
      await after(AWAY_MS);
      await kafka.restart();
      await installation.drained(gatekeeper, 90_000);
      await until('readiness', async () => (await gatekeeper.readiness()).status === 200);
    },
  );

  it('has said every decision that is recorded, each in its line’s order, and what check says', async () => {
    const said: readonly Stated[] = statedOn(await installation.read('decisions'));
    const checked = await offline.check({ registry: REGISTRY, lines: rows.join('\n') });
    expect(idsOf(said)).toEqual(idsOf(checked.decisions));
    expect(await installation.count('SELECT count(*) FROM decision')).toBe(checked.decisions.length);
    const first = said.filter(
      (one, n) => said.findIndex((it) => it['decision_id'] === one['decision_id']) === n,
    );
    const latest = new Map<string, unknown>();
    for (const { decision_id, supersedes, ...decision } of first) {
      const { fixmedins_code, mdtrt_id, chrg_bchno, feedetl_sn } = objectAt(decision, 'line');
      const line = JSON.stringify([fixmedins_code, mdtrt_id, chrg_bchno, feedetl_sn]);
      expect(supersedes).toBe(latest.get(line) ?? null);
      latest.set(line, decision_id);
    }
    const holds = holdsOf(statedOn(await installation.read('holds')));
    expect(holds).toEqual(expect.arrayContaining([...holdsOf(checked.holds)]));
  });

  it('has counted each message once, over both processes', async () => {
    expect(counted + (await countOf())).toBe(rows.length);
    expect(await gatekeeper.end()).toBe(0);
  });
});
