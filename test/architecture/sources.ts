/** Reads the project's own files, and what each TypeScript file imports, as the compiler parses it. */
import { dirname, relative, resolve, sep } from 'node:path';
import * as ts from 'typescript';
import { filesUnder, ROOT, textOf } from './files';

export { filesUnder, ROOT, textOf };

export interface Source {
  readonly file: string;
  readonly tree: ts.SourceFile;
}

export const parse = (file: string, text: string): Source => ({
  file,
  tree: ts.createSourceFile(file, text, ts.ScriptTarget.ES2023, true),
});

const CODE = ['.ts', '.tsx', '.mts', '.js', '.mjs', '.cjs'];

/** Everything that is code of ours. */
export const SOURCES: readonly Source[] = filesUnder()
  .filter((file) => CODE.some((ending) => file.endsWith(ending)))
  .map((file) => parse(file, textOf(file)));

/** Every node of a tree, parents first. */
export function nodesOf(tree: ts.Node): readonly ts.Node[] {
  const nodes: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    nodes.push(node);
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return nodes;
}

export interface Import {
  /** As written: `./facts`, `@gatekeeper/calendar`, `node:fs`. */
  readonly from: string;
  /** A file of ours that a relative import leads to, without its ending; `null` for any other. */
  readonly path: string | null;
  /** Types only: gone when it runs. */
  readonly typesOnly: boolean;
  /** The names taken, where they are stated. */
  readonly names: readonly string[];
}

/** What a file imports or re-exports, by any of the ways there are. */
export function importsOf({ file, tree }: Source): readonly Import[] {
  return nodesOf(tree).flatMap((node) => {
    const taken = takenBy(node);
    if (taken === null || !ts.isStringLiteralLike(taken.from)) return [];
    const from = taken.from.text;
    const path = from.startsWith('.')
      ? relative(ROOT, resolve(ROOT, dirname(file), from))
          .split(sep)
          .join('/')
      : null;
    return [{ from, path, typesOnly: taken.typesOnly, names: taken.names }];
  });
}

function takenBy(
  node: ts.Node,
): { readonly from: ts.Node; readonly typesOnly: boolean; readonly names: readonly string[] } | null {
  if (ts.isImportDeclaration(node)) {
    const { importClause: clause, moduleSpecifier: from } = node;
    const bindings = clause?.namedBindings;
    const names =
      bindings !== undefined && ts.isNamedImports(bindings)
        ? bindings.elements.map(({ propertyName, name }) => (propertyName ?? name).text)
        : [];
    return { from, typesOnly: clause?.phaseModifier === ts.SyntaxKind.TypeKeyword, names };
  }
  if (ts.isExportDeclaration(node) && node.moduleSpecifier !== undefined)
    return { from: node.moduleSpecifier, typesOnly: node.isTypeOnly, names: [] };
  if (ts.isImportEqualsDeclaration(node) && ts.isExternalModuleReference(node.moduleReference))
    return { from: node.moduleReference.expression, typesOnly: node.isTypeOnly, names: [] };
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
    return { from: node.argument.literal, typesOnly: true, names: [] };
  if (ts.isCallExpression(node) && isLoading(node.expression)) {
    const [from] = node.arguments;
    return from === undefined ? null : { from, typesOnly: false, names: [] };
  }
  return null;
}

/** `import(…)`, `require(…)`, `require.resolve(…)`, `jest.requireActual(…)`. */
function isLoading(called: ts.Expression): boolean {
  if (called.kind === ts.SyntaxKind.ImportKeyword) return true;
  if (ts.isIdentifier(called)) return called.text === 'require';
  return (
    ts.isPropertyAccessExpression(called) &&
    (called.name.text.startsWith('require') || isLoading(called.expression))
  );
}
