import { formatCitation, REASON_CODES } from '@gatekeeper/vocabulary';
import type { Pack, ParameterKind } from '.';
import { articlesOf, PACKS, PARAMETER_KINDS } from '.';
import { valueOn } from './settled-value';

const packOf = (name: string): Pack => PACKS.find((pack) => pack.name === name)!;

describe('what a text is worth, since when, and from when it is law', () => {
  it.each([
    ['national-2024', 'in-force', ['2024-08-23', '2024-12-18'], '2025-01-01', null],
    ['guangdong-2025', 'draft', [null, '2025-04-21'], null, null],
    ['nhsa-2018', 'in-force', ['2018-11-29', '2018-12-10'], '2018-11-29', null],
    ['hainan-2022', 'draft', [null], null, '2025-04-01'],
    ['hainan-institutions-2024', 'in-force', ['2024-11-18'], '2024-11-18', null],
    ['linfen', 'template', [null], null, null],
  ])('%s: %s, issued %j, law from %s, superseded from %s', (name, status, issued, lawFrom, superseded) => {
    const pack = packOf(name);
    expect(pack.status).toBe(status);
    expect(pack.sources.map(({ issuedOn }) => issuedOn)).toEqual(issued);
    expect(pack.inForce).toEqual(lawFrom === null ? null : { from: lawFrom, until: null });
    expect(pack.superseded?.from ?? null).toBe(superseded);
  });
});

describe.each(PACKS.map((pack) => [pack.name, pack] as const))('the editions of %s', (name, pack) => {
  it('are numbered from 1, and take over what they leave unsaid from the national scheme', () => {
    const parent = name === 'national-2024' ? null : 'national-2024';
    expect(pack.editions.length).toBeGreaterThan(0);
    expect(pack.editions.map((edition) => [edition.number, edition.parent?.name ?? null])).toEqual(
      pack.editions.map((_, index) => [String(index + 1), parent]),
    );
  });

  it('have one article for each reason they speak of, own or taken over', () => {
    for (const edition of pack.editions) {
      const codes = articlesOf(edition).map(({ code, effect }) => `${effect} ${code}`);
      expect(new Set(codes).size).toBe(codes.length);
      for (const { code } of articlesOf(edition)) expect(REASON_CODES).toContain(code);
    }
  });
});

/** The article that a text itself has for what is only noted; `reading`: it is silent. */
describe('where what is noted of a line stands', () => {
  it.each([
    ['national-2024', 'INPATIENT_BEFORE_STATUS_CHANGE', 'reading'],
    ['national-2024', 'NO_FUND_MONEY', 'art. 16'],
    ['national-2024', 'REFUND_MIRRORS_ORIGINAL', 'reading'],
    ['national-2024', 'IN_GOOD_STANDING', 'art. 16'],
    ['national-2024', 'OUTSIDE_PACK_IN_FORCE', 'art. 59'],
    ['guangdong-2025', 'INPATIENT_BEFORE_STATUS_CHANGE', 'art. 38 para. 2'],
    ['guangdong-2025', 'NO_FUND_MONEY', 'art. 15'],
    ['guangdong-2025', 'REFUND_MIRRORS_ORIGINAL', 'reading'],
    ['guangdong-2025', 'IN_GOOD_STANDING', 'art. 15'],
    ['guangdong-2025', 'OUTSIDE_PACK_IN_FORCE', 'art. 52'],
    ['nhsa-2018', 'OUTSIDE_PACK_IN_FORCE', 'reading'],
    ['hainan-2022', 'INPATIENT_BEFORE_STATUS_CHANGE', 'reading'],
    ['hainan-2022', 'NO_FUND_MONEY', 'art. 22 para. 2'],
    ['hainan-2022', 'REFUND_MIRRORS_ORIGINAL', 'reading'],
    ['hainan-2022', 'IN_GOOD_STANDING', 'art. 7'],
    ['hainan-2022', 'OUTSIDE_PACK_IN_FORCE', 'art. 32'],
    ['hainan-institutions-2024', 'OUTSIDE_PACK_IN_FORCE', 'reading'],
    ['linfen', 'OUTSIDE_PACK_IN_FORCE', 'reading'],
  ])('%s, %s: %s', (name, code, place) => {
    const own = packOf(name).editions.flatMap(({ articles }) =>
      articles.filter((article) => article.effect === 'notes' && article.code === code),
    );
    expect([...new Set(own.map(({ citation }) => formatCitation(citation)))]).toEqual([`${name} ${place}`]);
  });
});

const ALL_PERSONS = 'doctor,nurse,pharmacist,technician,auditor,pharmacy_principal';
const REPAIR = 'reduces_points,shortens_period,recomputes_tier';
const EXCUSED = 'suspended,terminated,not_restored';
const STOPPED = 'suspended,terminated';

/** What a text does not say itself it has from the national scheme. */
describe('the texts side by side, as they are and where they differ', () => {
  it.each([
    ['fundScope', 'all', { 'guangdong-2025': 'pooled' }],
    ['restore', 'application', { 'hainan-2022': 'auto' }],
    ['commitmentRequired', 'true', { 'nhsa-2018': 'false', 'hainan-2022': 'false', linfen: 'false' }],
    ['certificateChecked', 'false', { linfen: 'true' }],
    ['siteBoundCauses', '', { 'hainan-2022': 'institution,department' }],
    [
      'institutionStatuses',
      STOPPED,
      { 'hainan-institutions-2024': 'suspended,terminated,exit_audit,guidance' },
    ],
    ['guidanceBlocks', '', { 'hainan-institutions-2024': 'chronic,cross_province' }],
    ['guidanceExceptsCenters', '', { 'hainan-institutions-2024': 'chronic,cross_province' }],
    ['emergencyCategories', '13,1301', {}],
    ['impliedEmergencyCategories', '24', {}],
    ['emergencyException', EXCUSED, { 'hainan-2022': `${EXCUSED},unregistered` }],
    ['carveOutTransactions', '2301', {}],
    ['repair', REPAIR, { 'hainan-2022': '' }],
    ['personTypes', ALL_PERSONS, { 'nhsa-2018': 'doctor', 'hainan-2022': 'doctor', linfen: 'doctor' }],
    ['emergencyLinesAgainstRestoration', 'false', {}],
    ['sanctionRunsDuringAppeal', 'true', {}],
    ['samplingExtrapolates', 'false', { 'nhsa-2018': 'true' }],
  ] as const)('%s: %s, but %j', (name, scheme, elsewhere) => {
    const kind: ParameterKind<unknown> = PARAMETER_KINDS[name];
    const said = PACKS.map((pack) => [pack.name, kind.write(valueOn(pack.editions[0]!, name, null))]);
    const other: Readonly<Record<string, string>> = elsewhere;
    expect(said).toEqual(PACKS.map((pack) => [pack.name, other[pack.name] ?? scheme]));
  });
});
