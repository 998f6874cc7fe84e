/**
 * Leaves out what is not logic: the prose of packs and catalogues, which is there to be read. A text is prose when it has
 * a space or a Chinese character and stands in data, outside every function. Codes, article numbers, values and days
 * have neither; the words of a message stand in the function that says it. Both are mutated.
 */
import { declareValuePlugin, PluginKind } from '@stryker-mutator/api/plugin';

const IS_PROSE = /[\s\p{Script=Han}]/u;

/** @param {{ node: { type: string, value?: unknown }, getFunctionParent(): unknown }} path */
function shouldIgnore(path) {
  const { type, value } = path.node;
  if (type !== 'StringLiteral' || typeof value !== 'string' || !IS_PROSE.test(value)) return undefined;
  return path.getFunctionParent() === null ? 'prose of data' : undefined;
}

export const strykerPlugins = [declareValuePlugin(PluginKind.Ignore, 'prose', { shouldIgnore })];
