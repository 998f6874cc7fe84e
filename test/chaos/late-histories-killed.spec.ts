/** The law of CONTRACT 8 with real processes: two gatekeepers killed again and again, Kafka, and a Redis that forgets. */
import { poolOf } from '@gatekeeper/database';
import { Redis } from 'ioredis';
import { standingOn, statedOn } from '../gatekeeper/answers';
import { Chances } from '../gatekeeper/chances';
import type { GatekeeperProcess } from '../gatekeeper/gatekeeper-process';
import { appendNow, exportedRegistry, lineMessages, loadHistory } from '../gatekeeper/inputs';
import { Installation } from '../gatekeeper/installation';
import { ALL_BEGUN_AFTER_MS, asWritten, lateHistories } from '../gatekeeper/late-histories';
import type { LateEvent, LateHistory } from '../gatekeeper/late-histories';
import { isKnownToOracle, standsOf } from '../gatekeeper/late-oracle';
import type { Ended } from '../gatekeeper/late-properties';
import { brokenChains, unpublished, wrongRecoveries } from '../gatekeeper/late-properties';
import { Offline } from '../gatekeeper/offline';
import { until } from '../gatekeeper/until';
import { redisUrl } from '../servers/addresses';
import { describeRounds, historySeed, rounds } from '../servers/rounds';

const HISTORIES = rounds(5, 20);
const ROUNDS_OF_A_SOAK = 5;
const KILLS = rounds(3, 10);
const SEED = historySeed();
const EVENTS_PER_ROUND = 4;
const PATIENCE_MS = 900_000;
const NAME = `${HISTORIES} histories of late knowledge, and ${KILLS} kills (HISTORY_SEED=${SEED})`;

describeRounds(['postgres', 'redis', 'kafka'], NAME, ROUNDS_OF_A_SOAK, (round) => {
  const seed = SEED + round * HISTORIES;
  const chances = new Chances(~seed);
  const offline = new Offline();
  const lines: string[] = [];
  const payments: string[] = [];
  let histories: readonly LateHistory[] = [];
  let installation: Installation;
  let gatekeepers: GatekeeperProcess[] = [];
  let redis: Redis;
  let standing: readonly string[];
  let ended: Ended;

  beforeAll(async () => {
    installation = await Installation.create('late-killed');
    redis = new Redis(redisUrl());
    histories = lateHistories(HISTORIES, seed);
    await loadHistory(installation.registry, histories.flatMap(({ ground }) => ground).join('\n'));
    gatekeepers = [start(), start()];
    await Promise.all(gatekeepers.map((one) => one.address()));
    const left = histories.map(({ events }) => [...events]);
    const sent = left.map((): LateEvent[] => []);
    const longest = Math.max(...left.map((events) => events.length));
    for (let n = 0; left.some((events) => events.length > 0); n++) {
      const kills = n % Math.max(1, Math.floor((2 * longest) / EVENTS_PER_ROUND / KILLS)) === 1;
      await Promise.all([
        send(left, sent),
        ...(kills ? [kill()] : []),
        ...(chances.is(0.2) ? [forget()] : []),
      ]);
    }
    histories = histories.map((history, n) => ({ ...history, events: sent[n] ?? [] }));
    const played = Date.now();
    await until('everything that begins', () => Date.now() > played + ALL_BEGUN_AFTER_MS);
    await workedOff();
    const [decisions, holds] = [await installation.read('decisions'), await installation.read('holds')];
    standing = standingOn(statedOn(decisions), statedOn(holds));
    ended = {
      rows: rowsOf,
      published: decisions.map(({ message }) => String(message.value)),
    };
  }, PATIENCE_MS);
  afterAll(async () => {
    for (const one of gatekeepers) await one.discard();
    redis.disconnect();
    await installation.close();
    offline.discard();
  });

  const start = (): GatekeeperProcess => installation.gatekeeper({ SWEEP_APPROVAL_YUAN: 'none' });
  const rowsOf = async <Row extends object>(statement: string): Promise<readonly Row[]> =>
    (await poolOf(installation.dataSource).query<Row>(statement)).rows;

  async function send(left: readonly LateEvent[][], sent: readonly LateEvent[][]): Promise<void> {
    const [newLines, newPayments, written]: [string[], string[], string[]] = [[], [], []];
    for (const [place, events] of left.entries())
      for (let n = chances.below(EVENTS_PER_ROUND + 1); n > 0; n--) {
        const event = events.shift();
        if (event === undefined) break;
        if (event.kind === 'write') {
          const rows = event.rows.map((row) => asWritten(row, Date.now()));
          written.push(...rows);
          sent[place]?.push({ kind: 'write', rows });
          break;
        }
        sent[place]?.push(event);
        (event.kind === 'lines' ? newLines : newPayments).push(event.row);
      }
    lines.push(...newLines);
    payments.push(...newPayments);
    await installation.produce(lineMessages(newLines.join('\n')));
    if (written.length > 0) await appendNow(installation.registry, written.join('\n'));
    await installation.produce(lineMessages(newPayments.join('\n')), 500, 'payments');
  }

  /** One of the two, at a moment of its own; another begins in its place. */
  async function kill(): Promise<void> {
    const which = chances.below(2);
    await until('its turn', () => chances.is(0.1));
    await gatekeepers[which]?.kill();
    gatekeepers[which] = start();
  }

  /** All that Redis knows of this installation is gone. */
  async function forget(): Promise<void> {
    for (let cursor = '0'; ;) {
      const [next, keys] = await redis.scan(cursor, 'MATCH', `${installation.prefix}*`, 'COUNT', 1_000);
      if (keys.length > 0) await redis.del(...keys);
      cursor = next;
      if (cursor === '0') return;
    }
  }

  async function workedOff(): Promise<void> {
    const recorded = (topic: string): Promise<number> =>
      installation.count(
        `SELECT coalesce(sum(next_offset), 0) AS count FROM stream_position WHERE topic = '${topic}'`,
      );
    await until(
      'everything recorded, swept and published',
      async () => {
        const { topics } = installation;
        if ((await recorded(topics.lines)) < (await installation.taken('lines'))) return false;
        if ((await recorded(topics.payments)) < (await installation.taken('payments'))) return false;
        const [one] = gatekeepers;
        if ((await one?.counters())?.get('gatekeeper_sweep_pending') !== 0) return false;
        return (await installation.count('SELECT count(*) FROM publication')) === 0;
      },
      { patienceMs: 300_000, explain: () => gatekeepers.map((one) => one.tail()).join('\n') },
    );
  }

  it('end as the oracle says', () => {
    const expected = histories.filter(isKnownToOracle).flatMap((history) => standsOf(history));
    expect(standing.filter((text) => /^\[".44/.test(text))).toEqual(expected.sort());
  });

  it('end as check has them', async () => {
    const checked = await offline.check({
      registry: await exportedRegistry(installation.registry),
      lines: lines.join('\n'),
      payments: payments.join('\n'),
    });
    expect(standing).toEqual(standingOn(checked.decisions, checked.holds));
  });

  it('leave what is recorded published, in chains, and money that was paid', async () => {
    expect(await unpublished(ended)).toEqual([]);
    expect(await brokenChains(ended)).toEqual([]);
    expect(await wrongRecoveries(ended, histories)).toEqual([]);
  });
});
