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
  let taken = 0;
  for (const piece of paragraph.match(PIECES) ?? []) {
    const isSpace = piece.trim() === '';
    if (isSpace || taken + widthOf(piece) <= width) {
      line += piece;
      taken += widthOf(piece);
      continue;
    }
    if (line.trim() !== '') lines.push(line.trimEnd());
    const cut = cutTo(width, piece);
    lines.push(...cut.slice(0, -1));
    line = cut[cut.length - 1] ?? '';
    taken = widthOf(line);
  }
  return [...lines, line.trimEnd()];
}

function cutTo(width: number, word: string): readonly string[] {
  if (widthOf(word) <= width) return [word];
  const parts: string[] = [];
  let part = '';
  for (const character of word) {
    if (widthOf(part + character) > width) {
      parts.push(part);
      part = '';
    }
    part += character;
  }
  return [...parts, part];
}

/** Measured once: a page says the same words many times over. */
const WIDTHS = new Map<string, number>();

/** The columns a text takes on a terminal: a Chinese character takes two. */
export function widthOf(text: string): number {
  const known = WIDTHS.get(text);
  if (known !== undefined) return known;
  const width = stringWidth(text);
  WIDTHS.set(text, width);
  return width;
}
