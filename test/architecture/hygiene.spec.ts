import * as ts from 'typescript';
import { filesUnder, nodesOf, SOURCES, textOf } from './sources';

/** Folders that exist on one machine only; written so that this file names none. */
const MACHINE_FOLDERS = ['work', 'farm', 'root', 'home', 'Users'].map((folder) => `/${folder}/`);
const BINARY = ['.png', '.ico', '.gz', '.jar', '.woff2'];

describe('no file names a folder of one machine', () => {
  it('but the lockfile, which tools write', () => {
    const texts = filesUnder().filter(
      (file) => file !== 'package-lock.json' && !BINARY.some((ending) => file.endsWith(ending)),
    );
    expect(texts.length).toBeGreaterThan(200);
    const naming = texts.flatMap((file) => {
      const text = textOf(file);
      return MACHINE_FOLDERS.filter((folder) => text.includes(folder)).map(
        (folder) => `${file} names ${folder}`,
      );
    });
    expect(naming).toEqual([]);
  });
});

/** `it`, `describe` and what hangs on them: `it.each`, `describe.skip.each`. */
function testWords(node: ts.Node): readonly string[] | null {
  if (ts.isIdentifier(node))
    return ['it', 'test', 'describe', 'xit', 'xdescribe', 'fit', 'fdescribe', 'xtest'].includes(node.text)
      ? [node.text]
      : null;
  if (ts.isPropertyAccessExpression(node)) {
    const before = testWords(node.expression);
    return before === null ? null : [...before, node.name.text];
  }
  if (ts.isCallExpression(node)) return testWords(node.expression);
  return null;
}

const LEAVING_OUT = ['skip', 'only', 'todo', 'failing', 'xit', 'xdescribe', 'xtest', 'fit', 'fdescribe'];

describe('tests', () => {
  const calls = SOURCES.filter(({ file }) => file.endsWith('.spec.ts')).flatMap(({ file, tree }) =>
    nodesOf(tree).flatMap((node) => {
      if (!ts.isCallExpression(node)) return [];
      const words = testWords(node.expression);
      const [name] = node.arguments;
      return words === null
        ? []
        : [{ file, words, name: name !== undefined && ts.isStringLiteralLike(name) ? name.text : '' }];
    }),
  );

  it('are all run: none is skipped, focused or announced', () => {
    expect(calls.length).toBeGreaterThan(300);
    const leftOut = calls.filter(({ words }) => words.some((word) => LEAVING_OUT.includes(word)));
    expect(leftOut.map(({ file, name }) => `${file}: ${name}`)).toEqual([]);
  });

  it('say what is so, not what ought to be', () => {
    const wishing = calls.filter(({ name }) => name.split(' ').includes('should'));
    expect(wishing.map(({ file, name }) => `${file}: ${name}`)).toEqual([]);
  });
});

describe('comments', () => {
  it('switch no check off and leave nothing to be done', () => {
    const words = [
      'TO' + 'DO',
      'FIX' + 'ME',
      'eslint' + '-disable',
      '@ts' + '-ignore',
      '@ts' + '-nocheck',
      '@ts' + '-expect-error',
    ];
    const marked = SOURCES.flatMap(({ file, tree }) =>
      words.filter((word) => tree.text.includes(word)).map((word) => `${file}: ${word}`),
    );
    expect(marked).toEqual([]);
  });
});

describe('the libs that decide compile without anything of the machine', () => {
  it('tsconfig.pure.json names each of them and no ambient types', () => {
    const { config } = ts.readConfigFile('tsconfig.pure.json', (path) => textOf(path)) as {
      config: { compilerOptions: { types: readonly string[] }; include: readonly string[] };
    };
    expect(config.compilerOptions.types).toEqual([]);
    expect(config.include.map((pattern) => pattern.split('/')[1])).toEqual([
      'calendar',
      'vocabulary',
      'policy',
      'scoring',
      'adjudication',
      'clearing',
      'casework',
    ]);
  });
});
