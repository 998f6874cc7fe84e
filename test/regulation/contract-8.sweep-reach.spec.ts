/** CONTRACT 8, Sweep: a registry write re-decides exactly the lines it can touch. What each kind of record reaches, and what not. */
import type { Reach } from '@gatekeeper/adjudication';
import { futureTurns, reachOf, reachThroughPharmacies, registryTimelines } from '@gatekeeper/adjudication';
import { formatBoundary, formatInterval, formatInstant, intervalFrom } from '@gatekeeper/calendar';
import type { RegistryRecord, WithdrawalRecord } from '@gatekeeper/vocabulary';
import {
  annulment,
  at,
  clinician,
  COLLEAGUE,
  departmentStatus,
  deregistration,
  DOCTOR,
  exemption,
  HOSPITAL,
  inGoodStanding,
  institution,
  institutionStatus,
  OTHER_HOSPITAL,
  PHARMACY,
  pharmacyInGoodStanding,
  PRINCIPAL,
  principal,
  recorded,
  registration,
  restoration,
  revision,
  sanction,
} from './facts';

const WRITTEN_AT = '2025-08-01 09:00:00';

type Change = readonly [
  title: string,
  before: readonly RegistryRecord[],
  written: readonly RegistryRecord[],
  reached: readonly string[],
];

const named = <Record extends RegistryRecord>(recordId: string, record: Record): Record => ({
  ...record,
  recordId,
});
const correcting = <Record extends RegistryRecord>(supersedes: string, record: Record): Record => ({
  ...record,
  supersedes,
});
const withdrawal = (supersedes: string): WithdrawalRecord => ({
  ...named(`w-${supersedes}`, annulment()),
  kind: 'withdrawal',
  supersedes,
  reason: '误报',
  approvedAt: at(WRITTEN_AT),
});
/** Everything of the write is received at the one moment. */
const timelinesAfter = (before: readonly RegistryRecord[], written: readonly RegistryRecord[]) =>
  registryTimelines([...before, ...written.map((record) => ({ ...record, ...recorded(WRITTEN_AT) }))]);

function inWords(reach: Reach): string {
  const fees = formatInterval(reach.fees);
  switch (reach.kind) {
    case 'person':
      return reach.openStaysAt === null
        ? `${reach.subject} at ${reach.site ?? 'every site'}: ${fees}`
        : `${reach.subject}, stays open at ${formatBoundary(reach.openStaysAt)}: ${fees}`;
    case 'institution':
      return `${reach.pharmacyOnly ? 'pharmacy lines of ' : ''}${reach.subject}: ${fees}`;
  }
}
const reachedBy = (
  before: readonly RegistryRecord[],
  written: readonly RegistryRecord[],
): readonly string[] =>
  [...timelinesAfter(before, written).values()].flatMap((timeline) =>
    reachOf(timeline, at(WRITTEN_AT)).map(inWords),
  );

/** 200,000 registrations of a roster are each one of these. */
const roster = (more: Parameters<typeof registration>[0] = {}) =>
  registration({ from: '2026-01-01', committed: '2012-01-01', ...more });
const here = (fees: string) => `${DOCTOR} at ${HOSPITAL}: ${fees}`;
const everywhere = (fees: string) => `${DOCTOR} at every site: ${fees}`;
const openStays = (from: string, fees = `../${from}`) => `${DOCTOR}, stays open at ${from}: ${fees}`;
const standing = inGoodStanding();
const sanctioned = [...standing, named('s', sanction())];
const siteBound = { scope: 'site', cause: 'discipline' } as const;
const guided = institutionStatus({ status: 'guidance', until: '2025-12-01' });

describe.each<readonly [string, readonly Change[]]>([
  [
    'nothing is reached by',
    [
      ['a registration stated once more', standing, [registration()], []],
      ['a roster that restates a registration from its day on', standing, [roster()], []],
      [
        'a registration corrected into two adjoining records',
        [institution(), clinician(), named('r', registration())],
        [correcting('r', registration({ until: '2025-01-01' })), registration({ from: '2025-01-01' })],
        [],
      ],
      ['a registration that never held', standing, [roster({ until: '2026-01-01' })], []],
      ["a person's other name", standing, [{ ...clinician(), name: '乙' }], []],
      [
        "an institution's other name or type",
        standing,
        [{ ...institution(), name: '乙', type: 'pharmacy' }],
        [],
      ],
      [
        'a regional medical centre that is in no guidance',
        standing,
        [institution(HOSPITAL, { regionalMedicalCenter: true })],
        [],
      ],
      ['a sanction that never ran', standing, [sanction({ until: '2025-06-10' })], []],
      [
        'another document of a sanction, other days of deciding and issuing',
        sanctioned,
        [
          correcting(
            's',
            sanction({ documentNo: '2号', decidedAt: at('2025-06-01'), issuedAt: at('2025-06-02') }),
          ),
        ],
        [],
      ],
      ['an annulment before its document', standing, [annulment()], []],
      [
        'a restoration and a revision before their document',
        standing,
        [restoration('2025-07-01'), revision('2025-07-01')],
        [],
      ],
      ['a revision of what is annulled', [...sanctioned, annulment()], [revision('2025-07-01')], []],
      ['a sanction that is annulled already', [...standing, annulment()], [sanction()], []],
      ['an exemption of a person without a sanction', standing, [exemption({ code: DOCTOR })], []],
      [
        'an exemption of an institution without guidance',
        standing,
        [exemption({ fixmedinsCode: HOSPITAL })],
        [],
      ],
      ['a second withdrawal', [...sanctioned, withdrawal('s')], [named('w2', withdrawal('s'))], []],
      ['a withdrawal of a withdrawal', [...sanctioned, withdrawal('s')], [withdrawal('w-s')], []],
      ['a principal stated once more', pharmacyInGoodStanding(), [principal()], []],
      [
        'an exemption stated once more',
        [...sanctioned, exemption({ code: DOCTOR })],
        [exemption({ code: DOCTOR })],
        [],
      ],
      [
        'a status stated once more',
        [...standing, guided],
        [institutionStatus({ status: 'guidance', until: '2025-12-01' })],
        [],
      ],
      [
        'a deregistration before a registration of later, where nothing was yet registered',
        [
          institution(),
          clinician(),
          registration({ from: '2025-06-01' }),
          deregistration({ fixmedinsCode: HOSPITAL }),
        ],
        [deregistration({ fixmedinsCode: HOSPITAL, from: '2025-04-01' })],
        [],
      ],
    ],
  ],
  [
    'a registration reaches its site, where the person stands otherwise by it:',
    [
      [
        'a site more',
        standing,
        [roster({ fixmedinsCode: OTHER_HOSPITAL })],
        [`${DOCTOR} at ${OTHER_HOSPITAL}: 2026-01-01/..`],
      ],
      [
        'a gap closed',
        [institution(), clinician(), registration({ until: '2025-03-01' })],
        [registration({ from: '2025-05-01' })],
        [here('2025-05-01/..')],
      ],
      [
        'an end moved',
        [institution(), clinician(), named('r', registration({ until: '2025-03-01' }))],
        [correcting('r', registration({ until: '2025-04-01' }))],
        [here('2025-03-01/2025-04-01')],
      ],
      [
        'a commitment of another day',
        [institution(), clinician(), named('r', registration())],
        [correcting('r', registration({ committed: '2025-01-01' }))],
        [here('2012-01-01/2025-01-01')],
      ],
      [
        'a deregistration undone',
        [...standing, deregistration({ fixmedinsCode: HOSPITAL })],
        [registration({ from: '2025-05-01', committed: '2025-05-01' })],
        [here('2025-05-01/..')],
      ],
      [
        'one withdrawn',
        [institution(), clinician(), named('r', registration())],
        [withdrawal('r')],
        [here('2012-01-01/..')],
      ],
    ],
  ],
  [
    'a deregistration reaches what comes after it:',
    [
      ['at its site', standing, [deregistration({ fixmedinsCode: HOSPITAL })], [here('2025-03-01/..')]],
      ['everywhere', standing, [deregistration()], [everywhere('2025-03-01/..')]],
      [
        'until a registration had undone it',
        [...standing, registration({ from: '2025-05-01', committed: '2025-05-01' })],
        [deregistration({ fixmedinsCode: HOSPITAL })],
        [here('2025-03-01/2025-05-01')],
      ],
      [
        'another reason than death is all the same',
        [...standing, named('d', deregistration())],
        [correcting('d', deregistration({ reason: 'retired' }))],
        [],
      ],
      [
        'death is not',
        [...standing, named('d', deregistration())],
        [correcting('d', deregistration({ reason: 'deceased' }))],
        [everywhere('2025-03-01/..')],
      ],
    ],
  ],
  [
    'a record of a person or an institution reaches everything of it when it comes to be on file:',
    [
      ['a person', [institution(), registration()], [clinician()], [everywhere('../..')]],
      ['an institution', [clinician(), registration()], [institution()], [`${HOSPITAL}: ../..`]],
      [
        'one taken back',
        [institution(), named('c', clinician()), registration()],
        [withdrawal('c')],
        [everywhere('../..')],
      ],
      [
        'one of two taken back',
        [institution(), named('c', clinician()), clinician(), registration()],
        [withdrawal('c')],
        [],
      ],
    ],
  ],
  [
    'a sanction reaches fees from its start on, and before it the stays that cross the start:',
    [
      [
        'one that comes, its time served included',
        standing,
        [sanction()],
        [everywhere('2025-06-10/..'), openStays('2025-06-10')],
      ],
      ['one of its site', standing, [sanction(siteBound)], [here('2025-06-10/..'), openStays('2025-06-10')]],
      [
        'one of its site for points, which a text may spread',
        standing,
        [sanction({ scope: 'site' })],
        [everywhere('2025-06-10/..'), openStays('2025-06-10')],
      ],
      [
        'one that is annulled',
        sanctioned,
        [annulment()],
        [everywhere('2025-06-10/..'), openStays('2025-06-10')],
      ],
      [
        'one that is withdrawn',
        sanctioned,
        [withdrawal('s')],
        [everywhere('2025-06-10/..'), openStays('2025-06-10')],
      ],
      [
        'one whose annulment is withdrawn',
        [...sanctioned, named('a', annulment())],
        [withdrawal('a')],
        [everywhere('2025-06-10/..'), openStays('2025-06-10')],
      ],
      ['one whose end moves', sanctioned, [revision('2025-08-10')], [everywhere('2025-08-10/2025-09-10')]],
      ['one that is restored early', sanctioned, [restoration('2025-07-10')], [everywhere('2025-07-10/..')]],
      [
        'one that is restored in time',
        sanctioned,
        [restoration('2025-09-10')],
        [everywhere('2025-09-10/..')],
      ],
      [
        'one delivered on another day',
        sanctioned,
        [correcting('s', sanction({ deliveredAt: at('2025-06-20') }))],
        [everywhere('2025-06-10/2025-06-20')],
      ],
      [
        'one whose start moves',
        sanctioned,
        [correcting('s', sanction({ from: '2025-06-20' }))],
        [everywhere('2025-06-10/2025-09-10'), openStays('2025-06-10')],
      ],
      [
        'one that spreads otherwise, under texts that ask for scope or cause',
        [...standing, named('s', sanction({ scope: 'site' }))],
        [correcting('s', sanction())],
        [everywhere('2025-06-10/..'), openStays('2025-06-10')],
      ],
      [
        'one that happened at another site, which texts may bind it to',
        sanctioned,
        [correcting('s', sanction({ fixmedinsCode: OTHER_HOSPITAL }))],
        [everywhere('2025-06-10/..'), openStays('2025-06-10')],
      ],
      [
        'two, each stretch of fees once',
        standing,
        [
          sanction({ until: '2025-06-12' }),
          restoration('2025-06-12'),
          sanction({ documentNo: '2号', from: '2025-06-20' }),
        ],
        [
          everywhere('2025-06-10/2025-06-12'),
          everywhere('2025-06-20/..'),
          openStays('2025-06-10'),
          openStays('2025-06-20', '2025-06-12/2025-06-20'),
        ],
      ],
      [
        'only of those whom an annulment names',
        [...sanctioned, clinician(COLLEAGUE), sanction({ code: COLLEAGUE })],
        [annulment({ code: DOCTOR })],
        [everywhere('2025-06-10/..'), openStays('2025-06-10')],
      ],
    ],
  ],
  [
    'an exemption reaches where it meets what it lifts:',
    [
      ['of a person', sanctioned, [exemption({ code: DOCTOR })], [everywhere('2025-06-10/2026-01-01')]],
      [
        'of a person at a site',
        sanctioned,
        [exemption({ code: DOCTOR, fixmedinsCode: HOSPITAL })],
        [here('2025-06-10/2026-01-01')],
      ],
      [
        'of an institution in guidance',
        [...standing, guided],
        [exemption({ fixmedinsCode: HOSPITAL })],
        [`${HOSPITAL}: 2025-06-10/2025-12-01`],
      ],
    ],
  ],
  [
    'what is said of an institution reaches its lines of that time:',
    [
      [
        'a status',
        standing,
        [institutionStatus({ until: '2025-07-01' })],
        [`${HOSPITAL}: 2025-06-10/2025-07-01`],
      ],
      [
        'a status of a department',
        standing,
        [departmentStatus({ until: '2025-07-01' })],
        [`${HOSPITAL}: 2025-06-10/2025-07-01`],
      ],
      [
        'another status for the same time',
        [...standing, named('g', institutionStatus({ until: '2025-07-01' }))],
        [correcting('g', institutionStatus({ status: 'terminated', until: '2025-07-01' }))],
        [`${HOSPITAL}: 2025-06-10/2025-07-01`],
      ],
      [
        'another department for the same time',
        [...standing, named('g', departmentStatus({ until: '2025-07-01' }))],
        [correcting('g', departmentStatus({ departmentCode: 'A04', until: '2025-07-01' }))],
        [`${HOSPITAL}: 2025-06-10/2025-07-01`],
      ],
      [
        'an exemption of a suspended department',
        [...standing, departmentStatus({ until: '2025-07-01' })],
        [exemption({ fixmedinsCode: HOSPITAL, departmentCode: 'A03.02' })],
        [`${HOSPITAL}: 2025-06-10/2025-07-01`],
      ],
      [
        'a regional medical centre in guidance',
        [...standing, guided],
        [institution(HOSPITAL, { regionalMedicalCenter: true })],
        [`${HOSPITAL}: 2025-06-10/2025-12-01`],
      ],
      [
        'a principal more',
        pharmacyInGoodStanding(),
        [principal({ code: DOCTOR, from: '2025-06-01' })],
        [`pharmacy lines of ${PHARMACY}: 2025-06-01/..`],
      ],
    ],
  ],
])('%s', (_, changes) => {
  it.each(changes)('%s', (_title, before, written, reached) => {
    expect(reachedBy(before, written)).toEqual(reached);
  });
});

describe('a principal reaches the pharmacy lines of the days on which he was one', () => {
  const pharmacies = [
    { fixmedinsCode: PHARMACY, interval: intervalFrom(at('2025-06-15'), at('2025-07-01')) },
    { fixmedinsCode: HOSPITAL, interval: intervalFrom(at('2025-06-20')) },
    { fixmedinsCode: PHARMACY, interval: intervalFrom(at('2025-07-01'), at('2025-07-10')) },
    { fixmedinsCode: OTHER_HOSPITAL, interval: intervalFrom(at('2025-01-01'), at('2025-06-10')) },
  ];
  const through = (...written: readonly RegistryRecord[]): readonly string[] =>
    [...timelinesAfter(pharmacyInGoodStanding(), written).values()].flatMap((timeline) =>
      reachThroughPharmacies(reachOf(timeline, at(WRITTEN_AT)), pharmacies).map(inWords),
    );

  it.each<readonly [string, RegistryRecord, readonly string[]]>([
    [
      'a sanction everywhere, its stays left out',
      sanction({ code: PRINCIPAL }),
      [
        `pharmacy lines of ${HOSPITAL}: 2025-06-20/..`,
        `pharmacy lines of ${PHARMACY}: 2025-06-15/2025-07-10`,
      ],
    ],
    [
      'a deregistration at one of them',
      deregistration({ code: PRINCIPAL, fixmedinsCode: PHARMACY }),
      [`pharmacy lines of ${PHARMACY}: 2025-06-15/2025-07-10`],
    ],
    ['another name', clinician(PRINCIPAL), []],
    ['an institution reaches itself alone', institutionStatus({ fixmedinsCode: PHARMACY }), []],
  ])('%s', (_, written, expected) => {
    expect(through(written)).toEqual(expected);
  });
});

describe('time alone turns stays at the start of what the write changed, where that is still to come', () => {
  it.each<readonly [string, readonly RegistryRecord[], readonly RegistryRecord[], readonly string[]]>([
    ['a sanction that runs already', standing, [sanction()], []],
    ['one from the moment of the write', standing, [sanction({ from: WRITTEN_AT })], []],
    [
      'one from the next second',
      standing,
      [sanction({ from: '2025-08-01 09:00:01' })],
      ['2025-08-01T09:00:01+08:00'],
    ],
    [
      'several, earliest first',
      standing,
      [sanction({ from: '2025-09-01' }), sanction({ documentNo: '2号', from: '2025-08-15' })],
      ['2025-08-15T00:00:00+08:00', '2025-09-01T00:00:00+08:00'],
    ],
    [
      'one that comes back with the withdrawal of its annulment',
      [...standing, sanction({ from: '2025-09-01' }), named('a', annulment())],
      [withdrawal('a')],
      ['2025-09-01T00:00:00+08:00'],
    ],
    ['one that another write brought', [...standing, sanction({ from: '2025-09-01' })], [clinician()], []],
  ])('%s', (_, before, written, expected) => {
    const timeline = timelinesAfter(before, written).get(DOCTOR);
    expect(
      (timeline === undefined ? [] : futureTurns(timeline, at(WRITTEN_AT))).map((turn) =>
        formatInstant(turn),
      ),
    ).toEqual(expected);
  });
});
