/** How long a suspension takes to be committed while a roster is applied and gatekeepers work off a backlog, and what it costs the stream. */
import { setTimeout as after } from 'node:timers/promises';
import { openDatabase, poolOf } from '@gatekeeper/database';
import { RegistryStore } from '@gatekeeper/registry-store';
import type { FenceWait } from '@gatekeeper/registry-store';
import type { Policy } from '@gatekeeper/policy';
import type { RegistryRecord } from '@gatekeeper/vocabulary';
import { registryCodec } from '@gatekeeper/wire';
import type { Admin } from 'kafkajs';
import type { DataSource } from 'typeorm';
import { recordOf } from '../gatekeeper/inputs';
import { HOSPITAL, sanctionRow } from '../gatekeeper/rows';
import { until } from '../gatekeeper/until';
import { committedBy } from './drained';
import { bySize } from './figures';
import { outputOf } from './processes';
import { startGatekeeper } from './stream-figures';
import { emptyDatabase, publishLines, streamSetting, writeRegistry } from './stream-setting';

export interface WritesFigures {
  /** From the call to its COMMIT, ms, in order of size, with nothing else at work. */
  readonly aloneMs: readonly number[];
  /** The same while the roster was applied and the gatekeepers worked. */
  readonly underLoadMs: readonly number[];
  /** Of these, what was spent before the fence, and in how many tries. */
  readonly fenceWaits: readonly FenceWait[];
  /** Before the writes, and after them, when the registry's changes were passed on. */
  readonly streamAlonePerSecond: readonly number[];
  readonly streamUnderWritesPerSecond: number;
  readonly rosterSeconds: number;
}

export interface WritesRun {
  readonly lines: number;
  readonly rows: number;
  readonly policy: Policy;
  say(this: void, text: string): void;
}

const GATEKEEPERS = 2;
const FEWEST_SAMPLES = 50;
const ALONE_SAMPLES = 20;
/** Between two suspensions: an office that never sleeps, not a loop that does nothing but write. */
const PAUSE_MS = 300;
/** Of the backlog: before it everything is compiled and remembered, until it the stream is alone. */
const WARM = 0.1;
const ALONE_UNTIL = 0.25;
/** Once more alone, for so much of it: its tables have grown meanwhile, whoever wrote. */
const AFTER = 0.1;
const LOOK_EVERY_MS = 100;

interface Point {
  readonly at: number;
  readonly committed: number;
}

/** @throws where the backlog ended before the roster did: more lines are needed to measure it. */
export async function writesFigures({ lines, rows, policy, say }: WritesRun): Promise<WritesFigures> {
  const setting = await streamSetting('writes');
  const database = await emptyDatabase('writes');
  const dataSource = await openDatabase(database.url, { poolSize: 2, applicationName: 'bench' });
  const fenceWaits: FenceWait[] = [];
  const registry = new RegistryStore(dataSource, registryCodec, {
    onFenceWait: (wait) => fenceWaits.push(wait),
  });
  const admin = setting.kafka.admin();
  await admin.connect();
  const gatekeepers: ReturnType<typeof startGatekeeper>[] = [];
  try {
    await writeRegistry(database.url);
    say(`publishing ${lines} lines`);
    await publishLines(setting, lines, policy);
    const aloneMs: number[] = [];
    for (let n = 0; n < ALONE_SAMPLES; n++) aloneMs.push(await suspend(registry, `alone-${n}`));
    say(`${GATEKEEPERS} gatekeepers work off the backlog`);
    while (gatekeepers.length < GATEKEEPERS) gatekeepers.push(startGatekeeper(setting, database.url, []));
    const progress = progressOf(admin, `${setting.prefix}gatekeeper`, setting.topics.lines);
    const warm = await progress.reached(WARM * lines);
    const alone = await progress.reached(ALONE_UNTIL * lines);
    say(`a roster of ${rows} registrations, and a suspension again and again`);
    fenceWaits.length = 0;
    const roster = outputOf('test/bench/roster-write.js', { args: [database.url, String(rows)] });
    let isApplied = false;
    const applied = roster.finally(() => (isApplied = true));
    const underLoadMs: number[] = [];
    for (let n = 0; !isApplied || underLoadMs.length < FEWEST_SAMPLES; n++) {
      underLoadMs.push(await suspend(registry, `under-${n}`));
      await Promise.race([after(PAUSE_MS), applied]);
    }
    const rosterSeconds = Number(await roster);
    const end = await progress.now();
    await untilPassedOn(dataSource);
    const quiet = await progress.now();
    const afterwards = await progress.reached(Math.min(lines, quiet.committed + AFTER * lines));
    if (quiet.committed >= (1 - AFTER) * lines)
      throw new Error('the backlog ended before the stream was alone again: give more --lines');
    return {
      aloneMs: aloneMs.sort(bySize),
      underLoadMs: underLoadMs.sort(bySize),
      fenceWaits,
      streamAlonePerSecond: [rateOf(warm, alone), rateOf(quiet, afterwards)],
      streamUnderWritesPerSecond: rateOf(alone, end),
      rosterSeconds,
    };
  } finally {
    await Promise.all(gatekeepers.map((gatekeeper) => gatekeeper.stop()));
    await admin.disconnect();
    await dataSource.destroy();
    await database.drop();
  }
}

/** Until nothing of the registry waits to be passed on: that the gatekeepers do besides. */
async function untilPassedOn(dataSource: DataSource): Promise<void> {
  await until('the changes to be passed on', async () => {
    const { rows } = await poolOf(dataSource).query('SELECT FROM registry_change LIMIT 1');
    return rows.length === 0;
  });
}

const rateOf = (from: Point, to: Point): number =>
  (to.committed - from.committed) / ((to.at - from.at) / 1_000);

/** @returns from the call to its COMMIT, ms. */
async function suspend(registry: RegistryStore, name: string): Promise<number> {
  const began = performance.now();
  const written = await registry.append([suspensionOf(name)]);
  if (written.kind !== 'appended') throw new Error(`a suspension was not taken: ${written.kind}`);
  return performance.now() - began;
}

const suspensionOf = (name: string): RegistryRecord =>
  recordOf(sanctionRow(`D4407${name}`, HOSPITAL, `DOC-${name}`));

/** How far the group is, by what it has committed. */
function progressOf(admin: Admin, group: string, topic: string) {
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
