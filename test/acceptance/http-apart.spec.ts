/** The doors answer beside the stream: from a snapshot, on connections of their own, and they write nothing. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { openDatabase, poolOf } from '@gatekeeper/database';
import type { GatekeeperProcess } from '../gatekeeper/gatekeeper-process';
import { loadHistory } from '../gatekeeper/inputs';
import { Installation } from '../gatekeeper/installation';
import { HOSPITAL, personRows, recordRow } from '../gatekeeper/rows';
import { until } from '../gatekeeper/until';
import { describeWith } from '../servers/addresses';

const CODE = 'D440199000051';
const ASKED_AT_ONCE = 60;
const REGISTRY = [
  recordRow('hospital', {
    kind: 'institution',
    fixmedins_code: HOSPITAL,
    name: '医院一',
    type: 'hospital',
    admdvs: '440100',
  }),
  ...personRows(CODE, '张三', 'doctor', HOSPITAL),
].join('\n');

/** The series that an alarm looks at, each with the labels it groups by. */
function seriesOf(expression: string): readonly RegExp[] {
  const labels = [...expression.matchAll(/\bby \(([^)]*)\)/g)].flatMap(([, names = '']) => names.split(', '));
  const labelled = labels.map((label) => `(?=.*[{,]${label}=")`).join('');
  return (expression.match(/\b(?:gatekeeper|registry)_[a-z_]+/g) ?? []).map(
    (name) => new RegExp(`^${name}(?=[{ ])${labelled}`, 'm'),
  );
}

describeWith(['postgres', 'redis', 'kafka'], 'the doors of a gatekeeper beside its stream', () => {
  let installation: Installation;
  let gatekeeper: GatekeeperProcess;
  let eligibility: string;

  beforeAll(async () => {
    installation = await Installation.create('doors-apart');
    await loadHistory(installation.registry, REGISTRY);
    gatekeeper = installation.gatekeeper();
    eligibility = `${await gatekeeper.address()}/v1/eligibility?fixmedins_code=${HOSPITAL}&code=${CODE}`;
  });
  afterAll(async () => {
    await gatekeeper.discard();
    await installation.close();
  });

  it('and the admin app beside it have every figure that an alarm looks at', async () => {
    const alarms = readFileSync(resolve('deploy/alerts.yaml'), 'utf8').matchAll(/^ +expr: (.*)$/gm);
    const looked = [...alarms].flatMap(([, expression = '']) => seriesOf(expression));
    const admin = installation.adminApp();
    try {
      const pages = [await gatekeeper.address(), await admin.address()].map(async (address) => {
        const response = await fetch(`${address}/metrics`);
        return response.text();
      });
      const texts = await Promise.all(pages);
      await until('the registry of an area', async () => {
        const text = await (await fetch(`${await gatekeeper.address()}/metrics`)).text();
        return text.includes('gatekeeper_registry_last_write_age_seconds{area="4401"}') && texts.push(text);
      });
      const missing = looked.filter((series) => !texts.some((text) => series.test(text))).map(String);
      expect(looked.length).toBeGreaterThan(12);
      expect(missing).toEqual([]);
    } finally {
      await admin.discard();
    }
  });

  it('leave health and figures to a port of their own where one is set', async () => {
    const other = installation.gatekeeper({ METRICS_PORT: '0' });
    try {
      const figures = await other.waitingAddress();
      const doors = await other.address();
      expect(figures).not.toBe(doors);
      const asked = [
        `${figures}/health/live`,
        `${figures}/metrics`,
        `${doors}/health/live`,
        `${doors}/metrics`,
      ];
      const statuses = await Promise.all(asked.map(async (address) => (await fetch(address)).status));
      expect(statuses).toEqual([200, 200, 404, 404]);
      await until('readiness', async () => (await fetch(`${figures}/health/ready`)).status === 200);
      expect((await fetch(eligibility.replace(/^http:..[^/]+/, doors))).status).toBe(200);
      expect(await other.end()).toBe(0);
    } finally {
      await other.discard();
    }
  });

  const connectionsOf = (pool: string): Promise<number> =>
    installation.count(
      `SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE '${pool} of %'`,
    );

  it('answers while registry writes have the fence, writes nothing, and keeps to few connections', async () => {
    const writer = await openDatabase(installation.servers.databaseUrl, {
      poolSize: 1,
      applicationName: 'writer',
    });
    const moments =
      'SELECT count(*) + coalesce(sum(extract(epoch FROM known_at)), 0)::bigint AS count FROM recording_moment';
    const before = await installation.count(moments);
    const client = await poolOf(writer).connect();
    try {
      // As in the last step of a registry write: whoever joined the fence would wait until it is over.
      await client.query('BEGIN');
      await client.query(`SELECT pg_advisory_xact_lock(objid) FROM (SELECT 4710003 AS objid) AS fence`);
      const answers = await Promise.all(Array.from({ length: ASKED_AT_ONCE }, () => fetch(eligibility)));
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
      expect(await answers[0]?.json()).toMatchObject({ eligible: true });
    } finally {
      await client.query('ROLLBACK');
      client.release();
      await writer.destroy();
    }
    expect(await installation.count(moments)).toBe(before);
    expect(await connectionsOf('doors')).toBeLessThanOrEqual(4);
    expect(await connectionsOf('stream')).toBeGreaterThan(0);
  });

  it('says so, soon, when what it reads cannot be read, to those who wait for a connection too', async () => {
    const blocker = await openDatabase(installation.servers.databaseUrl, {
      poolSize: 1,
      applicationName: 'blocker',
    });
    const client = await poolOf(blocker).connect();
    try {
      await client.query('BEGIN');
      await client.query('LOCK TABLE subject_version IN ACCESS EXCLUSIVE MODE');
      const answers = await Promise.all(Array.from({ length: 12 }, () => fetch(eligibility)));
      expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 12 }, () => 503));
      expect(answers[0]?.headers.get('retry-after')).toBe('5');
    } finally {
      await client.query('ROLLBACK');
      client.release();
      await blocker.destroy();
    }
    await until('the doors', async () => (await fetch(eligibility)).status === 200);
  });
});
