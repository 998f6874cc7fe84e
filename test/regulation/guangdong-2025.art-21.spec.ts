import {
  inGoodStanding,
  institution,
  OTHER_HOSPITAL,
  outpatient,
  reasonsFor,
  registration,
  setting,
  shortly,
} from './facts';

const elsewhere = (feeOccurredAt = '2025-06-15 10:00:00') =>
  outpatient({ fixmedinsCode: OTHER_HOSPITAL, feeOccurredAt });
const atBothSites = (committed: string | null) => [
  ...inGoodStanding(),
  institution(OTHER_HOSPITAL),
  registration({ fixmedinsCode: OTHER_HOSPITAL, mainSite: false, committed }),
];

describe('guangdong-2025 art. 21: the commitment is made at every place of practice', () => {
  it('one made elsewhere does not count here', () => {
    const registry = atBothSites(null);
    expect(shortly({ line: outpatient(), registry })).toBe('accept ~IN_GOOD_STANDING');
    expect(shortly({ line: elsewhere(), registry })).toBe('reject COMMITMENT_MISSING');
    expect(reasonsFor('COMMITMENT_MISSING', { line: elsewhere(), registry })).toMatchObject([
      { article: 'guangdong-2025 art. 20', role: 'ordering' },
    ]);
  });

  it.each([
    ['the day before', '2025-06-14 23:59:59', 'reject COMMITMENT_MISSING'],
    ['its own day', '2025-06-15 00:00:00', 'accept ~IN_GOOD_STANDING'],
    ['the day after', '2025-06-16 00:00:00', 'accept ~IN_GOOD_STANDING'],
  ])('made here on 2025-06-15, a fee of %s (%s) → %s', (_, fee, expected) => {
    expect(shortly({ line: elsewhere(fee), registry: atBothSites('2025-06-15') })).toBe(expected);
  });

  it('read the other way, none is asked for anywhere', () => {
    const values = setting('guangdong-2025', { commitmentRequired: 'false' });
    expect(shortly({ line: elsewhere(), registry: atBothSites(null), values })).toBe(
      'accept ~IN_GOOD_STANDING',
    );
  });
});
