/** The pieces a page of text is laid out with: 100 columns, for a terminal and a pipe alike. */
import Table from 'cli-table3';
import type { BothLanguages, Place, WrittenDays } from '@gatekeeper/policy';
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
  const table = new Table({ head: [...heads], colWidths: [...widths], style: { head: [], border: [] } });
  const whole = widths.reduce((sum, width) => sum + width + 1, -1);
  for (const row of rows) {
    if (typeof row === 'string')
      table.push([{ colSpan: widths.length, content: brokenTo(whole - 2, row).join('\n') }]);
    else table.push(row.map((cell, column) => brokenTo((widths[column] ?? 0) - 2, cell).join('\n')));
  }
  return table.toString();
}

/** A heading over a part of the page. */
export const headed = (title: BothLanguages, body: string): string => `${both(title)}\n${body}`;

/** A name, then text in lines that begin below one another. */
export function hanging(name: string, column: number, text: string): string {
  const lines = brokenTo(PAGE_COLUMNS - column, text);
  return lines
    .map((line, index) => `${index === 0 ? padded(name, column) : ' '.repeat(column)}${line}`)
    .join('\n');
}

const WIDE = /[⺀-￯]/gu;

const padded = (name: string, column: number): string =>
  `${name}${' '.repeat(Math.max(1, column - name.length - (name.match(WIDE) ?? []).length))}`;

/** `2025-01-01 / ..`. */
export const daysText = ({ from, until }: WrittenDays): string => `${from ?? '..'} / ${until ?? '..'}`;

export const isAlways = ({ from, until }: WrittenDays): boolean => from === null && until === null;

/** Where a rule stands: `guangdong-2025 art. 15 [1]`, the document by its number among the sources of the page. */
export function placeText(place: Place, documents: readonly string[]): string {
  const number = documents.indexOf(place.document) + 1;
  const document = number === 0 ? place.document : `[${number}]`;
  const inherited = place.inheritedFrom === null ? '' : '沿用 inherited from ';
  return `${inherited}${place.article}${place.isReading ? '（口径）' : ''} ${document}`;
}
