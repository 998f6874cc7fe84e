/** The worked cases of the requirements, each as a message comes in. */
import { DEFAULT_AREA_MAP } from '@gatekeeper/policy';
import type { RegistryRecord } from '@gatekeeper/vocabulary';
import { Desk, settledShortly, under } from './desk';
import {
  annulment,
  at,
  clinician,
  HOSPITAL,
  inGoodStanding,
  inpatient,
  institution,
  institutionStatus,
  OTHER_HOSPITAL,
  outpatient,
  pharmacy,
  PHARMACY,
  pharmacyInGoodStanding,
  PRINCIPAL,
  recorded,
  refundOf,
  registration,
  sanction,
} from './facts';
import { outpatientInHainan } from './hainan';

/** 3 months, from 2025-06-10 to 2025-09-09. */
const suspended = [...inGoodStanding(), sanction()];
const first = (line: ReturnType<typeof outpatient>, registry = suspended, pack = 'guangdong-2025') =>
  settledShortly(new Desk(registry, '2025-12-31 00:00:00', under(pack)).settle(line))
    .replace('first: ', '')
    .replace(' (real_time)', '');
const stay = { admittedAt: '2025-06-01 08:00:00', settledAt: '2025-06-20 09:00:00' };

describe('a doctor suspended from 2025-06-10 to 2025-09-09, under guangdong-2025', () => {
  it.each([
    [
      'L1',
      'outpatient, the second before',
      outpatient({ feeOccurredAt: '2025-06-09 23:59:59' }),
      'accept ~IN_GOOD_STANDING',
    ],
    [
      'L2',
      'outpatient, the first second',
      outpatient({ feeOccurredAt: '2025-06-10 00:00:00' }),
      'reject CLINICIAN_SUSPENDED',
    ],
    [
      'L3',
      'emergency with a rescue record',
      outpatient({ medicalCategory: '13', rescueRecordNo: 'QJ1' }),
      'accept CLINICIAN_SUSPENDED +EMERGENCY_EXEMPT',
    ],
    [
      'L6',
      'a stay that crosses the change, a fee before it',
      inpatient({ ...stay, feeOccurredAt: '2025-06-09 10:00:00' }),
      'accept ~INPATIENT_BEFORE_STATUS_CHANGE ~IN_GOOD_STANDING',
    ],
    [
      'L7',
      'the same stay, a fee after it',
      inpatient({ ...stay, feeOccurredAt: '2025-06-12 10:00:00' }),
      'reject CLINICIAN_SUSPENDED',
    ],
    ['L12', 'no clinician code', outpatient({ orderingCode: null }), 'reject CODE_MISSING'],
    [
      'L16',
      'period over, not restored',
      outpatient({ feeOccurredAt: '2025-09-10 00:00:00' }),
      'reject NOT_RESTORED',
    ],
  ])('%s: %s', (_, __, line, expected) => {
    expect(first(line)).toBe(expected);
  });

  it('L2: refuses the pooled part', () => {
    const { decision } = new Desk(suspended).settle(outpatient({ feeOccurredAt: '2025-06-10 00:00:00' }));
    expect(decision?.verdict).toMatchObject({ refused: 7000n, recover: 0n, fundScope: 'pooled' });
  });

  it('L10: a refund of L1 inside the period mirrors the acceptance', () => {
    const desk = new Desk(suspended);
    const original = desk.settle(outpatient({ quantity: '2.0000', feeOccurredAt: '2025-06-09 23:59:59' }));
    const refund = desk.settle(refundOf('L1', { quantity: '-2.0000', feeOccurredAt: '2025-06-12 10:00:00' }));
    expect(settledShortly(refund)).toBe('first: accept ~REFUND_MIRRORS_ORIGINAL (real_time)');
    expect(refund.decision?.verdict.reasons[0]?.evidence).toEqual([original.decision?.decisionId]);
  });

  it('L16: as under national-2024', () => {
    const line = outpatient({ feeOccurredAt: '2025-09-10 00:00:00' });
    expect(first(line, suspended, 'national-2024')).toBe('reject NOT_RESTORED');
  });

  it.each([
    ['in time, before the fee', '2025-06-12', 'institution'],
    ['late, after the fee', '2025-06-20', 'none'],
    ['on a day not on file', null, 'institution'],
  ])(
    'L21: learnt on 06-20 of a fee of 06-15 that was paid is clawed back; notice delivered %s',
    (_, delivered, liable) => {
      const desk = new Desk(inGoodStanding(), '2025-06-18 00:00:00');
      const paid = outpatient({ paidAt: '2025-06-17' });
      expect(settledShortly(desk.settle(paid))).toBe('first: accept ~IN_GOOD_STANDING (real_time)');
      const late = sanction({
        ...recorded('2025-06-20'),
        deliveredAt: delivered === null ? null : at(delivered),
      });
      desk.learn([late], '2025-06-20 00:00:00');
      const recovered = desk.again(paid, 'status_change');
      expect(settledShortly(recovered)).toBe('again: claw_back CLINICIAN_SUSPENDED (status_change)');
      expect(recovered.decision?.verdict).toMatchObject({ recover: 7000n, refused: 0n, liable });
    },
  );

  it('L23: an appeal upheld turns the lines of the whole period to accept', () => {
    const desk = new Desk(suspended, '2025-06-30 00:00:00');
    const lines = ['2025-06-10 00:00:00', '2025-06-30 12:00:00'].map((feeOccurredAt, index) =>
      outpatient({ feeOccurredAt, lineNo: `L${index}`, paidAt: index === 0 ? '2025-06-20' : null }),
    );
    const before = lines.map((line) => desk.settle(line));
    expect(before.map(({ decision }) => decision?.verdict.outcome)).toEqual(['claw_back', 'reject']);
    desk.learn(
      [annulment({ ...recorded('2025-07-01'), decidedAt: at('2025-07-01') })],
      '2025-07-01 00:00:00',
    );
    const after = lines.map((line) => desk.again(line, 'appeal'));
    expect(after.map(settledShortly)).toEqual([
      'again: accept ~IN_GOOD_STANDING (appeal)',
      'again: accept ~IN_GOOD_STANDING (appeal)',
    ]);
    expect(after.map(({ decision }) => decision?.supersedes)).toEqual(
      before.map(({ decision }) => decision?.decisionId),
    );
    expect(after.map(({ decision }) => decision?.verdict)).toMatchObject([
      { refused: 0n, recover: 0n, liable: 'none' },
      { refused: 0n, recover: 0n, liable: 'none' },
    ]);
  });

  it('L25: no commitment on file at this site', () => {
    const registry = [institution(), clinician(), registration({ committed: null })];
    expect(first(outpatient(), registry)).toBe('reject COMMITMENT_MISSING');
  });

  it('L26: a pharmacy whose principal is suspended, the prescriber in good standing', () => {
    const registry = [
      ...inGoodStanding(),
      ...pharmacyInGoodStanding(),
      sanction({ code: PRINCIPAL, fixmedinsCode: PHARMACY }),
    ];
    expect(first(pharmacy({ orderingCode: 'D440106000001' }), registry)).toBe(
      'reject CLINICIAN_SUSPENDED(principal)',
    );
  });

  it('L32: the same key with another amount is a new version that supersedes the first', () => {
    const desk = new Desk(suspended);
    const one = desk.settle(outpatient());
    const two = desk.settle(outpatient({ lineAmount: 20000n, fundAmount: 16000n, pooledAmount: 14000n }));
    expect(two.decision).toMatchObject({
      line: { revision: 2 },
      supersedes: one.decision?.decisionId,
      verdict: { refused: 14000n },
    });
    expect(two.state.standing?.decisionId).toBe(two.decision?.decisionId);
  });
});

describe('the same in Hainan, under the area map that ships', () => {
  const decided = (line: ReturnType<typeof outpatient>, registry: readonly RegistryRecord[]) =>
    settledShortly(new Desk(registry, '2025-12-31 00:00:00', DEFAULT_AREA_MAP).settle(line));
  const atBoth = [
    ...inGoodStanding(),
    institution(OTHER_HOSPITAL),
    registration({ fixmedinsCode: OTHER_HOSPITAL, mainSite: false, committed: null }),
  ];

  it.each([
    ['the last second of the period', '2025-09-09 23:59:59', 'reject CLINICIAN_SUSPENDED'],
    ['L17, the period over, not restored', '2025-09-10 00:00:00', 'accept ~IN_GOOD_STANDING'],
    ['the second after', '2025-09-10 00:00:01', 'accept ~IN_GOOD_STANDING'],
  ])('L17: %s (%s) → %s', (_, feeOccurredAt, expected) => {
    expect(decided(outpatientInHainan({ feeOccurredAt }), suspended)).toBe(`first: ${expected} (real_time)`);
  });

  it.each([
    ['at that institution', HOSPITAL, 'reject CLINICIAN_SUSPENDED'],
    ['L19, at another', OTHER_HOSPITAL, 'accept ~IN_GOOD_STANDING'],
  ])('L19: suspended through an institution, a line %s (%s) → %s', (_, fixmedinsCode, expected) => {
    const registry = [...atBoth, sanction({ cause: 'institution' })];
    expect(decided(outpatientInHainan({ fixmedinsCode }), registry)).toBe(`first: ${expected} (real_time)`);
  });

  it.each([
    ['L28, chronic outpatient care', '14', 'reject INSTITUTION_GUIDANCE'],
    ['ordinary outpatient care', '11', 'accept ~IN_GOOD_STANDING'],
  ])('L28: in guidance, %s (%s) → %s', (_, medicalCategory, expected) => {
    const registry = [...inGoodStanding(), institutionStatus({ status: 'guidance' })];
    expect(decided(outpatientInHainan({ medicalCategory }), registry)).toBe(`first: ${expected} (real_time)`);
  });
});

describe('the period of a published notice: 2025-08-04 00:00 to 2025-11-03 24:00', () => {
  const registry = [...inGoodStanding(), sanction({ from: '2025-08-04', until: '2025-11-04' })];
  it.each([
    ['2025-08-03 23:59:59', 'accept ~IN_GOOD_STANDING'],
    ['2025-08-04 00:00:00', 'reject CLINICIAN_SUSPENDED'],
    ['2025-11-03 23:59:59', 'reject CLINICIAN_SUSPENDED'],
    ['2025-11-04 00:00:00', 'reject NOT_RESTORED'],
  ])('%s → %s', (feeOccurredAt, expected) => {
    expect(first(outpatient({ feeOccurredAt }), registry)).toBe(expected);
  });
});
