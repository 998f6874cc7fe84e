/** Connections that swallow what is sent on them: found out within seconds, replaced, and nothing they held is waited for. */
import {
  answeringPoolOf,
  copyRows,
  inTransaction,
  isOutage,
  openDatabase,
  poolOf,
  withSessionLock,
} from '@gatekeeper/database';
import type { DataSource } from 'typeorm';
import { SwallowingProxy } from '../gatekeeper/swallowing-proxy';
import { until } from '../gatekeeper/until';
import { databaseUrl, describeWith } from '../servers/addresses';

describeWith(['postgres'], 'connections to PostgreSQL that swallow packets', () => {
  let proxy: SwallowingProxy;
  let dataSource: DataSource;
  let direct: DataSource;
  const waits: number[] = [];
  const given: Error[] = [];

  beforeAll(async () => {
    const { hostname, port } = new URL(databaseUrl());
    proxy = await SwallowingProxy.start({ host: hostname, port: Number(port) });
    const open = (url: string, poolSize: number): Promise<DataSource> =>
      openDatabase(url, {
        poolSize,
        applicationName: 'swallowed',
        onConnectionWait: (ms) => waits.push(ms),
        onGivenUp: (reason) => given.push(reason),
      });
    direct = await open(databaseUrl(), 2);
    dataSource = await open(proxy.through(databaseUrl()), 3);
  });
  afterAll(async () => {
    await dataSource.destroy();
    await direct.destroy();
    await proxy.stop();
  });

  const one = async (): Promise<unknown> => (await poolOf(dataSource).query('SELECT 1 AS one')).rows;

  it('fails a statement as an outage, ends its transaction on the server, and works again at once', async () => {
    const failing = inTransaction(dataSource, async (client) => {
      await client.query('SELECT pg_advisory_xact_lock(815)');
      proxy.swallow();
      await client.query('SELECT 1');
    });
    await expect(failing.catch((error: unknown) => isOutage(error))).resolves.toBe(true);
    // The lock it held has come free without any timeout of the server's.
    const { rows } = await poolOf(direct).query('SELECT pg_advisory_lock(815)');
    expect(rows).toHaveLength(1);
    await poolOf(direct).query('SELECT pg_advisory_unlock_all()');
    expect(await one()).toEqual([{ one: 1 }]);
    expect(given.map(({ message }) => message)).toEqual([expect.stringContaining('not at work')]);
  });

  it('fails a COPY whose rows are swallowed', async () => {
    const failing = inTransaction(dataSource, async (client) => {
      await client.query('CREATE TEMPORARY TABLE taken (n text) ON COMMIT DROP');
      const rows = (function* () {
        for (let n = 0; n < 200_000; n++) {
          if (n === 100) proxy.swallow();
          yield [String(n)];
        }
      })();
      await copyRows(client, 'taken', ['n'], rows);
    });
    await expect(failing.catch((error: unknown) => isOutage(error))).resolves.toBe(true);
    expect(await one()).toEqual([{ one: 1 }]);
  });

  it('uses none of the idle ones again, however many were open', async () => {
    const three = await Promise.all([1, 2, 3].map(() => poolOf(dataSource).connect()));
    for (const client of three) client.release();
    proxy.swallow();
    await expect(one().catch((error: unknown) => isOutage(error))).resolves.toBe(true);
    expect(await one()).toEqual([{ one: 1 }]);
    expect(answeringPoolOf(dataSource).isSuspect()).toBe(false);
  });

  it('leaves a statement alone that the server is at work on, and one that waits for a lock', async () => {
    const before = given.length;
    await withSessionLock(direct, 816, async () => {
      const waiting = poolOf(dataSource).query('SELECT pg_advisory_lock_shared(816)');
      await poolOf(dataSource).query('SELECT pg_sleep(6)');
      expect(poolOf(dataSource).totalCount).toBe(2);
      void waiting.then(() => undefined);
    });
    await until('the lock', async () => (await poolOf(direct).query('SELECT 1')).rows.length === 1);
    expect(given).toHaveLength(before);
  });

  it('gives up a connection that hangs while it is made', async () => {
    answeringPoolOf(dataSource).renew();
    proxy.hang(true);
    await expect(one().catch((error: unknown) => isOutage(error))).resolves.toBe(true);
    proxy.hang(false);
    expect(await one()).toEqual([{ one: 1 }]);
    expect(waits.length).toBeGreaterThan(0);
  });
});
