/** A ruled list: a head that is repeated on each page, rows that stay whole unless one of them might be longer than a page. */
import type { Content, Size, TableCell } from 'pdfmake/interfaces';

export interface Column<Item> {
  readonly head: string;
  readonly width: Size;
  readonly centred?: boolean;
  /** Numbers stand at the right. */
  readonly aligned?: 'right';
  cellOf(this: void, item: Item, place: number): string | readonly string[];
}

const RULE = 0.5;
const SMALL = 8.5;
const CHARACTERS_A_LINE = 7;
/** Fill half a page of a narrow column. pdfmake drops a row that is to stay whole and cannot. */
const MOST_KEPT_WHOLE = 180;

/** Several texts in one cell stand under each other. `none` is said where there is nothing to list. */
export function listTable<Item>(
  columns: readonly Column<Item>[],
  items: readonly Item[],
  none: string,
): Content {
  if (items.length === 0) return { text: none, fontSize: SMALL + 1, margin: [0, 2, 0, 4] };
  const rows = items.map((item, index) => columns.map(({ cellOf }) => textsOf(cellOf(item, index + 1))));
  const areKeptWhole = rows
    .flat()
    .every(
      (texts) =>
        texts.reduce((sum, { length }) => sum + Math.max(length, CHARACTERS_A_LINE), 0) <= MOST_KEPT_WHOLE,
    );
  return {
    fontSize: SMALL,
    margin: [0, 2, 0, 4],
    table: {
      headerRows: 1,
      ...(areKeptWhole ? { keepWithHeaderRows: 1, dontBreakRows: true } : {}),
      widths: columns.map(({ width }) => width),
      body: [
        columns.map(({ head }): TableCell => ({ text: head, bold: true, alignment: 'center' })),
        ...rows.map((cells) => cells.map((texts, at) => cell(alignmentOf(columns[at]), texts))),
      ],
    },
    layout: { hLineWidth: () => RULE, vLineWidth: () => RULE },
  };
}

const textsOf = (given: string | readonly string[]): readonly string[] =>
  typeof given === 'string' ? [given] : given;

type Alignment = 'left' | 'center' | 'right';

const alignmentOf = (column: Pick<Column<never>, 'centred' | 'aligned'> | undefined): Alignment =>
  column?.aligned ?? (column?.centred === true ? 'center' : 'left');

const cell = (alignment: Alignment, texts: readonly string[]): TableCell => ({
  stack: texts.map((text) => ({ text })),
  alignment,
});

/** The head of a part of a document. */
export const partHead = (text: string): Content => ({
  text,
  fontSize: 11.5,
  bold: true,
  margin: [0, 10, 0, 3],
});
