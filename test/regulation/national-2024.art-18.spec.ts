import {
  clinician,
  institution,
  OTHER_HOSPITAL,
  outpatient,
  reasonsFor,
  registration,
  shortly,
} from './facts';

const pack = 'national-2024';

describe('national-2024 art. 18: each site registers the persons who practise there', () => {
  it.each([
    ['the second before', '2024-12-31 23:59:59', 'reject NOT_REGISTERED_AT_SITE'],
    ['the first second', '2025-01-01 00:00:00', 'accept ~IN_GOOD_STANDING'],
    ['the last second', '2025-06-30 23:59:59', 'accept ~IN_GOOD_STANDING'],
    ['the second after', '2025-07-01 00:00:00', 'reject NOT_REGISTERED_AT_SITE'],
  ])('registered from 2025-01-01 until 2025-07-01, %s (%s) → %s', (_, feeOccurredAt, expected) => {
    const registry = [institution(), clinician(), registration({ from: '2025-01-01', until: '2025-07-01' })];
    expect(shortly({ line: outpatient({ feeOccurredAt }), registry, pack })).toBe(expected);
  });

  it('the registration of another site does not serve', () => {
    const registry = [institution(), clinician(), registration({ fixmedinsCode: OTHER_HOSPITAL })];
    expect(reasonsFor('NOT_REGISTERED_AT_SITE', { line: outpatient(), registry, pack })).toMatchObject([
      { article: 'national-2024 art. 18', role: 'ordering' },
    ]);
  });
});
