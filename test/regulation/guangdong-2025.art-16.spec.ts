import { clinician, institution, OTHER_HOSPITAL, outpatient, registration, shortly } from './facts';

/** Moved from one hospital to another on 2025-06-15. */
const moved = [
  institution(),
  institution(OTHER_HOSPITAL),
  clinician(),
  registration({ until: '2025-06-15' }),
  registration({ fixmedinsCode: OTHER_HOSPITAL, from: '2025-06-15', committed: '2025-06-15' }),
];
const PAID = 'accept ~IN_GOOD_STANDING';
const NOT_HERE = 'reject NOT_REGISTERED_AT_SITE';

describe('guangdong-2025 art. 16: who changes the workplace is registered anew', () => {
  it.each([
    ['the last second at the old one', '2025-06-14 23:59:59', PAID, NOT_HERE],
    ['the first second at the new one', '2025-06-15 00:00:00', NOT_HERE, PAID],
    ['later', '2025-12-01 00:00:00', NOT_HERE, PAID],
  ])('%s (%s): there → %s, here → %s', (_, feeOccurredAt, atOld, atNew) => {
    expect(shortly({ line: outpatient({ feeOccurredAt }), registry: moved })).toBe(atOld);
    const line = outpatient({ feeOccurredAt, fixmedinsCode: OTHER_HOSPITAL });
    expect(shortly({ line, registry: moved })).toBe(atNew);
  });

  it('the old registration does not serve the new workplace while it is not registered anew', () => {
    const registry = moved.slice(0, 4);
    const line = outpatient({ feeOccurredAt: '2025-06-15 00:00:00', fixmedinsCode: OTHER_HOSPITAL });
    expect(shortly({ line, registry })).toBe(NOT_HERE);
  });
});
