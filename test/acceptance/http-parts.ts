/** The HTTP doors over real parts: a database of the suite's own, no Redis, no stream. */
import { readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { join } from 'node:path';
import { Test } from '@nestjs/testing';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Views } from '@gatekeeper/adjudication';
import { openDatabase, poolOf } from '@gatekeeper/database';
import { DecisionStore, StreamStore } from '@gatekeeper/decision-store';
import { RegistryStore } from '@gatekeeper/registry-store';
import { WATCHED } from '@gatekeeper/http';
import { HealthBoard, Metrics, silentLog, systemClock } from '@gatekeeper/runtime';
import type { Log } from '@gatekeeper/runtime';
import { StatusCache } from '@gatekeeper/status-cache';
import { EmbeddedLog, embeddedLogBounds, topicNames } from '@gatekeeper/stream';
import type { TopicMessages } from '@gatekeeper/stream';
import type { RegistryRecord } from '@gatekeeper/vocabulary';
import { loadPolicy, registryCodec } from '@gatekeeper/wire';
import request from 'supertest';
import { HTTP_CONTROLLERS, prepareHttp } from '../../apps/gatekeeper/http';
import { PARTS } from '../../apps/gatekeeper/parts';
import type { Parts } from '../../apps/gatekeeper/parts';
import { DOCTOR, HOSPITAL } from '../regulation/record-head';

export interface Doors {
  readonly parts: Parts;
  /** What was published: nothing may be. */
  readonly published: readonly TopicMessages[];
  get(path: string, query?: Readonly<Record<string, string>>): request.Test;
  /** Posts a body as it stands. */
  post(path: string, body: string | Buffer): request.Test;
  /** Posts lines to `/v1/checks`. */
  check(...lines: readonly object[]): request.Test;
  close(): Promise<void>;
}

/** Opens them on a migrated database. */
export async function openDoors(databaseUrl: string, log: Log = silentLog()): Promise<Doors> {
  const dataSource = await openDatabase(databaseUrl, { poolSize: 4, applicationName: 'http-doors' });
  const registry = new RegistryStore(dataSource, registryCodec);
  const policy = loadPolicy();
  if (!policy.ok) throw new Error(JSON.stringify(policy.problems));
  const published: TopicMessages[] = [];
  const parts: Parts = {
    clock: systemClock,
    log,
    metrics: new Metrics(),
    health: new HealthBoard(),
    policy: policy.value.policy,
    dataSource,
    doors: dataSource,
    background: dataSource,
    registry,
    decisions: new DecisionStore(dataSource),
    stream: new StreamStore(dataSource),
    observes: false,
    cache: new StatusCache({
      registry,
      codec: registryCodec,
      redis: null,
      metrics: { count: () => undefined },
      log,
    }),
    views: new Views(),
    publisher: {
      publish: (batches) => {
        published.push(...batches);
        return Promise.resolve();
      },
      close: () => Promise.resolve(),
    },
    topics: topicNames(''),
    bounds: embeddedLogBounds(new EmbeddedLog(), () => 'nobody'),
    sweepApprovalFen: null,
  };
  const module = await Test.createTestingModule({
    controllers: HTTP_CONTROLLERS,
    providers: [
      { provide: PARTS, useValue: parts },
      { provide: WATCHED, useValue: parts },
    ],
  }).compile();
  const app = module.createNestApplication<NestExpressApplication>({ rawBody: true });
  prepareHttp(app);
  await app.listen(0, '127.0.0.1');
  const server: Server = app.getHttpServer();
  const post = (path: string, body: string | Buffer): request.Test =>
    request(server)
      .post(path)
      .set('Content-Type', typeof body === 'string' ? 'application/json' : 'application/octet-stream')
      .send(body);
  return {
    parts,
    published,
    get: (path, query = {}) => request(server).get(path).query(query),
    post,
    check: (...lines) => post('/v1/checks', JSON.stringify({ lines })),
    async close() {
      await app.close();
      await dataSource.destroy();
    },
  };
}

/** Loads a registry as history: known when it says. */
export async function loadRegistry({ parts }: Doors, records: readonly RegistryRecord[]): Promise<void> {
  const outcome = await parts.registry.append(records.map(named), { asRecorded: true });
  if (outcome.kind !== 'appended') throw new Error(`not appended: ${JSON.stringify(outcome)}`);
}

/** Fixtures that only decide go without a name; on the wire a record has one. */
const named = (record: RegistryRecord): RegistryRecord =>
  'name' in record && record.name === '' ? { ...record, name: 'n' } : record;

/** How many rows each table has, but for the mark each connection leaves when it asks the time. */
export async function countRows({ parts }: Doors): Promise<Readonly<Record<string, number>>> {
  const pool = poolOf(parts.dataSource);
  const { rows } = await pool.query<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.tables
     WHERE table_schema = 'public' AND table_name <> 'recording_moment' ORDER BY 1`,
  );
  const counts: Record<string, number> = {};
  for (const { name } of rows) {
    const { rows: counted } = await pool.query<{ n: number }>(`SELECT count(*)::float8 AS n FROM ${name}`);
    counts[name] = counted[0]?.n ?? 0;
  }
  return counts;
}

/** An ordinary outpatient line on the wire: 100.00, of which 80.00 fund money and 70.00 pooled. */
export const wireLine = (more: Readonly<Record<string, unknown>> = {}): Record<string, unknown> => ({
  infno: '2204',
  fixmedins_code: HOSPITAL,
  mdtrt_id: 'V1',
  feedetl_sn: 'L1',
  psn_token: 'p1',
  med_type: '11',
  insutype: '310',
  mdtrtarea_admvs: '440106',
  insuplc_admdvs: '440106',
  fee_ocur_time: '2025-05-15 10:00:00',
  bilg_dr_codg: DOCTOR,
  cnt: '1',
  pric: '100',
  det_item_fee_sumamt: '100.00',
  fund_pay_amt: '80.00',
  pool_pay_amt: '70.00',
  ...more,
});

/** The refund of a line of visit V1. */
export const wireRefund = (
  original: string,
  more: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> =>
  wireLine({
    feedetl_sn: `refund-of-${original}`,
    init_feedetl_sn: original,
    cnt: '-1',
    det_item_fee_sumamt: '-100.00',
    fund_pay_amt: '-80.00',
    pool_pay_amt: '-70.00',
    ...more,
  });

const SAMPLE = join(__dirname, '../../deploy/local/sample');
const rowsOf = (file: string): readonly string[] =>
  readFileSync(join(SAMPLE, file), 'utf8')
    .split('\n')
    .filter((row) => row !== '');

/** The sample that ships, as text. */
export const sampleLines = (): readonly string[] => rowsOf('lines.ndjson');
export const sampleRegistry = (): readonly RegistryRecord[] =>
  rowsOf('registry.ndjson').map((row) => registryCodec.decode(row));
