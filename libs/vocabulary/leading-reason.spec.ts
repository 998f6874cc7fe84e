import type { Outcome, Reason, ReasonCode } from '.';
import { leadingReason } from '.';

type Listed = Pick<Reason, 'code' | 'effect' | 'role'>;
const bar = (code: ReasonCode): Listed => ({ code, effect: 'bars', role: 'ordering' });
const lift = (code: ReasonCode): Listed => ({ code, effect: 'lifts', role: null });
const note = (code: ReasonCode): Listed => ({ code, effect: 'notes', role: null });
const performing = (code: ReasonCode): Listed => ({ code, effect: 'notes', role: 'performing' });

describe('the reason under which a decision is counted', () => {
  it.each<[string, Outcome, readonly Listed[], ReasonCode | null]>([
    [
      'an accept under a lifted bar: what lifts it',
      'accept',
      [bar('CLINICIAN_SUSPENDED'), lift('EMERGENCY_EXEMPT')],
      'EMERGENCY_EXEMPT',
    ],
    [
      'of several that lift: the first',
      'accept',
      [bar('CLINICIAN_SUSPENDED'), lift('EMERGENCY_EXEMPT'), lift('EXEMPTION_GRANTED')],
      'EMERGENCY_EXEMPT',
    ],
    [
      'a reject of which some bars are lifted: its first bar',
      'reject',
      [bar('COMMITMENT_MISSING'), bar('CLINICIAN_SUSPENDED'), lift('EMERGENCY_EXEMPT')],
      'COMMITMENT_MISSING',
    ],
    ['a claw-back: its first bar', 'claw_back', [bar('CLINICIAN_TERMINATED')], 'CLINICIAN_TERMINATED'],
    [
      'an accept without a bar: its first note',
      'accept',
      [note('INPATIENT_BEFORE_STATUS_CHANGE'), note('IN_GOOD_STANDING')],
      'INPATIENT_BEFORE_STATUS_CHANGE',
    ],
    [
      'a note about who performed is passed over',
      'accept',
      [performing('CLINICIAN_SUSPENDED'), note('IN_GOOD_STANDING')],
      'IN_GOOD_STANDING',
    ],
    ['a refund of a rejected line', 'reject', [note('REFUND_MIRRORS_ORIGINAL')], 'REFUND_MIRRORS_ORIGINAL'],
    ['notes about who performed alone: none', 'accept', [performing('CLINICIAN_SUSPENDED')], null],
    ['no reason at all: none', 'accept', [], null],
  ])('%s', (_, outcome, reasons, expected) => expect(leadingReason(outcome, reasons)).toBe(expected));
});
