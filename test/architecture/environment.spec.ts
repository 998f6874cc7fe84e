/** The process's environment is read in one place; settings are parsed from there. */
import * as ts from 'typescript';
import type { Source } from './sources';
import { importsOf, nodesOf, parse, SOURCES } from './sources';

/** Scripts that run before anything is built, and what gives suites and the benchmark their servers and processes. */
const ALLOWED = ['libs/runtime/environment.ts', 'deploy/', 'test/servers/', 'test/bench/', 'test/mutation/'];

const isNamed = (node: ts.Node | undefined, name: string): boolean =>
  node !== undefined && (ts.isIdentifier(node) || ts.isStringLiteralLike(node)) && node.text === name;

/** `process.env`, `process['env']`, `const { env } = process`, and `globalThis.process` under any name. */
function readsEnvironment(node: ts.Node): boolean {
  if (ts.isPropertyAccessExpression(node)) return isNamed(node.name, 'env') && isProcess(node.expression);
  if (ts.isElementAccessExpression(node))
    return isNamed(node.argumentExpression, 'env') && isProcess(node.expression);
  if (ts.isVariableDeclaration(node)) return node.initializer !== undefined && isProcess(node.initializer);
  return false;
}

const isProcess = (node: ts.Expression): boolean =>
  isNamed(node, 'process') ||
  (ts.isPropertyAccessExpression(node) && isNamed(node.name, 'process')) ||
  (ts.isElementAccessExpression(node) && isNamed(node.argumentExpression, 'process'));

const reading = ({ file, tree }: Source): readonly string[] =>
  nodesOf(tree)
    .filter(readsEnvironment)
    .map((node) => `${file}:${tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1}`);

describe('the environment', () => {
  const places = SOURCES.flatMap(reading);

  it('is read in libs/runtime/environment.ts, and by scripts and suites that start servers', () => {
    expect(places.filter((place) => !ALLOWED.some((allowed) => place.startsWith(allowed)))).toEqual([]);
    expect(places.some((place) => place.startsWith('libs/runtime/environment.ts'))).toBe(true);
  });

  it('is not taken from the module of the same name', () => {
    const modules = SOURCES.filter((source) =>
      importsOf(source).some(
        ({ from, names }) => ['process', 'node:process'].includes(from) && names.includes('env'),
      ),
    );
    expect(modules.map(({ file }) => file)).toEqual([]);
  });
});

describe('what counts as reading it', () => {
  it.each([
    ['process.env', 1],
    ["process.env['HOME']", 1],
    ["process['env'].HOME", 1],
    ['globalThis.process.env', 1],
    ["globalThis['process'].env", 1],
    ['const { env } = process', 1],
    ['const renamed = process', 1],
    ['process.exitCode = 1', 0],
    ['settings.env', 0],
    ["'process.env'", 0],
    ['// process.env', 0],
  ])('%s: %d', (text, expected) => {
    expect(reading(parse('x.ts', text))).toHaveLength(expected);
  });
});
