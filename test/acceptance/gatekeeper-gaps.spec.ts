/** Nothing is skipped without a word: what was deleted before it was read is recorded, counted, and somebody answers for it. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { objectAt, statedOn } from '../gatekeeper/answers';
import { conservationOf } from '../gatekeeper/counters';
import { lineMessages, loadHistory } from '../gatekeeper/inputs';
import { Installation } from '../gatekeeper/installation';
import { HandDriven } from '../gatekeeper/hand-driven';
import { IN_STANDING, lineRow, REGISTRY } from '../gatekeeper/rows';
import { cleanEnvironment, describeWith } from '../servers/addresses';

const rowsOf = (from: number, until: number): readonly string[] =>
  Array.from({ length: until - from }, (_, n) =>
    lineRow({ mdtrt_id: `G-${from + n}`, bilg_dr_codg: IN_STANDING }),
  );
const visits = (from: number, until: number): readonly string[] =>
  Array.from({ length: until - from }, (_, n) => `G-${from + n}`);

describeWith(['postgres', 'redis', 'kafka'], 'records deleted under the committed offset', () => {
  it('are a gap with its bounds, counted, and not ready until acknowledged', async () => {
    const installation = await Installation.create('gaps', { partitions: 1 });
    await loadHistory(installation.registry, REGISTRY);
    const produce = (from: number, until: number) =>
      installation.produce(lineMessages(rowsOf(from, until).join('\n')));
    let gatekeeper = installation.gatekeeper();
    try {
      await produce(0, 10);
      await installation.drained(gatekeeper);
      expect(await gatekeeper.end()).toBe(0);
      await produce(10, 20);
      await installation.deleteLinesBefore(15);
      gatekeeper = installation.gatekeeper();
      await installation.drained(gatekeeper);
      const decided = statedOn(await installation.read('decisions')).map(
        (one) => objectAt(one, 'line')['mdtrt_id'],
      );
      expect(decided).toEqual([...visits(0, 10), ...visits(15, 20)]);
      expect(await installation.stream.listGaps(true)).toEqual([
        expect.objectContaining({ kind: 'skipped', partition: 0, fromOffset: 10n, untilOffset: 15n }),
      ]);
      expect((await gatekeeper.counters()).get('gatekeeper_skipped_messages_total')).toBe(5);
      expect(await gatekeeper.readiness()).toEqual({
        status: 503,
        body: expect.stringContaining(
          'from offset 10 until before 15 was deleted before it was read',
        ) as string,
      });
      const gaps = (...args: readonly string[]) =>
        spawnSync(process.execPath, [join(__dirname, '../../dist/deploy/gaps.js'), ...args], {
          env: { ...cleanEnvironment(), DATABASE_URL: installation.servers.databaseUrl },
          encoding: 'utf8',
        });
      expect(gaps('--list').stdout).toMatch(/^1\tskipped\t\S+\[0\]\t10\.\.15\t.*\topen\n$/);
      expect(gaps('--acknowledge', '1').status).toBe(2);
      expect(gaps('--acknowledge', '1', '--by', 'the operator', '--reason', 'sent again').status).toBe(0);
      expect(gaps('--acknowledge', '1', '--by', 'another', '--reason', 'no').status).toBe(1);
      expect(gaps('--list').stdout).toBe('no gaps\n');
      expect(await gatekeeper.readiness()).toMatchObject({ status: 200 });
      expect(await gatekeeper.end()).toBe(0);
    } finally {
      await gatekeeper.discard();
      await installation.close();
    }
  });
});

describeWith(['postgres'], 'a topic made anew', () => {
  let driven: HandDriven;
  afterEach(() => driven.close());

  const open = async (): Promise<void> => {
    driven = await HandDriven.open('anew', { registry: REGISTRY });
    driven.send(rowsOf(0, 10));
    await driven.settleAll();
    driven.beginLog();
    driven.restart();
  };

  it('begins at 0, and is recorded as what it is', async () => {
    await open();
    driven.send(rowsOf(5, 20));
    await driven.settleAll(4);
    expect(await driven.count('line_identity')).toBe(20);
    // What came again is a resend, however it lies in the new topic.
    expect(conservationOf(await driven.counters())).toMatchObject({
      read: 15,
      sum: 15,
      byOutcome: { resend: 5 },
    });
    expect(await driven.stream.listGaps(false)).toEqual([
      expect.objectContaining({ kind: 'topic_made_anew', fromOffset: 0n, untilOffset: 10n }),
    ]);
  });

  it('leaves what the one before it left open to be finished first', async () => {
    await open();
    const [before] = await driven.rows<{ decision_id: string }>('SELECT decision_id FROM decision LIMIT 1');
    await driven.rows(`INSERT INTO publication SELECT topic, partition, 1000, topic_id, 0, 1, NULL, NULL, 0, '{}', '{}'
      FROM stream_position`);
    await driven.rows(
      `INSERT INTO publication_repeat VALUES (1000, 0, 'decisions', 'k', '{"decision_id":"${before?.decision_id ?? ''}"}')`,
    );
    driven.send(rowsOf(20, 21));
    await driven.settleAll();
    expect(driven.stated('decisions').map(({ decision_id }) => decision_id)[0]).toBe(before?.decision_id);
    expect(await driven.count('publication')).toBe(0);
  });
});
