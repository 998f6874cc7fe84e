/** `npm start`, as whoever has just cloned the project meets it: its apps over one PostgreSQL, and what it says to do next. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import request from 'supertest';
import { gatekeeper as command } from '../gatekeeper/command';
import { GatekeeperProcess } from '../gatekeeper/gatekeeper-process';
import { lineRow } from '../gatekeeper/rows';
import { until } from '../gatekeeper/until';
import { cleanEnvironment, describeWith } from '../servers/addresses';
import { PASSWORD } from './admin-access-parts';
import { answersIn, inShort } from './http-answers';

const PROJECT = join(__dirname, '../..');
/** Of the sample that is loaded. */
const SAMPLE_HOSPITAL = 'H44010000002';
const NEWCOMER = 'D440100009999';
const NUMBER = '11010519491231002X';

interface User {
  readonly user_id: string;
  readonly proposal: { readonly event_id: number };
}

/** A line as it was printed, typed into another terminal, with a password. */
async function typed(line: string): Promise<{ readonly code: number | null; readonly said: string }> {
  const child = spawn(line, { shell: true, cwd: PROJECT, env: cleanEnvironment(), stdio: 'pipe' });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (said += text));
  child.stdin.end(`${PASSWORD}\n`);
  await once(child, 'close');
  return { code: child.exitCode, said };
}

describeWith(['postgres'], 'npm start', () => {
  let folder: string;
  let start: GatekeeperProcess;
  let gatekeeper: string;
  let admin: string;
  let clearing: string;
  const startAgain = async (): Promise<void> => {
    start = GatekeeperProcess.startAll({ STATE_FOLDER: folder });
    await start.said(/^all three stay up; Ctrl-C ends them$/);
    const addressOf = async (door: RegExp): Promise<string> =>
      /(http:\S+)\/docs/.exec(await start.said(door))?.[1] ?? '';
    const figures = start.output.slice(start.output.indexOf('bringing up the clearing worker:'));
    clearing = /^health and figures +(http:\S+)\/health/m.exec(figures)?.[1] ?? '';
    gatekeeper = await addressOf(/^ask before billing /);
    admin = await addressOf(/^registry of record /);
  };
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'npm-start-'));
    // PostgreSQL runs as another user where this is root: its data lie in here when that one can reach them.
    chmodSync(folder, 0o711);
    await startAgain();
  });
  afterAll(async () => {
    if (start.isAlive) await start.end();
    rmSync(folder, { recursive: true, force: true });
  });

  let bearer = '';
  const ask = (method: 'get' | 'post' | 'put', path: string, body?: object): request.Test => {
    const asked = request(admin)[method](path);
    if (bearer !== '') void asked.set('Authorization', `Bearer ${bearer}`);
    return body === undefined ? asked : asked.send(body);
  };
  const signIn = async (login: string): Promise<void> => {
    bearer = '';
    const { body } = await ask('post', '/v1/sessions', { login, password: PASSWORD }).expect(201);
    bearer = (body as { access_token: string }).access_token;
  };
  const apply = async (login: string, roles: readonly string[]): Promise<User> => {
    const application = { login, display_name: login, reason: 'r', roles, areas: [''] };
    return (await ask('post', '/v1/users', application).expect(201)).body as User;
  };
  const setPassword = async ({ user_id: userId }: User): Promise<void> => {
    const { body } = await ask('post', `/v1/users/${userId}/one-time-tokens`).expect(201);
    const { one_time_token } = body as { one_time_token: string };
    await ask('post', '/v1/passwords', { one_time_token, password: PASSWORD }).expect(204);
  };
  const printedCommand = async (): Promise<string> =>
    (await start.said(/npm run admin -- first-administrator --login admin$/)).trim();

  it('brings up all three, and says what the admin app is without', async () => {
    for (const address of [gatekeeper, admin, clearing])
      await request(address).get('/health/ready').expect(200);
    await start.said(/^2314 lines on file$/);
    await start.said(/^sync: this process has no sink to serve/);
  });

  it('keeps the address of the database and the keys where only their owner reads them', () => {
    for (const name of ['database-url', 'identity-keys/keys', 'identity-keys/index']) {
      const file = join(folder, name);
      expect([name, statSync(file).mode & 0o777]).toEqual([name, 0o600]);
      expect(start.output.includes(readFileSync(file, 'utf8').trim())).toBe(false);
    }
  });

  it('is refused a second time in the same folder', async () => {
    const another = GatekeeperProcess.startAll({ STATE_FOLDER: folder });
    expect(await another.ended()).toBe(1);
    expect(another.output).toContain('is in use by another start');
    await request(admin).get('/health/ready').expect(200);
  });

  it('prints the command that creates the first administrator, who signs in', async () => {
    const { code, said } = await typed(await printedCommand());
    expect([code, said]).toEqual([0, expect.stringContaining('admin may sign in')]);
    expect(said).toContain('this is the database of the npm start of');
    await signIn('admin');
  });

  it('has the clearing worker work on what gatekeeper clear begins', async () => {
    const DATABASE_URL = readFileSync(join(folder, 'database-url'), 'utf8').trim();
    const out = join(folder, 'cleared');
    const scope = ['--area', '11', '--period', '2023', '--workers', '0'];
    const ending = await command(['clear', ...scope, '--out', out], { DATABASE_URL });
    expect([ending.code, ending.stderr]).toEqual([0, expect.stringContaining(`lines cleared to ${out}`)]);
    const { text } = await request(clearing).get('/metrics').expect(200);
    expect(text).toMatch(/gatekeeper_clearing_parts_total\{outcome="done"\} [1-9]/);
  });

  it('lets the two administrators bring others about, and tells that no sink is served', async () => {
    const second = await apply('second', ['user_administrator']);
    const approve = (await printedCommand()).replace(/first-administrator .*/, '');
    expect((await typed(`${approve}second-administrator --login second`)).code).toBe(0);
    await setPassword(second);
    const clerk = await apply('clerk', ['registrar', 'operator']);
    await signIn('second');
    const proposal = clerk.proposal.event_id;
    await ask('post', `/v1/users/${clerk.user_id}/approval`, { proposal }).expect(200);
    await setPassword(clerk);
    await signIn('clerk');
    const { body } = await ask('get', '/v1/sync').expect(200);
    expect(body).toMatchObject({ served_here: [], sinks: [{ sink: 'topic' }] });
  });

  it('has the gatekeeper heed what is written, at once', async () => {
    const site = { fixmedins_code: SAMPLE_HOSPITAL, code: NEWCOMER };
    const line: object = JSON.parse(
      lineRow({ fixmedins_code: SAMPLE_HOSPITAL, bilg_dr_codg: NEWCOMER, mdtrt_id: 'asked' }),
    );
    let version = '"0"';
    const answerAfter = async (record: object): Promise<readonly string[]> => {
      const written = ask('post', '/v1/registry-records').set('If-Match', version);
      version = (await written.send({ ...site, ...record }).expect(201)).headers['etag'] ?? '';
      const asked = request(gatekeeper).post('/v1/checks').set('Content-Type', 'application/json');
      const { body } = await asked.send(JSON.stringify({ lines: [line] })).expect(200);
      return answersIn(body).map(inShort);
    };
    const from = '2025-01-01';
    expect(await answerAfter({ kind: 'clinician', name: '李娜', category: 'doctor' })).toEqual([
      expect.stringMatching(/^reject /),
    ]);
    const registration = { kind: 'registration', main_site: true, from, committed_on: from };
    expect(await answerAfter(registration)).toEqual(['accept IN_GOOD_STANDING']);
    expect(await answerAfter({ kind: 'deregistration', reason: 'left', from })).toEqual([
      'reject DEREGISTERED',
    ]);
  });

  it('has the gatekeeper say on its own log what officers agreed on about a line, and heed it', async () => {
    const client = new Client({
      connectionString: readFileSync(join(folder, 'database-url'), 'utf8').trim(),
    });
    await client.connect();
    try {
      await client.query(
        `WITH line AS (SELECT * FROM line_identity WHERE outcome = 'accept' LIMIT 1), agreed AS (
           INSERT INTO case_file (case_id, kind, state, version, fixmedins_code, area, pack, data, opened_at, changed_at)
           SELECT 'agreed', 'line_fact', 'confirmed', 2, fixmedins_code, '440100', 'guangdong-2025', '{}', now(), now() FROM line
           RETURNING case_id)
         INSERT INTO line_fact_outbox (case_id, fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno, sent_fixmedins_code, fact,
           document_no, approved_at)
         SELECT case_id, fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno, fixmedins_code, 'date_confirmed', 'D', now()
         FROM line, agreed`,
      );
      await until('the fact on its line', async () => {
        const { rows } = await client.query(
          `SELECT FROM line_news n JOIN line_news_message m USING (message_id) JOIN line_fact_outbox o
             ON (o.fixmedins_code, o.mdtrt_id, o.feedetl_sn) = (n.fixmedins_code, n.mdtrt_id, n.feedetl_sn)
           WHERE m.document_no = 'D' AND o.sent_at IS NOT NULL`,
        );
        return rows.length === 1;
      });
    } finally {
      await client.end();
    }
  });

  it('ends with 0 on Ctrl-C, and opens what its keys closed when it is started again', async () => {
    await ask('put', `/v1/clinicians/${NEWCOMER}/identity`, { identity_number: NUMBER }).expect(204);
    expect(await start.end('SIGINT')).toBe(0);
    expect(existsSync(join(folder, 'database-url'))).toBe(false);
    await startAgain();
    expect(start.output).not.toContain('nobody can sign in yet');
    const { body } = await ask('get', `/v1/clinicians/${NEWCOMER}/identity`).expect(200);
    expect(body).toMatchObject({ identity_number_masked: expect.stringMatching(/^110\**2X$/) });
  });

  it('ends altogether when one of them does', async () => {
    const { stdout } = spawnSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' });
    const ours = new RegExp(`^ *(\\d+) +${start.pid} .*apps/admin/start\\.js`, 'm');
    process.kill(Number(ours.exec(stdout)?.[1]), 'SIGKILL');
    expect(await start.ended()).toBe(1);
    expect(start.output).toContain(
      'the admin app was ended by SIGKILL; the gatekeeper is ended with it; the clearing worker is ended with it',
    );
    await expect(fetch(`${gatekeeper}/health/live`)).rejects.toThrow('fetch failed');
  });
});

describe('npm run start:admin', () => {
  it('takes no missing address for "embedded": it ends with 2 and names each', async () => {
    const refused = GatekeeperProcess.start({ DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' }, 'admin');
    expect(await refused.ended()).toBe(2);
    for (const variable of ['REDIS_URL', 'KAFKA_BROKERS'])
      expect(refused.output).toMatch(new RegExp(`^ +${variable} must be .*it is not set`, 'm'));
  });
});

describe('npm start on ports that cannot be had', () => {
  const endsWith2 = async (environment: Readonly<Record<string, string>>): Promise<string> => {
    const refused = GatekeeperProcess.startAll(environment);
    expect(await refused.ended()).toBe(2);
    return refused.output;
  };

  it.each(['GATEKEEPER_PORT', 'ADMIN_PORT', 'CLEARING_PORT'])(
    'names one that is taken: %s',
    async (variable) => {
      const server = createServer().listen(0, '127.0.0.1');
      await once(server, 'listening');
      const { port } = server.address() as AddressInfo;
      expect(await endsWith2({ [variable]: String(port) })).toBe(
        `port ${port} of 127.0.0.1 is taken: stop what listens there, or set ${variable} to another one\n`,
      );
      server.close();
    },
  );

  it('names two that are one', async () => {
    expect(await endsWith2({ GATEKEEPER_PORT: '53211', ADMIN_PORT: '53211' })).toBe(
      'GATEKEEPER_PORT and ADMIN_PORT are both 53211: set one of them to another port\n',
    );
  });

  it('names one that is none', async () => {
    expect(await endsWith2({ ADMIN_PORT: 'x' })).toBe("ADMIN_PORT must be a port number (it is 'x')\n");
  });
});
