/** The pieces a page of text is laid out with: 100 columns, for a terminal and a pipe alike. */
import Table from 'cli-table3';
import type { BothLanguages, Place, WrittenDays } from '@gatekeeper/policy';
import stringWidth from 'string-width';
import { brokenTo } from './line-breaks';

export const PAGE_COLUMNS = 100;

/** `施行 in force`. */
export const both = ({ zh, en }: BothLanguages): string => `${zh} ${en}`;

/** Rows of cells under heads; the widths and the lines between them make up the page. `null`: the row is one heading. */
export function tableOf(
  heads: readonly string[],
  widths: readonly number[],
  rows: readonly (readonly string[] | string)[],
): string {
  const inColumn = (cell: string, column: number): string =>
    brokenTo((widths[column] ?? 0) - 2, cell).join('\n');
  const table = new Table({
    head: heads.map(inColumn),
    colWidths: [...widths],
    style: { head: [], border: [] },
  });
  const whole = widths.reduce((sum, width) => sum + width + 1, -1);
  for (const row of rows) {
    if (typeof row === 'string')
      table.push([{ colSpan: widths.length, content: brokenTo(whole - 2, row).join('\n') }]);
    else table.push(row.map(inColumn));
  }
  return table.toString();
}

/** A heading over a part of the page. */
export const headed = (title: BothLanguages, body: string): string => `${both(title)}\n${body}`;

/** A name, then text in lines that begin below one another, `column` columns in. */
export function hanging(name: string, column: number, text: string, columns = PAGE_COLUMNS): string {
  const indent = ' '.repeat(column);
  const begin = `${name}${' '.repeat(Math.max(1, column - stringWidth(name)))}`;
  return brokenTo(columns - column, text)
    .map((line, index) => `${index === 0 ? begin : indent}${line}`)
    .join('\n');
}

/** A numbered list below one name. */
export const hangingList = (name: string, column: number, texts: readonly string[]): string =>
  hanging(
    name,
    column,
    texts.map((text, index) => hanging(`${index + 1}.`, 3, text, PAGE_COLUMNS - column)).join('\n'),
  );

/** `2025-01-01 / ..`. */
export const daysText = ({ from, until }: WrittenDays): string => `${from ?? '..'} / ${until ?? '..'}`;

export const isAlways = ({ from, until }: WrittenDays): boolean => from === null && until === null;

/** Where a rule stands: `guangdong-2025 art. 15 [1]`, the document by its number among those of the page. */
export function placeText(place: Place, documents: readonly string[]): string {
  const isInherited = place.inheritedFrom !== null;
  const kind = `${isInherited ? '沿用' : ''}${place.isReading ? '口径' : ''}${isInherited ? ' inherited from' : ''}`;
  const number = documents.indexOf(place.document) + 1;
  return `${kind === '' ? '' : `${kind} `}${place.article} [${number}]`;
}
