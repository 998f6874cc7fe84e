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

describe('hainan-2022 and pharmacies: its own words are of hospitals; the principal is checked as everywhere', () => {
  it.each([
    ['a principal in good standing', [], 'accept ~IN_GOOD_STANDING'],
    [
      'a principal suspended',
      [sanction({ code: PRINCIPAL, fixmedinsCode: PHARMACY })],
      'reject CLINICIAN_SUSPENDED(principal)',
    ],
  ])('%s → %s', (_, more, expected) => {
    expect(shortly({ line: pharmacy(), registry: [...pharmacyInGoodStanding(), ...more], pack })).toBe(
      expected,
    );
  });

  it('nobody on file', () => {
    expect(shortly({ line: pharmacy(), registry: [institution(PHARMACY)], pack })).toBe(
      'reject CLINICIAN_UNKNOWN(principal)',
    );
  });
});
