/** CONTRACT 8: what is asked again, or said again, while somebody else records or says something of the same lines. */
import { DecisionStore } from '@gatekeeper/decision-store';
import { Outage } from '@gatekeeper/runtime';
import type { MessageBatch } from '@gatekeeper/stream';
import { HandDriven } from '../gatekeeper/hand-driven';
import {
  HOSPITAL,
  IN_STANDING,
  lineRow,
  noticeRow,
  personRows,
  refundRow,
  REGISTRY,
  sanctionRow,
} from '../gatekeeper/rows';
import { until } from '../gatekeeper/until';
import { describeWith } from '../servers/addresses';

const ANOTHER = 'D440199000003';
const LINE = lineRow({ bilg_dr_codg: IN_STANDING });
const REFUND = refundRow('1', { bilg_dr_codg: IN_STANDING, feedetl_sn: 'R' });

describeWith(['postgres'], 'late knowledge raced', () => {
  let driven: HandDriven;
  let other: HandDriven;
  beforeEach(async () => {
    const registry = [REGISTRY, ...personRows(ANOTHER, '陈一', 'doctor', HOSPITAL)].join('\n');
    driven = await HandDriven.open('late_raced', { registry });
    other = driven.another();
  });
  afterEach(() => driven.close());

  /** Before the first call of that method of the decision store something else is done. */
  const before = (
    method: 'findRefundsOf' | 'findHoldsStanding' | 'append',
    work: () => Promise<void>,
  ): DecisionStore => {
    let met = false;
    return new Proxy(new DecisionStore(driven.dataSource), {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name, target);
        if (name !== method || typeof value !== 'function') return value;
        return async (...given: readonly unknown[]): Promise<unknown> => {
          if (!met) {
            met = true;
            await work();
          }
          return (await Reflect.apply(value, target, given)) as unknown;
        };
      },
    });
  };

  it('asks a line by one revision of it, though another came while it was read', async () => {
    // A refund names it, so it is read once more with all that carry its number.
    driven.send([LINE, REFUND]);
    await driven.settleAll();
    driven.sendPayments([noticeRow()]);
    await driven.settleAll(Infinity, 'payments');
    let reuploaded = false;
    driven.instead = {
      decisions: before('findRefundsOf', async () => {
        reuploaded = true;
        other.send([lineRow({ bilg_dr_codg: IN_STANDING, pool_pay_amt: '0.00' })]);
        await other.settleAll();
      }),
    };
    driven.restart();
    await driven.askAllDue();
    expect(reuploaded).toBe(true);
    expect(
      await driven.rows(
        `SELECT d.revision, d.reasons -> 0 ->> 'code' AS reason FROM line_identity i
         JOIN decision d USING (fixmedins_code, decision_id) WHERE i.feedetl_sn = '1'`,
      ),
    ).toEqual([{ revision: 2, reason: 'NO_FUND_MONEY' }]);
  });

  it('asks a refund by what its original is at last, though that was uploaded again while the refund was asked', async () => {
    driven.send([LINE]);
    await driven.settleAll();
    await other.sweep();
    await driven.write([sanctionRow(IN_STANDING, HOSPITAL, 'GD-2025-9')]);
    // The refund is recorded as its original is turned, and has to be asked once more.
    driven.instead = { decisions: before('append', () => other.sweep()) };
    driven.restart();
    driven.send([REFUND]);
    await driven.settleAll();
    const outcomes = (): Promise<readonly object[]> =>
      driven.rows('SELECT feedetl_sn, outcome FROM line_identity ORDER BY 1');
    expect(await outcomes()).toEqual([
      { feedetl_sn: '1', outcome: 'reject' },
      { feedetl_sn: 'R', outcome: 'accept' },
    ]);
    // As it is, its original comes again and is accepted; whoever records that finds the refund accepted still.
    driven.instead = {
      decisions: before('append', async () => {
        other.send([lineRow({ bilg_dr_codg: ANOTHER })]);
        await other.settleAll();
      }),
    };
    driven.restart();
    await driven.askAllDue();
    expect(await driven.count('line_identity WHERE revision = 2')).toBe(1);
    expect(await outcomes()).toEqual([
      { feedetl_sn: '1', outcome: 'accept' },
      { feedetl_sn: 'R', outcome: 'accept' },
    ]);
  });

  it('asks a refund of a refund that was recorded while the first was turned', async () => {
    driven.send([LINE, REFUND]);
    await driven.settleAll();
    await other.sweep();
    await driven.write([sanctionRow(IN_STANDING, HOSPITAL, 'GD-2025-9')]);
    // By what the first refund was before its original was turned.
    driven.instead = { decisions: before('append', () => other.sweep()) };
    driven.restart();
    driven.send([refundRow('R', { bilg_dr_codg: IN_STANDING, feedetl_sn: 'S' })]);
    await driven.settleAll();
    const outcomes = (): Promise<readonly object[]> =>
      driven.rows('SELECT feedetl_sn, outcome FROM line_identity ORDER BY 1');
    expect(await outcomes()).toEqual([
      { feedetl_sn: '1', outcome: 'reject' },
      { feedetl_sn: 'R', outcome: 'reject' },
      { feedetl_sn: 'S', outcome: 'accept' },
    ]);
    await driven.askAllDue();
    expect(await outcomes()).toEqual([
      { feedetl_sn: '1', outcome: 'reject' },
      { feedetl_sn: 'R', outcome: 'reject' },
      { feedetl_sn: 'S', outcome: 'reject' },
    ]);
  });

  /** A publication in which a line waits, and no longer does. */
  const heldAndReleased = (): MessageBatch => {
    driven.send([REFUND, LINE]);
    const batch = driven.nextBatch();
    if (batch === null) throw new Error('nothing was sent');
    return batch;
  };
  const lastOfHold = (): unknown => driven.stated('holds').at(-1);

  it('says last of a hold what stands, though who said it once more ended amid that', async () => {
    // The partition has gone to another, who finishes what is open there; who recorded it says and closes it at this moment.
    other.beforePublish = (batches) => {
      driven.log.append(batches.map(({ topic, messages }) => ({ topic, messages: messages.slice(0, 1) })));
      throw new Outage('the test', 'it ends');
    };
    const batch = heldAndReleased();
    driven.instead = {
      decisions: before('findHoldsStanding', () =>
        other.publications.finish(batch).catch((error: unknown) => {
          expect(error).toBeInstanceOf(Outage);
          other.restart();
        }),
      ),
    };
    expect(await driven.settle(batch)).toBeNull();
    expect(await driven.count('publication')).toBe(0);
    expect(lastOfHold()).toHaveProperty('hold_code');
    await driven.publications.finishIdle(0);
    expect(lastOfHold()).toHaveProperty('released_by');
    expect(await driven.count('hold_said_again')).toBe(0);
  });

  it('says last of a hold what stands, though who recorded it says a part of it late, and ends', async () => {
    let goOn = (): void => undefined;
    const stalled = new Promise<void>((done) => (goOn = done));
    let waits = false;
    driven.instead = {
      publisher: {
        publish: async (batches) => {
          waits = true;
          await stalled;
          driven.log.append(
            batches.map(({ topic, messages }) => ({ topic, messages: messages.slice(0, 1) })),
          );
          throw new Outage('the test', 'it ends');
        },
        close: () => Promise.resolve(),
      },
    };
    const batch = heldAndReleased();
    const settling = driven.settle(batch);
    await until('the first about to publish', () => waits);
    await until('the batch read by the other', async () => (await other.settle(batch)) === null);
    expect(lastOfHold()).toHaveProperty('released_by');
    goOn();
    expect(await settling).toBeInstanceOf(Outage);
    expect(lastOfHold()).toHaveProperty('hold_code');
    await other.publications.finishIdle(0);
    expect(lastOfHold()).toHaveProperty('released_by');
  });
});
