/** What is decided anew, and as what, when messages about one line come one after another. */
import { Desk, settledShortly, under } from './desk';
import { inGoodStanding, outpatient, refundOf, sanction } from './facts';

const suspended = [...inGoodStanding(), sanction()];
const map = under('guangdong-2025');
/** Implausible until the day before it arose. */
const ahead = outpatient({ feeOccurredAt: '2025-06-20 10:00:00' });
const EARLY = '2025-06-15 00:00:00';
const LATER = '2025-07-01 00:00:00';

describe('CONTRACT 1: other content is decided anew, even where its decision would bear the same name', () => {
  const named = () => 'always the same';
  it('a re-upload', () => {
    const desk = new Desk(suspended, LATER, map, named);
    expect(settledShortly(desk.settle(outpatient()))).toBe('first: reject CLINICIAN_SUSPENDED (real_time)');
    expect(settledShortly(desk.settle(outpatient({ nationalItemCode: 'X1' })))).toBe(
      're_upload: reject CLINICIAN_SUSPENDED (re_upload)',
    );
    expect(settledShortly(desk.again(outpatient({ nationalItemCode: 'X1' }), 'status_change'))).toBe(
      'again: nothing',
    );
  });

  it('a revision that was held: its decision ends the hold', () => {
    const desk = new Desk(suspended, EARLY, map, named);
    desk.settle(outpatient({ feeOccurredAt: '2025-06-12 10:00:00' }));
    expect(settledShortly(desk.settle(ahead))).toBe('re_upload: hold DATE_IMPLAUSIBLE');
    desk.learn([], LATER);
    expect(settledShortly(desk.again(ahead, 'status_change'))).toBe(
      'again: reject CLINICIAN_SUSPENDED (hold_released), releases DATE_IMPLAUSIBLE',
    );
  });
});

describe('CONTRACT 1: a held line', () => {
  it('held for another reason is another hold; for the same it is the hold it was', () => {
    const refund = refundOf('L9', { feeOccurredAt: '2025-06-20 10:00:00' });
    const desk = new Desk(suspended, EARLY, map);
    expect(settledShortly(desk.settle(refund))).toBe('first: hold DATE_IMPLAUSIBLE');
    expect(settledShortly(desk.again(refund, 'status_change'))).toBe('again: nothing');
    desk.learn([], LATER);
    expect(settledShortly(desk.again(refund, 'status_change'))).toBe('again: hold REFUND_ORIGINAL_UNKNOWN');
    expect(settledShortly(desk.again(refund, 'status_change'))).toBe('again: nothing');
  });

  it.each([
    ['paid meanwhile', { paidAt: '2025-06-25 00:00:00' }, 'payment: claw_back CLINICIAN_SUSPENDED'],
    ['sent again', {}, 'resend: reject CLINICIAN_SUSPENDED'],
  ])('%s: released, whatever brought it', (_, more, expected) => {
    const desk = new Desk(suspended, EARLY, map);
    desk.settle(ahead);
    desk.learn([], LATER);
    expect(settledShortly(desk.settle(outpatient({ feeOccurredAt: '2025-06-20 10:00:00', ...more })))).toBe(
      `${expected} (hold_released), releases DATE_IMPLAUSIBLE`,
    );
  });
});
