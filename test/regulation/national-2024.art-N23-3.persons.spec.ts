import { suspendedShare } from '@gatekeeper/scoring';
import type { RegistryRecord } from '@gatekeeper/vocabulary';
import { CLINICIAN_CATEGORIES } from '@gatekeeper/vocabulary';
import {
  clinician,
  deregistration,
  inGoodStanding,
  institution,
  outpatient,
  reasonsFor,
  registration,
  sanction,
  shortly,
} from './facts';
import { parametersOf } from './parameters';

const pack = 'national-2024';
const here = [institution(), clinician()];

describe('national-2024 art. N23-3: fees of a person whose registration is not in order are not settled', () => {
  it.each<readonly [string, readonly RegistryRecord[], string]>([
    ['in order', inGoodStanding(), 'accept ~IN_GOOD_STANDING'],
    ['on file nowhere', [institution()], 'reject CLINICIAN_UNKNOWN'],
    ['on file, at no site', here, 'reject NOT_REGISTERED_AT_SITE'],
    [
      'registered from the day after',
      [...here, registration({ from: '2025-06-16' })],
      'reject NOT_REGISTERED_AT_SITE',
    ],
    [
      'registered from the day itself',
      [...here, registration({ from: '2025-06-15' })],
      'accept ~IN_GOOD_STANDING',
    ],
    [
      'registered until that day',
      [...here, registration({ until: '2025-06-15' })],
      'reject NOT_REGISTERED_AT_SITE',
    ],
    [
      'taken off the register',
      [...inGoodStanding(), deregistration({ from: '2025-06-15' })],
      'reject DEREGISTERED',
    ],
    ['suspended', [...inGoodStanding(), sanction()], 'reject CLINICIAN_SUSPENDED'],
    ['terminated', [...inGoodStanding(), sanction({ status: 'terminated' })], 'reject CLINICIAN_TERMINATED'],
  ])('%s', (_, registry, expected) => {
    expect(shortly({ line: outpatient(), registry, pack })).toBe(expected);
  });

  it('is what an unknown person is refused by', () => {
    const question = { line: outpatient(), registry: [institution()], pack };
    expect(reasonsFor('CLINICIAN_UNKNOWN', question).map(({ article }) => article)).toEqual([
      'national-2024 art. N23-3',
    ]);
  });
});

describe('national-2024 art. N23-3: whom the scheme governs', () => {
  const staff = CLINICIAN_CATEGORIES.map((category) => ({ category, suspended: category === 'auditor' }));

  it('every kind of person, those who audit among them', () => {
    expect(suspendedShare(staff, parametersOf(pack))).toEqual({ suspended: 1, of: staff.length });
  });

  it('read the other way, doctors only', () => {
    expect(suspendedShare(staff, parametersOf(pack, { personTypes: 'doctor' }))).toEqual({
      suspended: 0,
      of: 1,
    });
  });
});
