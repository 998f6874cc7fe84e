/** What no one should send, beside what everyone does: 2,000 mutated messages, and batches of every codec as Java packs them. */
import { readFileSync } from 'node:fs';
import { UNPACK_BOUNDS } from '@gatekeeper/stream';
import { ConfigResourceTypes } from 'kafkajs';
import type { IHeaders } from 'kafkajs';
import type { Stated } from '../gatekeeper/answers';
import { idsOf, statedOn } from '../gatekeeper/answers';
import { conservationOf } from '../gatekeeper/counters';
import type { Counters } from '../gatekeeper/counters';
import type { GatekeeperProcess } from '../gatekeeper/gatekeeper-process';
import { lineMessages, loadHistory } from '../gatekeeper/inputs';
import { Installation, SESSION_TIMEOUT_MS } from '../gatekeeper/installation';
import { mutatedMessages } from '../gatekeeper/mutations';
import { Offline } from '../gatekeeper/offline';
import { IN_STANDING, lineRow, REGISTRY, SUSPENDED } from '../gatekeeper/rows';
import type { TopicMessage } from '../gatekeeper/topic-messages';
import { describeWith } from '../servers/addresses';
import { CODECS, sendPacked } from '../servers/java-producer';
import type { PackedBatch } from '../servers/java-producer';

const MUTATED = 2_000;
const SEED = Math.floor(Math.random() * 2 ** 31);

/** Partitions: one for each codec, one of what is mutated, one of good lines alone. */
const OF_MUTATED = CODECS.length;
const OF_GOOD = CODECS.length + 1;

/** More than a dead letter may have, and less than what is unpacked. */
const OVERSIZED = { lines: 1, bytesALine: 3 * 1024 * 1024 };
/** More than a message, and more than a batch, may unpack to. Unpacked, it is a message as large as any. */
const bombOf = (codec: PackedBatch['codec']): PackedBatch['values'] => ({
  lines: 1,
  bytesALine: codec === 'none' ? UNPACK_BOUNDS.recordBytes * 2 : UNPACK_BOUNDS.batchBytes * 1.25,
});
/** What is packed well is still a large message: Java's snappy packs zeros to a twentieth. */
const LINES_TOPIC_BYTES = 48 * 1024 * 1024;
const ROWS_A_BATCH = 300;

const rowsOf = (visit: string): readonly string[] =>
  Array.from({ length: ROWS_A_BATCH }, (_, n) =>
    lineRow({ mdtrt_id: `${visit}-${n}`, bilg_dr_codg: n % 2 === 0 ? IN_STANDING : SUSPENDED }),
  );

const sourceOf = ({ message: { headers } }: TopicMessage): string =>
  `${textOf(headers, 'source-partition')}@${textOf(headers, 'source-offset')}`;
const textOf = (headers: IHeaders | undefined, name: string): string => String(headers?.[name]);

describeWith(['postgres', 'redis', 'kafka'], `mutated messages, seed ${SEED}, and every codec`, () => {
  const offline = new Offline();
  const good: string[] = [];
  let installation: Installation;
  let gatekeeper: GatekeeperProcess;
  let counters: Counters;
  let decisions: readonly Stated[];
  let deadLetters: readonly TopicMessage[];
  let sent = 0;

  const partitionOf = (codec: PackedBatch['codec']): number => CODECS.indexOf(codec);

  async function sendBatches(): Promise<void> {
    const topic = installation.topics.lines;
    const batches = CODECS.flatMap((codec): PackedBatch[] => {
      const own = [rowsOf(`${codec}-before`), rowsOf(`${codec}-after`)];
      good.push(...own.flat());
      const [before, after] = own.map((rows, n) => ({
        file: offline.file(`${codec}-${n}.ndjson`, rows.join('\n')),
      }));
      sent += 2 * ROWS_A_BATCH + 2;
      return [before!, OVERSIZED, bombOf(codec), after!].map((values) => ({
        topic,
        partition: partitionOf(codec),
        codec,
        values,
      }));
    });
    await sendPacked(batches);
  }

  async function sendOthers(): Promise<void> {
    const own = [...Array(4).keys()].flatMap((n) => rowsOf(`good-${n}`));
    good.push(...own);
    const messages = mutatedMessages(MUTATED, SEED).map((message) => ({ ...message, partition: OF_MUTATED }));
    await installation.produce(messages, 100);
    await installation.produce(lineMessages(own.join('\n')).map((it) => ({ ...it, partition: OF_GOOD })));
    sent += messages.length + own.length;
  }

  beforeAll(async () => {
    installation = await Installation.create('mutated', { partitions: CODECS.length + 2 });
    await loadHistory(installation.registry, REGISTRY);
    await raiseLimit(installation);
    await sendBatches();
    await sendOthers();
    gatekeeper = installation.gatekeeper();
    await installation.drained(gatekeeper);
    counters = await gatekeeper.counters();
    decisions = statedOn(await installation.read('decisions'));
    deadLetters = await installation.read('deadLetters');
  });

  afterAll(async () => {
    await gatekeeper.discard();
    await installation.close();
    offline.discard();
  });

  it('conserves every message: each is decided, held, sent again, or set aside', () => {
    const { read, sum, byOutcome } = conservationOf(counters);
    expect([read, sum]).toEqual([sent, sent]);
    expect(new Set(deadLetters.map(sourceOf)).size).toBe(byOutcome.set_aside);
    expect(byOutcome.set_aside).toBeGreaterThan(MUTATED / 4);
    expect(byOutcome.set_aside).toBeLessThan(MUTATED);
  });

  it('decides the lines before, behind and beside them as check does', async () => {
    const checked = await offline.check({ registry: REGISTRY, lines: good.join('\n') });
    expect(checked.decisions).toHaveLength(good.length);
    expect(idsOf(decisions)).toEqual(expect.arrayContaining([...idsOf(checked.decisions)]));
  });

  it.each(CODECS)(
    '%s: what is too large is set aside once, by its place, and its partition goes on',
    (codec) => {
      const own = deadLetters.filter(({ message: { headers } }) =>
        textOf(headers, 'source-partition').startsWith(String(partitionOf(codec))),
      );
      const said = own.map((letter) => [
        textOf(letter.message.headers, 'source-offset'),
        textOf(letter.message.headers, 'error-code'),
        letter.message.value,
      ]);
      expect(said).toEqual([
        [String(ROWS_A_BATCH), expect.any(String), null],
        [String(ROWS_A_BATCH + 1), 'TOO_LARGE', null],
      ]);
    },
  );

  it('never pauses, reads nothing twice, quarantines nothing, and stays ready', async () => {
    expect(gatekeeper.output).not.toMatch(/partition paused|the session with the group is lost/);
    expect(await installation.count('SELECT count(*) FROM settlement_line')).toBeGreaterThanOrEqual(
      good.length,
    );
    expect(counters.get('gatekeeper_quarantined_total')).toBe(0);
    expect(await gatekeeper.readiness()).toMatchObject({ status: 200 });
    const longest = counters.get('gatekeeper_longest_batch_seconds') ?? Infinity;
    process.stdout.write(
      `mutated messages and every codec: ${sent} messages; the longest batch ${longest.toFixed(2)} s of a session of ` +
        `${Number(SESSION_TIMEOUT_MS) / 1_000} s; peak memory ${peakMemory(gatekeeper.pid)}\n`,
    );
    expect(await gatekeeper.end()).toBe(0);
  });
});

/** Linux keeps the peak of a process; elsewhere it is not known. */
function peakMemory(pid: number | undefined): string {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return `${Math.round(Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1]) / 1_024)} MiB`;
  } catch {
    return 'not told by this system';
  }
}

async function raiseLimit(installation: Installation): Promise<void> {
  const admin = installation.kafka.admin();
  await admin.connect();
  try {
    await admin.alterConfigs({
      validateOnly: false,
      resources: [
        {
          type: ConfigResourceTypes.TOPIC,
          name: installation.topics.lines,
          configEntries: [{ name: 'max.message.bytes', value: String(LINES_TOPIC_BYTES) }],
        },
      ],
    });
  } finally {
    await admin.disconnect();
  }
}
