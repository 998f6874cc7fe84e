/** What code and pages cite lies in this repository: pages by number and words, laws by number, files by path. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { CONTRADICTIONS } from '../regulation/register/contradictions';
import { parametersOf } from '../regulation/register/contradiction';
import { filesUnder, ROOT, textOf } from './files';

/** Papers that lie elsewhere; written so that this file names none. */
const ELSEWHERE = ['DES' + 'IGN', 'RUL' + 'ES', 'STY' + 'LE', 'STA' + 'CK', 'FOR' + 'MATS'];
const NO_PROSE = ['package-lock.json'];
const ENDINGS = ['.ts', '.mjs', '.js', '.md', '.yaml', '.yml', '.json', '.sql', '.sh'];

interface Page {
  readonly headings: ReadonlySet<string>;
  /** The words under a number that a citation may add: headings, what is set in bold, and codes. */
  readonly wordsOf: (number: string) => string;
}

const CONTRACT = page('libs/wire/CONTRACT.md');
const READINGS = page('libs/policy/READINGS.md');
const ARCHITECTURE = page('ARCHITECTURE.md');
const LAWS = numberedUnder(textOf('README.md'), '## The laws');

const FILES = filesUnder().filter(
  (file) => ENDINGS.some((ending) => file.endsWith(ending)) && !NO_PROSE.includes(file),
);
/** A citation may go over the end of a line, also of a comment's. */
const flat = (text: string): string => text.replace(/\s*\n\s*(?:\*|\/\/|--|#)?\s*/g, ' ');
const TEXTS = FILES.map((file) => ({ file, text: flat(textOf(file)) }));

describe('no file cites a paper that lies elsewhere', () => {
  it('by its name', () => {
    expect(TEXTS.length).toBeGreaterThan(1000);
    const word = new RegExp(`\\b(?:${ELSEWHERE.join('|')})\\b`);
    expect(TEXTS.filter(({ text }) => word.test(text)).map(({ file }) => file)).toEqual([]);
  });
});

describe('what is cited by number is there', () => {
  it.each([
    ['CONTRACT', CONTRACT, 100],
    ['READINGS', READINGS, 40],
    ['ARCHITECTURE', ARCHITECTURE, 5],
  ] as const)('%s', (name, cited, atLeast) => {
    const found = TEXTS.flatMap(({ file, text }) => citations(name, text).map((one) => ({ file, ...one })));
    expect(found.length).toBeGreaterThan(atLeast);
    const missing = found.filter(
      ({ number, word }) =>
        !cited.headings.has(number) || (word !== null && !cited.wordsOf(number).includes(word)),
    );
    expect(
      missing.map(
        ({ file, number, word }) => `${file}: ${name} ${number}${word === null ? '' : `, ${word}`}`,
      ),
    ).toEqual([]);
  });

  it('a law', () => {
    const cited = TEXTS.flatMap(({ file, text }) =>
      [...text.matchAll(/\b[Ll]aws? ((?:\d+(?:, | and )?)+)/g)].flatMap(([, numbers]) =>
        (numbers?.match(/\d+/g) ?? []).map((number) => ({ file, number })),
      ),
    );
    expect(cited.length).toBeGreaterThan(5);
    expect(cited.filter(({ number }) => !LAWS.includes(number))).toEqual([]);
  });

  it.each([
    ['CONTRACT 7, Stay across a change', '7/Stay'],
    ['CONTRACT 7 "Person"', '7/Person'],
    ['CONTRACT 1, 7 and 8; CONTRACT 2', '1 7 8 2'],
    ['CONTRACT 8, the law', '8'],
    ['READINGS 1.1.3 item 4', '1.1.3.4'],
    ['READINGS 1.1.3, 1.2.2, 1.6)', '1.1.3 1.2.2 1.6'],
    ['READINGS 2.4, Effective moment', '2.4/Effective'],
    ['ARCHITECTURE 3, step 4', '3.4'],
  ])('is read from %s: %s', (text, expected) => {
    const found = citations(text.slice(0, text.indexOf(' ')), text);
    expect(found.map(({ number, word }) => (word === null ? number : `${number}/${word}`)).join(' ')).toBe(
      expected,
    );
  });
});

describe('the laws', () => {
  it('are the same number in both languages, and each is kept by something', () => {
    expect(numberedUnder(textOf('README.zh-CN.md'), '## 定律')).toEqual(LAWS);
    const kept = [...textOf('ARCHITECTURE.md').matchAll(/^\| (\d), /gm)].map(([, law]) => law);
    expect(kept).toEqual(LAWS);
  });
});

describe('a contradiction of the texts stands in READINGS with the parameters that answer it', () => {
  it.each(CONTRADICTIONS.map((one) => [one.id, one] as const))('%s', (id, one) => {
    const item = READINGS.wordsOf(id.replace('-', '.'));
    expect(parametersOf(one).filter((name) => !item.includes(`\`${name}\``))).toEqual([]);
  });

  it('and none stands there that is not tested', () => {
    const items = [...READINGS.headings].filter((number) => /^1\.(?:1\.3|2\.2|6)\.\d+$/.test(number));
    expect(items.length).toBe(CONTRADICTIONS.length);
  });
});

describe('the front pages name files that exist', () => {
  it.each(['README.md', 'README.zh-CN.md', 'ARCHITECTURE.md', 'libs/policy/READINGS.md'])('%s', (file) => {
    const named = [
      ...textOf(file).matchAll(
        /(?<![\w/-])(?:apps|libs|test|deploy)\/[\w./-]*\w(?=[`/ ,;:)（），；。、]|$)/gm,
      ),
    ].map(([path]) => path);
    expect(named.length).toBeGreaterThan(3);
    expect(named.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });
});

interface Citation {
  readonly number: string;
  /** The first word that it adds, where that is written as a heading is: `CONTRACT 8, Sweep`. */
  readonly word: string | null;
}

/** `CONTRACT 1, 7 and 8` is three; `item 4` and `step 4` are one level below. */
function citations(name: string, text: string): readonly Citation[] {
  const number = String.raw`\d+(?:\.\d+)*(?!\.?\d)`;
  const shape = new RegExp(
    String.raw`\b${name} (${number}(?:(?:, | and )${number})*)(?:,? (?:item|step) (\d+)|,? "?([A-Z][a-z]+))?`,
    'g',
  );
  return [...text.matchAll(shape)].flatMap(([, numbers = '', below, word]) => {
    const each = numbers.split(/, | and /);
    return each.map((one, place) =>
      place < each.length - 1
        ? { number: one, word: null }
        : { number: below === undefined ? one : `${one}.${below}`, word: word ?? null },
    );
  });
}

/** Its numbered headings, and numbered items under them, each with the text that follows. */
function page(file: string): Page {
  const parts = new Map<string, string>();
  let section = '';
  let open: readonly string[] = [];
  for (const line of textOf(file).split('\n')) {
    const heading = /^#+ (\d+(?:\.\d+)*)\.? /.exec(line)?.[1];
    const item = /^(\d+)\. /.exec(line)?.[1];
    if (heading !== undefined) {
      section = heading;
      open = [heading];
    } else if (item !== undefined && section !== '') open = [section, `${section}.${item}`];
    else if (/^#|^$/.test(line)) open = open.slice(0, 1);
    for (const number of open) parts.set(number, `${parts.get(number) ?? ''}${line}\n`);
  }
  return { headings: new Set(parts.keys()), wordsOf: (number) => parts.get(number) ?? '' };
}

/** `1`, `2`, …: the numbers of the list under a heading. */
function numberedUnder(text: string, heading: string): readonly string[] {
  const from = text.indexOf(`${heading}\n`);
  const until = text.indexOf('\n## ', from + 1);
  return [...text.slice(from, until).matchAll(/^(\d+)\. /gm)].map(([, number]) => number ?? '');
}
