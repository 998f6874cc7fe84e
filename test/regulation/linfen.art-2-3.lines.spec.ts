import { OPEN_END } from '@gatekeeper/calendar';
import { at, clinician, institution, outpatient, reasonsFor, registration, setting, shortly } from './facts';
import { LINFEN_VALUES } from './linfen-filled';

const pack = 'linfen';
const values = setting(pack, LINFEN_VALUES);
/** A certificate whose last day is 2025-06-15. */
const certified = [institution(), clinician(), registration({ certificateUntil: at('2025-06-16') })];

describe('linfen art. 2-3: a certificate past its validity bars', () => {
  it.each([
    ['a day before its end', '2025-06-14 23:59:59', 'accept ~IN_GOOD_STANDING'],
    ['the last second', '2025-06-15 23:59:59', 'accept ~IN_GOOD_STANDING'],
    ['the second after', '2025-06-16 00:00:00', 'reject REGISTRATION_EXPIRED'],
    ['long after', '2025-12-01 10:00:00', 'reject REGISTRATION_EXPIRED'],
  ])('valid to 2025-06-15: %s (%s) → %s', (_, feeOccurredAt, expected) => {
    expect(shortly({ line: outpatient({ feeOccurredAt }), registry: certified, pack, values })).toBe(
      expected,
    );
  });

  it('is its own article', () => {
    const line = outpatient({ feeOccurredAt: '2025-06-16 00:00:00' });
    expect(reasonsFor('REGISTRATION_EXPIRED', { line, registry: certified, pack, values })).toMatchObject([
      { article: 'linfen art. 2-3', role: 'ordering' },
    ]);
  });

  it('is renewed by a registration with a later end', () => {
    const renewed = [...certified, registration({ from: '2025-06-16', certificateUntil: at('2028-06-16') })];
    const line = outpatient({ feeOccurredAt: '2025-06-16 00:00:00' });
    expect(shortly({ line, registry: renewed, pack, values })).toBe('accept ~IN_GOOD_STANDING');
  });

  it('a registration that states no end of a certificate is taken to be valid', () => {
    const registry = [institution(), clinician(), registration({ certificateUntil: OPEN_END })];
    expect(shortly({ line: outpatient(), registry, pack, values })).toBe('accept ~IN_GOOD_STANDING');
  });

  it('read the other way, nobody looks at certificates', () => {
    const unchecked = setting(pack, { ...LINFEN_VALUES, certificateChecked: 'false' });
    const line = outpatient({ feeOccurredAt: '2025-06-16 00:00:00' });
    expect(shortly({ line, registry: certified, pack, values: unchecked })).toBe('accept ~IN_GOOD_STANDING');
  });

  it('emergency does not make it valid', () => {
    const line = outpatient({ feeOccurredAt: '2025-06-16 00:00:00', medicalCategory: '13' });
    expect(shortly({ line, registry: certified, pack, values })).toBe('reject REGISTRATION_EXPIRED');
  });
});
