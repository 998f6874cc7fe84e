import {
  ask,
  clinician,
  inGoodStanding,
  inpatient,
  institution,
  outpatient,
  reasonsFor,
  registration,
  restoration,
  sanction,
  setting,
  shortly,
} from './facts';

const pack = 'hainan-2022';
const BARRED = 'reject CLINICIAN_SUSPENDED';
const PAID = 'accept ~IN_GOOD_STANDING';
const feeAt = (feeOccurredAt: string) => outpatient({ feeOccurredAt });

describe('hainan-2022 art. 22 para. 1: a suspension may run over New Year and is over by itself', () => {
  it.each([
    ['the second before', '2024-10-30 23:59:59', PAID],
    ['the first second', '2024-10-31 00:00:00', BARRED],
    ['the last second of the year', '2024-12-31 23:59:59', BARRED],
    ['the first second of the next', '2025-01-01 00:00:00', BARRED],
    ['the last second of the period', '2025-01-30 23:59:59', BARRED],
    ['the first second after it', '2025-01-31 00:00:00', PAID],
    ['the second after that', '2025-01-31 00:00:01', PAID],
  ])('3 months from 2024-10-31 to 2025-01-30, no restoration on file: %s (%s) → %s', (_, fee, expected) => {
    const registry = [...inGoodStanding(), sanction({ from: '2024-10-31', until: '2025-01-31' })];
    expect(shortly({ line: feeAt(fee), registry, pack })).toBe(expected);
  });

  it.each([
    ['auto', PAID],
    ['application', 'reject NOT_RESTORED'],
  ])('the period over, restored by %s → %s', (restore, expected) => {
    const registry = [...inGoodStanding(), sanction()];
    const values = setting(pack, { restore });
    expect(shortly({ line: feeAt('2025-09-10 00:00:00'), registry, pack, values })).toBe(expected);
  });

  it.each([
    ['the second before', '2025-07-31 23:59:59', BARRED],
    ['the first second', '2025-08-01 00:00:00', PAID],
  ])('restored early from 2025-08-01 (art. 26): %s (%s) → %s', (_, fee, expected) => {
    const registry = [...inGoodStanding(), sanction(), restoration('2025-08-01')];
    expect(shortly({ line: feeAt(fee), registry, pack })).toBe(expected);
  });

  it('a restoration that comes after the end changes nothing', () => {
    const registry = [...inGoodStanding(), sanction(), restoration('2025-10-01')];
    expect(shortly({ line: feeAt('2025-09-10 00:00:00'), registry, pack })).toBe(PAID);
  });

  it('what follows a first suspension bars for itself', () => {
    const registry = [
      ...inGoodStanding(),
      sanction({ until: '2025-07-10' }),
      sanction({ documentNo: '2号', from: '2025-08-10', until: '2026-02-10' }),
    ];
    const fees = ['2025-07-09', '2025-07-10', '2025-08-09', '2025-08-10', '2025-12-31'];
    expect(fees.map((day) => shortly({ line: feeAt(`${day} 12:00:00`), registry, pack }))).toEqual([
      BARRED,
      PAID,
      PAID,
      BARRED,
      BARRED,
    ]);
  });
});

describe('hainan-2022 art. 22 para. 2: not on the fund, emergency and first aid excepted', () => {
  const uncommitted = [institution(), clinician(), registration({ committed: null })];
  const persons = [
    ['never on file', [institution()], 'CLINICIAN_UNKNOWN'],
    ['not on file here', [institution(), clinician()], 'NOT_REGISTERED_AT_SITE'],
    ['suspended', [...uncommitted, sanction()], 'CLINICIAN_SUSPENDED'],
    ['cancelled', [...uncommitted, sanction({ status: 'terminated' })], 'CLINICIAN_TERMINATED'],
  ] as const;

  it.each(persons)('%s: barred, and excused by emergency alone', (_, registry, bar) => {
    const answerTo = (more: Parameters<typeof outpatient>[0]) =>
      shortly({ line: outpatient(more), registry, pack });
    expect(answerTo({})).toBe(`reject ${bar}`);
    expect(answerTo({ medicalCategory: '14' })).toBe(`reject ${bar}`);
    expect(answerTo({ medicalCategory: '13' })).toBe(`accept ${bar} +EMERGENCY_EXEMPT`);
    expect(answerTo({ medicalCategory: '1301' })).toBe(`accept ${bar} +EMERGENCY_EXEMPT`);
    expect(answerTo({ rescueRecordNo: 'QJ1' })).toBe(`accept ${bar} +EMERGENCY_EXEMPT`);
    expect(answerTo({ emergencyFlag: '1' })).toBe('hold EMERGENCY_EVIDENCE_NEEDED');
    expect(answerTo({ medicalCategory: '24' })).toBe('hold EMERGENCY_EVIDENCE_NEEDED');
    expect(answerTo({ emergencyFlag: '0' })).toBe(`reject ${bar}`);
    expect(answerTo({ medicalCategory: '77' })).toBe('hold MED_TYPE_UNKNOWN');
  });

  it.each(persons)('%s: read as the scheme that replaced it, of the sanctioned only', (_, registry, bar) => {
    const values = setting(pack, { emergencyException: 'suspended,terminated,not_restored' });
    const line = outpatient({ medicalCategory: '13' });
    const excused = bar === 'CLINICIAN_SUSPENDED' || bar === 'CLINICIAN_TERMINATED';
    expect(shortly({ line, registry, pack, values })).toBe(
      excused ? `accept ${bar} +EMERGENCY_EXEMPT` : `reject ${bar}`,
    );
  });

  it.each([
    ['without a commitment', { commitmentRequired: 'true' }, uncommitted, 'COMMITMENT_MISSING'],
    [
      'not restored',
      { restore: 'application' },
      [...uncommitted, sanction({ until: '2025-06-12' })],
      'NOT_RESTORED',
    ],
  ] as const)('%s: bars nobody; where it is read to, emergency excuses it too', (_, read, registry, bar) => {
    const values = setting(pack, read);
    const emergency = outpatient({ medicalCategory: '13' });
    expect(shortly({ line: outpatient(), registry, pack })).toBe(PAID);
    expect(shortly({ line: outpatient(), registry, pack, values })).toBe(`reject ${bar}`);
    expect(shortly({ line: emergency, registry, pack, values })).toBe(`accept ${bar} +EMERGENCY_EXEMPT`);
  });

  it.each([
    ['missing', null, 'reject CODE_MISSING'],
    ['a local number', '10086', 'reject CODE_INVALID'],
  ])('a code that is %s is excused by nothing', (_, orderingCode, expected) => {
    for (const more of [
      { medicalCategory: '13' },
      { rescueRecordNo: 'QJ1' },
      { emergencyFlag: '1' },
    ] as const)
      expect(shortly({ line: outpatient({ orderingCode, ...more }), registry: uncommitted, pack })).toBe(
        expected,
      );
  });

  it('nor is an institution that is not on file', () => {
    const line = outpatient({ medicalCategory: '13' });
    expect(shortly({ line, registry: [], pack })).toBe(
      'reject CLINICIAN_UNKNOWN INSTITUTION_UNKNOWN +EMERGENCY_EXEMPT',
    );
  });

  it('cites it for whom it bars and whom it excuses', () => {
    for (const [, registry, code] of persons) {
      const line = outpatient({ medicalCategory: '13' });
      const cited = code === 'NOT_REGISTERED_AT_SITE' ? 'art. 9' : 'art. 22 para. 2';
      expect(reasonsFor(code, { line, registry, pack })).toMatchObject([{ article: `hainan-2022 ${cited}` }]);
      expect(reasonsFor('EMERGENCY_EXEMPT', { line, registry, pack })).toMatchObject([
        { article: 'hainan-2022 art. 22 para. 2', evidence: ['medical category 13'] },
      ]);
    }
  });
});

describe('hainan-2022 is silent on what was paid, and on stays that cross a change', () => {
  const registry = [...inGoodStanding(), sanction()];
  it.each([
    ['recovered, as the general regulation has it', 'claw_back', { outcome: 'claw_back', recover: 8000n }],
    ['read the other way, refused', 'reject', { outcome: 'reject', refused: 8000n, recover: 0n }],
  ] as const)('a paid line: %s', (_, onPaidLine, expected) => {
    const values = setting(pack, { onPaidLine });
    expect(ask({ line: outpatient({ paidAt: '2025-06-20' }), registry, pack, values })).toMatchObject(
      expected,
    );
  });

  it.each([
    ['none', '2025-06-09 23:59:59', PAID],
    ['none', '2025-06-10 00:00:00', BARRED],
    [
      'before_status_change',
      '2025-06-09 23:59:59',
      'accept ~INPATIENT_BEFORE_STATUS_CHANGE ~IN_GOOD_STANDING',
    ],
    ['before_status_change', '2025-06-10 00:00:00', BARRED],
  ])('stays %s: a fee of %s → %s', (inpatientCarveOut, feeOccurredAt, expected) => {
    const line = inpatient({ feeOccurredAt, settledAt: '2025-06-20 10:00:00' });
    const values = setting(pack, { inpatientCarveOut });
    expect(shortly({ line, registry, pack, values })).toBe(expected);
  });
});
