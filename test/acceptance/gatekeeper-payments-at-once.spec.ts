/** Payment notices, lines and the asking behind them, in transactions that are open at the same moment and do not see each other. */
import { DecisionStore } from '@gatekeeper/decision-store';
import { objectAt, standingOn } from '../gatekeeper/answers';
import { HandDriven } from '../gatekeeper/hand-driven';
import { Offline } from '../gatekeeper/offline';
import { lineRow, noticeRow, refundRow, REGISTRY, lineVoidRow } from '../gatekeeper/rows';
import { describeWith } from '../servers/addresses';

type Append = Parameters<DecisionStore['append']>;
type AppendNotices = Parameters<DecisionStore['appendNotices']>;

/** A place at which the next transaction that comes there stays, until it is let go. */
class Stop {
  letGo: () => void = () => undefined;
  private arrive: () => void = () => undefined;
  readonly reached = new Promise<void>((resolve) => (this.arrive = resolve));
  private readonly left = new Promise<void>((resolve) => (this.letGo = resolve));

  async stay(): Promise<void> {
    this.arrive();
    await this.left;
  }
}

type Place = 'notices kept' | 'lines decided' | 'lines recorded';

/** Everything is what it is elsewhere, but for stops. */
class Stopping extends DecisionStore {
  private readonly stops = new Map<Place, Stop>();
  private readonly made: Stop[] = [];

  next(place: Place): Stop {
    const stop = new Stop();
    this.stops.set(place, stop);
    this.made.push(stop);
    return stop;
  }

  /** A case that failed leaves nobody waiting. */
  letAllGo(): void {
    for (const stop of this.made) stop.letGo();
  }

  override async append(...[client, batch]: Append): Promise<void> {
    await this.at('lines decided');
    await super.append(client, batch);
    await this.at('lines recorded');
  }

  override async appendNotices(...[client, notices, receivedAt]: AppendNotices): Promise<void> {
    await super.appendNotices(client, notices, receivedAt);
    await this.at('notices kept');
  }

  private async at(place: Place): Promise<void> {
    const stop = this.stops.get(place);
    this.stops.delete(place);
    await stop?.stay();
  }
}

const LINE = lineRow({});
const REFUND = refundRow('1', { feedetl_sn: '2' });
const AGAIN = lineRow({ pool_pay_amt: '60.00' });
const PAID = noticeRow();

describeWith(['postgres'], 'at the same moment', () => {
  const offline = new Offline();
  let driven: HandDriven;
  let store: Stopping;
  beforeEach(async () => {
    driven = await HandDriven.open('payments_at_once', { registry: REGISTRY });
    store = new Stopping(driven.dataSource);
    driven.instead = { decisions: store };
  });
  afterEach(async () => {
    store.letAllGo();
    await driven.close();
  });
  afterAll(() => offline.discard());

  /** Begins to settle what was sent, and does not wait for it. */
  async function begun(of: 'lines' | 'payments'): Promise<void> {
    const batch = driven.nextBatch(Infinity, of);
    const outage = batch === null ? null : await driven.settle(batch);
    if (outage !== null) throw outage;
  }

  /**
   * Asks, round after round, until one is at that stop: transactions of other suites on the server may keep a line waiting.
   * @returns `done`, which waits for the end of that round
   */
  async function askingUntil(stop: Stop): Promise<{ readonly done: () => Promise<void> }> {
    for (;;) {
      const asked = driven.askDue();
      const isThere = await Promise.race([stop.reached.then(() => true), asked.then(() => false)]);
      if (isThere) return { done: () => asked };
    }
  }

  async function standsAsChecked(lines: readonly string[], payments: readonly string[]): Promise<void> {
    await driven.askAllDue();
    const checked = await offline.check({
      ...{ registry: REGISTRY, lines: lines.join('\n'), payments: payments.join('\n') },
    });
    expect(standingOn(driven.stated('decisions'), driven.stated('holds'))).toEqual(
      standingOn(checked.decisions, checked.holds),
    );
  }

  const triggersOf = (lineNo: string): readonly unknown[] =>
    driven
      .stated('decisions')
      .filter((decision) => objectAt(decision, 'line')['feedetl_sn'] === lineNo)
      .map(({ outcome, trigger }) => `${String(outcome)} ${String(trigger)}`);

  async function isTurnedByItsNotice(): Promise<void> {
    await standsAsChecked([LINE], [PAID]);
    expect(triggersOf('1')).toEqual(['reject real_time', 'claw_back payment']);
  }

  it('a notice that began first and ended first: its line, decided without it, is asked once it is on file', async () => {
    const kept = store.next('notices kept');
    driven.sendPayments([PAID]);
    const notice = begun('payments');
    await kept.reached;
    const recorded = store.next('lines recorded');
    driven.send([LINE]);
    const line = begun('lines');
    await recorded.reached;
    kept.letGo();
    await notice;
    // The line's transaction has the later number, and has not seen the notice: the notice must not be taken for dealt with.
    await driven.askDue();
    expect([await driven.count('line_identity'), await driven.count('line_due')]).toEqual([0, 1]);
    recorded.letGo();
    await line;
    await isTurnedByItsNotice();
  });

  it('a line that began first and ended last', async () => {
    const recorded = store.next('lines recorded');
    driven.send([LINE]);
    const line = begun('lines');
    await recorded.reached;
    driven.sendPayments([PAID]);
    await begun('payments');
    await driven.askDue();
    expect(await driven.count('line_due')).toBe(1);
    recorded.letGo();
    await line;
    await isTurnedByItsNotice();
  });

  it('a notice that ended last', async () => {
    const kept = store.next('notices kept');
    driven.sendPayments([PAID]);
    const notice = begun('payments');
    await kept.reached;
    driven.send([LINE]);
    await begun('lines');
    await driven.askDue();
    kept.letGo();
    await notice;
    await isTurnedByItsNotice();
  });

  it('a refund that comes while its original is being asked follows it', async () => {
    driven.send([LINE]);
    await begun('lines');
    driven.sendPayments([PAID]);
    await begun('payments');
    const recorded = store.next('lines recorded');
    const asked = await askingUntil(recorded);
    driven.send([REFUND]);
    await begun('lines');
    recorded.letGo();
    await asked.done();
    await standsAsChecked([LINE, REFUND], [PAID]);
    expect(triggersOf('2')).toEqual(['reject real_time', 'claw_back payment']);
  });

  it.each([
    ['other content', AGAIN, 'claw_back re_upload'],
    ['a void', lineVoidRow(), 'void void'],
  ] as const)('%s of a line that was asked: one waits for the other, and sees it', async (_, row, last) => {
    driven.send([LINE, REFUND]);
    await begun('lines');
    driven.sendPayments([PAID]);
    await begun('payments');
    const recorded = store.next('lines recorded');
    const asked = await askingUntil(recorded);
    driven.send([row]);
    const line = begun('lines');
    await driven.isWaiting();
    recorded.letGo();
    await Promise.all([asked.done(), line]);
    await standsAsChecked([LINE, REFUND, row], [PAID]);
    expect(triggersOf('1')).toEqual(['reject real_time', 'claw_back payment', last]);
  });

  it.each([
    ['other content', AGAIN, 'claw_back re_upload'],
    ['a void', lineVoidRow(), 'void void'],
  ] as const)(
    '%s of a line before what it was asked for is recorded: it is asked again',
    async (_, row, last) => {
      driven.send([LINE, REFUND]);
      await begun('lines');
      driven.sendPayments([PAID]);
      await begun('payments');
      const decided = store.next('lines decided');
      const asked = await askingUntil(decided);
      driven.send([row]);
      await begun('lines');
      decided.letGo();
      await asked.done();
      await standsAsChecked([LINE, REFUND, row], [PAID]);
      expect(triggersOf('1')).toEqual(['reject real_time', last]);
    },
  );

  it('a second process leaves due lines to the one that is at them', async () => {
    driven.send([LINE]);
    await begun('lines');
    driven.sendPayments([PAID]);
    await begun('payments');
    const recorded = store.next('lines recorded');
    const asked = await askingUntil(recorded);
    driven.restart();
    await driven.askDue();
    expect(driven.said('decisions')).toHaveLength(1);
    recorded.letGo();
    await asked.done();
    await standsAsChecked([LINE], [PAID]);
    expect(driven.said('decisions')).toHaveLength(2);
  });

  it('lines and their notices in many batches, asked all the while', async () => {
    const visits = Array.from({ length: 40 }, (_, n) => `V-${n}`);
    const lines = visits.flatMap((mdtrt_id) => [
      lineRow({ mdtrt_id }),
      refundRow('1', {
        mdtrt_id,
        feedetl_sn: '2',
        cnt: '-0.5',
        det_item_fee_sumamt: '-50.00',
        pool_pay_amt: '-35.00',
        fund_pay_amt: '-40.00',
        acct_pay_amt: '-5.00',
      }),
      lineRow({ mdtrt_id, pool_pay_amt: '60.00' }),
      refundRow('1', {
        mdtrt_id,
        feedetl_sn: '3',
        cnt: '-0.2',
        det_item_fee_sumamt: '-20.00',
        pool_pay_amt: '-10.00',
        fund_pay_amt: '-15.00',
        acct_pay_amt: '-5.00',
      }),
    ]);
    const payments = visits.flatMap((mdtrt_id) => [
      noticeRow({ mdtrt_id }),
      noticeRow({ mdtrt_id, setl_id: 'S-2', pool_pay_amt: '-30.00' }),
    ]);
    driven.send(lines);
    driven.sendPayments(payments);
    let reading = true;
    const asking = (async () => {
      while (reading) await driven.askDue();
    })();
    await Promise.all([driven.settleAll(7), driven.settleAll(3, 'payments')]);
    reading = false;
    await asking;
    await standsAsChecked(lines, payments);
    const recorded = await driven.count('decision');
    expect(driven.said('decisions').length).toBeGreaterThanOrEqual(recorded);
    expect(await driven.count('decision_succession')).toBe(recorded - (await driven.count('line_identity')));
  });
});
