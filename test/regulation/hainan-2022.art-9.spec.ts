import {
  clinician,
  institution,
  OTHER_HOSPITAL,
  outpatient,
  reasonsFor,
  registration,
  shortly,
} from './facts';

const pack = 'hainan-2022';
const THIRD_HOSPITAL = 'H44010600005';

/** A doctor whose main site is one hospital, and who practises at another from March to August. */
const registry = [
  institution(),
  institution(OTHER_HOSPITAL),
  institution(THIRD_HOSPITAL),
  clinician(),
  registration({ committed: null }),
  registration({
    fixmedinsCode: OTHER_HOSPITAL,
    mainSite: false,
    from: '2025-03-01',
    until: '2025-09-01',
    committed: null,
  }),
];
const at = (fixmedinsCode: string, feeOccurredAt = '2025-06-15 10:00:00') =>
  outpatient({ fixmedinsCode, feeOccurredAt });

describe('hainan-2022 art. 9: each site of a doctor of several keeps that doctor on file', () => {
  it.each([
    ['at the main site', at('H44010600001'), 'accept ~IN_GOOD_STANDING'],
    ['at the other', at(OTHER_HOSPITAL), 'accept ~IN_GOOD_STANDING'],
    ['at one that did not', at(THIRD_HOSPITAL), 'reject NOT_REGISTERED_AT_SITE'],
    [
      'at the other, the second before',
      at(OTHER_HOSPITAL, '2025-02-28 23:59:59'),
      'reject NOT_REGISTERED_AT_SITE',
    ],
    ['its first second', at(OTHER_HOSPITAL, '2025-03-01 00:00:00'), 'accept ~IN_GOOD_STANDING'],
    ['its last second', at(OTHER_HOSPITAL, '2025-08-31 23:59:59'), 'accept ~IN_GOOD_STANDING'],
    ['the second after', at(OTHER_HOSPITAL, '2025-09-01 00:00:00'), 'reject NOT_REGISTERED_AT_SITE'],
  ])('%s → %s', (_, line, expected) => {
    expect(shortly({ line, registry, pack })).toBe(expected);
  });

  it('names the site', () => {
    expect(reasonsFor('NOT_REGISTERED_AT_SITE', { line: at(THIRD_HOSPITAL), registry, pack })).toEqual([
      {
        code: 'NOT_REGISTERED_AT_SITE',
        effect: 'bars',
        role: 'ordering',
        article: 'hainan-2022 art. 9',
        evidence: [`site ${THIRD_HOSPITAL}`],
      },
    ]);
  });
});
