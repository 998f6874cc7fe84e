/** A pooler in between that gives backends away by the transaction is refused with what to change, not waited for. */
import {
  openDatabase,
  poolOf,
  refuseSharedBackends,
  settingRefusedByPooler,
  sharesBackends,
} from '@gatekeeper/database';
import { exitCodeOf } from '@gatekeeper/runtime';
import type { DataSource } from 'typeorm';
import { databaseUrl, describeWith } from '../servers/addresses';

describeWith(['postgres'], 'sessions of PostgreSQL', () => {
  let dataSource: DataSource;
  beforeAll(async () => {
    dataSource = await openDatabase(databaseUrl(), { poolSize: 2, applicationName: 'pooler' });
  });
  afterAll(() => dataSource.destroy());

  it('are whole where each has a backend of its own', async () => {
    await expect(refuseSharedBackends(dataSource)).resolves.toBeUndefined();
  });

  it('are not where two that are open at once are served by one backend', async () => {
    const client = await poolOf(dataSource).connect();
    try {
      await expect(sharesBackends(client, client)).resolves.toBe(true);
    } finally {
      client.release();
    }
  });

  it('carry their settings, said after connecting, so that no pooler has them to refuse', async () => {
    const { rows } = await poolOf(dataSource).query(
      `SELECT current_setting('statement_timeout') AS statement, current_setting('lock_timeout') AS lock,
              current_setting('idle_in_transaction_session_timeout') AS idle`,
    );
    expect(rows).toEqual([{ statement: '30s', lock: '10s', idle: '1min' }]);
  });
});

describe('what a pooler says of an address', () => {
  it('ends the process with a setting to be changed', () => {
    const refused = settingRefusedByPooler(new Error('unsupported startup parameter: statement_timeout'));
    expect(exitCodeOf(refused)).toBe(2);
    expect(String(refused)).toContain('ignore_startup_parameters');
    const other = new Error('connect ECONNREFUSED');
    expect(settingRefusedByPooler(other)).toBe(other);
  });
});
