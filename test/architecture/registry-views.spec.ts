/** What is prepared in bulk and not committed is seen by nobody: whoever reads the registry reads its views. */
import * as ts from 'typescript';
import { nodesOf, SOURCES } from './sources';

/** The store that writes them, and the migrations and tests that look under the views. */
const ALLOWED = ['libs/registry-store/', 'libs/database/', 'test/'];
const UNDER_THE_VIEWS = /registry_(record|subject)_written/;

const isSql = (node: ts.Node): boolean =>
  (ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node)) &&
  UNDER_THE_VIEWS.test(node.text);

describe('the tables under the views of the registry', () => {
  const files = SOURCES.filter(({ tree }) => nodesOf(tree).some(isSql)).map(({ file }) => file);

  it('are named by the store of the registry alone', () => {
    expect(files.filter((file) => !ALLOWED.some((allowed) => file.startsWith(allowed)))).toEqual([]);
    expect(files).toContain('libs/registry-store/append.ts');
  });
});
