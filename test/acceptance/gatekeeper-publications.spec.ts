/** Law 5 at each point where publishing may fail: in the end the topics hold everything that is recorded, counted once. */
import { Outage } from '@gatekeeper/runtime';
import { idsOf } from '../gatekeeper/answers';
import type { Stated } from '../gatekeeper/answers';
import { conservationOf } from '../gatekeeper/counters';
import { HandDriven } from '../gatekeeper/hand-driven';
import { IN_STANDING, lineRow, REGISTRY } from '../gatekeeper/rows';
import { sizeOf, storiesOf, waves } from '../gatekeeper/stories';
import { describeWith } from '../servers/addresses';

/** Visits whose lines come back, are paid and reversed; one message is no line at all. */
const VISITS = storiesOf('P');
const ROWS = [...waves(VISITS).flat(), lineRow({ mdtrt_id: 'P-last', bilg_dr_codg: IN_STANDING })];
const MESSAGES = [
  ...ROWS.slice(0, 9).map((value) => ({ key: 'one', value })),
  { key: 'one', value: 'no line' },
  ...ROWS.slice(9).map((value) => ({ key: 'one', value })),
];
const AT_ONCE = 5;

/** Where a publish fails: before the log took anything, or after it took all of it. */
const POINTS = ['before', 'after'] as const;
/** What happens then: the same process tries again, or another one begins. */
const NEXT = ['the same process goes on', 'another process begins'] as const;
/** Whether the n-th publish fails, the first being 1. */
const SCHEDULES = {
  'every second one': (n: number) => n % 2 === 1,
  'two of three': (n: number) => n % 3 !== 0,
  'one of four': (n: number) => n % 4 === 2,
} as const;
type Schedule = keyof typeof SCHEDULES;
const ALL_WAYS = Object.keys(SCHEDULES).flatMap((schedule) =>
  POINTS.flatMap((point) => NEXT.map((next) => [schedule as Schedule, point, next] as const)),
);

/** Of each line its decisions in the order in which they first went out: each supersedes the one before. */
function chainsOf(stated: readonly Stated[]): ReadonlyMap<string, readonly (readonly [unknown, unknown])[]> {
  const chains = new Map<string, [unknown, unknown][]>();
  const met = new Set<unknown>();
  for (const { decision_id, supersedes, line } of stated) {
    if (met.has(decision_id)) continue;
    met.add(decision_id);
    const { fixmedins_code, mdtrt_id, chrg_bchno, feedetl_sn } = line as Stated;
    const key = JSON.stringify([fixmedins_code, mdtrt_id, chrg_bchno, feedetl_sn]);
    chains.set(key, [...(chains.get(key) ?? []), [decision_id, supersedes]]);
  }
  return chains;
}

describeWith(['postgres'], 'a publisher that fails', () => {
  let driven: HandDriven;

  afterEach(() => driven.close());

  async function everythingIsSaidAndCountedOnce(counted: number): Promise<void> {
    const recorded = await driven.rows<{ decision_id: string }>(
      'SELECT decision_id FROM decision ORDER BY decision_id COLLATE "C"',
    );
    const stated = driven.stated('decisions');
    expect(idsOf(stated)).toEqual(recorded.map(({ decision_id }) => decision_id));
    for (const chain of chainsOf(stated).values())
      expect(chain.map(([, supersedes]) => supersedes)).toEqual([
        null,
        ...chain.slice(0, -1).map(([decisionId]) => decisionId),
      ]);
    const texts = new Map(stated.map((one) => [one['decision_id'], JSON.stringify(one)]));
    for (const one of stated) expect(JSON.stringify(one)).toBe(texts.get(one['decision_id']));
    const releases = await driven.rows<{ released_by: string }>(
      'SELECT released_by FROM hold_record WHERE released_by IS NOT NULL ORDER BY released_by COLLATE "C"',
    );
    const holds = driven.stated('holds');
    const told = new Set(
      holds.flatMap(({ released_by }) => (typeof released_by === 'string' ? [released_by] : [])),
    );
    expect([...told].sort()).toEqual(releases.map(({ released_by }) => released_by));
    expect(driven.said('deadLetters').length).toBeGreaterThan(0);
    expect([await driven.count('publication'), await driven.count('publication_repeat')]).toEqual([0, 0]);
    expect(counted).toBe(MESSAGES.length);
    expect([await driven.count('line_identity'), await driven.count('settlement_line')]).toEqual([
      sizeOf(VISITS).lines + 1,
      sizeOf(VISITS).revisions + 1,
    ]);
  }

  it.each(ALL_WAYS)('%s of its publishes, %s it is done, and %s', async (schedule, point, next) => {
    driven = await HandDriven.open('publications', { registry: REGISTRY });
    driven.sendMessages(MESSAGES);
    let counted = 0;
    const countOf = async (): Promise<number> => {
      const { read, sum } = conservationOf(await driven.counters());
      expect(sum).toBe(read);
      return read;
    };
    let publishes = 0;
    let failures = 0;
    const fail = (): void => {
      publishes += 1;
      if (!SCHEDULES[schedule](publishes)) return;
      failures += 1;
      throw new Outage('Kafka', 'away');
    };
    if (point === 'before') driven.beforePublish = fail;
    else driven.afterPublish = fail;
    for (let batch = driven.nextBatch(AT_ONCE); batch !== null; batch = driven.nextBatch(AT_ONCE)) {
      if ((await driven.settle(batch)) === null || next === 'the same process goes on') continue;
      counted += await countOf();
      driven.restart();
    }
    counted += await countOf();
    expect(failures).toBeGreaterThan(2);
    await everythingIsSaidAndCountedOnce(counted);
  });

  it('none of them: what is read again from the beginning is neither settled, counted nor told again', async () => {
    driven = await HandDriven.open('publications', { registry: REGISTRY });
    driven.sendMessages(MESSAGES);
    await driven.settleAll();
    const before = await driven.counters();
    const said = driven.said('decisions').length;
    driven.rewind(0);
    await driven.settleAll(AT_ONCE);
    expect([driven.said('decisions').length, driven.said('deadLetters').length]).toEqual([said, 2]);
    expect(conservationOf(await driven.counters())).toEqual(conservationOf(before));
    await everythingIsSaidAndCountedOnce(conservationOf(before).read);
  });

  it('and a partition that nobody reads any more: what it left is finished by whoever looks for such', async () => {
    driven = await HandDriven.open('publications', { registry: REGISTRY });
    driven.sendMessages(MESSAGES);
    driven.beforePublish = () => {
      throw new Outage('Kafka', 'away');
    };
    const batch = driven.nextBatch();
    expect(batch === null ? null : await driven.settle(batch)).toBeInstanceOf(Outage);
    driven.restart();
    driven.beforePublish = () => undefined;
    await driven.publications.finishIdle(0);
    expect(driven.said('decisions').length).toBeGreaterThan(0);
    // Its dead letters are not on file: they go out when their messages are read again, and they are.
    await driven.settleAll();
    await everythingIsSaidAndCountedOnce(conservationOf(await driven.counters()).read);
  });

  it('at the end of a batch: nothing of a partition that went to somebody else meanwhile is recorded', async () => {
    driven = await HandDriven.open('publications', { registry: REGISTRY });
    driven.sendMessages(MESSAGES);
    const batch = driven.nextBatch();
    if (batch !== null) await driven.settleWithout(batch);
    expect([await driven.count('decision'), driven.said('decisions').length]).toEqual([0, 0]);
    await driven.settleAll();
    await everythingIsSaidAndCountedOnce(conservationOf(await driven.counters()).read);
  });
});
