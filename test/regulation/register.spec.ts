/** Every article of every text is tested, or left out for a stated reason; and the page says so. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Edition, Pack } from '@gatekeeper/policy';
import { NATIONAL_2024, PACKS } from '@gatekeeper/policy';
import { pageOf, processesOf, rendered } from './register/page';
import { processSpec } from './register/process-specs';
import type { Register } from './register/register-problems';
import { registerProblems } from './register/register-problems';
import { leftOut, modelled } from './register/registered';
import { REGISTERS } from './register/registers';
import { REGENERATE } from './register/render';
import { articleSpec, articleSpecsIn } from './register/spec-files';

const ROOT = resolve(__dirname, '../..');

describe('the register of articles', () => {
  it('leaves no article without test or reason, no citation unknown, no pack out', () => {
    expect(
      registerProblems({
        packs: PACKS,
        registers: REGISTERS,
        specs: articleSpecsIn(__dirname),
        processes: processesOf(ROOT),
      }),
    ).toEqual([]);
  });

  it(`is what REGISTER.md says (write it anew: ${REGENERATE})`, () => {
    expect(readFileSync(pageOf(ROOT), 'utf8')).toBe(rendered(ROOT));
  });
});

/** A pack of one article that sets one value by art. 1 para. 2; a register and a spec that fit it. */
const EDITION: Edition = {
  ...NATIONAL_2024.editions[0]!,
  settings: {},
  articles: [],
  catalogue: [
    {
      code: 'X-1',
      points: { from: 1, to: 1 },
      zh: '情形',
      en: 'situation',
      citation: { pack: 'p', article: '1 para. 2', summary: '', document: '', lastCheckedOn: '' },
    },
  ],
};
const PACK: Pack = { ...NATIONAL_2024, name: 'p', editions: [EDITION] };
const ARTICLES = [modelled('1', 'one', '一'), leftOut('2', 'two', '二', 'a reason')];
const SPEC = articleSpec('p.art-1.spec.ts', "describe('p art. 1: one', () => {});");
const FITTING: Register = {
  packs: [PACK],
  registers: [{ pack: 'p', read: 'whole', articles: ARTICLES }],
  specs: [SPEC],
  processes: [processSpec('admin-process-p.spec.ts', 'p', "it('art. 1, 2: x', () => {});")],
};
const registering = (articles: typeof ARTICLES) => ({ registers: [{ pack: 'p', read: 'whole', articles }] });
const witness = (file: string, text: string) => ({ specs: [SPEC, articleSpec(file, text)] });

describe('what the register complains of', () => {
  it('nothing, where all fits', () => {
    expect(registerProblems(FITTING)).toEqual([]);
  });

  it.each<readonly [string, Partial<Register>, readonly string[]]>([
    ['a pack without register', { packs: [PACK, { ...PACK, name: 'q' }] }, ['q has no register']],
    [
      'a register without pack',
      { registers: [...FITTING.registers, { pack: 'q', read: '', articles: [] }] },
      ['q is no pack that ships'],
    ],
    [
      'two registers of one pack',
      { registers: [...FITTING.registers, { pack: 'p', read: '', articles: [] }] },
      ['p has two registers'],
    ],
    [
      'an article registered twice',
      registering([...ARTICLES, leftOut('2', 'two', '二', 'again')]),
      ['p art. 2 is registered twice'],
    ],
    [
      'an article that is neither',
      registering([...ARTICLES, leftOut('3', 'three', '三', ' ')]),
      ['p art. 3 is neither modelled nor left out for a reason, or has no summary'],
    ],
    [
      'an article without summary',
      registering([...ARTICLES, leftOut('3', 'three', '', 'a reason')]),
      ['p art. 3 is neither modelled nor left out for a reason, or has no summary'],
    ],
    [
      'a modelled article without spec',
      registering([...ARTICLES, modelled('3', 'three', '三')]),
      ['p art. 3 is modelled and has no spec file p.art-3.spec.ts'],
    ],
    [
      'a spec of an unknown article',
      witness('p.art-9.spec.ts', "describe('p art. 9', () => {});"),
      ['p.art-9.spec.ts names p art. 9, which no register knows'],
    ],
    [
      'a spec of an unknown pack',
      witness('q.art-1.spec.ts', "describe('q art. 1', () => {});"),
      ['q.art-1.spec.ts names q art. 1, which no register knows'],
    ],
    [
      'a spec of an article left out',
      witness('p.art-2.spec.ts', "describe('p art. 2', () => {});"),
      ['p.art-2.spec.ts tests p art. 2, which is said not to be modelled'],
    ],
    [
      'a process of an unknown article',
      { processes: [processSpec('admin-process-p.spec.ts', 'p', "it('art. 2 to 3: x', () => {});")] },
      ['admin-process-p.spec.ts walks through p art. 3, which no register knows'],
    ],
    [
      'a spec that names another article',
      witness('p.art-1.part.spec.ts', "describe('p art. 12', () => {});"),
      ['p.art-1.part.spec.ts begins with "p art. 12", not with "p art. 1"'],
    ],
    [
      'a spec without a describe',
      witness('p.art-1.part.spec.ts', "it('p art. 1', () => {});"),
      ['p.art-1.part.spec.ts begins with "", not with "p art. 1"'],
    ],
  ])('%s', (_, doctored, problems) => {
    expect(registerProblems({ ...FITTING, ...doctored })).toEqual(problems);
  });

  it.each([
    ['unknown', [modelled('2', 'two', '二')], 'which no register knows'],
    ['said not to be modelled', [leftOut('1', 'one', '一', 'a reason')], 'which is said not to be modelled'],
  ])('a citation of an article that is %s', (_, articles, reason) => {
    expect(registerProblems({ ...FITTING, ...registering(articles) })).toContain(
      `p: edition 1.X-1 cites p art. 1, ${reason}`,
    );
  });
});

describe('the title of a spec is read from its first describe', () => {
  it.each([
    ["describe('p art. 1: x', () => {});", 'p art. 1: x'],
    ["describe.each([1])('p art. 1: %d', () => {});", 'p art. 1: %d'],
    ['describe(`p art. 1, ${x}`, () => {});', 'p art. 1, '],
    ["const x = 1;\ndescribe('p art. 1', () => {});\ndescribe('p art. 2', () => {});", 'p art. 1'],
    ['describe(x, () => {});', ''],
  ])('%s', (text, title) => {
    expect(articleSpec('p.art-1.spec.ts', text)).toEqual({
      file: 'p.art-1.spec.ts',
      pack: 'p',
      article: '1',
      title,
    });
  });
});

describe('the articles of a process are read from the titles of its tests', () => {
  it.each([
    ["it('art. 7: x', () => {});", ['7']],
    ["describe('x', () => { it('art. 10 to 12, 14: x', () => {}); });", ['10', '11', '12', '14']],
    ["it('part 5-1 and 5-2: x', () => {}); it('2-1: x', () => {});", ['5-1', '5-2', '2-1']],
    ["it('q art. 3: of another text', () => {}); it('nobody approves alone: 1', () => {});", []],
  ])('%s', (text, articles) => {
    expect(processSpec('admin-process-p.spec.ts', 'p', text).articles).toEqual(articles);
  });
});
