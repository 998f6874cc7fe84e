/**
 * A table of prose with a line between its rows. Drawn here, because cli-table3 measures the whole of a cell again for each
 * line of it, character by character where it is Chinese: a page of a pack took it seconds.
 */
import { brokenTo, widthOf } from './line-breaks';

/** A text for each column, or one heading over all of them. */
export type TableRow = readonly string[] | string;

/**
 * @param widths columns of the terminal for each column of the table, a space on either side of the text included; with the
 * lines between them they make up the width of the table
 */
export function ruledTable(
  heads: readonly string[],
  widths: readonly number[],
  rows: readonly TableRow[],
): string {
  const drawn = [heads, ...rows].map((row) => drawnRow(row, widths));
  const lines: string[] = [];
  drawn.forEach(({ text, cuts }, index) => {
    const above = drawn[index - 1]?.cuts ?? null;
    lines.push(rule(widths, above, cuts), ...text);
  });
  lines.push(rule(widths, drawn[drawn.length - 1]?.cuts ?? null, null));
  return lines.join('\n');
}

interface DrawnRow {
  readonly text: readonly string[];
  /** Whether it is cut into columns. */
  readonly cuts: boolean;
}

function drawnRow(row: TableRow, widths: readonly number[]): DrawnRow {
  const cuts = typeof row !== 'string';
  const whole = widths.reduce((sum, width) => sum + width + 1, -1);
  const within = cuts ? widths : [whole];
  const cells = (cuts ? row : [row]).map((cell, column) => brokenTo((within[column] ?? 0) - 2, cell));
  const height = Math.max(...cells.map(({ length }) => length));
  const text = Array.from({ length: height }, (_, line) => {
    const parts = cells.map((cell, column) => filled(` ${cell[line] ?? ''}`, within[column] ?? 0));
    return `│${parts.join('│')}│`;
  });
  return { text, cuts };
}

const filled = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - widthOf(text)));

/** The line between two rows, which meets the columns of each; `null`: there is no row on that side. */
function rule(widths: readonly number[], above: boolean | null, below: boolean | null): string {
  const left = above === null ? '┌' : below === null ? '└' : '├';
  const right = above === null ? '┐' : below === null ? '┘' : '┤';
  const meeting = above === true ? (below === true ? '┼' : '┴') : below === true ? '┬' : '─';
  return left + widths.map((width) => '─'.repeat(width)).join(meeting) + right;
}
