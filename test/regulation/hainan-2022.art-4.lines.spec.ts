import { at, clinician, institution, outpatient, reasonsFor, registration, setting, shortly } from './facts';

const pack = 'hainan-2022';
const read = setting(pack, { certificateChecked: 'true' });
/** An agreement whose last day is 2025-06-14. */
const registry = [
  institution(),
  clinician(),
  registration({ committed: null, certificateUntil: at('2025-06-15') }),
];

describe('hainan-2022 art. 4 item 2: an agreement past its two years leads to nothing that is written', () => {
  it.each([
    ['the second before it runs out', '2025-06-14 23:59:59', 'accept ~IN_GOOD_STANDING'],
    ['the second it has', '2025-06-15 00:00:00', 'reject REGISTRATION_EXPIRED'],
    ['the second after', '2025-06-15 00:00:01', 'reject REGISTRATION_EXPIRED'],
  ])('%s (%s): paid; read the other way → %s', (_, feeOccurredAt, otherwise) => {
    const question = { line: outpatient({ feeOccurredAt }), registry, pack };
    expect(shortly(question)).toBe('accept ~IN_GOOD_STANDING');
    expect(shortly({ ...question, values: read })).toBe(otherwise);
  });

  it('is cited where it is read the other way, and no emergency excuses it', () => {
    const line = outpatient({ medicalCategory: '13' });
    expect(shortly({ line, registry, pack, values: read })).toBe('reject REGISTRATION_EXPIRED');
    expect(reasonsFor('REGISTRATION_EXPIRED', { line, registry, pack, values: read })).toMatchObject([
      { article: 'hainan-2022 art. 4 item 2' },
    ]);
  });
});
