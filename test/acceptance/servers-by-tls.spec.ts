/** PostgreSQL, Redis and Kafka by TLS: encrypted and verified against the authority that settings name. */
import { readFileSync } from 'node:fs';
import { types } from 'node:util';
import { openDatabase, poolOf } from '@gatekeeper/database';
import { silentLog } from '@gatekeeper/runtime';
import { openRedis } from '@gatekeeper/status-cache';
import { kafkaClient } from '@gatekeeper/stream';
import { startTlsProxy } from '../gatekeeper/tls-proxy';
import { databaseUrl, describeWith, kafkaBrokers, redisUrl } from '../servers/addresses';
import { CA_FILE } from '../servers/tls';

const targetOf = (address: string): { host: string; port: number } => {
  const { hostname, port } = new URL(address.includes('://') ? address : `kafka://${address}`);
  return { host: hostname, port: Number(port) };
};
const inPlaceOf = (address: string, port: number, host = '127.0.0.1'): string => {
  const url = new URL(address);
  url.port = String(port);
  url.hostname = host;
  return url.toString();
};

describeWith(['postgres', 'redis', 'kafka'], 'servers by TLS', () => {
  const stops: (() => void)[] = [];
  const proxyOf = async (address: string, protocol: 'postgres' | 'plain'): Promise<number> => {
    const { port, stop } = await startTlsProxy(targetOf(address), protocol);
    stops.push(stop);
    return port;
  };
  afterAll(() => {
    for (const stop of stops) stop();
  });

  describe('PostgreSQL', () => {
    let port: number;
    beforeAll(async () => {
      port = await proxyOf(databaseUrl(), 'postgres');
    });
    const answer = async (url: string, caFile?: string): Promise<string> => {
      try {
        const dataSource = await openDatabase(url, { poolSize: 1, applicationName: 'tls', caFile });
        try {
          await poolOf(dataSource).query('SELECT 1');
          return 'answers';
        } finally {
          await dataSource.destroy();
        }
      } catch (error) {
        return types.isNativeError(error) && 'code' in error ? String(error.code) : String(error);
      }
    };

    it.each([
      ['an authority alone verifies in full', '', '127.0.0.1', true, 'answers'],
      ['verify-full with the authority', '?sslmode=verify-full', '127.0.0.1', true, 'answers'],
      [
        'verify-full of another name',
        '?sslmode=verify-full',
        'localhost',
        true,
        'ERR_TLS_CERT_ALTNAME_INVALID',
      ],
      ['verify-ca of another name', '?sslmode=verify-ca', 'localhost', true, 'answers'],
      [
        'verify-full without the authority',
        '?sslmode=verify-full',
        '127.0.0.1',
        false,
        'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
      ],
      ['require only encrypts', '?sslmode=require', '127.0.0.1', false, 'answers'],
    ] as const)('%s', async (_, mode, host, named, expected) => {
      const url = inPlaceOf(databaseUrl(), port, host) + mode;
      expect(await answer(url, named ? CA_FILE : undefined)).toBe(expected);
    });
  });

  it('ends with a setting to be changed where the file of an authority cannot be read', async () => {
    const opening = openDatabase(databaseUrl(), { poolSize: 1, applicationName: 'tls', caFile: '/none' });
    await expect(opening).rejects.toMatchObject({ exitCode: 2 });
    const open = (): unknown => openRedis('rediss://h', { caFile: '/none', onError: () => undefined });
    expect(open).toThrow(/REDIS_CA_FILE/);
  });

  describe('Redis', () => {
    it.each([
      ['with the authority', true, 'PONG'],
      ['without it', false, 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
    ] as const)('rediss:// %s', async (_, named, expected) => {
      const port = await proxyOf(redisUrl(), 'plain');
      const url = inPlaceOf(redisUrl(), port).replace('redis:', 'rediss:');
      const errors: unknown[] = [];
      const redis = openRedis(url, {
        onError: (error) => errors.push('code' in error ? error.code : error.message),
        commandTimeoutMs: 5_000,
        ...(named ? { caFile: CA_FILE } : {}),
      });
      await new Promise((resolve) => redis.once(named ? 'ready' : 'close', resolve));
      expect(named ? await redis.ping() : errors[0]).toBe(expected);
      redis.disconnect();
    });
  });

  describe('Kafka', () => {
    it.each([
      ['with the authority', true],
      ['without it', false],
    ] as const)('%s', async (_, named) => {
      const [broker = ''] = kafkaBrokers();
      const port = await proxyOf(broker, 'plain');
      const admin = kafkaClient({
        brokers: `127.0.0.1:${port}`,
        clientId: 'tls',
        log: silentLog(),
        security: { tls: named ? { ca: readFileSync(CA_FILE, 'utf8') } : {} },
      }).admin({ retry: { retries: 0 } });
      const connecting = admin.connect();
      if (named) await expect(connecting).resolves.toBeUndefined();
      else await expect(connecting).rejects.toThrow(/certificate/);
      await admin.disconnect();
    });
  });
});
