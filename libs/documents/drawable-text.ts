/** No character is lost in print: what the font cannot draw stands as 〓, and a line at the end of the page's text names it. */
import type { Content } from 'pdfmake/interfaces';

/** The printer's mark for a character that is missing from the case (缺字). */
export const MISSING_MARK = '〓';

const isControl = (character: string): boolean => character === '\n' || character === '\t';

export interface Drawable<Kind> {
  readonly content: Kind;
  /** `U+20BB7`, each once, in the order in which they were met. */
  readonly missing: readonly string[];
}

/** Replaces in every text of a page's content what cannot be drawn. */
export function drawableContent(
  content: readonly Content[],
  draws: (character: string) => boolean,
): Drawable<Content[]> {
  const missing = new Set<string>();
  const inText = (text: string): string =>
    Array.from(text, (character) => {
      if (isControl(character) || draws(character)) return character;
      missing.add(`U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`);
      return MISSING_MARK;
    }).join('');
  const inNode = <Node>(node: Node): Node => {
    if (typeof node === 'string') return inText(node) as Node;
    if (Array.isArray(node)) return node.map(inNode) as Node;
    if (typeof node !== 'object' || node === null) return node;
    return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, inNode(value)])) as Node;
  };
  const replaced = content.map(inNode);
  return { content: replaced, missing: [...missing] };
}
