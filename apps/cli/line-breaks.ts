/** Breaks prose to a width on a terminal, where Unicode lets a line end: at spaces, and between Chinese characters. */
import LineBreaker from 'linebreak';
import stringWidth from 'string-width';

/** The text in lines of at most so many columns; a line break in it stays, and so does a word longer than a line. */
export const brokenTo = (width: number, text: string): readonly string[] =>
  text.split('\n').flatMap((paragraph) => linesOf(paragraph, width));

function linesOf(paragraph: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const piece of piecesOf(paragraph)) {
    if (line !== '' && stringWidth((line + piece).trimEnd()) > width) {
      lines.push(line.trimEnd());
      line = '';
    }
    line += piece;
  }
  return [...lines, line.trimEnd()];
}

/** The stretches of a text between the places where a line may end. */
function piecesOf(paragraph: string): readonly string[] {
  const breaker = new LineBreaker(paragraph);
  const pieces: string[] = [];
  let from = 0;
  for (let at = breaker.nextBreak(); at !== null; at = breaker.nextBreak()) {
    pieces.push(paragraph.slice(from, at.position));
    from = at.position;
  }
  return pieces;
}
