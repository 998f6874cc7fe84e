/** What is wrong with settings and the files they name is said at once, by name, before anything connects. */
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commandRun } from '../gatekeeper/command';
import type { CommandName } from '../gatekeeper/command';
import { GatekeeperProcess } from '../gatekeeper/gatekeeper-process';
import { CA_FILE } from '../servers/tls';

/** Nothing answers there: a process that waits for one of them does not end. */
const SERVERS = {
  DATABASE_URL: 'postgres://nobody:hush@127.0.0.1:1/none',
  REDIS_URL: 'redis://:hush@127.0.0.1:1',
  KAFKA_BROKERS: '127.0.0.1:1',
};

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'settings-at-start-'));
  writeFileSync(join(folder, 'map.json'), '[]');
  writeFileSync(join(folder, 'none.pem'), 'no certificate');
});
afterAll(() => rmSync(folder, { recursive: true }));

const refusedBy = async (command: CommandName, environment: Readonly<Record<string, string>>) => {
  const { code, stdout, stderr } = await commandRun(command, [], { ...SERVERS, ...environment });
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).not.toContain('hush');
  const [first, ...problems] = stderr.trimEnd().split('\n');
  expect(first).toMatch(/these settings must be changed:$/);
  return problems.map((problem) => /^ {2}(\w+) \S/.exec(problem)?.[1] ?? problem);
};

describe.each(['start:gatekeeper', 'start:admin'] as const)('%s', (command) => {
  it('names all of them in one list', async () => {
    const named = await refusedBy(command, {
      LOG_LEVEL: 'loud',
      DATABASE_CA_FILE: '/none',
      DATABASE_URL: `${SERVERS.DATABASE_URL}?sslmode=bogus`,
      REDIS_CA_FILE: join(folder, 'none.pem'),
      KAFKA_TLS: 'true',
      KAFKA_CA_FILE: join(folder, 'none.pem'),
      KAFKA_CERT_FILE: CA_FILE,
      KAFKA_SASL_MECHANISM: 'plain',
      PACK_MAP: join(folder, 'map.json'),
      PACK_VALUES: '/none',
      ...{ METRICS_PORT: '3999', GATEKEEPER_PORT: '3999', ADMIN_PORT: '3999' },
    });
    expect(named.sort()).toEqual([
      'DATABASE_CA_FILE',
      'DATABASE_URL',
      'KAFKA_CA_FILE',
      'KAFKA_KEY_FILE',
      'KAFKA_PASSWORD',
      'KAFKA_USERNAME',
      'LOG_LEVEL',
      'METRICS_PORT',
      'PACK_MAP',
      'PACK_VALUES',
      ...['REDIS_CA_FILE', 'REDIS_CA_FILE'],
    ]);
  });

  it('names the variable of a port that is taken, and of a host that is none, without a stack', async () => {
    const app = command === 'start:admin' ? 'admin' : 'gatekeeper';
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const port = String((server.address() as AddressInfo).port);
    const taken = GatekeeperProcess.start({ ...SERVERS, METRICS_PORT: port }, app);
    expect([await taken.ended(), taken.output]).toEqual([
      1,
      expect.stringMatching(/it is taken: stop what listens there, or set METRICS_PORT to another one/),
    ]);
    server.close();
    const nowhere = GatekeeperProcess.start({ ...SERVERS, HOST: '203.0.113.1' }, app);
    expect([await nowhere.ended(), nowhere.output]).toEqual([
      2,
      expect.stringMatching(/HOST is 203.0.113.1, which is no address of this machine/),
    ]);
    for (const { output } of [taken, nowhere]) expect(output).not.toContain('.ts:');
  });
});

describe('start:clearing', () => {
  it('names all of them in one list', async () => {
    const named = await refusedBy('start:clearing', {
      ...{ LOG_LEVEL: 'loud', DATABASE_CA_FILE: '/none' },
      ...{ DATABASE_URL: `${SERVERS.DATABASE_URL}?sslmode=bogus`, PACK_MAP: join(folder, 'map.json') },
      ...{ PACK_VALUES: '/none', METRICS_PORT: '3999', CLEARING_PORT: '3999', CLEARING_WORKERS: '33' },
    });
    expect(named.sort()).toEqual([
      ...['CLEARING_WORKERS', 'DATABASE_CA_FILE', 'DATABASE_URL', 'LOG_LEVEL', 'METRICS_PORT', 'PACK_MAP'],
      'PACK_VALUES',
    ]);
  });

  it('names the variable of a port that is taken, and of a host that is none, without a stack', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const port = String((server.address() as AddressInfo).port);
    const taken = GatekeeperProcess.start({ ...SERVERS, CLEARING_PORT: port }, 'clearing');
    expect([await taken.ended(), taken.output]).toEqual([
      1,
      expect.stringMatching(/it is taken: stop what listens there, or set CLEARING_PORT to another one/),
    ]);
    server.close();
    const nowhere = GatekeeperProcess.start({ ...SERVERS, HOST: '203.0.113.1' }, 'clearing');
    expect([await nowhere.ended(), nowhere.output]).toEqual([
      2,
      expect.stringMatching(/HOST is 203.0.113.1, which is no address of this machine/),
    ]);
    for (const { output } of [taken, nowhere]) expect(output).not.toContain('.ts:');
  });
});

describe('commands', () => {
  it.each<[CommandName, Readonly<Record<string, string>>, readonly string[]]>([
    ['migrate', { DATABASE_CA_FILE: '/none', PACK_VALUES: '/none' }, ['DATABASE_CA_FILE', 'PACK_VALUES']],
    ['gaps', { DATABASE_CA_FILE: '/none' }, ['DATABASE_CA_FILE']],
    ['topics', { KAFKA_CA_FILE: '/none', KAFKA_PASSWORD: 'hush' }, ['KAFKA_CA_FILE', 'KAFKA_SASL_MECHANISM']],
  ])('%s names them and ends with 2', async (command, environment, variables) => {
    expect(await refusedBy(command, environment)).toEqual(variables);
  });
});

describe('npm start', () => {
  it('has no one port for the figures of three processes', async () => {
    const start = GatekeeperProcess.startAll({ METRICS_PORT: '3073' });
    expect([await start.ended(), start.output]).toEqual([
      2,
      'METRICS_PORT is one port (3073), and npm start runs three processes: leave it out, or set it to 0 for a free one each\n',
    ]);
  });

  it('names HOST where it is no address of this machine', async () => {
    const start = GatekeeperProcess.startAll({ HOST: '203.0.113.1', ADMIN_PORT: '53211' });
    expect([await start.ended(), start.output]).toEqual([
      2,
      'HOST is 203.0.113.1, which is no address of this machine (EADDRNOTAVAIL)\n',
    ]);
  });
});
