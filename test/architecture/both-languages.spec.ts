/** A refusal of the admin app says in both languages what stands against what was asked, and what to do. */
import * as ts from 'typescript';
import { nodesOf, SOURCES } from './sources';

const CHINESE = /\p{Script=Han}/u;
/** Of `conflict(name, title, detail)`. */
const SAID_FROM = 1;

const isConflict = (node: ts.Node): node is ts.CallExpression =>
  ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 'conflict';

const isWritten = (node: ts.Node): boolean => ts.isStringLiteralLike(node) || ts.isTemplateExpression(node);

describe('the words of a conflict (409)', () => {
  const said = SOURCES.filter(({ file }) => file.startsWith('apps/admin/')).flatMap(({ file, tree }) =>
    nodesOf(tree)
      .filter(isConflict)
      .flatMap((call) => call.arguments.slice(SAID_FROM).filter(isWritten))
      .map((words) => ({ file, words: words.getText(tree) })),
  );

  it('are English and Chinese', () => {
    expect(said.filter(({ words }) => !CHINESE.test(words))).toEqual([]);
    expect(said.length).toBeGreaterThan(20);
  });
});
