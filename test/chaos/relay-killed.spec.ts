/** Relays killed and started again at chance moments: no change is lost, none comes out of order for its subject. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { poolOf } from '@gatekeeper/database';
import { RedisEntries } from '@gatekeeper/status-cache';
import { registryCodec } from '@gatekeeper/wire';
import { Redis } from 'ioredis';
import { appended, clinician } from '../acceptance/stores-parts';
import { Installation } from '../gatekeeper/installation';
import { until } from '../gatekeeper/until';
import { cleanEnvironment } from '../servers/addresses';
import { describeRounds, rounds } from '../servers/rounds';

const SEED = 20_261_127;
const RELAYS = 2;
const KILLS = rounds(6, 12);
const ROUNDS_OF_A_SOAK = 40;
const SUBJECTS = 25;
/** Each is one commit that touches two subjects. */
const FEWEST_WRITES = 150;
const LONGEST_LIFE_MS = 1_200;
/** A new process needs seconds to come up where others use the machine. */
const PATIENCE_MS = 150_000;

/** Numbers from 0 up to 1, the same for the same seed (mulberry32). */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

class RelayProcess {
  private output = '';

  private constructor(private readonly child: ChildProcess) {
    child.stdout?.setEncoding('utf8').on('data', (text: string) => (this.output += text));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (this.output += text));
  }

  static start(environment: Readonly<Record<string, string>>): RelayProcess {
    return new RelayProcess(
      spawn(process.execPath, [resolve('dist/test/chaos/relay-process.js')], {
        env: { ...cleanEnvironment(), ...environment },
        stdio: ['ignore', 'pipe', 'pipe'],
      }),
    );
  }

  /** The end of what it has printed. */
  get said(): string {
    return this.output.slice(-2_000);
  }

  get isAlive(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  async kill(): Promise<void> {
    if (!this.isAlive) throw new Error(`a relay ended by itself: ${this.said}`);
    const gone = once(this.child, 'close');
    this.child.kill('SIGKILL');
    await gone;
  }
}

/** Each the first time it came: what a killed relay had passed on comes again, with all that followed it. */
const firstsOf = <T>(items: readonly T[]): readonly T[] => [...new Set(items)];

describeRounds(
  ['postgres', 'redis', 'kafka'],
  `${RELAYS} relays killed ${KILLS} times while writes land (seeds from ${SEED})`,
  ROUNDS_OF_A_SOAK,
  (round) => {
    let installation: Installation;
    let redis: Redis;
    const relays: RelayProcess[] = [];
    /** By subject, what was committed of it: record ids and versions, in the order of commit. */
    const recordIds = new Map<string, string[]>();
    const versions = new Map<string, string[]>();
    const subjectOf = (n: number): string => `D4407${String(n).padStart(8, '0')}`;

    async function write(n: number, draw: () => number): Promise<void> {
      const first = Math.floor(draw() * SUBJECTS);
      const subjects = [first, (first + 1 + Math.floor(draw() * (SUBJECTS - 1))) % SUBJECTS].map(subjectOf);
      const records = subjects.map((subject, place) => clinician(`w${n}-${place}`, subject, `name ${n}`));
      const { version } = appended(await installation.registry.append(records));
      subjects.forEach((subject, place) => {
        recordIds.set(subject, [...(recordIds.get(subject) ?? []), `w${n}-${place}`]);
        versions.set(subject, [...(versions.get(subject) ?? []), String(version)]);
      });
    }

    beforeAll(async () => {
      installation = await Installation.create('relay-killed');
      redis = new Redis(installation.servers.redisUrl);
      const environment = {
        DATABASE_URL: installation.servers.databaseUrl,
        REDIS_URL: installation.servers.redisUrl,
        KAFKA_BROKERS: installation.servers.kafkaBrokers,
        TOPIC_PREFIX: installation.prefix,
      };
      const draw = chance(SEED + 2 * round);
      for (let n = 0; n < RELAYS; n++) relays.push(RelayProcess.start(environment));
      let killing = true;
      const writing = async (): Promise<void> => {
        const drawSubject = chance(SEED + 2 * round + 1);
        for (let n = 0; killing || n < FEWEST_WRITES; n++) await write(n, drawSubject);
      };
      const killingAtChance = async (): Promise<void> => {
        for (let kills = 0; kills < KILLS; kills++) {
          const whose = Math.floor(draw() * RELAYS);
          const passedOn = await progress();
          await until('a relay at work', async () => (await progress()) > passedOn, {
            patienceMs: PATIENCE_MS,
            explain: () => relays.map(({ said }) => said).join('\n'),
          });
          await after(draw() * LONGEST_LIFE_MS);
          await relays[whose]?.kill();
          relays[whose] = RelayProcess.start(environment);
        }
        killing = false;
      };
      await Promise.all([writing(), killingAtChance()]);
      await until('an empty queue', async () => (await queued()) === 0, {
        patienceMs: PATIENCE_MS,
      });
    }, 600_000);

    afterAll(async () => {
      await Promise.all(relays.filter(({ isAlive }) => isAlive).map((relay) => relay.kill()));
      redis.disconnect();
      await installation.close();
    });

    const progress = (): Promise<number> =>
      installation.count('SELECT coalesce(sum(version), 0) AS count FROM relay_cursor');
    const queued = (): Promise<number> => installation.count('SELECT count(*) FROM registry_change');

    it('has passed every change on to registry.changes.v1, each subject’s in the order of commit', async () => {
      const told = new Map<string, string[]>();
      for (const { message } of await installation.read('registryChanges')) {
        const { record_id }: { record_id: string } = JSON.parse(message.value?.toString() ?? '{}');
        const subject = message.key?.toString() ?? '';
        told.set(subject, [...(told.get(subject) ?? []), record_id]);
      }
      expect(recordIds.size).toBe(SUBJECTS);
      for (const [subject, committed] of recordIds)
        expect([subject, firstsOf(told.get(subject) ?? [])]).toEqual([subject, committed]);
      expect([...told.keys()].sort()).toEqual([...recordIds.keys()].sort());
    });

    it('has told every change on the stream of changes, each subject’s in the order of commit', async () => {
      const told = new Map<string, string[]>();
      for (const [, fields] of await redis.xrange(`${installation.prefix}changes`, '-', '+')) {
        const [, subject = '', , version = ''] = fields;
        told.set(subject, [...(told.get(subject) ?? []), version]);
      }
      for (const [subject, committed] of versions)
        expect([subject, firstsOf(told.get(subject) ?? [])]).toEqual([subject, committed]);
    });

    it('has left in Redis the last timeline of every subject', async () => {
      const subjects = [...versions.keys()];
      const entries = new RedisEntries(redis, registryCodec, installation.prefix);
      const timelines = await installation.registry.timelines(subjects);
      expect(await entries.read(subjects)).toEqual(
        [...timelines.values()].map((timeline) => entries.expected(timeline)),
      );
      expect(subjects.map((subject) => String(timelines.get(subject)?.version))).toEqual(
        subjects.map((subject) => versions.get(subject)?.at(-1)),
      );
    });

    it('has moved every sink to the end of what was committed', async () => {
      const { rows } = await poolOf(installation.dataSource).query<{ sink: string; at_end: boolean }>(
        `SELECT sink, subject IS NULL AND version = (SELECT max(version) FROM registry_commit) AS at_end
         FROM relay_cursor ORDER BY sink`,
      );
      expect(rows).toEqual([
        { sink: 'redis', at_end: true },
        { sink: 'topic', at_end: true },
      ]);
    });
  },
);
