/** What fields of published messages hold: narrower than what is taken, for a reader may rely on the form. */
import Ajv from 'ajv';
import type { ValidateFunction } from 'ajv';
import { matching } from './field-rule';
import type { FieldRule } from './field-rule';
import { publishedSchema } from './schema';
import type { Dto } from './schema';

const judged = (
  expected: string,
  documented: FieldRule['documented'],
  accepts: (value: unknown) => boolean,
): FieldRule => ({ expected, readsNumbers: false, accepts, documented });

/** Money: exactly two decimals. */
export const amount = matching('money with two decimals', /^-?[0-9]+\.[0-9]{2}$/, false);

/** An instant with Shanghai's offset, milliseconds only where there are some. */
export const instant = matching(
  'an instant such as 2025-06-10T08:30:00+08:00',
  /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{3})?\+08:00$/,
  false,
);

/** A day of the calendar. */
export const dayText = matching('a day such as 2025-06-10', /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/, false);

/** The id of a decision: 32 hex digits. */
export const decisionId = matching('32 hex digits in lower case', /^[0-9a-f]{32}$/, false);

/** The hash of a line's content. */
export const contentHashText = matching('sha256: and 64 hex digits', /^sha256:[0-9a-f]{64}$/, false);

/** Text of any length; it may be empty. */
export const anyText = judged('text', { type: 'string' }, (value) => typeof value === 'string');

/** A JSON number that counts, not below `least`. */
export const count = (least: number): FieldRule =>
  judged(
    `a whole number from ${least}`,
    { type: 'integer', minimum: least },
    (value) => typeof value === 'number' && Number.isInteger(value) && value >= least,
  );

/** What the rule says, or `null`. */
export const orNull = ({ expected, accepts, documented }: FieldRule): FieldRule =>
  judged(
    `${expected}, or null`,
    { anyOf: [documented, { type: 'null' }] },
    (value) => value === null || accepts(value),
  );

/** One rule or the other. */
export const either = (one: FieldRule, other: FieldRule): FieldRule =>
  judged(
    `${one.expected}, or ${other.expected}`,
    { anyOf: [one.documented, other.documented] },
    (value) => one.accepts(value) || other.accepts(value),
  );

/** A list, each of whose items keeps the rule. */
export const listOf = (item: FieldRule, least = 0): FieldRule =>
  judged(
    `a list, each ${item.expected}`,
    { type: 'array', items: item.documented, ...(least === 0 ? {} : { minItems: least }) },
    (value) => Array.isArray(value) && value.length >= least && value.every((each) => item.accepts(each)),
  );

/** An object whose fields are the class's. Nothing is compiled before it is asked for: commands start without it. */
export function nested(dto: Dto<object>): FieldRule {
  let validate: ValidateFunction | null = null;
  return {
    expected: 'an object',
    readsNumbers: false,
    accepts: (value) => {
      validate ??= new Ajv({ allowUnionTypes: true }).compile(publishedSchema(dto));
      return validate(value);
    },
    get documented() {
      return publishedSchema(dto);
    },
  };
}
