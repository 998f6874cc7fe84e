/** From the text of a cell to the value that the wire's schema judges. */
import { trimmedCode } from '@gatekeeper/wire';
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
const GUARDED = /^'(?='*[=+\-@\t\r])/;
/** How a text of digits is kept from being taken for a number: `="0301"`. */
const TEXT_FORMULA = /^="([^"]*)"$/;
/** How an end that is none is written where a column wants one. */
const OPEN_ENDS = new Set(['长期', '永久', '长期有效', '永久有效', '无固定期限']);
/** What systems that need a day write for an end that is none. */
const LAST_DAY_OF_ALL = /^9999[-/]12[-/]31(?: (?:00:00:00|23:59:59))?$/;
/** Columns in which no end may be written. */
const ENDS = new Set(['until', 'last_day', 'certificate_until']);
const CHINESE_DATE = /^(\d{4})年(\d{1,2})月(\d{1,2})日$/;
const COMPACT_DATE = /^(\d{4})(\d{2})(\d{2})$/;

export const hasUnreadableCharacter = (text: string): boolean => text.includes(REPLACEMENT);

export const withoutGuard = (text: string): string => text.replace(GUARDED, '');
/** A text as the export writes it: the inverse of `withoutGuard`, for readers that calculate. */
export const guarded = (text: string): string => (/^'*[=+\-@\t\r]/.test(text) ? `'${text}` : text);
/** The same for readers that take a text for a text. */
export const keptFromUnguarding = (text: string): string => (GUARDED.test(text) ? `'${text}` : text);

/** Full-width digits, letters and signs as their plain forms, without white space around. */
export const folded = (text: string): string => text.normalize('NFKC').trim();

/** `2025年1月2日`, `20250102`, and what the wire reads, with full-width digits folded; another text as it is. */
export function timeText(text: string): string {
  const plain = folded(text);
  const [, year, month, dayOfMonth] = CHINESE_DATE.exec(plain) ?? COMPACT_DATE.exec(plain) ?? [];
  if (year === undefined || month === undefined || dayOfMonth === undefined) return plain;
  return `${year}-${month.padStart(2, '0')}-${dayOfMonth.padStart(2, '0')}`;
}

/** Whether an end says that there is none: in words, or by the last day that can be written. */
export const isOpenEnd = (text: string): boolean => {
  const plain = timeText(text);
  return OPEN_ENDS.has(plain) || LAST_DAY_OF_ALL.test(plain);
};

/** The wire's value of a cell; an empty cell is null. A text that is no flag or word stays, for the schema to refuse. */
export function wireValue(text: string, { field, form, words }: Column): string | boolean | null {
  const bare = withoutGuard(text);
  if (bare.trim() === '') return null;
  switch (form) {
    case 'text':
      return bare;
    case 'code':
      return trimmedCode(bare).replace(TEXT_FORMULA, '$1');
    case 'time':
      // An inclusive last day of 9999 is one that the wire takes and an export writes: it stays as it is.
      if (field === 'until' ? isOpenEnd(bare) : ENDS.has(field) && OPEN_ENDS.has(folded(bare))) return null;
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
