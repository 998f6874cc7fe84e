/**
 * What a code may not hold where people state facts about it (CONTRACT 7 "Person"): a sanction whose code carries a
 * character that nobody sees names nobody, and whoever it was meant for goes on being paid.
 */
import type { FieldRule } from './field-rule';
import { isKeepableText, someText } from './field-rule';

/** Steer the direction of the text around them, or isolate it. */
const DIRECTION = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/u;
/** Quotes of any script, primes and accents typed for them, and the sign that begins a spreadsheet's formula. */
const QUOTING =
  /[\p{Pi}\p{Pf}"'`´=\u02B9-\u02BC\u2032-\u2037\u201A\u201E\u300C-\u300F\u301D-\u301F\uFF02\uFF07\uFF1D\uFF40]/u;
/** Shown by no width or no ink: format and control characters, fillers, blanks, white space that is not the space bar's. */
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u2800]|(?! )\p{Zs}/u;
/** How spreadsheets and programs write a number that they took a code for. */
const EXPONENT_FORM = /^[+-]?(?:\d+\.?\d*|\.\d+)[eE][+-]?\d+$/;
/** What stands around a code and is taken off: white space, never a character of no width. */
const WHITE_SPACE_AROUND = /^(?!\uFEFF)\s+|(?:(?!\uFEFF)\s)+$/gu;

const ONLY_PLAIN = /^[0-9A-Za-z.]*$/;

/** A code without the white space around it; `String.trim` would take a zero-width U+FEFF as well. */
export const trimmedCode = (text: string): string =>
  ONLY_PLAIN.test(text) ? text : text.replace(WHITE_SPACE_AROUND, '');

type Kind = 'a direction character' | 'an invisible character' | 'a quoting character' | 'a space';

function kindOf(character: string): Kind | null {
  if (character === ' ') return 'a space';
  if (DIRECTION.test(character)) return 'a direction character';
  if (INVISIBLE.test(character)) return 'an invisible character';
  return QUOTING.test(character) ? 'a quoting character' : null;
}

const unicodeName = (character: string): string =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;

function flawedCharacter(text: string, isFlaw: (kind: Kind) => boolean): string | null {
  let position = 0;
  for (const character of text) {
    position++;
    const kind = kindOf(character);
    if (kind !== null && isFlaw(kind)) {
      return `${unicodeName(character)}, ${kind}, as character ${position} of ${Array.from(text).length}`;
    }
  }
  return null;
}

const inExponentForm = (text: string): string | null =>
  EXPONENT_FORM.test(text.normalize('NFKC')) ? 'a number in exponent form, as spreadsheets write one' : null;

/**
 * What makes a text no code of a person or an institution, safe to print (it says which character, never the code), or
 * null. Folding to NFKC comes after: full-width letters and digits are no flaw.
 */
export function flawOfCode(text: string): string | null {
  return (ONLY_PLAIN.test(text) ? null : flawedCharacter(text, () => true)) ?? inExponentForm(text);
}

/** The same of a department's code, which each institution makes up: it may hold a space. */
export function flawOfDepartmentCode(text: string): string | null {
  const flaw = ONLY_PLAIN.test(text) ? null : flawedCharacter(text, (kind) => kind !== 'a space');
  return flaw ?? inExponentForm(text);
}

/** The same of a document's number or a record's id, which may be quoted and hold spaces: a character that nobody sees. */
const flawOfReference = (text: string): string | null =>
  ONLY_PLAIN.test(text)
    ? null
    : flawedCharacter(text, (kind) => kind === 'a direction character' || kind === 'an invisible character');

const judged = (
  longest: number,
  noun: string,
  but: string,
  flawOf: (text: string) => string | null,
): FieldRule => ({
  expected: `${noun} of at most ${longest} characters, ${but}`,
  readsNumbers: false,
  trims: trimmedCode,
  accepts: (value) => isKeepableText(value, longest) && flawOf(value) === null,
  flawOf: (value) => (typeof value === 'string' ? flawOf(value) : null),
  asKept: {
    expected: `text of at most ${longest} characters`,
    readsNumbers: false,
    accepts: (value) => isKeepableText(value, longest),
    documented: someText(longest),
  },
  documented: someText(longest),
});

const PLAIN = 'no character invisible, of direction or quoting, not in exponent form';

/** The code of a person or an institution where a fact about it is stated. */
export const code = (longest: number): FieldRule => judged(longest, 'a code', PLAIN, flawOfCode);

/** The code of a department where a fact about it is stated. */
export const departmentCode = (longest: number): FieldRule =>
  judged(longest, 'a code', PLAIN, flawOfDepartmentCode);

/** The number of a document or the id of a record, by which other records name it. */
export const reference = (longest: number): FieldRule =>
  judged(longest, 'text', 'none of them invisible or of direction', flawOfReference);
