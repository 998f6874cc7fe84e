/** A late suspension that touches very many paid lines among very many more: how long it takes, and what it costs the stream. */
import { setTimeout as after } from 'node:timers/promises';
import { existsSync, readFileSync } from 'node:fs';
import { inTransaction, openDatabase, poolOf } from '@gatekeeper/database';
import { findPlan, recordAct, setPlanState } from '@gatekeeper/decision-store';
import type { Policy } from '@gatekeeper/policy';
import { RegistryStore } from '@gatekeeper/registry-store';
import { registryCodec } from '@gatekeeper/wire';
import type { Admin } from 'kafkajs';
import type { DataSource } from 'typeorm';
import { recordOf } from '../gatekeeper/inputs';
import { sanctionRow } from '../gatekeeper/rows';
import { committedBy } from './drained';
import { bySize } from './figures';
import { manyLinesOf, multiply, registerAll, SITE_OF_MANY, TEMPLATE } from './lines-on-file';
import type { Measured } from './processes';
import { startGatekeeper } from './stream-figures';
import { emptyDatabase, publishLines, publishTexts, streamSetting, writeRegistry } from './stream-setting';

export interface SweepFigures {
  readonly onFile: number;
  readonly touched: number;
  /** From the suspension's COMMIT until its plan can be read. */
  readonly previewSeconds: number;
  /** From the second approval until the last decision is published. */
  readonly sweepSeconds: number;
  /** The same once more beside a backlog of the stream. */
  readonly besideStreamSeconds: number;
  readonly streamAlonePerSecond: number;
  readonly streamMeanwhilePerSecond: number;
  /** From COMMIT until the last line decided before it is corrected and out, of suspensions beside the backlog, in order of size. */
  readonly raceMs: readonly number[];
  /** The most memory the gatekeeper ever held (`VmHWM`). */
  readonly peakBytes: number;
}

export interface SweepRun {
  /** How many lines are on file, in steps: each adds to the one before. */
  readonly onFile: readonly number[];
  readonly touched: number;
  readonly streamed: number;
  readonly policy: Policy;
  say(this: void, text: string): void;
}

const LOOK_EVERY_MS = 50;
const RACES = 20;
/** A step needs a clinician to preview and sweep alone, and one beside the stream. */
const MANY_PER_STEP = 2;

export async function sweepFigures({
  onFile,
  touched,
  streamed,
  policy,
  say,
}: SweepRun): Promise<readonly SweepFigures[]> {
  const setting = await streamSetting('sweep');
  const database = await emptyDatabase('sweep');
  const dataSource = await openDatabase(database.url, {
    poolSize: 4,
    applicationName: 'bench',
    statementTimeoutMs: 0,
  });
  const admin = setting.kafka.admin();
  await admin.connect();
  let gatekeeper: Measured | null = null;
  try {
    await registerAll(dataSource, MANY_PER_STEP * onFile.length);
    await writeRegistry(database.url);
    await publishTexts(setting, [TEMPLATE]);
    gatekeeper = startGatekeeper(setting, database.url, [], { SWEEP_APPROVAL_YUAN: '0' });
    await untilRow(dataSource, 'SELECT FROM line_identity');
    await untilQuiet(dataSource);
    const figures: SweepFigures[] = [];
    let there = 0;
    for (const [step, count] of onFile.entries()) {
      say(`bringing ${count.toLocaleString('en-US')} lines on file`);
      const many = Array.from({ length: MANY_PER_STEP }, (_, n) => manyLinesOf(MANY_PER_STEP * step + n));
      for (const code of many) await multiply(dataSource, code, touched, code);
      there += MANY_PER_STEP * touched;
      await multiply(dataSource, `S${step}`, Math.max(0, count - there), null);
      there = Math.max(there, count);
      const [alone, beside] = many;
      say('a suspension, its preview and its sweep');
      const registry = new RegistryStore(dataSource, registryCodec);
      const first = await planned(dataSource, registry, alone ?? '');
      const sweepSeconds = await run(dataSource, first.planId);
      say(
        `preview ${first.seconds.toFixed(1)} s, sweep ${sweepSeconds.toFixed(1)} s; now beside ${streamed} lines of the stream`,
      );
      const second = await planned(dataSource, registry, beside ?? '');
      const group = `${setting.prefix}gatekeeper`;
      const before = await committedBy(admin, group, setting.topics.lines);
      await publishLines(setting, streamed, policy, step);
      const rate = rateOver(admin, group, setting.topics.lines);
      await rate.reached(before + 0.1 * streamed);
      const from = await rate.now();
      const to = await rate.reached(before + 0.35 * streamed);
      const sweeping = run(dataSource, second.planId);
      const began = await rate.now();
      const besideStreamSeconds = await sweeping;
      const ended = await rate.now();
      say(
        `beside the stream ${besideStreamSeconds.toFixed(1)} s: ${Math.round(perSecond(began, ended))} lines a second of it, ${Math.round(perSecond(from, to))} alone`,
      );
      if (ended.committed >= before + 0.95 * streamed)
        throw new Error('the backlog ended before the sweep did: give more --lines');
      const raceMs: number[] = [];
      for (let n = 0; n < RACES; n++) raceMs.push(await race(dataSource, registry, `${step}-${n}`, n));
      figures.push({
        ...{ onFile: there, touched, previewSeconds: first.seconds, sweepSeconds, besideStreamSeconds },
        streamAlonePerSecond: perSecond(from, to),
        streamMeanwhilePerSecond: perSecond(began, ended),
        raceMs: raceMs.sort(bySize),
        peakBytes: peakOf(gatekeeper),
      });
      await rate.reached(before + streamed);
      await untilQuiet(dataSource);
    }
    return figures;
  } finally {
    await gatekeeper?.stop();
    await admin.disconnect();
    await dataSource.destroy();
    await database.drop();
  }
}

/** Suspends somebody late. @returns seconds from COMMIT to the plan, and its number */
async function planned(
  dataSource: DataSource,
  registry: RegistryStore,
  code: string,
): Promise<{ readonly planId: string; readonly seconds: number }> {
  const version = await suspend(registry, code);
  const began = performance.now();
  const [row] = await untilRow<{ plan_id: string }>(
    dataSource,
    `SELECT plan_id::text FROM sweep_plan WHERE version = ${version}`,
  );
  return { planId: row?.plan_id ?? '', seconds: (performance.now() - began) / 1_000 };
}

async function suspend(registry: RegistryStore, code: string): Promise<number> {
  const written = await registry.append([
    recordOf(sanctionRow(code, SITE_OF_MANY, `LATE-${code}`, { from: '2024-06-01', until: '2026-06-01' })),
  ]);
  if (written.kind !== 'appended') throw new Error(`a suspension was not taken: ${written.kind}`);
  return written.version;
}

/** Two approve. @returns seconds until nothing of it is left. */
async function run(dataSource: DataSource, planId: string): Promise<number> {
  await inTransaction(dataSource, async (client) => {
    const digest = (await findPlan(client, planId, true))?.digest ?? '';
    for (const byWhom of ['one', 'other'])
      await recordAct(client, planId, { act: 'approve', digest, byWhom, reason: null });
    await setPlanState(client, planId, 'approved');
  });
  const began = performance.now();
  await untilRow(dataSource, `SELECT FROM sweep_plan WHERE plan_id = ${planId} AND state = 'done'`);
  return (performance.now() - began) / 1_000;
}

/** A clinician of the stream is suspended while lines flow. @returns ms until no line stands that was decided before. */
async function race(
  dataSource: DataSource,
  registry: RegistryStore,
  name: string,
  place: number,
): Promise<number> {
  const { rows } = await poolOf(dataSource).query<{ code: string }>(
    `SELECT code FROM registry_record WHERE kind = 'clinician' AND name IS NOT NULL AND code NOT LIKE 'D440199%' ORDER BY md5(code || '${name}') OFFSET ${place} LIMIT 1`,
  );
  const written = await registry.append([
    recordOf(
      sanctionRow(rows[0]?.code ?? '', SITE_OF_MANY, `RACE-${name}`, {
        from: '2020-01-01',
        until: '2030-01-01',
      }),
    ),
  ]);
  if (written.kind !== 'appended') throw new Error(`a suspension was not taken: ${written.kind}`);
  const began = performance.now();
  await untilRow(
    dataSource,
    `SELECT FROM sweep WHERE version = ${written.version} AND stage = 'done' AND NOT EXISTS (SELECT FROM publication WHERE topic = 'sweep')`,
  );
  return performance.now() - began;
}

async function untilRow<Row extends object>(
  dataSource: DataSource,
  statement: string,
): Promise<readonly Row[]> {
  for (;;) {
    const { rows } = await poolOf(dataSource).query<Row>(`${statement} LIMIT 1`);
    if (rows.length > 0) return rows;
    await after(LOOK_EVERY_MS);
  }
}

/** Until nothing of the registry waits to be passed on or swept, and all lines of refunds were looked for. */
const untilQuiet = (dataSource: DataSource): Promise<unknown> =>
  untilRow(
    dataSource,
    `SELECT WHERE NOT EXISTS (SELECT FROM registry_change) AND NOT EXISTS (SELECT FROM sweep WHERE stage <> 'done')
       AND NOT EXISTS (SELECT FROM line_due)`,
  );

interface Point {
  readonly at: number;
  readonly committed: number;
}

const perSecond = (from: Point, to: Point): number =>
  (to.committed - from.committed) / ((to.at - from.at) / 1_000);

function rateOver(admin: Admin, group: string, topic: string) {
  const now = async (): Promise<Point> => ({
    committed: await committedBy(admin, group, topic),
    at: performance.now(),
  });
  const reached = async (committed: number): Promise<Point> => {
    for (;;) {
      const point = await now();
      if (point.committed >= committed) return point;
      await after(LOOK_EVERY_MS);
    }
  };
  return { now, reached };
}

/** Not a number where the system does not tell. */
function peakOf({ pid }: Measured): number {
  const status = `/proc/${pid}/status`;
  if (!existsSync(status)) return Number.NaN;
  const kibibytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(status, 'utf8'))?.[1];
  return Number(kibibytes) * 1024;
}
