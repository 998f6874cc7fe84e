/** What a wire field may hold. Each rule serves class-validator, the compiled schema and the documented one alike. */
import { formatInstant, instantOf, parseTime } from '@gatekeeper/calendar';
import { plainNotation } from './decimal';
import { looksLikeIdentityNumber } from './identity-number';

export interface FieldRule {
  /** Completes "expected …". */
  readonly expected: string;
  /** A JSON number is read as its own digits before it is judged. */
  readonly readsNumbers: boolean;
  accepts(this: void, value: unknown): boolean;
  /** What is taken off around a text before it is judged; white space where this is left out. */
  trims?(this: void, text: string): string;
  /** What is left of a text once characters that say nothing are dropped; they are counted, never an error. */
  drops?(this: void, text: string): string;
  /** What is wrong with a value, safe to print whoever it names; where null or left out, the value itself is shown masked. */
  flawOf?(this: void, value: unknown): string | null;
  /** The rule for what a store has kept: recorded before the rule was as strict, it must still be read. */
  readonly asKept?: FieldRule;
  /** The rule in JSON Schema's words, for OpenAPI. */
  readonly documented: Readonly<Record<string, unknown>>;
}

const PRINTABLE_ASCII = /^[\x20-\x7e]*$/;
/** Control characters and lone surrogates: PostgreSQL and UTF-8 could not keep them, or they would not print. */
const UNKEEPABLE = /[\p{Cc}\p{Cs}]/u;

/** Whether a value is text of at most `longest` code points that can be stored and printed. */
export function isKeepableText(value: unknown, longest: number): value is string {
  if (typeof value !== 'string') return false;
  if (PRINTABLE_ASCII.test(value)) return value.length <= longest;
  if (value.length > 2 * longest || UNKEEPABLE.test(value)) return false;
  return value.length <= longest || Array.from(value).length <= longest;
}

/** The longest text of a field for which CONTRACT states no limit. */
export const UNSTATED_LIMIT = 200;

/** Text that is there, as JSON Schema says it. */
export const someText = (longest: number) => ({ type: 'string', minLength: 1, maxLength: longest }) as const;
/** For readers of the schema that know no classes of characters. */
const NO_CONTROL_CHARACTER = String.raw`^[^\u0000-\u001f\u007f-\u009f]*$`;

/** Text of at most `longest` code points, without control characters. */
export const text = (longest: number = UNSTATED_LIMIT): FieldRule => ({
  expected: `text of at most ${longest} characters, none of them a control character`,
  readsNumbers: false,
  accepts: (value) => isKeepableText(value, longest),
  documented: { ...someText(longest), pattern: NO_CONTROL_CHARACTER },
});

/** Control characters, and those that have no width or no ink. */
const SAYS_NOTHING = /[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;

/** Text that never decides, such as a name: characters that nobody sees are dropped (CONTRACT 7 "Person"). */
export const neverDeciding = (longest: number = UNSTATED_LIMIT): FieldRule => ({
  ...text(longest),
  documented: someText(longest),
  drops: (value) => (PRINTABLE_ASCII.test(value) ? value : value.replace(SAYS_NOTHING, '')),
});

/** A pseudonym: CONTRACT 1 "never an identity number". */
export const pseudonym = (longest: number): FieldRule => ({
  expected: `a pseudonym of at most ${longest} characters, never an identity number`,
  readsNumbers: false,
  accepts: (value) => isKeepableText(value, longest) && !looksLikeIdentityNumber(value),
  documented: { ...someText(longest), pattern: NO_CONTROL_CHARACTER },
});

export function oneOf(values: readonly string[]): FieldRule {
  const allowed = new Set<unknown>(values);
  return {
    expected: `one of ${values.join(', ')}`,
    readsNumbers: false,
    accepts: (value) => allowed.has(value),
    documented: { type: 'string', enum: values },
  };
}

/** Text of that pattern, or, where numbers are read, a JSON number whose digits are. */
export function matching(expected: string, pattern: RegExp, readsNumbers: boolean): FieldRule {
  return {
    expected,
    readsNumbers,
    accepts: (value) => typeof value === 'string' && pattern.test(value),
    documented: { type: readsNumbers ? ['string', 'number'] : 'string', pattern: pattern.source },
  };
}

export const areaCode = matching('an area code of 6 digits', /^[0-9]{6}$/, false);

const plainDecimal = (scale: number): string =>
  `a decimal in plain notation, at most 14 digits before the point and ${scale} after it`;

/** A signed decimal in plain notation; a JSON number is taken by its text. */
export const decimal = (scale: number): FieldRule =>
  matching(plainDecimal(scale), plainNotation(scale), true);

export function decimalNotNegative(scale: number): FieldRule {
  const rule = decimal(scale);
  const negative = /^-.*[1-9]/;
  return {
    ...rule,
    expected: `${rule.expected}, not negative`,
    accepts: (value) => rule.accepts(value) && !negative.test(String(value)),
    documented: { ...rule.documented, minimum: 0, not: { type: 'string', pattern: negative.source } },
  };
}

/** Bytes in hex, so many digits of them, in lower case. */
export const hexDigits = (digits: number): FieldRule =>
  matching(`${digits} hex digits in lower case`, new RegExp(`^[0-9a-f]{${digits}}$`), false);

/** A whole number of up to `digits` digits. */
export function wholeNumber(digits: number): FieldRule {
  const rule = matching(
    `a whole number of at most ${digits} digits`,
    new RegExp(`^(?:0|[1-9][0-9]{0,${digits - 1}})$`),
    true,
  );
  return {
    ...rule,
    documented: {
      ...rule.documented,
      type: ['integer', 'string'],
      minimum: 0,
      maximum: Number('9'.repeat(digits)),
    },
  };
}

export const flag: FieldRule = {
  expected: 'true or false',
  readsNumbers: false,
  accepts: (value) => typeof value === 'boolean',
  documented: { type: 'boolean' },
};

/** A value that another schema judges. */
export const anything: FieldRule = {
  expected: 'a value',
  readsNumbers: false,
  accepts: (value) => value !== undefined,
  documented: {},
};

/** Years outside these cannot be written back in four digits. */
const FIRST_WRITABLE = -62_135_625_600_000;
const LAST_WRITABLE = 253_402_271_999_999;

/** Whether an instant can be written with a four-digit year in Asia/Shanghai (0001-01-01 to 9999-12-31). */
export const isWritable = (instant: number): boolean => FIRST_WRITABLE <= instant && instant <= LAST_WRITABLE;

/** How times are written; whether the day and the hour exist, no pattern says. */
function formOf(takesBareDate: boolean): string {
  const optional = takesBareDate ? '?' : '';
  const clock = `[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\\.[0-9]{1,9})?(?:Z|[+-][0-9]{2}:?[0-9]{2})?`;
  const dashed = `[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[ T]${clock})${optional}`;
  const slashed = `[0-9]{4}/[0-9]{1,2}/[0-9]{1,2}(?: [0-9]{1,2}:[0-9]{2}:[0-9]{2})${optional}`;
  return `^(?:${dashed}|${slashed})$`;
}

function time(expected: string, takesBareDate: boolean): FieldRule {
  return {
    expected: `${expected} (${formatInstant(instantOf(FIRST_WRITABLE))} to ${formatInstant(instantOf(LAST_WRITABLE))})`,
    readsNumbers: false,
    accepts: (value) => {
      const written = typeof value === 'string' ? parseTime(value) : null;
      return written !== null && (takesBareDate || !written.isBareDate) && isWritable(written.instant);
    },
    documented: { type: 'string', pattern: formOf(takesBareDate), examples: ['2025-06-10 08:30:00'] },
  };
}

/** A moment, or a bare date standing for its 00:00:00. */
export const moment = time('a time or date that exists, such as 2025-06-10 08:30:00 or 2025-06-10', true);
/** A moment with a clock time. */
export const clockTime = time('a time that exists, with hours, such as 2025-06-10 08:30:00', false);
