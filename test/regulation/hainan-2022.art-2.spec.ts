import {
  clinician,
  inGoodStanding,
  institution,
  outpatient,
  pharmacy,
  PHARMACY,
  pharmacyInGoodStanding,
  PRINCIPAL,
  reasonsFor,
  registration,
  sanction,
  setting,
  shortly,
} from './facts';
import { parametersOf } from './parameters';

const pack = 'hainan-2022';
const by = (orderingCode: string | null, more = {}) => outpatient({ orderingCode, ...more });

describe('hainan-2022 art. 2: a doctor of the fund has a code of the one system', () => {
  it.each([
    ['none', null, 'reject CODE_MISSING'],
    ['a slash', '/', 'reject CODE_MISSING'],
    ['unknown, in words', '未知', 'reject CODE_MISSING'],
    ['a local job number', '10086', 'reject CODE_INVALID'],
    ['one digit short', 'D44010600000', 'reject CODE_INVALID'],
    ['of the system, of nobody', 'D440106000009', 'reject CLINICIAN_UNKNOWN'],
    ['of the system, on file', 'D440106000001', 'accept ~IN_GOOD_STANDING'],
    ['the same in lower case', 'd440106000001', 'accept ~IN_GOOD_STANDING'],
    ['one digit more', 'D4401060000011', 'reject CODE_INVALID'],
  ])('%s (%s) → %s', (_, code, expected) => {
    expect(shortly({ line: by(code), registry: inGoodStanding(), pack })).toBe(expected);
  });

  it('a doctor practises in an institution on file', () => {
    const registry = [clinician(), registration()];
    expect(shortly({ line: outpatient(), registry, pack })).toBe('reject INSTITUTION_UNKNOWN');
    expect(reasonsFor('INSTITUTION_UNKNOWN', { line: outpatient(), registry, pack })[0]?.article).toBe(
      'hainan-2022 art. 2',
    );
  });

  it('governs doctors alone', () => {
    expect(parametersOf(pack).personTypes).toEqual(['doctor']);
    expect(parametersOf(pack, { personTypes: 'doctor,nurse' }).personTypes).toEqual(['doctor', 'nurse']);
  });
});

describe('hainan-2022 art. 2: a line without a code is read as one without a doctor', () => {
  it.each([
    ['as read', {}, 'reject CODE_MISSING'],
    ['read the other way', { onMissingCode: 'accept' }, 'accept ~IN_GOOD_STANDING'],
  ])('%s → %s', (_, values, expected) => {
    const question = { line: by(null), registry: inGoodStanding(), pack, values: setting(pack, values) };
    expect(shortly(question)).toBe(expected);
  });
});

describe('hainan-2022 and pharmacies: it governs doctors only, so no principal is checked (CONTRACT 7, Pharmacy)', () => {
  it.each([
    ['a principal in good standing', pharmacyInGoodStanding(), 'accept ~IN_GOOD_STANDING', null],
    [
      'a principal suspended',
      [...pharmacyInGoodStanding(), sanction({ code: PRINCIPAL, fixmedinsCode: PHARMACY })],
      'accept ~IN_GOOD_STANDING',
      'reject CLINICIAN_SUSPENDED(principal)',
    ],
    [
      'nobody on file',
      [institution(PHARMACY)],
      'accept ~IN_GOOD_STANDING',
      'reject CLINICIAN_UNKNOWN(principal)',
    ],
    [
      'a pharmacy that is not on file',
      [],
      'reject INSTITUTION_UNKNOWN',
      'reject CLINICIAN_UNKNOWN(principal) INSTITUTION_UNKNOWN',
    ],
  ])('%s → %s; under a text of principals too: %s', (_, registry, expected, ofPrincipals) => {
    const question = { line: pharmacy(), registry, pack };
    expect(shortly(question)).toBe(expected);
    const values = setting(pack, { personTypes: 'doctor,pharmacy_principal' });
    expect(shortly({ ...question, values })).toBe(ofPrincipals ?? expected);
  });

  it('a prescriber out of standing bars all the same', () => {
    const line = pharmacy({ orderingCode: 'D440106000001' });
    const registry = [institution(PHARMACY), clinician(), sanction()];
    expect(shortly({ line, registry, pack })).toBe('reject CLINICIAN_SUSPENDED');
  });
});
