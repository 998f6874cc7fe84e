/** Redis is built anew from the registry while lines are decided through it: every answer meanwhile is the right one. */
import { decide, Views } from '@gatekeeper/adjudication';
import { inTransaction, poolOf } from '@gatekeeper/database';
import { Relay } from '@gatekeeper/registry-store';
import { RedisProjection, StatusCache } from '@gatekeeper/status-cache';
import { Rebuilder, requestRebuild, syncReport } from '@gatekeeper/sync';
import type { DivergenceKind } from '@gatekeeper/sync';
import type { SettlementLine } from '@gatekeeper/vocabulary';
import { isMalformed, loadPolicy, parseSettlementLine, registryCodec } from '@gatekeeper/wire';
import { LineFacts, LineLedger } from '@gatekeeper/settling';
import { recordOf } from '../gatekeeper/inputs';
import { HOSPITAL, lineRow, personRows, recordRow, sanctionRow } from '../gatekeeper/rows';
import { until } from '../gatekeeper/until';
import { describeWith } from '../servers/addresses';
import { SyncSuite } from './sync-sides';

const CLINICIANS = 1_100;
/** Of these, how many are asked about, over and over, and suspended meanwhile. */
const ASKED = 24;
const codeOf = (n: number): string => `D4405${String(n).padStart(8, '0')}`;

const lineOf = (n: number): SettlementLine => {
  const line = parseSettlementLine(Buffer.from(lineRow({ mdtrt_id: `V-${n}`, bilg_dr_codg: codeOf(n) })));
  if (isMalformed(line)) throw new Error(JSON.stringify(line.problems));
  return line;
};

const REGISTRY = [
  recordRow('hospital', {
    kind: 'institution',
    fixmedins_code: HOSPITAL,
    name: '医院一',
    type: 'hospital',
    admdvs: '440100',
  }),
  ...Array.from({ length: CLINICIANS }, (_, n) => personRows(codeOf(n), '张三', 'doctor', HOSPITAL)).flat(),
].map(recordOf);

const POLICY = loadPolicy();

describeWith(['postgres', 'redis'], 'a rebuild of Redis from the registry', () => {
  let suite: SyncSuite;
  let found: DivergenceKind[];
  let rebuilder: Rebuilder;
  const never = new AbortController().signal;
  beforeEach(async () => {
    suite = await SyncSuite.open('rebuild');
    found = [];
    rebuilder = new Rebuilder(suite.sides, (kind) => found.push(kind));
    await suite.stores.registry.append(REGISTRY, { asRecorded: true });
  });
  afterEach(() => suite.close());

  const request = () => requestRebuild(poolOf(suite.stores.dataSource), 'op');
  const progress = async () => (await syncReport(suite.stores.dataSource)).rebuild;

  /** Everything that can be wrong with an entry, each on some clinicians of its own. */
  async function spoil(): Promise<void> {
    await suite.project();
    const codes = Array.from({ length: CLINICIANS }, (_, n) => codeOf(n));
    const timelines = await suite.stores.registry.timelines(codes);
    const other = suite.entries.expected(await suite.timelineOf(codeOf(0)));
    for (let n = 0; n < CLINICIANS; n++) {
      const key = suite.keyOf(codeOf(n));
      const timeline = timelines.get(codeOf(n));
      if (timeline === undefined) throw new Error(`no timeline of ${codeOf(n)}`);
      if (n % 7 === 1) await suite.redis.del(key);
      if (n % 7 === 2) await suite.redis.set(key, other);
      if (n % 7 === 3) await suite.put({ ...timeline, version: timeline.version - 1, records: [] });
      if (n % 7 === 4) await suite.put({ ...timeline, version: timeline.version + 1e11, records: [] });
    }
    for (let n = 0; n < 40; n++) await suite.put({ subject: `GONE${n}`, version: 5, records: [] });
  }

  /** Decides a line through the cache, and again from the registry alone, at the same moment. */
  async function decideBothWays(cache: StatusCache, n: number): Promise<readonly [string, string]> {
    if (!POLICY.ok) throw new Error(JSON.stringify(POLICY.problems));
    const { policy } = POLICY.value;
    const line = lineOf(n);
    const { registry, decisions, dataSource } = suite.stores;
    const alone = new StatusCache({ ...cachePartsOf(), redis: null });
    return inTransaction(dataSource, async (client) => {
      const answers: string[] = [];
      for (const each of [cache, alone]) {
        const facts = await LineFacts.read({ registry, decisions, cache: each, views: new Views() }, client, [
          line,
        ]);
        const answer = decide(line, facts.of(line, new LineLedger()), policy);
        answers.push(answer.kind === 'verdict' ? answer.outcome : answer.holdCode);
      }
      const [through = '', direct = ''] = answers;
      return [through, direct];
    });
  }
  const cachePartsOf = () => ({
    registry: suite.stores.registry,
    codec: registryCodec,
    redis: suite.redis,
    metrics: { count: () => undefined },
    log: { warn: () => undefined },
  });

  test('ends with the entry of every subject and no other, whatever was there', async () => {
    await spoil();
    expect(await suite.held()).not.toEqual(await suite.expected());
    await request();
    await rebuilder.work(never);
    expect(await suite.held()).toEqual(await suite.expected());
    expect(await progress()).toMatchObject({
      phase: 'done',
      requestedBy: 'op',
      subjectsInAll: CLINICIANS + 1,
      subjectsWritten: CLINICIANS + 1,
      entriesRemoved: 40,
    });
    expect([...new Set(found)].sort()).toEqual(['ahead', 'orphan']);
  });

  test('gives every line its right answer all the while, with writes landing and a relay at work', async () => {
    await spoil();
    const over = new AbortController();
    const relay = new Relay(suite.stores.dataSource, registryCodec, [
      new RedisProjection(suite.redis, registryCodec, suite.prefix),
    ]);
    const relaying = relay.run(over.signal);
    const from = { redis: 0, database: 0 };
    const wrong: string[] = [];
    const outcomes = new Set<string>();
    const deciding = async (offset: number): Promise<void> => {
      for (let n = offset; !over.signal.aborted; n = (n + 1) % ASKED) {
        // A process that remembers nothing, so that Redis is asked each time.
        const cache = new StatusCache(
          {
            ...cachePartsOf(),
            metrics: {
              count: (_name, labels) => {
                if (labels?.['from'] === 'redis') from.redis += 1;
                if (labels?.['from'] === 'database') from.database += 1;
              },
            },
          },
          { keyPrefix: suite.prefix },
        );
        const [through, direct] = await decideBothWays(cache, n);
        await cache.settled();
        outcomes.add(through);
        if (through !== direct) wrong.push(`${codeOf(n)}: ${through}, and ${direct} by the registry`);
      }
    };
    let suspended = 0;
    const suspending = async (): Promise<void> => {
      for (; suspended < ASKED; suspended++)
        await suite.stores.registry.append([
          recordOf(sanctionRow(codeOf(suspended), HOSPITAL, `DOC-${suspended}`)),
        ]);
    };
    const rebuilding = async (): Promise<void> => {
      // Before what was spoilt is mended.
      await until('a line answered from the database', () => Promise.resolve(from.database > 0));
      for (let rounds = 0; rounds < 2 || suspended < ASKED; rounds++) {
        await request();
        await rebuilder.work(never);
      }
      over.abort();
    };
    await Promise.all([deciding(0), deciding(ASKED / 2), suspending(), rebuilding()]);
    await relaying;
    expect(wrong).toEqual([]);
    expect([...outcomes].sort()).toEqual(['accept', 'reject']);
    expect(from.redis).toBeGreaterThan(0);
    expect(from.database).toBeGreaterThan(0);
    await relay.drain();
    expect(await suite.held()).toEqual(await suite.expected());
  });

  test('goes on where another process stopped, and one at a time does it', async () => {
    await request();
    const stop = new AbortController();
    const stopping = rebuilder.work(stop.signal);
    await until('the first subjects written', async () => ((await progress())?.subjectsWritten ?? 0) > 0);
    stop.abort();
    await stopping;
    const stopped = await progress();
    expect(stopped?.phase).toBe('writing');
    expect(stopped?.subjectsWritten).toBeLessThan(CLINICIANS);
    expect((await request()).isNew).toBe(false);
    await Promise.all([rebuilder.work(never), rebuilder.work(never)]);
    await until('the rebuild at its end', async () => (await progress())?.phase === 'done');
    expect(await progress()).toMatchObject({ subjectsWritten: CLINICIANS + 1 });
    expect(await suite.held()).toEqual(await suite.expected());
    expect((await request()).isNew).toBe(true);
  });
});
