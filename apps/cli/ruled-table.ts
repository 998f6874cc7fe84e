/**
 * A table of prose with a line between its rows. By `table`, because cli-table3 measures the whole of a cell again for each
 * line of it, character by character where it is Chinese: a page of a pack took it seconds.
 */
import { getBorderCharacters, table } from 'table';
import { brokenTo } from './line-breaks';

/** A text for each column, or one heading over all of them. */
export type TableRow = readonly string[] | string;

/** @param widths columns of the terminal for each column of the table, a space on either side of the text included */
export function ruledTable(
  heads: readonly string[],
  widths: readonly number[],
  rows: readonly TableRow[],
): string {
  const drawn: readonly TableRow[] = [heads, ...rows];
  const cells = drawn.map((row) =>
    widths.map((width, column) =>
      typeof row === 'string' ? (column === 0 ? row : '') : brokenTo(width - 2, row[column] ?? '').join('\n'),
    ),
  );
  return table(cells, {
    border: getBorderCharacters('norc'),
    columns: widths.map((width) => ({ width: width - 2 })),
    spanningCells: drawn.flatMap((row, index) =>
      typeof row === 'string' ? [{ row: index, col: 0, colSpan: widths.length }] : [],
    ),
  }).trimEnd();
}
