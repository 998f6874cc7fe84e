/** The real stream and the command over files are one set of rules: the same lines, the same decisions, id for id. */
import { fileOf, holdsOf, idsOf, recomputedId, statedOn } from '../gatekeeper/answers';
import { conservationOf } from '../gatekeeper/counters';
import type { GatekeeperProcess } from '../gatekeeper/gatekeeper-process';
import { lineMessages, loadHistory } from '../gatekeeper/inputs';
import { Installation } from '../gatekeeper/installation';
import type { Checked } from '../gatekeeper/offline';
import { Offline } from '../gatekeeper/offline';
import { SAMPLE_COUNTS, sampleLines, sampleRegistry } from '../gatekeeper/sample';
import type { TopicMessage } from '../gatekeeper/topic-messages';
import { describeWith } from '../servers/addresses';

describeWith(['postgres', 'redis', 'kafka'], 'the sample lines through a running gatekeeper', () => {
  const offline = new Offline();
  let installation: Installation;
  let gatekeeper: GatekeeperProcess;
  let checked: Checked;
  let decisions: readonly TopicMessage[];
  let holds: readonly TopicMessage[];

  beforeAll(async () => {
    installation = await Installation.create('agrees-with-check');
    await loadHistory(installation.registry, sampleRegistry());
    await installation.produce(lineMessages(sampleLines()));
    gatekeeper = installation.gatekeeper();
    checked = await offline.check({ registry: sampleRegistry(), lines: sampleLines() });
    await installation.drained(gatekeeper);
    decisions = await installation.read('decisions');
    holds = await installation.read('holds');
  });

  afterAll(async () => {
    await gatekeeper.discard();
    await installation.close();
    offline.discard();
  });

  it('give the decisions that check gives, id for id', () => {
    expect(idsOf(checked.decisions)).toHaveLength(SAMPLE_COUNTS.decisions);
    expect(idsOf(statedOn(decisions))).toEqual(idsOf(checked.decisions));
  });

  it('are held where check holds them, for the same need', () => {
    expect(holdsOf(checked.holds)).toHaveLength(SAMPLE_COUNTS.held);
    expect(holdsOf(statedOn(holds))).toEqual(holdsOf(checked.holds));
  });

  it('are each decided once: no message of either topic is there twice', () => {
    expect([decisions.length, holds.length]).toEqual([SAMPLE_COUNTS.decisions, SAMPLE_COUNTS.held]);
  });

  it("have ids that every decision's own fields give, and keys that are the line's identity", () => {
    for (const { message } of decisions) {
      const [decision] = statedOn([{ partition: 0, message }]);
      expect(recomputedId(decision!)).toBe(decision!['decision_id']);
      const { fixmedins_code, mdtrt_id, chrg_bchno, feedetl_sn } = decision!['line'] as Record<
        string,
        string
      >;
      expect(String(message.key)).toBe([fixmedins_code, mdtrt_id, chrg_bchno, feedetl_sn].join('|'));
    }
  });

  it('are conserved: messages read are the sum of their first dispositions', async () => {
    const { read, sum, byOutcome } = conservationOf(await gatekeeper.counters());
    expect([read, sum]).toEqual([SAMPLE_COUNTS.lines, SAMPLE_COUNTS.lines]);
    expect(byOutcome).toMatchObject({ held: SAMPLE_COUNTS.held, set_aside: 0, resend: 0 });
  });

  it('leave decisions on the topic that verify recomputes', async () => {
    const { code, stdout } = await offline.verify({
      registry: sampleRegistry(),
      lines: sampleLines(),
      decisions: fileOf(decisions),
      holds: fileOf(holds),
    });
    expect(stdout).toBe('2314 verified, 0 mismatched\n');
    expect(code).toBe(0);
  });

  it('delivered again change nothing on file, and are answered with what stands', async () => {
    const rows = (): Promise<number[]> =>
      Promise.all(
        ['decision', 'settlement_line', 'line_identity', 'hold_record', 'payment_notice'].map((table) =>
          installation.count(`SELECT count(*) FROM ${table}`),
        ),
      );
    const before = await rows();
    expect(before).toEqual([SAMPLE_COUNTS.decisions, 2314, 2314, SAMPLE_COUNTS.held, 0]);
    await installation.produce(lineMessages(sampleLines()));
    await installation.drained(gatekeeper);
    expect(await rows()).toEqual(before);
    const { read, sum, byOutcome } = conservationOf(await gatekeeper.counters());
    expect([read, sum, byOutcome.resend]).toEqual([4628, 4628, SAMPLE_COUNTS.lines]);
    const again = await installation.read('decisions');
    expect(again).toHaveLength(2 * SAMPLE_COUNTS.decisions);
    expect(new Set(again.map(({ message }) => String(message.value)))).toEqual(
      new Set(decisions.map(({ message }) => String(message.value))),
    );
    const heldAgain = await installation.read('holds');
    expect(heldAgain).toHaveLength(2 * SAMPLE_COUNTS.held);
    expect(new Set(heldAgain.map(({ message }) => String(message.value)))).toEqual(
      new Set(holds.map(({ message }) => String(message.value))),
    );
  });

  it('leave a gatekeeper that is ready, and ends with 0 on SIGTERM', async () => {
    expect(await gatekeeper.readiness()).toMatchObject({ status: 200 });
    expect(await gatekeeper.end()).toBe(0);
  });
});
