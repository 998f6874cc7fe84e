import {
  ask,
  clinician,
  COLLEAGUE,
  DOCTOR,
  inGoodStanding,
  inShort,
  outpatient,
  registration,
  sanction,
} from './facts';

const suspendedFrom10JuneTo9September = () => [...inGoodStanding(), sanction()];

describe('guangdong-2025 art. 15: inside a suspension of 2025-06-10 to 2025-09-09', () => {
  it.each([
    ['last second before', '2025-06-09 23:59:59', 'accept ~IN_GOOD_STANDING'],
    ['first second', '2025-06-10 00:00:00', 'reject CLINICIAN_SUSPENDED'],
    ['first second after the start', '2025-06-10 00:00:01', 'reject CLINICIAN_SUSPENDED'],
    ['last second', '2025-09-09 23:59:59', 'reject CLINICIAN_SUSPENDED'],
    ['period over, not restored', '2025-09-10 00:00:00', 'reject NOT_RESTORED'],
  ])('%s: a fee of %s → %s', (_, feeOccurredAt, expected) => {
    expect(
      inShort(ask({ line: outpatient({ feeOccurredAt }), registry: suspendedFrom10JuneTo9September() })),
    ).toBe(expected);
  });

  it('refuses the pooled fund only', () => {
    const answer = ask({ line: outpatient(), registry: suspendedFrom10JuneTo9September() });
    expect(answer).toMatchObject({ refused: 7000n, recover: 0n, fundScope: 'pooled', liable: 'institution' });
  });

  it('accepts a line without pooled money, whatever else stands against it', () => {
    const line = outpatient({ pooledAmount: 0n });
    expect(inShort(ask({ line, registry: suspendedFrom10JuneTo9September() }))).toBe('accept ~NO_FUND_MONEY');
  });

  it('decides a line flagged self-paid that claims pooled money like any line', () => {
    const line = outpatient({ approvalFlag: '2' });
    expect(inShort(ask({ line, registry: suspendedFrom10JuneTo9September() }))).toBe(
      'reject CLINICIAN_SUSPENDED',
    );
  });

  it('names the document and the period, end exclusive, as evidence', () => {
    const answer = ask({ line: outpatient(), registry: suspendedFrom10JuneTo9September() });
    expect(answer).toMatchObject({
      reasons: [
        {
          code: 'CLINICIAN_SUSPENDED',
          article: 'guangdong-2025 art. 15',
          evidence: ['document 粤医保处〔2025〕1号', '2025-06-10/2025-09-10', 'cause points, scope person'],
        },
        { code: 'OUTSIDE_PACK_IN_FORCE', article: 'guangdong-2025 art. 52' },
      ],
    });
  });

  it('lists each of two overlapping sanctions, by document number', () => {
    const registry = [
      ...inGoodStanding(),
      sanction({ documentNo: 'B' }),
      sanction({ documentNo: 'A', status: 'terminated', until: null }),
    ];
    expect(inShort(ask({ line: outpatient(), registry }))).toBe(
      'reject CLINICIAN_SUSPENDED CLINICIAN_TERMINATED',
    );
    const twice = [...inGoodStanding(), sanction({ documentNo: 'B' }), sanction({ documentNo: 'A' })];
    const answer = ask({ line: outpatient(), registry: twice });
    expect(answer.kind === 'verdict' && answer.reasons.map(({ evidence }) => evidence[0])).toEqual([
      'document A',
      'document B',
      'pack status draft',
    ]);
  });
});

describe('guangdong-2025 art. 15: emergency and rescue are excepted', () => {
  const rescue = { rescueRecordNo: 'QJ1' };
  it.each([
    ['category 13', { medicalCategory: '13' }, 'suspended', 'accept CLINICIAN_SUSPENDED +EMERGENCY_EXEMPT'],
    [
      'category 1301',
      { medicalCategory: '1301' },
      'suspended',
      'accept CLINICIAN_SUSPENDED +EMERGENCY_EXEMPT',
    ],
    ['a rescue record', rescue, 'suspended', 'accept CLINICIAN_SUSPENDED +EMERGENCY_EXEMPT'],
    ['a rescue record', rescue, 'terminated', 'accept CLINICIAN_TERMINATED +EMERGENCY_EXEMPT'],
    ['the flag alone', { emergencyFlag: '1' }, 'suspended', 'hold EMERGENCY_EVIDENCE_NEEDED'],
    ['flag 2, examination before surgery', { emergencyFlag: '2' }, 'suspended', 'reject CLINICIAN_SUSPENDED'],
    ['category 24', { medicalCategory: '24' }, 'suspended', 'hold EMERGENCY_EVIDENCE_NEEDED'],
    ['an unknown category', { medicalCategory: '777' }, 'suspended', 'hold MED_TYPE_UNKNOWN'],
    [
      'an unknown category with a rescue record',
      { medicalCategory: '777', ...rescue },
      'suspended',
      'accept CLINICIAN_SUSPENDED +EMERGENCY_EXEMPT',
    ],
  ] as const)('%s (%o) of one %s → %s', (_, more, status, expected) => {
    const registry = [...inGoodStanding(), sanction({ status })];
    expect(inShort(ask({ line: outpatient(more), registry }))).toBe(expected);
  });

  it('does not ask for evidence that could not change the answer', () => {
    const registry = [...inGoodStanding().slice(0, 2), registration({ committed: null }), sanction()];
    expect(inShort(ask({ line: outpatient({ emergencyFlag: '1' }), registry }))).toBe(
      'reject COMMITMENT_MISSING CLINICIAN_SUSPENDED',
    );
    expect(
      inShort(
        ask({ line: outpatient({ emergencyFlag: '1', medicalCategory: '777' }), registry: inGoodStanding() }),
      ),
    ).toBe('accept ~IN_GOOD_STANDING');
  });

  it('is a parameter of each status: with the reading turned off, a termination stands', () => {
    const registry = [...inGoodStanding(), sanction({ status: 'terminated' })];
    const values = new Map([['national-2024', new Map([['emergencyException', 'suspended,not_restored']])]]);
    const line = outpatient({ medicalCategory: '13' });
    expect(inShort(ask({ line, registry, pack: 'national-2024' }))).toBe(
      'accept CLINICIAN_TERMINATED +EMERGENCY_EXEMPT',
    );
    expect(inShort(ask({ line, registry, pack: 'national-2024', values }))).toBe(
      'reject CLINICIAN_TERMINATED',
    );
  });
});

describe('guangdong-2025 art. 15 and 41: whose standing counts', () => {
  const withColleague = [
    ...inGoodStanding(),
    clinician(COLLEAGUE),
    registration({ code: COLLEAGUE }),
    sanction({ code: COLLEAGUE }),
  ];
  it('notes a performing clinician out of standing, and pays', () => {
    expect(inShort(ask({ line: outpatient({ performingCode: COLLEAGUE }), registry: withColleague }))).toBe(
      'accept ~CLINICIAN_SUSPENDED(performing) ~IN_GOOD_STANDING',
    );
  });
  it('bars on the performing clinician when the parameter says so', () => {
    const values = new Map([['guangdong-2025', new Map([['checkedRoles', 'ordering+performing']])]]);
    expect(
      inShort(ask({ line: outpatient({ performingCode: COLLEAGUE }), registry: withColleague, values })),
    ).toBe('reject CLINICIAN_SUSPENDED(performing)');
  });
  it('ignores an empty or placeholder performing code', () => {
    expect(inShort(ask({ line: outpatient({ performingCode: '/' }), registry: withColleague }))).toBe(
      'accept ~IN_GOOD_STANDING',
    );
  });
  it('matches codes whatever their width and case', () => {
    const line = outpatient({ orderingCode: ` ${DOCTOR.replace('D', 'ｄ')} ` });
    expect(inShort(ask({ line, registry: suspendedFrom10JuneTo9September() }))).toBe(
      'reject CLINICIAN_SUSPENDED',
    );
  });
});
