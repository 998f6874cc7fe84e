/** PostgreSQL's open connections swallow what is sent on them while the gatekeeper works: not ready, and moving again within seconds. */
import type { GatekeeperProcess } from '../gatekeeper/gatekeeper-process';
import { lineMessages, loadHistory } from '../gatekeeper/inputs';
import { Installation } from '../gatekeeper/installation';
import { lineRow } from '../gatekeeper/rows';
import { sampleRegistry } from '../gatekeeper/sample';
import { SwallowingProxy } from '../gatekeeper/swallowing-proxy';
import { until } from '../gatekeeper/until';
import { describeWith } from '../servers/addresses';

/** What is promised is 15 s; the run may share its machine. */
const MOVES_AGAIN_WITHIN_MS = 30_000;
/** Many small batches, so that it comes in the middle. */
const AT_ONCE = 30;

describeWith(
  ['postgres', 'redis', 'kafka'],
  'a gatekeeper whose connections to PostgreSQL are swallowed',
  () => {
    let installation: Installation;
    let proxy: SwallowingProxy;
    let gatekeeper: GatekeeperProcess;

    beforeAll(async () => {
      installation = await Installation.create('swallowed');
      await loadHistory(installation.registry, sampleRegistry());
      const { hostname, port } = new URL(installation.servers.databaseUrl);
      proxy = await SwallowingProxy.start({ host: hostname, port: Number(port) });
      gatekeeper = installation.gatekeeper({
        DATABASE_URL: proxy.through(installation.servers.databaseUrl),
        CONSUMER_BATCH_LINES: String(AT_ONCE),
      });
      await gatekeeper.address();
    });
    afterAll(async () => {
      await gatekeeper.discard();
      await proxy.stop();
      await installation.close();
    });

    const produce = (visit: string, lines: number): Promise<void> =>
      installation.produce(
        lineMessages(
          Array.from({ length: lines }, (_, n) => lineRow({ mdtrt_id: `${visit}-${n}` })).join('\n'),
        ),
        AT_ONCE,
      );
    const linesOnFile = (): Promise<number> => installation.count('SELECT count(*) FROM settlement_line');

    it('is not ready, moves again by itself, and holds up no registry write meanwhile', async () => {
      await produce('before', AT_ONCE);
      await installation.drained(gatekeeper);
      await until('readiness', async () => (await gatekeeper.readiness()).status === 200);
      await produce('during', 3_000);
      await until('the middle', async () => (await linesOnFile()) > AT_ONCE);
      proxy.swallow();
      const since = performance.now();
      const stood = await linesOnFile();
      await until(
        'readiness that names what stands still',
        async () => {
          const { status, body } = await gatekeeper.readiness();
          return status === 503 && /PostgreSQL/i.test(body);
        },
        { explain: () => gatekeeper.tail() },
      );
      await until('lines that move again', async () => (await linesOnFile()) > stood + AT_ONCE, {
        patienceMs: MOVES_AGAIN_WITHIN_MS,
        explain: () => gatekeeper.tail(),
      });
      const seconds = ((performance.now() - since) / 1_000).toFixed(1);
      process.stdout.write(
        `lines moved again ${seconds} s after open connections began to swallow packets\n`,
      );
      await installation.registry.append([]);
      await installation.drained(gatekeeper);
      expect(await linesOnFile()).toBe(3_000 + AT_ONCE);
      await until('readiness', async () => (await gatekeeper.readiness()).status === 200, {
        explain: () => gatekeeper.tail(),
      });
      expect(await gatekeeper.end()).toBe(0);
    });
  },
);
