/** A lines topic deleted and created again begins at offset 0: what lies there now was never read, whatever its offset. */
import { idsOf, statedOn } from '../gatekeeper/answers';
import type { GatekeeperProcess } from '../gatekeeper/gatekeeper-process';
import { lineMessages, loadHistory } from '../gatekeeper/inputs';
import { Installation } from '../gatekeeper/installation';
import { Offline } from '../gatekeeper/offline';
import { lineRow, REGISTRY } from '../gatekeeper/rows';
import { describeWith } from '../servers/addresses';

const uploads = (...pooled: readonly string[]): readonly string[] =>
  pooled.map((pool_pay_amt) => lineRow({ pool_pay_amt }));

describeWith(['postgres', 'redis', 'kafka'], 'a lines topic made anew', () => {
  const offline = new Offline();
  let installation: Installation;
  let gatekeeper: GatekeeperProcess;

  beforeAll(async () => {
    installation = await Installation.create('made-anew', { partitions: 1 });
    await loadHistory(installation.registry, REGISTRY);
    gatekeeper = installation.gatekeeper();
  });

  afterAll(async () => {
    await gatekeeper.discard();
    await installation.close();
    offline.discard();
  });

  it('brings uploads that count, also those whose content was on file before', async () => {
    const [before, after] = [uploads('70.00', '60.00', '50.00'), uploads('70.00', '60.00')];
    await installation.produce(lineMessages(before.join('\n')));
    await installation.drained(gatekeeper);
    expect(await gatekeeper.end()).toBe(0);
    await installation.makeLinesAnew();
    gatekeeper = installation.gatekeeper();
    await installation.produce(lineMessages(after.join('\n')));
    await installation.drained(gatekeeper);
    const checked = await offline.check({ registry: REGISTRY, lines: [...before, ...after].join('\n') });
    expect(checked.decisions).toHaveLength(5);
    expect(idsOf(statedOn(await installation.read('decisions')))).toEqual(idsOf(checked.decisions));
  });

  it('is no secret: not ready until somebody has answered for it', async () => {
    const { status, body } = await gatekeeper.readiness();
    expect([status, body]).toEqual([503, expect.stringContaining('was of a topic that is no more')]);
    const [gap, none] = await installation.stream.listGaps(true);
    expect([gap, none]).toEqual([
      expect.objectContaining({ kind: 'topic_made_anew', fromOffset: 0n, untilOffset: 3n }),
      undefined,
    ]);
    expect(await installation.stream.acknowledgeGap(gap?.gapId ?? '', 'the operator', 'moved')).toBe(true);
    expect(await installation.stream.acknowledgeGap(gap?.gapId ?? '', 'another', 'moved')).toBe(false);
    expect(await gatekeeper.readiness()).toMatchObject({ status: 200 });
    expect(await gatekeeper.end()).toBe(0);
  });
});
