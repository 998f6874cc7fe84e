/**
 * The gatekeeper and the admin app as `npm start` has them: one PostgreSQL and nothing else between them. What is written
 * through the one is heeded by the other from its next line on, because the version of each subject is read behind the fence.
 */
import { poolOf } from '@gatekeeper/database';
import { loadSettings, Shutdown, silentLog } from '@gatekeeper/runtime';
import type { OutgoingMessage } from '@gatekeeper/stream';
import { registryCodec } from '@gatekeeper/wire';
import request from 'supertest';
import { bringUp as bringUpAdmin } from '../../apps/admin/bring-up';
import type { Served as ServedAdmin } from '../../apps/admin/bring-up';
import { StartSettings as AdminStartSettings } from '../../apps/admin/settings';
import { bringUp as bringUpGatekeeper } from '../../apps/gatekeeper/bring-up';
import { StartSettings as GatekeeperStartSettings } from '../../apps/gatekeeper/settings';
import { HOSPITAL, IN_STANDING, lineRow, personRows, recordRow } from '../gatekeeper/rows';
import { until } from '../gatekeeper/until';
import { describeWith } from '../servers/addresses';
import { migratedDatabase } from '../servers/fresh';
import type { FreshDatabase } from '../servers/fresh';
import { configuration, somebody } from './admin-access-parts';
import type { Somebody } from './admin-access-parts';
import { answersIn, inShort } from './http-answers';

const ON_FILE = [
  recordRow('hospital', {
    kind: 'institution',
    fixmedins_code: HOSPITAL,
    name: '医院',
    type: 'hospital',
    admdvs: '440100',
  }),
  ...personRows(IN_STANDING, '王小明', 'doctor', HOSPITAL),
].map((row) => registryCodec.decode(row));
const HAS_LEFT = {
  kind: 'deregistration',
  code: IN_STANDING,
  fixmedins_code: HOSPITAL,
  reason: 'left',
  from: '2025-01-01',
};
const LINES_BEFORE = 50;
const LINES_DURING = 500;
const LINES_AFTER = 50;
const AT_ONCE = 10;

describeWith(['postgres'], 'the embedded default: a gatekeeper and an admin app on one PostgreSQL', () => {
  let database: FreshDatabase;
  let shutdown: Shutdown;
  let gatekeeper: Awaited<ReturnType<typeof bringUpGatekeeper>>;
  let admin: ServedAdmin;
  let operator: Somebody;
  let registrar: Somebody;

  beforeAll(async () => {
    database = await migratedDatabase('embedded-default');
    const log = silentLog();
    shutdown = new Shutdown({ log, deadlineMs: 20_000, exit: () => undefined });
    const environment = { DATABASE_URL: database.url, GATEKEEPER_PORT: '0', ADMIN_PORT: '0' };
    const apart = { ...environment, METRICS_PORT: '0' };
    gatekeeper = await bringUpGatekeeper(loadSettings(GatekeeperStartSettings, environment), log, shutdown);
    admin = await bringUpAdmin(loadSettings(AdminStartSettings, apart), log, shutdown);
    await gatekeeper.parts.registry.append(ON_FILE, { asRecorded: true });
    operator = await somebody(admin, configuration({ roles: ['operator'], areas: [''] }));
    registrar = await somebody(admin, configuration({ areas: ['4401'] }));
  });
  afterAll(async () => {
    await shutdown.end('the suite is over');
    await database.drop();
  });

  it('say where health and figures are: at the doors, or at the port that METRICS_PORT = 0 has found', async () => {
    expect(gatekeeper.operatingAddress).toBe(gatekeeper.address);
    expect(admin.operatingAddress).not.toBe(admin.address);
    for (const { operatingAddress } of [gatekeeper, admin])
      await request(operatingAddress).get('/metrics').expect(200);
  });

  let sent = 0;
  const publish = async (count: number): Promise<void> => {
    const { publisher, topics } = gatekeeper.parts;
    for (let left = count; left > 0; left -= AT_ONCE) {
      const messages = Array.from({ length: AT_ONCE }, (): OutgoingMessage => {
        sent += 1;
        const row = lineRow({ mdtrt_id: `V${sent}`, bilg_dr_codg: IN_STANDING });
        return { key: `${HOSPITAL}|V${sent}`, value: Buffer.from(row) };
      });
      await publisher.publish([{ topic: topics.lines, messages }]);
      // Batches are decided between these, and some while the registry is written.
      await until('the stream to take some', () => gatekeeper.consumer.progress().lag < AT_ONCE * 10);
    }
  };
  /** How the lines from the `first`-th on were decided, once all are. */
  const outcomesFrom = async (first: number): Promise<readonly string[]> => {
    await until('every line to be decided', () => gatekeeper.consumer.progress().lag === 0);
    const { rows } = await poolOf(gatekeeper.parts.dataSource).query<{ outcome: string }>(
      `SELECT outcome FROM decision WHERE substr(mdtrt_id, 2)::int >= $1 ORDER BY substr(mdtrt_id, 2)::int`,
      [first],
    );
    expect(rows).toHaveLength(sent - first + 1);
    return [...new Set(rows.map(({ outcome }) => outcome))];
  };
  const checked = async (): Promise<readonly string[]> => {
    const line: object = JSON.parse(lineRow({ mdtrt_id: 'asked', bilg_dr_codg: IN_STANDING }));
    const asked = request(gatekeeper.address).post('/v1/checks').set('Content-Type', 'application/json');
    const { body } = await asked.send(JSON.stringify({ lines: [line] })).expect(200);
    return answersIn(body).map(inShort);
  };
  const ask = (method: 'get' | 'post', path: string, { token }: Somebody): request.Test =>
    request(admin.address)[method](path).set('Authorization', `Bearer ${token}`);

  it('accepts nothing any more once the admin app has answered that the clinician left', async () => {
    await publish(LINES_BEFORE);
    expect(await outcomesFrom(1)).toEqual(['accept']);
    expect(await checked()).toEqual(['accept IN_GOOD_STANDING']);
    const { headers } = await ask('get', `/v1/clinicians/${IN_STANDING}`, registrar).expect(200);

    const meanwhile = publish(LINES_DURING);
    const written = ask('post', '/v1/registry-records', registrar).set('If-Match', headers['etag'] ?? '');
    await written.send(HAS_LEFT).expect(201);
    expect(await checked()).toEqual(['reject DEREGISTERED']);
    await meanwhile;

    const first = sent + 1;
    await publish(LINES_AFTER);
    expect(await outcomesFrom(first)).toEqual(['reject']);
    // Of the lines that met the write, exactly those decided on what was known before it were accepted.
    const { rows } = await poolOf(admin.parts.dataSource).query<{ outcome: string; knew: boolean }>(
      `SELECT DISTINCT d.outcome, d.known_at >= c.received_at AS knew
       FROM decision d, registry_commit c WHERE c.version = (SELECT max(version) FROM registry_commit) ORDER BY 1`,
    );
    expect(rows).toEqual([
      { outcome: 'accept', knew: false },
      { outcome: 'reject', knew: true },
    ]);
  });

  it('the admin app serves no sink and says so; the gatekeeper tells its own log of the change', async () => {
    const sync = () => ask('get', '/v1/sync', operator).expect(200);
    await until('an empty queue', async () => {
      const { body } = await sync();
      return (body as { sinks: { backlog: number }[] }).sinks.every(({ backlog }) => backlog === 0);
    });
    expect((await sync()).body).toMatchObject({
      served_here: [],
      sinks: [{ sink: 'topic', backlog: 0, lag_seconds: 0 }],
    });
    const { logServers, parts } = gatekeeper;
    const told = logServers.embedded?.read(parts.topics.registryChanges) ?? [];
    expect(told.map(({ value }) => String(value))).toContainEqual(expect.stringContaining('deregistration'));
  });

  it('there is no Redis to rebuild', async () => {
    const { body } = await ask('post', '/v1/sync/rebuild', operator).expect(409);
    expect(body).toMatchObject({ type: expect.stringContaining('no-redis') });
  });
});
