/** How soon a suspension is enforced: from its COMMIT until the first line sent after it is decided, and known to be. */
import { setTimeout as after } from 'node:timers/promises';
import { openDatabase } from '@gatekeeper/database';
import { RegistryStore } from '@gatekeeper/registry-store';
import { createLog } from '@gatekeeper/runtime';
import { RedisEntries } from '@gatekeeper/status-cache';
import { KafkaPublisher } from '@gatekeeper/stream';
import type { RegistryRecord } from '@gatekeeper/vocabulary';
import { registryCodec } from '@gatekeeper/wire';
import { Redis } from 'ioredis';
import { recordOf } from '../gatekeeper/inputs';
import { HOSPITAL, lineRow, personRows, recordRow, sanctionRow } from '../gatekeeper/rows';
import { redisUrl } from '../servers/addresses';
import { watchDecisions } from './decisions-watch';
import type { DecisionsWatch } from './decisions-watch';
import { bySize } from './figures';
import { startGatekeeper } from './stream-figures';
import { emptyDatabase, streamSetting } from './stream-setting';
import type { StreamSetting } from './stream-setting';

export interface EnforcementFigures {
  /** From sending a line to its decision where nothing was changed before it, ms, in order of size: the yardstick. */
  readonly unchangedMs: readonly number[];
  /** From COMMIT to the decision on the first line sent after it, ms, in order of size. */
  readonly decidedAfterMs: readonly number[];
  /** From COMMIT until Redis shows the new version, ms, in order of size. */
  readonly inRedisAfterMs: readonly number[];
  /** What the lines sent after a COMMIT came to. */
  readonly outcomes: Readonly<Record<string, number>>;
}

/** Changes before those that count: by then everything is compiled, connected and remembered. */
const WARM_UP = 30;
const LINES_AT_ONCE = 500;
const REDIS_LOOK_MS = 1;

const codeOf = (n: number): string => `D4409${String(n).padStart(8, '0')}`;

interface Bench {
  readonly registry: RegistryStore;
  readonly entries: RedisEntries;
  readonly decisions: DecisionsWatch;
  send(this: void, rows: readonly string[]): Promise<void>;
}

/** Each change suspends a clinician whom the gatekeeper has just decided on, and so remembers as in good standing. */
export async function enforcementFigures(
  changes: number,
  say: (text: string) => void,
): Promise<EnforcementFigures> {
  const setting = await streamSetting('enforcement');
  const database = await emptyDatabase('enforcement');
  const dataSource = await openDatabase(database.url, { poolSize: 2, applicationName: 'bench' });
  const registry = new RegistryStore(dataSource, registryCodec);
  const log = createLog({ name: 'bench', level: 'fatal', format: 'pretty' });
  const publisher = new KafkaPublisher({ brokers: setting.brokers, clientId: 'bench', log });
  const redis = new Redis(redisUrl());
  const clinicians = changes + WARM_UP;
  await registry.append(registryOf(clinicians), { asRecorded: true });
  const gatekeeper = startGatekeeper(setting, database.url, []);
  const decisions = await watchDecisions(setting.kafka, setting.topics.decisions, gatekeeper.ended);
  const send = sending(publisher, setting);
  try {
    const bench = {
      registry,
      entries: new RedisEntries(redis, registryCodec, setting.prefix),
      decisions,
      send,
    };
    say(`a line of each of ${clinicians} clinicians, who are then suspended one after the other`);
    await rememberAll(bench, clinicians);
    return await measure(bench, clinicians);
  } finally {
    await decisions.stop();
    await gatekeeper.stop();
    await publisher.close();
    redis.disconnect();
    await dataSource.destroy();
    await database.drop();
  }
}

const sending =
  (publisher: KafkaPublisher, { topics }: StreamSetting) =>
  (rows: readonly string[]): Promise<void> =>
    publisher.publish([
      {
        topic: topics.lines,
        messages: rows.map((value) => {
          const { mdtrt_id }: { mdtrt_id: string } = JSON.parse(value);
          return { key: `${HOSPITAL}|${mdtrt_id}`, value };
        }),
      },
    ]);

const lineOf = (visit: string, n: number): string => lineRow({ mdtrt_id: visit, bilg_dr_codg: codeOf(n) });

/** Every clinician is decided on once: whatever remembers timelines remembers these. */
async function rememberAll({ decisions, send }: Bench, clinicians: number): Promise<void> {
  for (let start = 0; start < clinicians; start += LINES_AT_ONCE) {
    const some = Array.from({ length: Math.min(LINES_AT_ONCE, clinicians - start) }, (_, n) => start + n);
    const decided = some.map((n) => decisions.of(`before-${n}`));
    await send(some.map((n) => lineOf(`before-${n}`, n)));
    for (const { outcome } of await Promise.all(decided))
      if (outcome !== 'accept') throw new Error(`a line before any suspension came to ${outcome}`);
  }
}

async function measure(bench: Bench, clinicians: number): Promise<EnforcementFigures> {
  const unchangedMs: number[] = [];
  const decidedAfterMs: number[] = [];
  const inRedisAfterMs: number[] = [];
  const outcomes = new Map<string, number>();
  for (let n = 0; n < clinicians; n++) {
    const unchanged = await sendUnchanged(bench, n);
    const change = await suspendAndSend(bench, n);
    outcomes.set(change.outcome, (outcomes.get(change.outcome) ?? 0) + 1);
    if (n < WARM_UP) continue;
    unchangedMs.push(unchanged);
    decidedAfterMs.push(change.decidedAfterMs);
    inRedisAfterMs.push(change.inRedisAfterMs);
  }
  return {
    unchangedMs: unchangedMs.sort(bySize),
    decidedAfterMs: decidedAfterMs.sort(bySize),
    inRedisAfterMs: inRedisAfterMs.sort(bySize),
    outcomes: Object.fromEntries(outcomes),
  };
}

interface Change {
  readonly decidedAfterMs: number;
  readonly inRedisAfterMs: number;
  readonly outcome: string;
}

async function sendUnchanged({ decisions, send }: Bench, n: number): Promise<number> {
  const decided = decisions.of(`unchanged-${n}`);
  const sentAt = performance.now();
  await send([lineOf(`unchanged-${n}`, n)]);
  const { outcome, at } = await decided;
  if (outcome !== 'accept') throw new Error(`a line before its suspension came to ${outcome}`);
  return at - sentAt;
}

async function suspendAndSend({ registry, entries, decisions, send }: Bench, n: number): Promise<Change> {
  const suspension = recordOf(sanctionRow(codeOf(n), HOSPITAL, `DOC-${n}`));
  const decided = decisions.of(`after-${n}`);
  const written = await registry.append([suspension]);
  const committedAt = performance.now();
  if (written.kind !== 'appended') throw new Error(`a suspension was not taken: ${written.kind}`);
  const [inRedisAt, { outcome, at }] = await Promise.all([
    versionInRedis(entries, codeOf(n), written.version),
    decided,
    send([lineOf(`after-${n}`, n)]),
  ]);
  return { decidedAfterMs: at - committedAt, inRedisAfterMs: inRedisAt - committedAt, outcome };
}

async function versionInRedis(entries: RedisEntries, subject: string, version: number): Promise<number> {
  for (;;) {
    const [seen = null] = await entries.read([subject]);
    if (seen !== null && entries.versionOf(subject, seen) === version) return performance.now();
    await after(REDIS_LOOK_MS);
  }
}

function registryOf(clinicians: number): readonly RegistryRecord[] {
  const hospital = recordRow('hospital', {
    kind: 'institution',
    fixmedins_code: HOSPITAL,
    name: '医院一',
    type: 'hospital',
    admdvs: '440100',
  });
  const people = Array.from({ length: clinicians }, (_, n) =>
    personRows(codeOf(n), '张三', 'doctor', HOSPITAL),
  );
  return [hospital, ...people.flat()].map(recordOf);
}
