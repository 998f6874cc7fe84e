import { ask, inGoodStanding, inpatient, outpatient, reasonsFor, sanction, setting, shortly } from './facts';

const pack = 'national-2024';
const suspended = [...inGoodStanding(), sanction()];

describe('national-2024 art. 16: the fund does not pay inside a suspension or a termination', () => {
  it.each([
    ['suspended', 'last second before', '2025-06-09 23:59:59', 'accept ~IN_GOOD_STANDING'],
    ['suspended', 'first second', '2025-06-10 00:00:00', 'reject CLINICIAN_SUSPENDED'],
    ['suspended', 'last second', '2025-09-09 23:59:59', 'reject CLINICIAN_SUSPENDED'],
    ['suspended', 'period over, not restored', '2025-09-10 00:00:00', 'reject NOT_RESTORED'],
    ['terminated', 'last second before', '2025-06-09 23:59:59', 'accept ~IN_GOOD_STANDING'],
    ['terminated', 'first second', '2025-06-10 00:00:00', 'reject CLINICIAN_TERMINATED'],
    ['terminated', 'last second', '2025-09-09 23:59:59', 'reject CLINICIAN_TERMINATED'],
    ['terminated', 'period over, not restored', '2025-09-10 00:00:00', 'reject NOT_RESTORED'],
  ] as const)('%s: %s (%s) → %s', (status, _, feeOccurredAt, expected) => {
    const registry = [...inGoodStanding(), sanction({ status })];
    expect(shortly({ line: outpatient({ feeOccurredAt }), registry, pack })).toBe(expected);
  });

  it('refuses and recovers all fund money', () => {
    expect(ask({ line: outpatient(), registry: suspended, pack })).toMatchObject({
      refused: 8000n,
      recover: 0n,
      fundScope: 'all',
      pack,
      edition: '1',
    });
    const paid = outpatient({ paidAt: '2025-06-20' });
    expect(ask({ line: paid, registry: suspended, pack })).toMatchObject({ refused: 0n, recover: 8000n });
  });

  it.each([
    ['no fund money at all', { fundAmount: 0n, pooledAmount: 0n }, 'accept ~NO_FUND_MONEY'],
    ['the personal account only', { fundAmount: 1000n, pooledAmount: 0n }, 'reject CLINICIAN_SUSPENDED'],
    ['one fen', { fundAmount: 1n, pooledAmount: 0n }, 'reject CLINICIAN_SUSPENDED'],
    ['fund money on a line flagged self-paid', { approvalFlag: '2' }, 'reject CLINICIAN_SUSPENDED'],
  ])('with %s → %s', (_, money, expected) => {
    expect(shortly({ line: outpatient(money), registry: suspended, pack })).toBe(expected);
  });

  it('is a parameter which money: set to the pooled fund, the rest stays paid', () => {
    const values = setting(pack, { fundScope: 'pooled' });
    expect(ask({ line: outpatient(), registry: suspended, pack, values })).toMatchObject({ refused: 7000n });
    const line = outpatient({ pooledAmount: 0n });
    expect(shortly({ line, registry: suspended, pack, values })).toBe('accept ~NO_FUND_MONEY');
  });
});

describe('national-2024 art. 16: emergency and rescue are excepted', () => {
  const evidence = [
    ['a rescue record', { rescueRecordNo: 'QJ1' }, ['rescue record QJ1']],
    ['category 13', { medicalCategory: '13' }, ['medical category 13']],
    ['category 1301', { medicalCategory: '1301' }, ['medical category 1301']],
    ['both', { medicalCategory: '13', rescueRecordNo: 'QJ1' }, ['rescue record QJ1', 'medical category 13']],
  ] as const;

  it.each(evidence)('%s proves it', (_, more, named) => {
    const question = { line: outpatient(more), registry: suspended, pack };
    expect(shortly(question)).toBe('accept CLINICIAN_SUSPENDED +EMERGENCY_EXEMPT');
    expect(reasonsFor('EMERGENCY_EXEMPT', question)).toEqual([
      {
        code: 'EMERGENCY_EXEMPT',
        effect: 'lifts',
        role: null,
        article: 'national-2024 art. 16',
        evidence: named,
      },
    ]);
  });

  it.each([
    ['suspended', '2025-06-15 10:00:00', 'CLINICIAN_SUSPENDED', 'terminated,not_restored'],
    ['terminated', '2025-06-15 10:00:00', 'CLINICIAN_TERMINATED', 'suspended,not_restored'],
    ['suspended', '2025-09-15 10:00:00', 'NOT_RESTORED', 'suspended,terminated'],
    ['terminated', '2025-09-15 10:00:00', 'NOT_RESTORED', 'suspended,terminated'],
  ] as const)(
    '%s, a fee of %s: %s is lifted, or stands when emergency excuses %s only',
    (status, fee, bar, others) => {
      const registry = [...inGoodStanding(), sanction({ status })];
      const line = outpatient({ feeOccurredAt: fee, medicalCategory: '13' });
      const values = setting(pack, { emergencyException: others });
      expect(shortly({ line, registry, pack })).toBe(`accept ${bar} +EMERGENCY_EXEMPT`);
      expect(shortly({ line, registry, pack, values })).toBe(`reject ${bar}`);
      const flagged = outpatient({ feeOccurredAt: fee, emergencyFlag: '1' });
      expect(shortly({ line: flagged, registry, pack })).toBe('hold EMERGENCY_EVIDENCE_NEEDED');
      expect(shortly({ line: flagged, registry, pack, values })).toBe(`reject ${bar}`);
    },
  );

  it.each([
    ['0', 'reject CLINICIAN_SUSPENDED'],
    ['1', 'hold EMERGENCY_EVIDENCE_NEEDED'],
    ['2', 'reject CLINICIAN_SUSPENDED'],
    ['3', 'reject CLINICIAN_SUSPENDED'],
    [null, 'reject CLINICIAN_SUSPENDED'],
  ] as const)('the flag %s alone → %s', (emergencyFlag, expected) => {
    expect(shortly({ line: outpatient({ emergencyFlag }), registry: suspended, pack })).toBe(expected);
  });

  it.each([
    ['an ordinary outpatient visit', '11', 'reject CLINICIAN_SUSPENDED'],
    ['an ordinary stay', '21', 'reject CLINICIAN_SUSPENDED'],
    ['admission from emergency', '24', 'hold EMERGENCY_EVIDENCE_NEEDED'],
    ['a code that only begins like emergency', '1302', 'hold MED_TYPE_UNKNOWN'],
    ['a code of which emergency is the beginning', '130', 'hold MED_TYPE_UNKNOWN'],
    ['the first digit of emergency', '1', 'hold MED_TYPE_UNKNOWN'],
  ])('category %s (%s) → %s', (_, medicalCategory, expected) => {
    expect(shortly({ line: inpatient({ medicalCategory }), registry: suspended, pack })).toBe(expected);
  });

  it('takes the categories its parameters name', () => {
    const values = setting(pack, { emergencyCategories: '11, 24', impliedEmergencyCategories: '13' });
    const ofCategory = (medicalCategory: string) =>
      shortly({ line: outpatient({ medicalCategory }), registry: suspended, pack, values });
    expect(ofCategory('11')).toBe('accept CLINICIAN_SUSPENDED +EMERGENCY_EXEMPT');
    expect(ofCategory('24')).toBe('accept CLINICIAN_SUSPENDED +EMERGENCY_EXEMPT');
    expect(ofCategory('13')).toBe('hold EMERGENCY_EVIDENCE_NEEDED');
    expect(ofCategory('1301')).toBe('reject CLINICIAN_SUSPENDED');
  });

  it('asks in words for what would let it be decided', () => {
    const flagged = ask({ line: outpatient({ emergencyFlag: '1' }), registry: suspended, pack });
    expect(flagged).toEqual({
      kind: 'hold',
      holdCode: 'EMERGENCY_EVIDENCE_NEEDED',
      needs: [expect.stringContaining('rescue_record_no')],
      pack,
      edition: '1',
    });
    const unknown = ask({ line: outpatient({ medicalCategory: '777' }), registry: suspended, pack });
    expect(unknown).toMatchObject({ holdCode: 'MED_TYPE_UNKNOWN', needs: [expect.stringContaining('777')] });
  });
});
