import type { OriginalLine } from '@gatekeeper/adjudication';
import { NOTHING_TAKEN } from '@gatekeeper/adjudication';
import {
  ask,
  clinician,
  COLLEAGUE,
  departmentStatus,
  DOCTOR,
  exemption,
  inGoodStanding,
  inpatient,
  institution,
  institutionStatus,
  outpatient,
  refundOf,
  registration,
  sanction,
  setting,
  shortly,
} from './facts';

const NOWHERE = new Map([['99', [{ pack: 'national-2024', dated: null }]]]);
const FUTURE = '2030-01-01 00:00:00';
const decided: OriginalLine = {
  kind: 'decided',
  decision: {
    decisionId: 'd',
    outcome: 'accept',
    liable: 'none',
    fundScope: 'pooled',
    pack: 'guangdong-2025',
    edition: '1',
    recover: 0n,
  },
  line: outpatient(),
  taken: NOTHING_TAKEN,
};

describe('CONTRACT 7, Order of answers: pack, date, refund, fund scope, bars, what lifts them, doubts', () => {
  const suspended = [...inGoodStanding(), sanction()];
  it.each([
    [
      'pack before date',
      { line: outpatient({ feeOccurredAt: FUTURE }), registry: [], map: NOWHERE },
      'hold PACK_MISSING',
    ],
    ['pack before refund', { line: refundOf(null), registry: [], map: NOWHERE }, 'hold PACK_MISSING'],
    [
      'date before refund',
      { line: refundOf(null, { feeOccurredAt: FUTURE }), registry: [] },
      'hold DATE_IMPLAUSIBLE',
    ],
    [
      'date before a refund that could be mirrored',
      { line: refundOf('L1', { feeOccurredAt: FUTURE }), registry: [], original: decided },
      'hold DATE_IMPLAUSIBLE',
    ],
    [
      'date before fund scope',
      { line: outpatient({ feeOccurredAt: FUTURE, pooledAmount: 0n }), registry: [] },
      'hold DATE_IMPLAUSIBLE',
    ],
    [
      'refund before fund scope',
      { line: refundOf(null, { pooledAmount: 0n }), registry: [] },
      'hold REFUND_ORIGINAL_UNKNOWN',
    ],
    [
      'fund scope before bars',
      { line: outpatient({ pooledAmount: 0n }), registry: [] },
      'accept ~NO_FUND_MONEY',
    ],
    [
      'fund scope before an unknown category',
      { line: outpatient({ pooledAmount: 0n, medicalCategory: '777' }), registry: suspended },
      'accept ~NO_FUND_MONEY',
    ],
    [
      'what lifts before an unknown category',
      { line: outpatient({ rescueRecordNo: 'QJ1', medicalCategory: '777' }), registry: suspended },
      'accept CLINICIAN_SUSPENDED +EMERGENCY_EXEMPT',
    ],
    [
      'an exemption before a claimed emergency',
      { line: outpatient({ emergencyFlag: '1' }), registry: [...suspended, exemption({ code: DOCTOR })] },
      'accept CLINICIAN_SUSPENDED +EXEMPTION_GRANTED',
    ],
    [
      'an unknown category before a claimed emergency',
      { line: outpatient({ emergencyFlag: '1', medicalCategory: '777' }), registry: suspended },
      'hold MED_TYPE_UNKNOWN',
    ],
    [
      'a claimed emergency before the verdict, paid or not',
      { line: outpatient({ emergencyFlag: '1', paidAt: '2025-06-20' }), registry: suspended },
      'hold EMERGENCY_EVIDENCE_NEEDED',
    ],
  ])('%s', (_, question, expected) => {
    expect(shortly(question)).toBe(expected);
  });

  it.each([
    ['nothing bars', inGoodStanding(), 'accept ~IN_GOOD_STANDING'],
    [
      'a bar that emergency does not lift stands alone',
      [institution(), clinician()],
      'reject NOT_REGISTERED_AT_SITE',
    ],
    [
      'a bar that emergency does not lift stands beside one that it lifts',
      [...suspended, institutionStatus()],
      'reject CLINICIAN_SUSPENDED INSTITUTION_SUSPENDED',
    ],
    [
      'what is left after an exemption is one that emergency does not lift',
      [...suspended, institutionStatus(), exemption({ code: DOCTOR })],
      'reject CLINICIAN_SUSPENDED INSTITUTION_SUSPENDED +EXEMPTION_GRANTED',
    ],
  ])('holds only for an unknown that could change the answer: not where %s', (_, registry, expected) => {
    for (const doubt of [
      { emergencyFlag: '1' },
      { medicalCategory: '777' },
      { medicalCategory: '24' },
    ] as const) {
      expect(shortly({ line: outpatient(doubt), registry })).toBe(expected);
    }
  });

  it('holds where emergency could lift what an exemption leaves', () => {
    const left = sanction({ code: COLLEAGUE, documentNo: '2号' });
    const registry = [
      ...suspended,
      exemption({ code: DOCTOR }),
      clinician(COLLEAGUE),
      registration({ code: COLLEAGUE }),
      left,
    ];
    const values = setting('guangdong-2025', { checkedRoles: 'ordering+performing' });
    const line = outpatient({ performingCode: COLLEAGUE, emergencyFlag: '1' });
    expect(shortly({ line, registry, values })).toBe('hold EMERGENCY_EVIDENCE_NEEDED');
  });
});

describe('CONTRACT 2, DATE_IMPLAUSIBLE', () => {
  const knownAt = '2025-06-14 10:00:00';
  it.each([
    ['24 hours after the moment of asking', '2025-06-15 10:00:00', 'accept ~IN_GOOD_STANDING'],
    ['a second more', '2025-06-15 10:00:01', 'hold DATE_IMPLAUSIBLE'],
    ['the first second of 2000', '2000-01-01 00:00:00', 'reject NOT_REGISTERED_AT_SITE'],
    ['the second before', '1999-12-31 23:59:59', 'hold DATE_IMPLAUSIBLE'],
    ['the year one', '0001-01-01 00:00:00', 'hold DATE_IMPLAUSIBLE'],
    ['the year 9999', '9999-12-31 23:59:59', 'hold DATE_IMPLAUSIBLE'],
  ])('a fee %s (%s) → %s', (_, feeOccurredAt, expected) => {
    expect(shortly({ line: outpatient({ feeOccurredAt }), registry: inGoodStanding(), knownAt })).toBe(
      expected,
    );
  });

  it.each([
    ['three days before admission', '2025-06-18 10:00:00', 'accept ~IN_GOOD_STANDING'],
    ['a second more', '2025-06-18 10:00:01', 'hold DATE_IMPLAUSIBLE'],
    ['after admission', '2025-01-01 00:00:00', 'accept ~IN_GOOD_STANDING'],
  ])('a fee of 2025-06-15 10:00:00 is %s (admitted %s) → %s', (_, admittedAt, expected) => {
    expect(shortly({ line: inpatient({ admittedAt }), registry: inGoodStanding() })).toBe(expected);
    expect(shortly({ line: outpatient({ admittedAt }), registry: inGoodStanding() })).toBe(expected);
  });

  it('are parameters, all three', () => {
    const values = setting('guangdong-2025', {
      feeAheadHours: '0',
      feeEarliestDay: '2025-01-01',
      feeBeforeAdmissionDays: '0',
    });
    const answer = (feeOccurredAt: string, admittedAt?: string) =>
      shortly({
        line: outpatient({ feeOccurredAt, admittedAt }),
        registry: inGoodStanding(),
        knownAt,
        values,
      });
    expect(answer('2025-06-14 10:00:00')).toBe('accept ~IN_GOOD_STANDING');
    expect(answer('2025-06-14 10:00:01')).toBe('hold DATE_IMPLAUSIBLE');
    expect(answer('2025-01-01 00:00:00')).toBe('accept ~IN_GOOD_STANDING');
    expect(answer('2024-12-31 23:59:59')).toBe('hold DATE_IMPLAUSIBLE');
    expect(answer('2025-06-10 08:00:00', '2025-06-10 08:00:00')).toBe('accept ~IN_GOOD_STANDING');
    expect(answer('2025-06-10 07:59:59', '2025-06-10 08:00:00')).toBe('hold DATE_IMPLAUSIBLE');
  });

  it('says what date would let it be decided, and under which pack', () => {
    const needs = (line: ReturnType<typeof outpatient>) => ask({ line, registry: inGoodStanding(), knownAt });
    expect(needs(outpatient({ feeOccurredAt: FUTURE }))).toMatchObject({
      pack: 'guangdong-2025',
      edition: '1',
      needs: [expect.stringContaining('future')],
    });
    expect(needs(outpatient({ feeOccurredAt: '1999-01-01 00:00:00' }))).toMatchObject({
      needs: [expect.stringContaining('2000-01-01')],
    });
    expect(needs(inpatient({ admittedAt: '2025-07-01 00:00:00' }))).toMatchObject({
      needs: [expect.stringContaining('3 days before admission')],
    });
  });
});

describe('CONTRACT 7: how reasons are listed', () => {
  it('bars in the order of the table, then lifts, then notes', () => {
    const registry = [
      clinician(),
      registration({ committed: null }),
      sanction({ documentNo: '3号', until: '2025-06-12' }),
      sanction({ documentNo: '2号', status: 'terminated' }),
      sanction({ documentNo: '1号' }),
      institutionStatus({ status: 'terminated' }),
      institutionStatus(),
      departmentStatus(),
      exemption({ code: DOCTOR }),
      clinician(COLLEAGUE),
    ];
    const line = outpatient({
      departmentCode: 'A03.02',
      performingCode: COLLEAGUE,
      medicalCategory: '13',
    });
    const answer = ask({ line, registry });
    expect(
      answer.kind === 'verdict' && answer.reasons.map(({ code, effect }) => `${effect} ${code}`),
    ).toEqual([
      'bars COMMITMENT_MISSING',
      'bars CLINICIAN_SUSPENDED',
      'bars CLINICIAN_TERMINATED',
      'bars NOT_RESTORED',
      'bars INSTITUTION_UNKNOWN',
      'bars INSTITUTION_SUSPENDED',
      'bars INSTITUTION_TERMINATED',
      'bars DEPARTMENT_SUSPENDED',
      'lifts EMERGENCY_EXEMPT',
      'lifts EXEMPTION_GRANTED',
      'notes NOT_REGISTERED_AT_SITE',
      'notes OUTSIDE_PACK_IN_FORCE',
    ]);
  });

  it('inside one code by role, then by document number', () => {
    const values = setting('guangdong-2025', { checkedRoles: 'ordering+performing' });
    const registry = [
      ...inGoodStanding(),
      clinician(COLLEAGUE),
      registration({ code: COLLEAGUE }),
      sanction({ code: COLLEAGUE, documentNo: 'A' }),
      sanction({ documentNo: 'C' }),
      sanction({ documentNo: 'B' }),
    ];
    const answer = ask({ line: outpatient({ performingCode: COLLEAGUE }), registry, values });
    expect(
      answer.kind === 'verdict' &&
        answer.reasons.slice(0, 3).map(({ role, evidence }) => `${role} ${evidence[0]}`),
    ).toEqual(['ordering document B', 'ordering document C', 'performing document A']);
  });

  it('names a role only on reasons about a person', () => {
    const answer = ask({
      line: outpatient({ departmentCode: 'A03.02', medicalCategory: '13' }),
      registry: [...inGoodStanding(), sanction(), departmentStatus()],
    });
    expect(answer.kind === 'verdict' && answer.reasons.map(({ code, role }) => [code, role])).toEqual([
      ['CLINICIAN_SUSPENDED', 'ordering'],
      ['DEPARTMENT_SUSPENDED', null],
      ['EMERGENCY_EXEMPT', null],
      ['OUTSIDE_PACK_IN_FORCE', null],
    ]);
  });
});

describe('CONTRACT 7, Performing clinician: its bars are notes with that role', () => {
  const performedBy = (performingCode: string | null) => outpatient({ performingCode });
  const colleague = [clinician(COLLEAGUE), registration({ code: COLLEAGUE })];
  it.each([
    ['in good standing', COLLEAGUE, colleague, 'accept ~IN_GOOD_STANDING'],
    ['nobody', null, [], 'accept ~IN_GOOD_STANDING'],
    ['a placeholder', '009999', [], 'accept ~IN_GOOD_STANDING'],
    ['a local job number', '10086', [], 'accept ~CODE_INVALID(performing) ~IN_GOOD_STANDING'],
    ['unknown', COLLEAGUE, [], 'accept ~CLINICIAN_UNKNOWN(performing) ~IN_GOOD_STANDING'],
    [
      'registered elsewhere',
      COLLEAGUE,
      [clinician(COLLEAGUE)],
      'accept ~NOT_REGISTERED_AT_SITE(performing) ~IN_GOOD_STANDING',
    ],
    [
      'uncommitted and suspended',
      COLLEAGUE,
      [
        clinician(COLLEAGUE),
        registration({ code: COLLEAGUE, committed: null }),
        sanction({ code: COLLEAGUE }),
      ],
      'accept ~COMMITMENT_MISSING(performing) ~CLINICIAN_SUSPENDED(performing) ~IN_GOOD_STANDING',
    ],
  ])('%s', (_, code, records, expected) => {
    expect(shortly({ line: performedBy(code), registry: [...inGoodStanding(), ...records] })).toBe(expected);
  });

  it('are noted beside the bars of who ordered, and are not lifted', () => {
    const registry = [
      ...inGoodStanding(),
      sanction(),
      ...colleague,
      sanction({ code: COLLEAGUE, documentNo: '2号' }),
    ];
    expect(shortly({ line: performedBy(COLLEAGUE), registry })).toBe(
      'reject CLINICIAN_SUSPENDED ~CLINICIAN_SUSPENDED(performing)',
    );
    const rescued = outpatient({ performingCode: COLLEAGUE, rescueRecordNo: 'QJ1' });
    expect(shortly({ line: rescued, registry })).toBe(
      'accept CLINICIAN_SUSPENDED +EMERGENCY_EXEMPT ~CLINICIAN_SUSPENDED(performing)',
    );
  });

  it('are not listed where nothing is claimed', () => {
    const line = outpatient({ performingCode: '10086', pooledAmount: 0n });
    expect(shortly({ line, registry: inGoodStanding() })).toBe('accept ~NO_FUND_MONEY');
  });
});
