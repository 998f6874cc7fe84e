/** CONTRACT 8: what time alone turns, and from which moment on. */
import type { Settled } from '@gatekeeper/adjudication';
import { formatInstant, plusMs } from '@gatekeeper/calendar';
import type { RegistryRecord, SettlementLine } from '@gatekeeper/vocabulary';
import { Desk, settledShortly } from './desk';
import { at, inGoodStanding, inpatient, outpatient, refundOf, sanction } from './facts';

const SUSPENDED = [...inGoodStanding(), sanction()];
const FROM_JULY = [...inGoodStanding(), sanction({ from: '2025-07-01', until: '2025-10-01' })];
const ASKED = '2025-06-15 12:00:00';

const turningOf = ({ turning }: Settled): string =>
  turning === null ? 'never' : `${formatInstant(turning.at)} ${turning.trigger}`;

describe('what time alone turns', () => {
  const ahead = (feeOccurredAt: string, more = {}) => outpatient({ feeOccurredAt, ...more });
  const paid = (paidAt: string, more = {}) => outpatient({ paidAt, ...more });
  const stay = (more = {}) =>
    inpatient({ admittedAt: '2025-06-10', feeOccurredAt: '2025-06-14 10:00:00', ...more });
  it.each<readonly [string, SettlementLine, readonly RegistryRecord[], string, string]>([
    [
      'a fee a second more than a day ahead',
      ahead('2025-06-16 12:00:01'),
      SUSPENDED,
      'first: hold DATE_IMPLAUSIBLE',
      '2025-06-15T12:00:01+08:00 status_change',
    ],
    [
      'a fee a day ahead',
      ahead('2025-06-16 12:00:00'),
      SUSPENDED,
      'first: reject CLINICIAN_SUSPENDED (real_time)',
      'never',
    ],
    ['a fee of long ago', ahead('1999-12-31 23:59:59'), SUSPENDED, 'first: hold DATE_IMPLAUSIBLE', 'never'],
    [
      'a fee long before admission',
      stay({ admittedAt: '2025-06-18' }),
      SUSPENDED,
      'first: hold DATE_IMPLAUSIBLE',
      'never',
    ],
    [
      'a barred line that is paid tomorrow',
      paid('2025-06-16 09:00:00'),
      SUSPENDED,
      'first: reject CLINICIAN_SUSPENDED (real_time)',
      '2025-06-16T09:00:00+08:00 payment',
    ],
    [
      'a barred line that was paid',
      paid(ASKED),
      SUSPENDED,
      'first: claw_back CLINICIAN_SUSPENDED (real_time)',
      'never',
    ],
    [
      'a line in good standing that is paid tomorrow',
      paid('2025-06-16'),
      inGoodStanding(),
      'first: accept ~IN_GOOD_STANDING (real_time)',
      'never',
    ],
    [
      'a line without money in scope that is paid tomorrow',
      paid('2025-06-16', { pooledAmount: 0n, fundAmount: 1000n }),
      SUSPENDED,
      'first: accept ~NO_FUND_MONEY (real_time)',
      'never',
    ],
    [
      'a stay under way, of somebody suspended from July on',
      stay(),
      FROM_JULY,
      'first: accept ~IN_GOOD_STANDING (real_time)',
      '2025-07-01T00:00:00+08:00 status_change',
    ],
    [
      'the same, settled before',
      stay({ settledAt: ASKED }),
      FROM_JULY,
      'first: accept ~IN_GOOD_STANDING (real_time)',
      'never',
    ],
    [
      'an outpatient of the same',
      ahead('2025-06-14'),
      FROM_JULY,
      'first: accept ~IN_GOOD_STANDING (real_time)',
      'never',
    ],
  ])('%s', (_, line, registry, settled, turning) => {
    const first = new Desk(registry, ASKED).settle(line);
    expect([settledShortly(first), turningOf(first)]).toEqual([settled, turning]);
  });

  it('at that moment, and not a second before', () => {
    for (const [line, registry, trigger, after] of [
      [
        ahead('2025-06-16 12:00:01'),
        SUSPENDED,
        'status_change',
        'again: reject CLINICIAN_SUSPENDED (hold_released), releases DATE_IMPLAUSIBLE',
      ],
      [paid('2025-06-16 09:00:00'), SUSPENDED, 'payment', 'again: claw_back CLINICIAN_SUSPENDED (payment)'],
      [
        stay(),
        FROM_JULY,
        'status_change',
        'again: accept ~INPATIENT_BEFORE_STATUS_CHANGE ~IN_GOOD_STANDING (status_change)',
      ],
    ] as const) {
      const desk = new Desk(registry, ASKED);
      const { turning } = desk.settle(line);
      if (turning === null) throw new Error('it never turns');
      desk.learn([], formatInstant(plusMs(turning.at, -1000)));
      const early = desk.again(line, trigger);
      expect([settledShortly(early), early.turning]).toEqual(['again: nothing', turning]);
      desk.learn([], formatInstant(turning.at));
      const turned = desk.again(line, trigger);
      expect([settledShortly(turned), turned.turning]).toEqual([after, null]);
    }
  });

  it('a payment that is noticed counts whatever day the notice says, and what the line says no longer', () => {
    const desk = new Desk(SUSPENDED, ASKED);
    desk.settle(paid('2025-06-16 09:00:00'));
    const noticed = desk.pay(paid('2025-06-16 09:00:00'), { paidAt: at('2025-08-01') });
    expect([noticed && settledShortly(noticed), noticed && turningOf(noticed)]).toEqual([
      'again: claw_back CLINICIAN_SUSPENDED (payment)',
      'never',
    ]);
  });

  it('the payment stated last counts, by whichever message', () => {
    const desk = new Desk(SUSPENDED, ASKED);
    desk.settle(paid('2025-06-16 09:00:00'));
    expect(turningOf(desk.settle(paid('2025-06-20 09:00:00')))).toBe('2025-06-20T09:00:00+08:00 payment');
    const other = outpatient({ lineAmount: 9000n });
    expect(turningOf(desk.settle(other))).toBe('2025-06-20T09:00:00+08:00 payment');
  });

  it('a refund waits for its own date, and else for its original', () => {
    const desk = new Desk(SUSPENDED, ASKED);
    const original = paid('2025-06-16 09:00:00');
    desk.settle(original);
    expect(turningOf(desk.settle(refundOf('L1', { paidAt: '2025-06-16' })))).toBe('never');
    const ofTomorrow = refundOf('L1', { lineNo: 'L9', feeOccurredAt: '2025-06-17 12:00:00' });
    expect(turningOf(desk.settle(ofTomorrow))).toBe('2025-06-16T12:00:00+08:00 status_change');
  });

  it('a line that is withdrawn turns no more', () => {
    const desk = new Desk(SUSPENDED, ASKED);
    desk.settle(paid('2025-06-16 09:00:00'));
    expect(desk.withdraw({ lineNo: 'L1' }).map(turningOf)).toEqual(['never']);
    desk.learn([], '2025-06-17 00:00:00');
    expect(settledShortly(desk.again(paid('2025-06-16 09:00:00'), 'payment'))).toBe('again: nothing');
  });
});
