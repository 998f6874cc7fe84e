import type { AreaMap, Article, Edition, InstitutionBar, Pack, PersonBar } from '@gatekeeper/policy';
import { NATIONAL_2024, NATIONAL_2024_EDITION_1, PACKS } from '@gatekeeper/policy';
import {
  at,
  clinician,
  COLLEAGUE,
  inGoodStanding,
  institutionStatus,
  outpatient,
  reasonsFor,
  registration,
  sanction,
  setting,
  shortly,
} from './facts';

const WHOLE: readonly Article[] = NATIONAL_2024_EDITION_1.articles;
const without = (...codes: Article['code'][]): readonly Article[] =>
  WHOLE.filter(({ code }) => !codes.includes(code));
const only = (...codes: Article['code'][]): readonly Article[] =>
  WHOLE.filter(({ code }) => codes.includes(code));

const packOf = (name: string, more: Partial<Edition>): Pack => ({
  ...NATIONAL_2024,
  name,
  editions: [{ ...NATIONAL_2024_EDITION_1, ...more }],
});
/** Bars neither suspended persons nor suspended institutions. */
const lean = packOf('lean', {
  articles: without('CLINICIAN_SUSPENDED', 'INSTITUTION_SUSPENDED', 'EMERGENCY_EXEMPT', 'EXEMPTION_GRANTED'),
});
const heirTo = (articles: readonly Article[]): Pack =>
  packOf('heir', { parent: { name: 'national-2024', edition: NATIONAL_2024_EDITION_1 }, articles });

const inOrder = (articles: readonly Article[]): readonly Article[] =>
  [...WHOLE].flatMap(({ code }) => articles.filter((article) => article.code === code));

const led = (...packs: string[]): AreaMap => new Map([['', packs.map((pack) => ({ pack, dated: null }))]]);

describe('CONTRACT 5: a text that is added to another bars by its own articles, not by those it inherits', () => {
  const suspended = [...inGoodStanding(), sanction()];
  const stopped = [...inGoodStanding(), institutionStatus()];
  it.each([
    ['a person, alone', ['lean'], [], suspended, 'accept ~IN_GOOD_STANDING'],
    ['a person, inherited by what is added', ['lean', 'heir'], [], suspended, 'accept ~IN_GOOD_STANDING'],
    [
      'a person, of its own',
      ['lean', 'heir'],
      ['CLINICIAN_SUSPENDED'],
      suspended,
      'reject CLINICIAN_SUSPENDED',
    ],
    ['a person, inherited by what leads', ['heir', 'lean'], [], suspended, 'reject CLINICIAN_SUSPENDED'],
    ['an institution, alone', ['lean'], [], stopped, 'accept ~IN_GOOD_STANDING'],
    ['an institution, inherited by what is added', ['lean', 'heir'], [], stopped, 'accept ~IN_GOOD_STANDING'],
    [
      'an institution, of its own',
      ['lean', 'heir'],
      ['INSTITUTION_SUSPENDED'],
      stopped,
      'reject INSTITUTION_SUSPENDED',
    ],
    [
      'an institution, inherited by what leads',
      ['heir', 'lean'],
      [],
      stopped,
      'reject INSTITUTION_SUSPENDED',
    ],
  ] as const)('%s: %j with %j', (_, packs, own, registry, expected) => {
    const written = [...PACKS, lean, heirTo(only(...own))];
    expect(shortly({ line: outpatient(), registry, packs: written, map: led(...packs) })).toBe(expected);
  });
});

describe('CONTRACT 5: a text that is added to another lifts what it bars itself, by its own articles', () => {
  const emergency = outpatient({ medicalCategory: '13' });
  const suspended = [...inGoodStanding(), sanction()];
  const unlifted = packOf('unlifted', { articles: without('EMERGENCY_EXEMPT', 'EXEMPTION_GRANTED') });
  it.each([
    ['what leads lifts nothing', ['unlifted'], [], 'reject CLINICIAN_SUSPENDED'],
    ['nor does what the added text inherits', ['unlifted', 'heir'], [], 'reject CLINICIAN_SUSPENDED'],
    [
      'nor its own, where it is not what bars',
      ['unlifted', 'heir'],
      ['EMERGENCY_EXEMPT'],
      'reject CLINICIAN_SUSPENDED',
    ],
    [
      'its own lifts its own bar',
      ['lean', 'heir'],
      ['CLINICIAN_SUSPENDED', 'EMERGENCY_EXEMPT'],
      'accept CLINICIAN_SUSPENDED +EMERGENCY_EXEMPT',
    ],
    [
      'what leads lifts also the bar of another',
      ['heir', 'unlifted'],
      [],
      'accept CLINICIAN_SUSPENDED +EMERGENCY_EXEMPT',
    ],
  ] as const)('%s: %j with %j', (_, packs, own, expected) => {
    const written = [...PACKS, lean, unlifted, heirTo(only(...own))];
    const question = { line: emergency, registry: suspended, packs: written, map: led(...packs) };
    expect(shortly(question)).toBe(expected);
  });
});

describe('CONTRACT 5: a bar found by several texts is listed once, by the first; each of another person or document by itself', () => {
  const citation = { pack: 'heir', article: '1', summary: '', document: 'd', lastCheckedOn: '2025-01-01' };
  const head = { citation, article: 'heir art. 1', governedBy: 'fee', effect: 'bars' } as const;
  const always = { from: at('2012-01-01'), until: at('2099-01-01') };
  const onOrdering = (documentNo: string): PersonBar => ({
    ...head,
    inForce: always,
    about: 'person',
    code: 'CLINICIAN_SUSPENDED',
    because: ({ role }) => (role === 'ordering' ? [{ evidence: ['heir'], documentNo, sanction: null }] : []),
  });
  const performing = [clinician(COLLEAGUE), registration({ code: COLLEAGUE })];
  const written = (bar: PersonBar | InstitutionBar) => [...PACKS, heirTo([bar])];
  const listed = (registry: Parameters<typeof shortly>[0]['registry'], documentNo: string) =>
    reasonsFor('CLINICIAN_SUSPENDED', {
      line: outpatient({ performingCode: COLLEAGUE }),
      registry: [...inGoodStanding(), ...performing, ...registry],
      packs: written(onOrdering(documentNo)),
      map: led('national-2024', 'heir'),
      values: setting('national-2024', { checkedRoles: 'ordering+performing' }),
    }).map(({ article, role }) => `${article} ${role}`);
  it.each([
    ['the same person and document', [sanction({ documentNo: '文1' })], ['national-2024 art. 16 ordering']],
    [
      'another document',
      [sanction({ documentNo: '文0' })],
      ['national-2024 art. 16 ordering', 'heir art. 1 ordering'],
    ],
    [
      'the same document on another person',
      [sanction({ documentNo: '文1', code: COLLEAGUE })],
      ['heir art. 1 ordering', 'national-2024 art. 16 performing'],
    ],
  ])('%s', (_, registry, expected) => {
    expect(listed(registry, '文1')).toEqual(expected);
  });

  it('by two articles of one text: once, by the first', () => {
    const [suspends] = only('CLINICIAN_SUSPENDED') as readonly PersonBar[];
    const twice = { ...suspends!, article: 'national-2024 art. 99' };
    const pack = packOf('twice', { articles: [suspends!, twice, ...without('CLINICIAN_SUSPENDED')] });
    const question = {
      line: outpatient(),
      registry: [...inGoodStanding(), sanction()],
      packs: [
        ...PACKS,
        { ...pack, editions: pack.editions.map((it) => ({ ...it, articles: inOrder(it.articles) })) },
      ],
      map: led('twice'),
    };
    expect(reasonsFor('CLINICIAN_SUSPENDED', question).map(({ article }) => article)).toEqual([
      'national-2024 art. 16',
    ]);
  });

  it.each([
    ['its last second', '2012-01-01', '2025-06-15 10:00:01', 'reject INSTITUTION_GUIDANCE'],
    ['the second after', '2012-01-01', '2025-06-15 10:00:00', 'accept ~IN_GOOD_STANDING'],
    ['its first second', '2025-06-15 10:00:00', '2099-01-01', 'reject INSTITUTION_GUIDANCE'],
    ['the second before', '2025-06-15 10:00:01', '2099-01-01', 'accept ~IN_GOOD_STANDING'],
  ])('an article on the institution holds while it is in force: %s', (_, from, until, expected) => {
    const bar: InstitutionBar = {
      ...head,
      inForce: { from: at(from), until: at(until) },
      about: 'institution',
      code: 'INSTITUTION_GUIDANCE',
      because: () => [{ evidence: ['heir'], documentNo: '', sanction: null }],
    };
    const line = outpatient({ feeOccurredAt: '2025-06-15 10:00:00' });
    const question = {
      line,
      registry: inGoodStanding(),
      packs: written(bar),
      map: led('national-2024', 'heir'),
    };
    expect(shortly(question)).toBe(expected);
  });
});
