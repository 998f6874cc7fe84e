/** The pieces a page of text is laid out with: 100 columns, for a terminal and a pipe alike. */
import stringWidth from 'string-width';
import type { BothLanguages, Place, WrittenDays } from '@gatekeeper/policy';
import { brokenTo } from './line-breaks';

export const PAGE_COLUMNS = 100;

/** `施行 in force`. */
export const both = ({ zh, en }: BothLanguages): string => `${zh} ${en}`;

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
