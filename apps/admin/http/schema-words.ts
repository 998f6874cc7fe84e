/** Short words for the schemas (JSON Schema 2020-12) of answers. Texts have a longest length, lists a greatest number. */
export type Json = Readonly<Record<string, unknown>>;

const LONGEST_TEXT = 4000;
const MOST_ITEMS = 10_000;

export const TEXT: Json = { type: 'string', maxLength: LONGEST_TEXT };
export const TEXT_OR_NULL: Json = { type: ['string', 'null'], maxLength: LONGEST_TEXT };
export const TIME: Json = { type: 'string', format: 'date-time', maxLength: 40 };
export const TIME_OR_NULL: Json = { type: ['string', 'null'], format: 'date-time', maxLength: 40 };
export const DATE: Json = { type: 'string', format: 'date', maxLength: 10 };
export const DATE_OR_NULL: Json = { type: ['string', 'null'], format: 'date', maxLength: 10 };
/** Yuan with two decimals. */
export const AMOUNT: Json = { type: 'string', maxLength: 24, pattern: '^-?[0-9]+\\.[0-9]{2}$' };
export const WHOLE: Json = { type: 'integer', format: 'int32', minimum: 0, maximum: 2_147_483_647 };
export const WHOLE_OR_NULL: Json = { ...WHOLE, type: ['integer', 'null'] };
export const FLAG: Json = { type: 'boolean' };
export const ANY_OBJECT: Json = { type: 'object', additionalProperties: true, maxProperties: 200 };

export const oneOf = (values: readonly string[]): Json => ({ type: 'string', enum: values });
export const oneOfOrNull = (values: readonly string[]): Json => ({
  type: ['string', 'null'],
  enum: [...values, null],
});
export const listOf = (items: Json): Json => ({ type: 'array', maxItems: MOST_ITEMS, items });

/** A schema of the document, by its name. */
export const named = (name: string): Json => ({ $ref: `#/components/schemas/${name}` });
export const orNull = (schema: Json): Json => ({ oneOf: [schema, { type: 'null' }] });

/** An object with all of these and nothing else; those of `optional` may be absent. */
export const objectOf = (
  properties: Readonly<Record<string, Json>>,
  optional: Readonly<Record<string, Json>> = {},
): Json => ({
  type: 'object',
  properties: { ...properties, ...optional },
  required: Object.keys(properties),
  additionalProperties: false,
});
