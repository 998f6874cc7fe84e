import { clinician, inGoodStanding, outpatient, reasonsFor, registration, sanction, shortly } from './facts';

const pack = 'national-2024';
const BOTH = [
  ['suspended', 'CLINICIAN_SUSPENDED'],
  ['terminated', 'CLINICIAN_TERMINATED'],
] as const;

describe('national-2024 art. 45: what arose after a suspension or termination is not claimed', () => {
  describe.each(BOTH)('%s', (status, bar) => {
    const registry = [...inGoodStanding(), sanction({ status })];
    it.each([
      ['the second before', '2025-06-09 23:59:59', 'accept ~IN_GOOD_STANDING'],
      ['the first second', '2025-06-10 00:00:00', `reject ${bar}`],
      ['the second after', '2025-06-10 00:00:01', `reject ${bar}`],
    ])('from 2025-06-10: %s (%s) → %s', (_, feeOccurredAt, expected) => {
      expect(shortly({ line: outpatient({ feeOccurredAt }), registry, pack })).toBe(expected);
    });

    it.each([
      ['an emergency category', { medicalCategory: '13' }],
      ['a rescue record', { rescueRecordNo: 'QJ1' }],
    ])('excepted by %s', (_, more) => {
      expect(shortly({ line: outpatient(more), registry, pack })).toBe(`accept ${bar} +EMERGENCY_EXEMPT`);
    });
  });

  it('only a designated institution claims at all', () => {
    const registry = [clinician(), registration()];
    expect(reasonsFor('INSTITUTION_UNKNOWN', { line: outpatient(), registry, pack })).toMatchObject([
      { article: 'national-2024 art. 45', role: null },
    ]);
  });
});
