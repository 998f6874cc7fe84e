import { inGoodStanding, outpatient, reasonsFor, restoration, sanction, setting, shortly } from './facts';
import { LINFEN_VALUES } from './linfen-filled';

const pack = 'linfen';
const values = setting(pack, LINFEN_VALUES);

describe('linfen art. 5-4: a heavier breach suspends the eligibility, a grave one cancels it', () => {
  const suspended = [...inGoodStanding(), sanction({ cause: 'discipline' })];

  it.each([
    ['the second before', '2025-06-09 23:59:59', 'accept ~IN_GOOD_STANDING'],
    ['the first second', '2025-06-10 00:00:00', 'reject CLINICIAN_SUSPENDED'],
    ['the last second', '2025-09-09 23:59:59', 'reject CLINICIAN_SUSPENDED'],
    ['over, restored by nobody', '2025-09-10 00:00:00', 'reject NOT_RESTORED'],
  ])('suspended from 2025-06-10 to 2025-09-09: %s (%s) → %s', (_, feeOccurredAt, expected) => {
    expect(shortly({ line: outpatient({ feeOccurredAt }), registry: suspended, pack, values })).toBe(
      expected,
    );
  });

  it('restoration is silent here, so the national scheme holds: by application', () => {
    const line = outpatient({ feeOccurredAt: '2025-09-10 00:00:00' });
    const registry = [...suspended, restoration('2025-09-10')];
    expect(shortly({ line, registry, pack, values })).toBe('accept ~IN_GOOD_STANDING');
    expect(reasonsFor('NOT_RESTORED', { line, registry: suspended, pack, values })).toMatchObject([
      { article: 'national-2024 art. 39' },
    ]);
  });

  it.each([
    ['suspended', 'CLINICIAN_SUSPENDED'],
    ['terminated', 'CLINICIAN_TERMINATED'],
  ] as const)('%s cites this article', (status, code) => {
    const registry = [...inGoodStanding(), sanction({ status, until: null })];
    expect(reasonsFor(code, { line: outpatient(), registry, pack, values })).toMatchObject([
      { article: 'linfen art. 5-4', role: 'ordering' },
    ]);
  });

  it('it has no word on emergency, so the national scheme holds: excepted; read the other way, not', () => {
    const line = outpatient({ medicalCategory: '13' });
    expect(shortly({ line, registry: suspended, pack, values })).toBe(
      'accept CLINICIAN_SUSPENDED +EMERGENCY_EXEMPT',
    );
    const none = setting(pack, { ...LINFEN_VALUES, emergencyException: '' });
    expect(shortly({ line, registry: suspended, pack, values: none })).toBe('reject CLINICIAN_SUSPENDED');
  });
});
