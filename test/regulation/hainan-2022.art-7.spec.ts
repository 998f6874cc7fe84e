import { clinician, institution, outpatient, reasonsFor, registration, setting, shortly } from './facts';

const pack = 'hainan-2022';
const onFile = (more: Parameters<typeof registration>[0] = {}) => [
  institution(),
  clinician(),
  registration({ committed: null, ...more }),
];

describe('hainan-2022 art. 7: who is on file at the institution has eligibility', () => {
  it.each([
    ['the second before', '2025-02-28 23:59:59', 'reject NOT_REGISTERED_AT_SITE'],
    ['the first second', '2025-03-01 00:00:00', 'accept ~IN_GOOD_STANDING'],
    ['the last second', '2025-08-31 23:59:59', 'accept ~IN_GOOD_STANDING'],
    ['the second after', '2025-09-01 00:00:00', 'reject NOT_REGISTERED_AT_SITE'],
  ])('%s (%s) → %s', (_, feeOccurredAt, expected) => {
    const registry = onFile({ from: '2025-03-01', until: '2025-09-01' });
    expect(shortly({ line: outpatient({ feeOccurredAt }), registry, pack })).toBe(expected);
  });

  it('rests on the registration alone', () => {
    expect(reasonsFor('IN_GOOD_STANDING', { line: outpatient(), registry: onFile(), pack })).toEqual([
      {
        code: 'IN_GOOD_STANDING',
        effect: 'notes',
        role: null,
        article: 'hainan-2022 art. 7',
        evidence: ['registration 2012-01-01/..'],
      },
    ]);
  });
});

describe('hainan-2022 art. 7: a commitment of the person is not asked for', () => {
  it.each([
    ['none', null, 'reject COMMITMENT_MISSING'],
    ['of the day after the fee', '2025-06-16', 'reject COMMITMENT_MISSING'],
    ['of its day', '2025-06-15', 'accept ~IN_GOOD_STANDING'],
  ])('%s: paid; read the other way → %s', (_, committed, otherwise) => {
    const question = { line: outpatient(), registry: onFile({ committed }), pack };
    expect(shortly(question)).toBe('accept ~IN_GOOD_STANDING');
    const values = setting(pack, { commitmentRequired: 'true' });
    expect(shortly({ ...question, values })).toBe(otherwise);
  });
});
