/** Visits whose lines come back: uploaded again, paid, reversed. Each row of a visit meets what the rows before it left. */
import { factRow, IN_STANDING, lineRow, PHARMACY, refundRow, voidRow } from './rows';

export interface Story {
  readonly visit: string;
  readonly rows: readonly string[];
  /** By line (`number`, or `number@charge batch`): the decisions on it in order, as revision, outcome, trigger; each but the first supersedes the one before. */
  readonly decisions: Readonly<Record<string, readonly string[]>>;
  /** By line: what the holds topic says of it in order. */
  readonly holds?: Readonly<Record<string, readonly string[]>>;
}

const held = (revision: number, code = 'REFUND_ORIGINAL_UNKNOWN'): string => `${revision} held ${code}`;
const released = (revision: number): string => `${revision} released`;

const uploadedThreeTimes = (visit: string): Story => ({
  visit,
  rows: ['70.00', '60.00', '70.00'].map((pool_pay_amt) => lineRow({ mdtrt_id: visit, pool_pay_amt })),
  decisions: { 1: ['1 reject real_time', '2 reject re_upload', '3 reject re_upload'] },
});

const sentTwice = (visit: string): Story => ({
  visit,
  rows: [lineRow({ mdtrt_id: visit }), lineRow({ mdtrt_id: visit })],
  decisions: { 1: ['1 reject real_time'] },
});

const paidLater = (visit: string): Story => ({
  visit,
  rows: [
    lineRow({ mdtrt_id: visit }),
    lineRow({ mdtrt_id: visit, setl_id: 'S-1', paid_at: '2025-07-02 10:00:00' }),
    lineRow({ mdtrt_id: visit }),
  ],
  decisions: { 1: ['1 reject real_time', '1 claw_back payment'] },
});

const reversedBeforeItCame = (visit: string): Story => ({
  visit,
  rows: [refundRow('1', { mdtrt_id: visit, feedetl_sn: '2' }), lineRow({ mdtrt_id: visit })],
  decisions: { 1: ['1 reject real_time'], 2: ['1 reject hold_released'] },
  holds: { 2: [held(1), released(1)] },
});

const reversedThenUploadedAgain = (visit: string): Story => ({
  visit,
  rows: [
    lineRow({ mdtrt_id: visit }),
    refundRow('1', { mdtrt_id: visit, feedetl_sn: '2' }),
    lineRow({ mdtrt_id: visit, bilg_dr_codg: IN_STANDING }),
  ],
  decisions: {
    1: ['1 reject real_time', '2 accept re_upload'],
    2: ['1 reject real_time', '1 accept re_upload'],
  },
});

const reversedThenPaid = (visit: string): Story => ({
  visit,
  rows: [
    lineRow({ mdtrt_id: visit }),
    refundRow('1', { mdtrt_id: visit, feedetl_sn: '2' }),
    lineRow({ mdtrt_id: visit, paid_at: '2025-07-02 10:00:00' }),
  ],
  decisions: {
    1: ['1 reject real_time', '1 claw_back payment'],
    2: ['1 reject real_time', '1 claw_back payment'],
  },
});

const aReversalReversed = (visit: string): Story => ({
  visit,
  rows: [
    refundRow('2', { mdtrt_id: visit, feedetl_sn: '3' }),
    refundRow('1', { mdtrt_id: visit, feedetl_sn: '2' }),
    lineRow({ mdtrt_id: visit }),
  ],
  decisions: {
    1: ['1 reject real_time'],
    2: ['1 reject hold_released'],
    3: ['1 reject hold_released'],
  },
  holds: { 2: [held(1), released(1)], 3: [held(1), released(1)] },
});

const uploadedAgainWhileHeld = (visit: string): Story => ({
  visit,
  rows: [
    refundRow('1', { mdtrt_id: visit, feedetl_sn: '2' }),
    refundRow('1', { mdtrt_id: visit, feedetl_sn: '2', pool_pay_amt: '-60.00' }),
    lineRow({ mdtrt_id: visit }),
  ],
  decisions: { 1: ['1 reject real_time'], 2: ['2 reject hold_released'] },
  holds: { 2: [held(1), held(2), released(2)] },
});

const heldOriginal = (visit: string): Story => ({
  visit,
  rows: [
    lineRow({ mdtrt_id: visit }),
    lineRow({ mdtrt_id: visit, mdtrtarea_admvs: '141000' }),
    refundRow('1', { mdtrt_id: visit, feedetl_sn: '2' }),
    lineRow({ mdtrt_id: visit }),
  ],
  decisions: { 1: ['1 reject real_time', '3 reject re_upload'], 2: ['1 reject hold_released'] },
  holds: { 1: [held(2, 'PACK_INCOMPLETE'), released(2)], 2: [held(1), released(1)] },
});

const reversingNothing = (visit: string): Story => ({
  visit,
  rows: [
    refundRow('1', { mdtrt_id: visit, feedetl_sn: '2', init_feedetl_sn: undefined }),
    lineRow({ mdtrt_id: visit }),
  ],
  decisions: { 1: ['1 reject real_time'] },
  holds: { 2: [held(1)] },
});

/** Which of two lines of one number a refund reverses, its own charge batch would say; here none does. */
const oneOfTwoReversed = (visit: string): Story => ({
  visit,
  rows: [
    lineRow({ mdtrt_id: visit, chrg_bchno: 'B2' }),
    refundRow('1', { mdtrt_id: visit, feedetl_sn: '2' }),
    lineRow({ mdtrt_id: visit, chrg_bchno: 'B3', bilg_dr_codg: IN_STANDING }),
  ],
  decisions: {
    '1@B2': ['1 reject real_time'],
    '1@B3': ['1 accept real_time'],
    2: ['1 reject real_time'],
  },
  holds: { 2: [held(1)] },
});

const soldByAPharmacy = (visit: string): Story => {
  const sold = (fee_ocur_time: string, feedetl_sn: string): string =>
    lineRow({
      mdtrt_id: visit,
      infno: '2102',
      fixmedins_code: PHARMACY,
      bilg_dr_codg: undefined,
      bilg_dr_name: undefined,
      fee_ocur_time,
      feedetl_sn,
    });
  return {
    visit,
    rows: [sold('2025-06-30 23:59:59', '1'), sold('2025-07-01 00:00:00', '2')],
    decisions: { 1: ['1 accept real_time'], 2: ['1 reject real_time'] },
  };
};

/** Joined with `|`, the two identities read alike. */
const twoThatJoinAlike = (visit: string): Story => ({
  visit,
  rows: [
    lineRow({ mdtrt_id: visit, chrg_bchno: 'B|7', feedetl_sn: '9' }),
    lineRow({ mdtrt_id: visit, chrg_bchno: 'B', feedetl_sn: '7|9', bilg_dr_codg: IN_STANDING }),
  ],
  decisions: { '9@B|7': ['1 reject real_time'], '7|9@B': ['1 accept real_time'] },
});

const deletedAndUploadedAgain = (visit: string): Story => ({
  visit,
  rows: [
    lineRow({ mdtrt_id: visit }),
    voidRow({ mdtrt_id: visit, feedetl_sn: '0000' }),
    voidRow({ mdtrt_id: visit, feedetl_sn: '0000' }),
    lineRow({ mdtrt_id: visit }),
  ],
  decisions: { 1: ['1 reject real_time', '1 void void', '2 reject re_upload'] },
});

const settlementReversed = (visit: string): Story => {
  const settled = { mdtrt_id: visit, setl_id: 'S-1', paid_at: '2025-07-02 10:00:00' };
  return {
    visit,
    rows: [
      lineRow(settled),
      lineRow({ mdtrt_id: visit, feedetl_sn: '2' }),
      voidRow({ mdtrt_id: visit, setl_id: 'S-1' }),
      lineRow({ mdtrt_id: visit, setl_id: 'S-2' }),
    ],
    decisions: {
      1: ['1 claw_back real_time', '1 void void', '2 reject re_upload'],
      2: ['1 reject real_time'],
    },
  };
};

const withdrawnWithItsRefund = (visit: string): Story => ({
  visit,
  rows: [
    lineRow({ mdtrt_id: visit }),
    refundRow('1', { mdtrt_id: visit, feedetl_sn: '2' }),
    voidRow({ mdtrt_id: visit, feedetl_sn: '0000' }),
  ],
  decisions: { 1: ['1 reject real_time', '1 void void'], 2: ['1 reject real_time', '1 void void'] },
});

const withdrawnUnderItsRefund = (visit: string): Story => ({
  visit,
  rows: [
    lineRow({ mdtrt_id: visit }),
    refundRow('1', { mdtrt_id: visit, feedetl_sn: '2' }),
    voidRow({ mdtrt_id: visit, feedetl_sn: '1' }),
    voidRow({ mdtrt_id: visit, feedetl_sn: '9' }),
  ],
  decisions: { 1: ['1 reject real_time', '1 void void'], 2: ['1 reject real_time'] },
  holds: { 2: [held(1)] },
});

const withdrawnWhileItWaits = (visit: string): Story => ({
  visit,
  rows: [refundRow('1', { mdtrt_id: visit, feedetl_sn: '2' }), voidRow({ mdtrt_id: visit, feedetl_sn: '2' })],
  decisions: { 2: ['1 void void'] },
  holds: { 2: [held(1), released(1)] },
});

const emergencyProvenLater = (visit: string): Story => ({
  visit,
  rows: [
    factRow('emergency_proven', { mdtrt_id: visit }),
    lineRow({ mdtrt_id: visit, er_flag: '1' }),
    factRow('emergency_proven', { mdtrt_id: visit }),
    factRow('emergency_refuted', { mdtrt_id: visit }),
  ],
  decisions: { 1: ['1 accept hold_released', '1 reject status_change'] },
  holds: { 1: [held(1, 'EMERGENCY_EVIDENCE_NEEDED'), released(1)] },
});

const emergencyRefuted = (visit: string): Story => ({
  visit,
  rows: [
    lineRow({ mdtrt_id: visit, med_type: '13' }),
    factRow('emergency_refuted', { mdtrt_id: visit }),
    lineRow({ mdtrt_id: visit, med_type: '13', pool_pay_amt: '60.00' }),
  ],
  decisions: { 1: ['1 accept real_time', '1 reject status_change', '2 reject re_upload'] },
});

export const STORIES = {
  'uploaded three times': uploadedThreeTimes,
  'sent twice': sentTwice,
  'paid later': paidLater,
  'reversed before it came': reversedBeforeItCame,
  'reversed, then uploaded again': reversedThenUploadedAgain,
  'reversed, then paid': reversedThenPaid,
  'a reversal reversed': aReversalReversed,
  'uploaded again while held': uploadedAgainWhileHeld,
  'an original that is held': heldOriginal,
  'reversing nothing': reversingNothing,
  'one of two lines of a number reversed': oneOfTwoReversed,
  'two lines whose identities join alike': twoThatJoinAlike,
  'sold by a pharmacy with a principal': soldByAPharmacy,
  'deleted and uploaded again': deletedAndUploadedAgain,
  'a settlement reversed': settlementReversed,
  'withdrawn with its refund': withdrawnWithItsRefund,
  'withdrawn under its refund': withdrawnUnderItsRefund,
  'withdrawn while it waits': withdrawnWhileItWaits,
  'an emergency proven later': emergencyProvenLater,
  'an emergency refuted': emergencyRefuted,
} as const;

/** One visit of each kind; `name` keeps them apart from those of another call. */
export const storiesOf = (name: string): readonly Story[] =>
  Object.values(STORIES).map((story, n) => story(`${name}-${n}`));

/** How many lines, and how many revisions of them, the visits come to. */
export function sizeOf(stories: readonly Story[]): { readonly lines: number; readonly revisions: number } {
  const revisionsOf = ({ decisions, holds = {} }: Story): readonly string[] =>
    [...Object.entries(decisions), ...Object.entries(holds)].flatMap(([lineNo, said]) =>
      said.map((words) => `${lineNo} ${words.split(' ')[0] ?? ''}`),
    );
  const revisions = stories.map((story) => [...new Set(revisionsOf(story))]);
  return {
    lines: revisions.reduce((sum, own) => sum + new Set(own.map((it) => it.split(' ')[0])).size, 0),
    revisions: revisions.reduce((sum, own) => sum + own.length, 0),
  };
}

/** The first rows of all visits, then the second ones, and so on. */
export function waves(stories: readonly Story[]): readonly (readonly string[])[] {
  const longest = Math.max(...stories.map(({ rows }) => rows.length));
  return Array.from({ length: longest }, (_, wave) => stories.flatMap(({ rows }) => rows[wave] ?? []));
}
