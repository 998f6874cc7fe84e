import type { RegistryRecord } from '@gatekeeper/vocabulary';
import {
  clinician,
  COLLEAGUE,
  DOCTOR,
  exemption,
  institution,
  PHARMACY,
  pharmacy,
  pharmacyInGoodStanding,
  PRINCIPAL,
  principal,
  reasonsFor,
  registration,
  restoration,
  sanction,
  shortly,
} from './facts';

const ANOTHER_PRINCIPAL = 'HY440106000004';
const bySanction = (of: Parameters<typeof sanction>[0]): readonly RegistryRecord[] => [
  ...pharmacyInGoodStanding(),
  sanction({ code: PRINCIPAL, fixmedinsCode: PHARMACY, ...of }),
];

describe('guangdong-2025 art. 11(2): at a pharmacy the principal is checked', () => {
  it('pays while the principal is in good standing, and says on what that rests', () => {
    expect(shortly({ line: pharmacy(), registry: pharmacyInGoodStanding() })).toBe(
      'accept ~IN_GOOD_STANDING',
    );
    expect(
      reasonsFor('IN_GOOD_STANDING', { line: pharmacy(), registry: pharmacyInGoodStanding() })[0]?.evidence,
    ).toEqual(['registration 2012-01-01/..', 'commitment 2012-01-01']);
  });

  it.each([
    ['suspended', bySanction({}), 'reject CLINICIAN_SUSPENDED(principal)'],
    ['terminated', bySanction({ status: 'terminated' }), 'reject CLINICIAN_TERMINATED(principal)'],
    ['not restored', bySanction({ until: '2025-06-12' }), 'reject NOT_RESTORED(principal)'],
    [
      'without a commitment',
      [
        institution(PHARMACY),
        clinician(PRINCIPAL),
        registration({ code: PRINCIPAL, fixmedinsCode: PHARMACY, committed: null }),
        principal(),
      ],
      'reject COMMITMENT_MISSING(principal)',
    ],
    [
      'not registered there',
      [institution(PHARMACY), clinician(PRINCIPAL), principal()],
      'reject NOT_REGISTERED_AT_SITE(principal)',
    ],
    ['not in the registry', [institution(PHARMACY), principal()], 'reject CLINICIAN_UNKNOWN(principal)'],
    [
      'on file under a code of no national form',
      [institution(PHARMACY), principal({ code: 'BOSS-1' })],
      'reject CLINICIAN_UNKNOWN(principal)',
    ],
    ['not on file', [institution(PHARMACY)], 'reject CLINICIAN_UNKNOWN(principal)'],
    ['not on file, like the pharmacy', [], 'reject CLINICIAN_UNKNOWN(principal) INSTITUTION_UNKNOWN'],
  ])('a principal %s → %s', (_, registry, expected) => {
    expect(shortly({ line: pharmacy(), registry })).toBe(expected);
  });

  it.each([
    ['the second before', '2025-06-14 23:59:59', 'reject CLINICIAN_UNKNOWN(principal)'],
    ['the first second', '2025-06-15 00:00:00', 'accept ~IN_GOOD_STANDING'],
    ['the last second', '2025-06-30 23:59:59', 'accept ~IN_GOOD_STANDING'],
    ['the second after', '2025-07-01 00:00:00', 'reject CLINICIAN_UNKNOWN(principal)'],
  ])('is the one on file for the day: %s → %s', (_, feeOccurredAt, expected) => {
    const registry = [
      ...pharmacyInGoodStanding().slice(0, 3),
      principal({ from: '2025-06-15', until: '2025-07-01' }),
    ];
    expect(shortly({ line: pharmacy({ feeOccurredAt }), registry })).toBe(expected);
  });

  it('names nobody where nobody is on file', () => {
    expect(reasonsFor('CLINICIAN_UNKNOWN', { line: pharmacy(), registry: [institution(PHARMACY)] })).toEqual([
      {
        code: 'CLINICIAN_UNKNOWN',
        effect: 'bars',
        role: 'principal',
        article: 'guangdong-2025 art. 12',
        evidence: [],
      },
    ]);
  });

  it('checks each of two principals of one day, in the order of their codes', () => {
    const registry = [
      ...bySanction({ documentNo: 'Z' }),
      clinician(ANOTHER_PRINCIPAL),
      registration({ code: ANOTHER_PRINCIPAL, fixmedinsCode: PHARMACY }),
      principal({ code: ANOTHER_PRINCIPAL }),
    ];
    expect(shortly({ line: pharmacy(), registry })).toBe('reject CLINICIAN_SUSPENDED(principal)');
    const both = [
      ...registry,
      sanction({ code: ANOTHER_PRINCIPAL, fixmedinsCode: PHARMACY, documentNo: 'A' }),
    ];
    expect(
      reasonsFor('CLINICIAN_SUSPENDED', { line: pharmacy(), registry: both }).map(
        ({ evidence }) => evidence[0],
      ),
    ).toEqual(['document A', 'document Z']);
    const unknown = [institution(PHARMACY), principal({ code: ANOTHER_PRINCIPAL }), principal()];
    expect(
      reasonsFor('CLINICIAN_UNKNOWN', { line: pharmacy(), registry: unknown }).map(
        ({ evidence }) => evidence[0],
      ),
    ).toEqual([PRINCIPAL, ANOTHER_PRINCIPAL]);
  });

  it('is lifted by emergency and by an exemption like any clinician', () => {
    const line = pharmacy({ rescueRecordNo: 'QJ1' });
    expect(shortly({ line, registry: bySanction({}) })).toBe(
      'accept CLINICIAN_SUSPENDED(principal) +EMERGENCY_EXEMPT',
    );
    expect(shortly({ line: pharmacy(), registry: [...bySanction({}), exemption({ code: PRINCIPAL })] })).toBe(
      'accept CLINICIAN_SUSPENDED(principal) +EXEMPTION_GRANTED(principal)',
    );
  });

  it('is asked for at pharmacies only', () => {
    const line = pharmacy({ transaction: '2204' });
    expect(shortly({ line, registry: bySanction({}) })).toBe('reject CODE_MISSING');
  });
});

describe('guangdong-2025 at a pharmacy: of the prescriber only sanctions count', () => {
  const registry = pharmacyInGoodStanding();
  const elsewhere = 'H44010600009';

  it.each([
    ['nobody', null],
    ['a placeholder', '/'],
    ['a local job number', '10086'],
    ['a code nobody holds', 'D440106000099'],
  ])('%s is no bar', (_, orderingCode) => {
    expect(shortly({ line: pharmacy({ orderingCode }), registry })).toBe('accept ~IN_GOOD_STANDING');
  });

  it.each([
    ['no place at the pharmacy', [clinician()], 'accept ~IN_GOOD_STANDING'],
    [
      'a suspension from another site',
      [clinician(), sanction({ fixmedinsCode: elsewhere })],
      'reject CLINICIAN_SUSPENDED',
    ],
    [
      'a termination from another site',
      [clinician(), sanction({ fixmedinsCode: elsewhere, status: 'terminated' })],
      'reject CLINICIAN_TERMINATED',
    ],
    [
      'a suspension served and not restored',
      [clinician(), sanction({ fixmedinsCode: elsewhere, until: '2025-06-12' })],
      'reject NOT_RESTORED',
    ],
    [
      'a suspension bound to another site',
      [clinician(), sanction({ fixmedinsCode: elsewhere, scope: 'site', cause: 'other' })],
      'accept ~IN_GOOD_STANDING',
    ],
    [
      'a sanction, though on file by that alone',
      [sanction({ fixmedinsCode: elsewhere })],
      'reject CLINICIAN_SUSPENDED',
    ],
  ])('%s → %s', (_, records, expected) => {
    expect(shortly({ line: pharmacy({ orderingCode: DOCTOR }), registry: [...registry, ...records] })).toBe(
      expected,
    );
  });

  it('good standing rests on the place of the principal, and on what was restored of either', () => {
    const line = pharmacy({ orderingCode: DOCTOR });
    const evidence = (...records: RegistryRecord[]) =>
      reasonsFor('IN_GOOD_STANDING', { line, registry: [...registry, clinician(), ...records] })[0]?.evidence;
    const place = ['registration 2012-01-01/..', 'commitment 2012-01-01'];
    const ended = { until: '2025-06-11', documentNo: '文1' };
    const restored = restoration('2025-06-12', { documentNo: '文1' });
    expect(evidence()).toEqual(place);
    expect(evidence(sanction(ended), restored)).toEqual([
      'document 文1',
      'restored from 2025-06-12',
      ...place,
    ]);
    expect(evidence(sanction({ ...ended, code: PRINCIPAL }), restored)).toEqual([
      ...place,
      'document 文1',
      'restored from 2025-06-12',
    ]);
  });

  it('is lifted by an exemption of the prescriber', () => {
    const records = [...registry, clinician(), sanction(), exemption({ code: DOCTOR })];
    expect(shortly({ line: pharmacy({ orderingCode: DOCTOR }), registry: records })).toBe(
      'accept CLINICIAN_SUSPENDED +EXEMPTION_GRANTED',
    );
  });

  it('lists the prescriber before the principal', () => {
    const records = [...bySanction({ documentNo: 'A' }), clinician(), sanction({ documentNo: 'B' })];
    expect(shortly({ line: pharmacy({ orderingCode: DOCTOR }), registry: records })).toBe(
      'reject CLINICIAN_SUSPENDED CLINICIAN_SUSPENDED(principal)',
    );
  });

  it('notes a performing pharmacist between the two', () => {
    const records = [
      ...registry,
      clinician(COLLEAGUE),
      sanction({ code: COLLEAGUE, fixmedinsCode: PHARMACY }),
    ];
    expect(shortly({ line: pharmacy({ performingCode: COLLEAGUE }), registry: records })).toBe(
      'accept ~NOT_REGISTERED_AT_SITE(performing) ~CLINICIAN_SUSPENDED(performing) ~IN_GOOD_STANDING',
    );
  });
});
