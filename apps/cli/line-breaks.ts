/** Breaks prose to a width on a terminal: at spaces, and between Chinese characters, which have none. */
import stringWidth from 'string-width';

/** A run of spaces; a wide character or a word, with opening marks that may not end a line and closing ones that may not begin one. */
const PIECES = /\s+|[（《「『〔“‘]*(?:[⺀-￯]|[^\s⺀-￯]+)[、，。；：？！）》」』〕”’…]*/gu;

/** The text in lines of at most so many columns; a line break in it stays, a word longer than a line is cut. */
export const brokenTo = (width: number, text: string): readonly string[] =>
  text.split('\n').flatMap((paragraph) => linesOf(paragraph, width));

function linesOf(paragraph: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const piece of paragraph.match(PIECES) ?? []) {
    if (stringWidth(line + piece.trimEnd()) <= width) {
      line += piece;
      continue;
    }
    if (line.trim() !== '') lines.push(line.trimEnd());
    const cut = cutTo(width, piece.trimStart());
    lines.push(...cut.slice(0, -1));
    line = cut[cut.length - 1] ?? '';
  }
  return [...lines, line.trimEnd()];
}

function cutTo(width: number, word: string): readonly string[] {
  const parts: string[] = [];
  let part = '';
  for (const character of word) {
    if (stringWidth(part + character) > width) {
      parts.push(part);
      part = '';
    }
    part += character;
  }
  return [...parts, part];
}
