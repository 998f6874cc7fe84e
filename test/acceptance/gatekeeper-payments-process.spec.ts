/** Payment notices through whole gatekeepers on real Kafka, one of which is killed: the same in the end as `check --payments` gives. */
import { fileOf, standingOn, statedOn } from '../gatekeeper/answers';
import { noticesOf } from '../gatekeeper/counters';
import type { GatekeeperProcess } from '../gatekeeper/gatekeeper-process';
import { lineMessages, loadHistory } from '../gatekeeper/inputs';
import { Installation } from '../gatekeeper/installation';
import { Offline } from '../gatekeeper/offline';
import { IN_STANDING, lineRow, noticeRow, refundRow, REGISTRY, lineVoidRow } from '../gatekeeper/rows';
import { until } from '../gatekeeper/until';
import { describeWith } from '../servers/addresses';

const VISITS = Array.from({ length: 300 }, (_, n) => `V-${n}`);
const FIRST = VISITS.flatMap((mdtrt_id) => [
  lineRow({ mdtrt_id }),
  refundRow('1', { mdtrt_id, feedetl_sn: '2' }),
  lineRow({ mdtrt_id, feedetl_sn: '3', bilg_dr_codg: IN_STANDING }),
]);
const NOTICES = VISITS.flatMap((mdtrt_id, n) => [
  noticeRow({ mdtrt_id }),
  noticeRow({ mdtrt_id, feedetl_sn: '3' }),
  noticeRow({ mdtrt_id, feedetl_sn: '4' }),
  ...(n % 3 === 0 ? [noticeRow({ mdtrt_id, pool_pay_amt: '30.00' })] : []),
  ...(n % 5 === 0 ? [noticeRow({ mdtrt_id, setl_id: 'S-2', pool_pay_amt: '-5.00' })] : []),
]);
/** Lines that were paid before they came, and voids. */
const SECOND = VISITS.flatMap((mdtrt_id, n) => [
  lineRow({ mdtrt_id, feedetl_sn: '4' }),
  ...(n % 7 === 0 ? [lineVoidRow({ mdtrt_id })] : []),
]);

describeWith(['postgres', 'redis', 'kafka'], 'payment notices and running gatekeepers', () => {
  const offline = new Offline();
  const gatekeepers: GatekeeperProcess[] = [];
  let installation: Installation;

  const start = (): GatekeeperProcess => {
    const gatekeeper = installation.gatekeeper();
    gatekeepers.push(gatekeeper);
    return gatekeeper;
  };

  afterAll(async () => {
    for (const gatekeeper of gatekeepers) await gatekeeper.discard();
    await installation.close();
    offline.discard();
  });

  it('turn the lines that check turns, and are counted once', async () => {
    installation = await Installation.create('payments');
    await loadHistory(installation.registry, REGISTRY);
    await installation.produce(lineMessages(FIRST.join('\n')));
    const killed = start();
    await installation.drained(killed);
    await installation.produce(lineMessages(NOTICES.slice(0, 400).join('\n')), 50, 'payments');
    await until(
      'some decided anew',
      async () => (await installation.count(`SELECT count(*) FROM decision WHERE trigger = 'payment'`)) > 0,
    );
    await killed.kill();
    await installation.produce(lineMessages(NOTICES.slice(400).join('\n')), 50, 'payments');
    await installation.produce(lineMessages(SECOND.join('\n')), 50);
    const [one, other] = [start(), start()];
    await installation.drained(one);
    await until(
      'every notice on file',
      async () => (await installation.count('SELECT count(*) FROM payment_notice')) === NOTICES.length,
    );
    await until('nothing pending', async () => (await one.counters()).get('gatekeeper_sweep_pending') === 0, {
      explain: () => one.tail(),
    });
    const decisions = await installation.read('decisions');
    const holds = await installation.read('holds');
    const checked = await offline.check({
      registry: REGISTRY,
      lines: [...FIRST, ...SECOND].join('\n'),
      payments: NOTICES.join('\n'),
    });
    expect(standingOn(statedOn(decisions), statedOn(holds))).toEqual(
      standingOn(checked.decisions, checked.holds),
    );
    expect(checked.decisions.length).toBeGreaterThan(VISITS.length);
    expect(fileOf(decisions).match(/"trigger":"payment"/g)?.length).toBeGreaterThan(VISITS.length);
    const counted = [noticesOf(await one.counters()), noticesOf(await other.counters())];
    expect(counted.map(({ set_aside, repeat }) => [set_aside, repeat])).toEqual([
      [0, 0],
      [0, 0],
    ]);
    expect(await installation.count('SELECT count(*) FROM publication')).toBe(0);
    const { status, body } = await one.readiness();
    expect([status, body]).toEqual([200, expect.stringContaining('"payments"')]);
    expect([await one.end(), await other.end()]).toEqual([0, 0]);
  });
});
