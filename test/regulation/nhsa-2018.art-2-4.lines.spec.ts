import { decide, gatherFacts, Views } from '@gatekeeper/adjudication';
import { bindPolicy, DEFAULT_AREA_MAP, loadPacks, PACKS } from '@gatekeeper/policy';
import type { RegistryRecord, SettlementLine } from '@gatekeeper/vocabulary';
import {
  ask,
  at,
  clinician,
  COLLEAGUE,
  departmentStatus,
  deregistration,
  exemption,
  HOSPITAL,
  DOCTOR,
  inGoodStanding,
  inpatient,
  institution,
  institutionStatus,
  outpatient,
  pharmacy,
  pharmacyInGoodStanding,
  PRINCIPAL,
  reasonsFor,
  refundOf,
  registration,
  restoration,
  sanction,
  shortly,
  timelineIn,
} from './facts';

const pack = 'nhsa-2018';
const everywhere = (...packs: string[]) =>
  new Map([['', packs.map((name) => ({ pack: name, dated: null }))]]);
/** Stopped for verified fraud, from 2025-06-10 for a year: the notice of that is a sanction on file. */
const stopped = [
  ...inGoodStanding(),
  sanction({ status: 'terminated', cause: 'other', until: '2026-06-10' }),
];

describe('nhsa-2018 art. 2-4: a doctor stopped for verified fraud', () => {
  it.each([
    ['the second before', '2025-06-09 23:59:59', 'accept ~IN_GOOD_STANDING'],
    ['the first second', '2025-06-10 00:00:00', 'reject CLINICIAN_TERMINATED'],
    ['the last second', '2026-06-09 23:59:59', 'reject CLINICIAN_TERMINATED'],
    ['the second after, restored by nobody', '2026-06-10 00:00:00', 'reject NOT_RESTORED'],
  ])('for a year from 2025-06-10: %s (%s) → %s', (_, feeOccurredAt, expected) => {
    const line = outpatient({ feeOccurredAt });
    expect(shortly({ line, registry: stopped, pack, knownAt: '2027-01-01 00:00:00' })).toBe(expected);
  });

  it('is its own article where it leads, and the leading text’s where it does not', () => {
    const cited = (map: ReturnType<typeof everywhere>) =>
      reasonsFor('CLINICIAN_TERMINATED', { line: outpatient(), registry: stopped, map }).map(
        ({ article }) => article,
      );
    expect(cited(everywhere(pack))).toEqual(['nhsa-2018 art. 2-4']);
    expect(cited(everywhere('guangdong-2025', pack))).toEqual(['guangdong-2025 art. 15']);
  });

  it('asks for no commitment, which came later', () => {
    const registry = [institution(), clinician(), registration({ committed: null })];
    expect(shortly({ line: outpatient(), registry, pack })).toBe('accept ~IN_GOOD_STANDING');
    expect(shortly({ line: outpatient(), registry, map: everywhere('guangdong-2025', pack) })).toBe(
      'reject COMMITMENT_MISSING',
    );
  });
});

describe('nhsa-2018, law since its issue on 2018-11-29', () => {
  it.each([
    ['the second before', '2018-11-28 23:59:59', 1],
    ['the first second', '2018-11-29 00:00:00', 0],
    ['the second after', '2018-11-29 00:00:01', 0],
    ['today', '2025-12-31 00:00:00', 0],
  ])('leading, a fee of %s (%s): %d note', (_, feeOccurredAt, notes) => {
    const question = { line: outpatient({ feeOccurredAt }), registry: inGoodStanding() };
    const found = reasonsFor('OUTSIDE_PACK_IN_FORCE', { ...question, pack });
    expect(found.map(({ article }) => article)).toEqual(Array(notes).fill('nhsa-2018 reading'));
    // Where it only adds, the note is about the text that leads.
    expect(
      reasonsFor('OUTSIDE_PACK_IN_FORCE', { ...question, map: everywhere('national-2024', pack) }),
    ).toHaveLength(feeOccurredAt < '2025' ? 1 : 0);
  });
});

describe('nhsa-2018 beside guangdong-2025 changes no answer of Guangdong’s', () => {
  const REGISTRIES: Readonly<Record<string, readonly RegistryRecord[]>> = {
    'nobody on file': [],
    'in good standing': inGoodStanding(),
    'two doctors': [...inGoodStanding(), clinician(COLLEAGUE), registration({ code: COLLEAGUE })],
    'no commitment': [institution(), clinician(), registration({ committed: null })],
    'not registered': [institution(), clinician()],
    deregistered: [...inGoodStanding(), deregistration()],
    suspended: [...inGoodStanding(), sanction()],
    terminated: [...inGoodStanding(), sanction({ status: 'terminated' })],
    'both, of two notices': [
      ...inGoodStanding(),
      sanction(),
      sanction({ documentNo: '2号', status: 'terminated', until: null }),
    ],
    'stopped for fraud': stopped,
    'not restored': [...inGoodStanding(), sanction({ until: '2025-06-12' })],
    restored: [...inGoodStanding(), sanction({ until: '2025-06-12' }), restoration('2025-06-12')],
    exempt: [...stopped, exemption({ code: DOCTOR })],
    'institution suspended': [...inGoodStanding(), institutionStatus()],
    'institution terminated': [...inGoodStanding(), institutionStatus({ status: 'terminated' })],
    'institution in guidance': [...inGoodStanding(), institutionStatus({ status: 'guidance' })],
    'institution terminated, person too': [...stopped, institutionStatus({ status: 'terminated' })],
    'institution exempt': [
      ...inGoodStanding(),
      institutionStatus({ status: 'terminated' }),
      exemption({ fixmedinsCode: HOSPITAL }),
    ],
    'department suspended': [...inGoodStanding(), departmentStatus()],
    pharmacy: pharmacyInGoodStanding(),
    'principal terminated': [
      ...pharmacyInGoodStanding(),
      sanction({ code: PRINCIPAL, status: 'terminated' }),
    ],
  };
  const LINES: Readonly<Record<string, SettlementLine>> = {
    outpatient: outpatient(),
    'before it all': outpatient({ feeOccurredAt: '2018-06-15 10:00:00' }),
    'after the period': outpatient({ feeOccurredAt: '2025-09-10 00:00:00' }),
    'of a department': outpatient({ departmentCode: 'A03.02' }),
    emergency: outpatient({ medicalCategory: '13' }),
    'from emergency': outpatient({ medicalCategory: '24' }),
    'unknown category': outpatient({ medicalCategory: '99999' }),
    chronic: outpatient({ medicalCategory: '14' }),
    paid: outpatient({ paidAt: '2025-06-20' }),
    'without pooled money': outpatient({ pooledAmount: 0n }),
    'no code': outpatient({ orderingCode: null }),
    'performed by another': outpatient({ performingCode: COLLEAGUE }),
    'crossing stay': inpatient({ feeOccurredAt: '2025-06-09 10:00:00' }),
    'stay in a suspension': inpatient(),
    refund: refundOf('L1'),
    pharmacy: pharmacy(),
  };
  const loaded = loadPacks(PACKS, (_, { number }) => number).packs;
  const stacked = bindPolicy(DEFAULT_AREA_MAP, loaded);
  const alone = bindPolicy(new Map([['44', [{ pack: 'guangdong-2025', dated: null }]]]), loaded);
  const asking = { knownAt: at('2026-01-01'), noticed: null, original: { kind: 'unknown' } } as const;

  it.each(Object.entries(REGISTRIES))('%s', (_, registry) => {
    for (const line of Object.values(LINES)) {
      const facts = gatherFacts(line, asking, timelineIn(registry), new Views());
      if ('unread' in facts) throw new Error(`the timeline of ${facts.unread} was not read`);
      expect(decide(line, facts, stacked)).toEqual(decide(line, facts, alone));
    }
  });

  it('under the area map they stack in that order', () => {
    expect(DEFAULT_AREA_MAP.get('44')?.map((entry) => entry.pack)).toEqual(['guangdong-2025', pack]);
    expect(ask({ line: outpatient(), registry: inGoodStanding(), map: DEFAULT_AREA_MAP })).toMatchObject({
      pack: 'guangdong-2025',
      edition: '1',
    });
  });
});
