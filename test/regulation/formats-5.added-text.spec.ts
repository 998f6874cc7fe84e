import type { AreaMap, Article, Edition, Pack } from '@gatekeeper/policy';
import { NATIONAL_2024, NATIONAL_2024_EDITION_1, PACKS } from '@gatekeeper/policy';
import { inGoodStanding, institutionStatus, outpatient, sanction, shortly } from './facts';

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

const led = (...packs: string[]): AreaMap => new Map([['', packs.map((pack) => ({ pack, dated: null }))]]);

describe('FORMATS 5: a text that is added to another bars by its own articles, not by those it inherits', () => {
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
