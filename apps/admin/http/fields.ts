/**
 * Fields of request bodies and queries: each decorator is the rule that is checked and the schema that is documented, so
 * that the two cannot differ. Texts have a longest length, lists a greatest number.
 */
import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import type { ApiPropertyOptions } from '@nestjs/swagger';
import { civilDateOf, formatDay, parseDay, parseTime } from '@gatekeeper/calendar';
import type { Day } from '@gatekeeper/calendar';
import { flawOfCode, trimmedCode } from '@gatekeeper/wire';
import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsDefined,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
  ValidateBy,
  ValidateNested,
} from 'class-validator';

/** What every field may say of itself. */
export interface FieldOptions {
  readonly optional?: boolean;
  readonly description?: string;
  readonly example?: unknown;
}

type Schema = Readonly<Record<string, unknown>>;

const LONGEST_TEXT = 200;
const LONGEST_CODE = 30;
/** Control characters and lone surrogates: the database could not keep them, or they would not print. */
const KEEPABLE = /^(?=.*\S)[^\p{Cc}\p{Cs}]+$/u;
/** The same for readers of JSON Schema that know no classes of characters; lone surrogates cannot be said there. */
const DOCUMENTED_KEEPABLE = '^(?=.*\\S)[^\\u0000-\\u001f\\u007f-\\u009f]+$';
/** What `flawOfCode` refuses, as far as readers of JSON Schema can be told. */
const DOCUMENTED_CODE = '^[^\\s"\'`=]+$';
const LONGEST_MOMENT = 40;
const LONGEST_DAY = 10;
/** Before the first there was no fund, and no practice that is still going on; no period of these texts reaches past the last. */
const FIRST_YEAR = 1900;
const LAST_YEAR = 2200;
const DOCUMENTED_DAY = '^((19|20|21)[0-9]{2}|2200)-[0-9]{2}-[0-9]{2}$';
const DAY_EXPECTED = `a day that exists, YYYY-MM-DD, from ${FIRST_YEAR} to ${LAST_YEAR}`;
const LONGEST_AMOUNT = 17;
const AMOUNT = /^[0-9]{1,14}(\.[0-9]{1,2})?$/;

function field(
  schema: Schema,
  rules: readonly PropertyDecorator[],
  { optional = false, description, example }: FieldOptions,
): PropertyDecorator {
  const documented: ApiPropertyOptions = {
    ...schema,
    required: !optional,
    ...(description === undefined ? {} : { description }),
    ...(example === undefined ? {} : { example }),
  };
  return applyDecorators(ApiProperty(documented), optional ? IsOptional() : IsDefined(), ...rules);
}

const trimmed = Transform(({ value }: { value: unknown }) =>
  typeof value === 'string' ? value.trim() : value,
);

const trimmedAsCode = Transform(({ value }: { value: unknown }) =>
  typeof value === 'string' ? trimmedCode(value) : value,
);

/** Text that prints, not blank, of at most `max` characters. */
export const TextField = ({
  max = LONGEST_TEXT,
  ...options
}: FieldOptions & { readonly max?: number } = {}): PropertyDecorator =>
  field(
    { type: 'string', minLength: 1, maxLength: max, pattern: DOCUMENTED_KEEPABLE },
    [trimmed, IsString(), MaxLength(max), Matches(KEEPABLE, { message: 'text that prints, not blank' })],
    options,
  );

/** A code of a clinician, an institution, a department: at most 30 characters, each of which prints (CONTRACT 7 "Person"). */
export const CodeField = (options: FieldOptions = {}): PropertyDecorator =>
  field(
    { type: 'string', minLength: 1, maxLength: LONGEST_CODE, pattern: DOCUMENTED_CODE },
    [
      trimmedAsCode,
      IsString(),
      MaxLength(LONGEST_CODE),
      ValidateBy({
        name: 'code',
        validator: {
          validate: (value) => typeof value === 'string' && value !== '' && flawOfCode(value) === null,
          defaultMessage: (asked) => {
            const flaw: unknown = typeof asked?.value === 'string' ? flawOfCode(asked.value) : null;
            const expected =
              'a code without blanks, invisible, direction or quoting characters, not in exponent form';
            return typeof flaw === 'string' ? `${expected}; it holds ${flaw}` : expected;
          },
        },
      }),
    ],
    options,
  );

/** An area code of 6 digits. */
export const AreaField = (options: FieldOptions = {}): PropertyDecorator =>
  field(
    { type: 'string', maxLength: 6, pattern: '^[0-9]{6}$' },
    [IsString(), Matches(/^[0-9]{6}$/, { message: 'an area code of 6 digits' })],
    options,
  );

/** One of these words. */
export const OneOfField = (values: readonly string[], options: FieldOptions = {}): PropertyDecorator =>
  field({ type: 'string', enum: [...values] }, [IsIn(values)], options);

/** A whole number within bounds, both inside. */
export const WholeField = ({
  min,
  max,
  ...options
}: FieldOptions & { readonly min: number; readonly max: number }): PropertyDecorator =>
  field(
    { type: 'integer', format: 'int32', minimum: min, maximum: max },
    [Type(() => Number), IsInt(), Min(min), Max(max)],
    options,
  );

/** An amount of money, not negative, of at most 2 decimals: `1234.50`. */
export const AmountField = (options: FieldOptions = {}): PropertyDecorator =>
  field(
    { type: 'string', maxLength: LONGEST_AMOUNT, pattern: AMOUNT.source },
    [
      IsString(),
      MaxLength(LONGEST_AMOUNT),
      Matches(AMOUNT, { message: 'an amount such as 1234.50, not negative' }),
    ],
    { example: '1234.50', ...options },
  );

export const FlagField = (options: FieldOptions = {}): PropertyDecorator =>
  field({ type: 'boolean' }, [IsBoolean()], options);

/** A time or a date that exists (CONTRACT 0): without an offset it is Asia/Shanghai's, a bare date its 00:00:00. */
export const MomentField = (options: FieldOptions = {}): PropertyDecorator =>
  field(
    { type: 'string', maxLength: LONGEST_MOMENT, pattern: '^[0-9]{4}[-/][0-9T:+Z./ -]+$' },
    [existing('a time or date that exists', (text) => parseTime(text) !== null)],
    { example: '2025-06-10 08:30:00', ...options },
  );

/**
 * A day that exists, in a year from 1900 to 2200. `YYYY/M/D` is taken too (CONTRACT 0) and handed on as `YYYY-MM-DD`, so that days of
 * one body, and of one case, compare as texts. Out of those years: 422 by field.
 */
export const DayField = (options: FieldOptions = {}): PropertyDecorator =>
  field(
    { type: 'string', format: 'date', maxLength: LONGEST_DAY, pattern: DOCUMENTED_DAY },
    [canonicalDay, existing(DAY_EXPECTED, (text) => dayWithinYears(text) !== null)],
    { example: '2025-06-10', ...options },
  );

/** `null`: no day, or one of a year in which nothing here can have happened. */
function dayWithinYears(text: string): Day | null {
  const day = parseDay(text);
  if (day === null) return null;
  const { year } = civilDateOf(day);
  return year < FIRST_YEAR || year > LAST_YEAR ? null : day;
}

/** What is no such day stays as it was written, and is refused by the rule after this. */
const canonicalDay = Transform(({ value }: { value: unknown }) => {
  const day = typeof value === 'string' ? dayWithinYears(value) : null;
  return day === null ? value : formatDay(day);
});

const existing = (expected: string, exists: (text: string) => boolean): PropertyDecorator =>
  ValidateBy({
    name: 'existing',
    validator: {
      validate: (value) => typeof value === 'string' && value.length <= LONGEST_MOMENT && exists(value),
      defaultMessage: () => expected,
    },
  });

/** A list of objects of a class, from `min` to `max` of them. */
export const ListField = (
  item: () => new () => object,
  { min = 0, max, ...options }: FieldOptions & { readonly min?: number; readonly max: number },
): PropertyDecorator =>
  field(
    { type: () => item(), isArray: true, minItems: min, maxItems: max },
    [IsArray(), ArrayMinSize(min), ArrayMaxSize(max), ValidateNested({ each: true }), Type(item)],
    options,
  );

/** A list of words out of these. */
export const WordsField = (
  values: readonly string[],
  { min = 0, ...options }: FieldOptions & { readonly min?: number } = {},
): PropertyDecorator =>
  field(
    { type: 'string', enum: [...values], isArray: true, minItems: min, maxItems: values.length },
    [IsArray(), ArrayMinSize(min), ArrayMaxSize(values.length), IsIn(values, { each: true })],
    options,
  );

/** A password, a token or a number that is never shown again: taken as it stands, without trimming. */
export const SecretField = ({
  max,
  ...options
}: FieldOptions & { readonly max: number }): PropertyDecorator =>
  field(
    { type: 'string', minLength: 1, maxLength: max },
    [IsString(), MaxLength(max), MinLength(1)],
    options,
  );

/** A list of texts of one form, each once. */
export const MatchingListField = (
  pattern: RegExp,
  { max, ...options }: FieldOptions & { readonly max: number },
): PropertyDecorator =>
  field(
    { type: 'string', isArray: true, maxItems: max, maxLength: LONGEST_CODE, pattern: pattern.source },
    [
      IsArray(),
      ArrayMaxSize(max),
      ArrayUnique(),
      IsString({ each: true }),
      Matches(pattern, { each: true, message: `texts such as ${pattern.source}, each once` }),
    ],
    options,
  );
