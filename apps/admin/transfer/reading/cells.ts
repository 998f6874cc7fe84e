/** From the text of a cell to the value that the wire's schema judges. */
import type { Column } from './columns';

/** A character for which no readable byte stood. */
const REPLACEMENT = '\uFFFD';
const FLAGS: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['false', false],
  ['是', true],
  ['否', false],
  ['1', true],
  ['0', false],
]);
/** An apostrophe that spreadsheets, and the export, put before a text that would be read as a formula. */
const GUARDED = /^'(?=[=+\-@\t\r])/;
const CHINESE_DATE = /^(\d{4})年(\d{1,2})月(\d{1,2})日$/;
const COMPACT_DATE = /^(\d{4})(\d{2})(\d{2})$/;

export const hasUnreadableCharacter = (text: string): boolean => text.includes(REPLACEMENT);

export const withoutGuard = (text: string): string => text.replace(GUARDED, '');

/** Full-width digits, letters and signs as their plain forms, without white space around. */
export const folded = (text: string): string => text.normalize('NFKC').trim();

/** `2025年1月2日`, `20250102`, and what the wire reads, with full-width digits folded; another text as it is. */
export function timeText(text: string): string {
  const plain = folded(text);
  const [, year, month, dayOfMonth] = CHINESE_DATE.exec(plain) ?? COMPACT_DATE.exec(plain) ?? [];
  if (year === undefined || month === undefined || dayOfMonth === undefined) return plain;
  return `${year}-${month.padStart(2, '0')}-${dayOfMonth.padStart(2, '0')}`;
}

/** The wire's value of a cell; an empty cell is null. A text that is no flag or word stays, for the schema to refuse. */
export function wireValue(text: string, { form, words }: Column): string | boolean | null {
  const bare = withoutGuard(text);
  if (bare.trim() === '') return null;
  switch (form) {
    case 'text':
      return bare;
    case 'time':
      return timeText(bare);
    case 'digits':
    case 'number':
      return folded(bare);
    case 'flag': {
      const plain = folded(bare).toLowerCase();
      return FLAGS.get(plain) ?? plain;
    }
    case 'word': {
      const plain = folded(bare);
      return words?.[plain] ?? plain.toLowerCase();
    }
  }
}
