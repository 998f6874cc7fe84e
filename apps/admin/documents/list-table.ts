/** A ruled list: a head that is repeated on each page, rows that stay whole. */
import type { Content, Size, TableCell } from 'pdfmake/interfaces';

export interface Column<Item> {
  readonly head: string;
  readonly width: Size;
  readonly centred?: boolean;
  cellOf(this: void, item: Item, place: number): string | readonly string[];
}

const RULE = 0.5;
const SMALL = 8.5;

/** Several texts in one cell stand under each other. `none` is said where there is nothing to list. */
export function listTable<Item>(
  columns: readonly Column<Item>[],
  items: readonly Item[],
  none: string,
): Content {
  if (items.length === 0) return { text: none, fontSize: SMALL + 1, margin: [0, 2, 0, 4] };
  return {
    fontSize: SMALL,
    margin: [0, 2, 0, 4],
    table: {
      headerRows: 1,
      keepWithHeaderRows: 1,
      dontBreakRows: true,
      widths: columns.map(({ width }) => width),
      body: [
        columns.map(({ head }): TableCell => ({ text: head, bold: true, alignment: 'center' })),
        ...items.map((item, index) => columns.map((column) => cell(column, item, index + 1))),
      ],
    },
    layout: { hLineWidth: () => RULE, vLineWidth: () => RULE },
  };
}

function cell<Item>({ cellOf, centred = false }: Column<Item>, item: Item, place: number): TableCell {
  const given = cellOf(item, place);
  const alignment = centred ? 'center' : 'left';
  return typeof given === 'string'
    ? { text: given, alignment }
    : { stack: given.map((text) => ({ text })), alignment };
}

/** The head of a part of a document. */
export const partHead = (text: string): Content => ({
  text,
  fontSize: 11.5,
  bold: true,
  margin: [0, 10, 0, 3],
});
