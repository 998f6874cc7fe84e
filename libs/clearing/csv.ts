/** CSV as clearing writes it: UTF-8, RFC 4180 but with LF, a header always, rows in the order of their bytes. */
import { compareBytes } from '@gatekeeper/vocabulary';

/** A field, in quotes where it holds a comma, a quote or a line break. */
export const csvField = (value: string): string =>
  /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;

/** A row without its line feed. */
export const csvRow = (fields: readonly string[]): string => fields.map(csvField).join(',');

/** Rows of whichever file in the order of their bytes, as `LC_ALL=C sort` gives it. */
export const inOrderOfBytes = (rows: readonly string[]): readonly string[] => [...rows].sort(compareBytes);

/** A text of lines, each ended by LF. */
export const asLines = (rows: readonly string[]): string => rows.map((row) => `${row}\n`).join('');
