/** The suites of processes, by their names and by the articles that the titles of their tests begin with. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as ts from 'typescript';

/** A file `admin-process-<pack>.spec.ts` or `admin-process-<pack>-<part>.spec.ts`. */
export interface ProcessSpec {
  readonly file: string;
  readonly pack: string;
  readonly articles: readonly string[];
}

const TESTS = new Set(['it', 'describe']);
const NAMED = /^admin-process-(?<named>.+)\.spec\.ts$/;
/** `art. 24, 25: …`, `part 5-1 and 5-2: …`, `2-1 and 2-2: …`; a title that speaks of another text names that first. */
const LABEL = /^(?:art\. |part )?(?<label>\d+(?:-\d+)?(?:(?:, | and | to )\d+(?:-\d+)?)*):/;

/** The suites of processes in a folder that are named after a pack, by name. */
export function processSpecsIn(folder: string, packs: readonly string[]): readonly ProcessSpec[] {
  return readdirSync(folder)
    .sort()
    .flatMap((file) => {
      const named = NAMED.exec(file)?.groups?.['named'];
      const pack = packs.find((name) => named === name || named?.startsWith(`${name}-`));
      return pack === undefined ? [] : [processSpec(file, pack, readFileSync(join(folder, file), 'utf8'))];
    });
}

export function processSpec(file: string, pack: string, text: string): ProcessSpec {
  const tree = ts.createSourceFile(file, text, ts.ScriptTarget.ES2023, true);
  const articles = new Set<string>();
  const look = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && TESTS.has(node.expression.getText().replace(/[.([][^]*$/, ''))) {
      const [title] = node.arguments;
      if (title !== undefined && ts.isStringLiteralLike(title))
        for (const article of articlesIn(title.text)) articles.add(article);
    }
    ts.forEachChild(node, look);
  };
  look(tree);
  return { file, pack, articles: [...articles] };
}

/** `10 to 12` is each of the three; `5-1 and 5-2` are two. */
function articlesIn(title: string): readonly string[] {
  const label = LABEL.exec(title)?.groups?.['label'] ?? '';
  return label.split(/,| and /).flatMap((part) => {
    const [, from, to] = /^\s*(\d+) to (\d+)\s*$/.exec(part) ?? [];
    if (from === undefined || to === undefined) return part.trim() === '' ? [] : [part.trim()];
    return Array.from({ length: Number(to) - Number(from) + 1 }, (_, index) => String(Number(from) + index));
  });
}
