/** The spec files of articles, by their names and by the title of their first `describe`. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as ts from 'typescript';

/** A file `<pack>.art-<id>.spec.ts` or `<pack>.art-<id>.<part>.spec.ts`. */
export interface ArticleSpec {
  readonly file: string;
  readonly pack: string;
  readonly article: string;
  /** Of the first `describe` in the file, as far as it is written out; `''`: there is none. */
  readonly title: string;
}

const ARTICLE_SPEC = /^(?<pack>.+)\.art-(?<article>[^.]+)(?:\.[^.]+)?\.spec\.ts$/;

/** The spec files of articles in a folder, by name. */
export function articleSpecsIn(folder: string): readonly ArticleSpec[] {
  return readdirSync(folder)
    .filter((file) => file.includes('.art-') && file.endsWith('.spec.ts'))
    .sort()
    .map((file) => articleSpec(file, readFileSync(join(folder, file), 'utf8')));
}

export function articleSpec(file: string, text: string): ArticleSpec {
  const { pack = '', article = '' } = ARTICLE_SPEC.exec(file)?.groups ?? {};
  return { file, pack, article, title: firstTitle(file, text) };
}

function firstTitle(file: string, text: string): string {
  const tree = ts.createSourceFile(file, text, ts.ScriptTarget.ES2023, true);
  for (const statement of tree.statements) {
    const call = ts.isExpressionStatement(statement) ? statement.expression : undefined;
    if (call === undefined || !ts.isCallExpression(call) || !isDescribe(call.expression)) continue;
    const [title] = call.arguments;
    if (title === undefined) return '';
    if (ts.isStringLiteralLike(title)) return title.text;
    return ts.isTemplateExpression(title) ? title.head.text : '';
  }
  return '';
}

/** `describe`, and `describe.each(…)`. */
function isDescribe(called: ts.Expression): boolean {
  if (ts.isIdentifier(called)) return called.text === 'describe';
  if (ts.isCallExpression(called) || ts.isPropertyAccessExpression(called))
    return isDescribe(called.expression);
  return ts.isTaggedTemplateExpression(called) && isDescribe(called.tag);
}
