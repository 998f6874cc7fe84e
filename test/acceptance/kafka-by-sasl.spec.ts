/** A broker that trusts nobody: reached by TLS and SASL, by every mechanism, and by a whole gatekeeper. */
import { readFileSync } from 'node:fs';
import { SASL_MECHANISMS, silentLog } from '@gatekeeper/runtime';
import type { KafkaAccess } from '@gatekeeper/runtime';
import { faultOf, kafkaClient } from '@gatekeeper/stream';
import { idsOf, statedOn } from '../gatekeeper/answers';
import { lineMessages, loadHistory } from '../gatekeeper/inputs';
import { Installation } from '../gatekeeper/installation';
import { Offline } from '../gatekeeper/offline';
import { lineRow, REGISTRY } from '../gatekeeper/rows';
import { describeWith, redisUrl } from '../servers/addresses';
import { freePort } from '../servers/free-port';
import { migratedDatabase } from '../servers/fresh';
import { PrivateServer } from '../servers/private-server';
import { CA_FILE, tlsServer } from '../servers/tls';

const WHO = { username: 'gatekeeper', password: 'only-of-this-test' };
const LINES = Array.from({ length: 20 }, (_, n) => lineRow({ mdtrt_id: `S-${n}` })).join('\n');

describeWith(['postgres', 'redis', 'kafka'], 'Kafka by TLS and SASL', () => {
  let kafka: PrivateServer;
  let brokers: string;

  beforeAll(async () => {
    const { key, cert } = tlsServer();
    const port = await freePort();
    brokers = `127.0.0.1:${port}`;
    kafka = await PrivateServer.start('kafka', {
      secure: { port, key: String(key), certificate: String(cert), ...WHO },
    });
  });
  afterAll(() => kafka.stop());

  /** The brokers it sees, or what it was told. */
  async function answer(security: KafkaAccess): Promise<string> {
    const admin = kafkaClient({ brokers, security, clientId: 'sasl', log: silentLog() }).admin({
      retry: { retries: 0 },
    });
    try {
      await admin.connect();
      return `${(await admin.describeCluster()).brokers.length} broker`;
    } catch (error) {
      return faultOf(brokers, 'connecting', error).message;
    } finally {
      await admin.disconnect();
    }
  }
  const tls = { ca: readFileSync(CA_FILE, 'utf8') };

  it.each(SASL_MECHANISMS)('%s', async (mechanism) => {
    expect(await answer({ tls, sasl: { mechanism, ...WHO } })).toBe('1 broker');
  });

  it.each(SASL_MECHANISMS)(
    '%s with another password is refused, and the password is in no message',
    async (mechanism) => {
      const said = await answer({ tls, sasl: { mechanism, ...WHO, password: 'a-guess' } });
      expect(said).toMatch(/authentication/i);
      expect(said).not.toContain('a-guess');
    },
  );

  it('a client without SASL, and one without TLS, get nothing', async () => {
    expect(await answer({ tls })).not.toBe('1 broker');
    expect(await answer({ sasl: { mechanism: 'plain', ...WHO } })).not.toBe('1 broker');
  });

  it('a gatekeeper that is told by settings and files decides by it', async () => {
    const offline = new Offline();
    const database = await migratedDatabase('kafka-by-sasl');
    const servers = { databaseUrl: database.url, redisUrl: redisUrl(), kafkaBrokers: kafka.url };
    const installation = await Installation.create('kafka-by-sasl', { partitions: 1, servers });
    await loadHistory(installation.registry, REGISTRY);
    await installation.produce(lineMessages(LINES));
    const gatekeeper = installation.gatekeeper({
      KAFKA_BROKERS: brokers,
      KAFKA_TLS: 'true',
      KAFKA_CA_FILE: CA_FILE,
      KAFKA_SASL_MECHANISM: 'scram-sha-512',
      KAFKA_USERNAME: WHO.username,
      KAFKA_PASSWORD_FILE: offline.file('password', `${WHO.password}\n`),
    });
    try {
      await installation.drained(gatekeeper);
      const checked = await offline.check({ registry: REGISTRY, lines: LINES });
      expect(idsOf(statedOn(await installation.read('decisions')))).toEqual(idsOf(checked.decisions));
      expect(gatekeeper.output).not.toContain(WHO.password);
      expect(await gatekeeper.end()).toBe(0);
    } finally {
      await gatekeeper.discard();
      await installation.close();
      await database.drop();
      offline.discard();
    }
  });
});
