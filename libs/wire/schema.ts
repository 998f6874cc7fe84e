/**
 * One schema, three uses. A DTO's decorators are the schema; class-validator names the problems, a validator compiled
 * from the same decorators (class-validator-jsonschema → ajv) says yes to good input at a fraction of the cost, and
 * the same decorators give the documented JSON Schema.
 */
import Ajv from 'ajv';
import type { ValidateFunction } from 'ajv';
import { IsOptional, ValidateBy, validateSync } from 'class-validator';
import type { ValidationError } from 'class-validator';
import { targetConstructorToSchema } from 'class-validator-jsonschema';
import { isLosslessNumber } from 'lossless-json';
import type { FieldRule } from './field-rule';
import { describeGot } from './masking';
import { malformed } from './problem';
import type { Malformed, Problem } from './problem';

const RULE = 'fieldRule';
/** The ajv keyword; `x-` keeps the generated schema valid OpenAPI. */
const RULE_KEYWORD = 'x-field-rule';

/** The field must be there and keep the rule. @param means what it says, for the documented schema */
export function Required(rule: FieldRule, means?: string): PropertyDecorator {
  return ValidateBy({
    name: RULE,
    constraints: [rule, means],
    validator: { validate: (value) => rule.accepts(value), defaultMessage: () => rule.expected },
  });
}

/** The field keeps the rule when it is there. @param means what it says, for the documented schema */
export function Optional(rule: FieldRule, means?: string): PropertyDecorator {
  return (target, property) => {
    IsOptional()(target, property);
    Required(rule, means)(target, property);
  };
}

/** What holds the fields of such a class, without being made by it. */
export type Fields<Shape extends object> = { readonly [Name in keyof Shape]: Shape[Name] };

/** Told the names of fields that are no part of the contract. */
export type UnknownFieldsSink = (names: readonly string[]) => void;
/** Told how many characters that say nothing were dropped from fields that never decide. */
export type DroppedCharactersSink = (count: number) => void;

/** A class whose decorated fields are a message's. */
export type Dto<Shape extends object> = new () => Shape;
/** Known fields only, trimmed; absent is `undefined`. */
export type Candidate = Record<string, unknown>;

interface Field {
  readonly name: string;
  readonly rule: FieldRule;
}

const trimmed = (text: string): string => text.trim();

const isFieldRule = (value: unknown): value is FieldRule =>
  typeof value === 'object' && value !== null && 'accepts' in value && 'expected' in value;

function ruleOf(constraints: readonly unknown[] | undefined): FieldRule {
  const rule = constraints?.[0];
  if (!isFieldRule(rule)) throw new Error('A field decorator carries no rule: use Required or Optional.');
  return rule;
}

/** A DTO's decorators, compiled. */
interface Compiled<Shape extends object> {
  readonly fields: readonly Field[];
  readonly names: ReadonlySet<string>;
  readonly accepts: ValidateFunction<Shape>;
}

let validators: Ajv | null = null;

function newValidators(): Ajv {
  const ajv = new Ajv({ validateSchema: false, strictRequired: false });
  return ajv.addKeyword({ keyword: RULE_KEYWORD, compile: (rule: FieldRule) => rule.accepts });
}

function compiledOf<Shape extends object>(
  dto: Dto<Shape>,
  ruleOfField: (stated: FieldRule) => FieldRule,
): Compiled<Shape> {
  const rules = new Map<string, FieldRule>();
  const schema = targetConstructorToSchema(dto, {
    additionalConverters: {
      [RULE]: (metadata) => {
        const rule = ruleOfField(ruleOf(metadata.constraints));
        rules.set(metadata.propertyName, rule);
        return { [RULE_KEYWORD]: rule };
      },
    },
  });
  validators ??= newValidators();
  const names = new Set(Object.keys(schema.properties ?? {}));
  return {
    names,
    accepts: validators.compile<Shape>(schema),
    // Converters run once for each class of an inheritance: keep each name once, in the schema's own order.
    fields: [...names].flatMap((name) => {
      const rule = rules.get(name);
      return rule === undefined ? [] : [{ name, rule }];
    }),
  };
}

/**
 * A DTO's schema. It is compiled when it is first asked: all of them together cost a third of a second, and a command asks one
 * or two.
 */
export class Schema<Shape extends object> {
  private compiled: Compiled<Shape> | null = null;

  /** @param ruleOfField which rule holds for a field; the one its decorator states unless said otherwise. */
  constructor(
    private readonly dto: Dto<Shape>,
    private readonly ruleOfField: (stated: FieldRule) => FieldRule = (stated) => stated,
  ) {}

  private get form(): Compiled<Shape> {
    this.compiled ??= compiledOf(this.dto, this.ruleOfField);
    return this.compiled;
  }

  /**
   * A parsed JSON value as the DTO: strings trimmed, empty and null absent, numbers as their digits where a number may
   * stand; or every problem. Unknown fields are kept out and told to `onUnknownFields`, characters dropped to `onDropped`.
   */
  read(
    value: unknown,
    onUnknownFields?: UnknownFieldsSink,
    onDropped?: DroppedCharactersSink,
  ): Shape | Malformed {
    if (!isJsonObject(value)) return notAnObject(value);
    const candidate = this.candidateOf(value, onUnknownFields, onDropped);
    return this.isKept(candidate) ? candidate : this.malformedFor(candidate);
  }

  /** What `read` judges: the known fields of a parsed JSON object. */
  candidateOf(
    members: Candidate,
    onUnknownFields?: UnknownFieldsSink,
    onDropped?: DroppedCharactersSink,
  ): Candidate {
    const { fields, names } = this.form;
    const candidate: Candidate = {};
    let seen = 0;
    for (const { name, rule } of fields) {
      const value = members[name];
      if (value === undefined) continue;
      seen++;
      if (typeof value === 'string') {
        const kept = rule.drops?.(value) ?? value;
        if (kept.length < value.length) onDropped?.(value.length - kept.length);
        const text = (rule.trims ?? trimmed)(kept);
        if (text !== '') candidate[name] = text;
      } else if (value !== null) {
        candidate[name] = rule.readsNumbers && isLosslessNumber(value) ? value.toString() : value;
      }
    }
    if (onUnknownFields !== undefined) {
      const given = Object.keys(members);
      if (given.length > seen) onUnknownFields(given.filter((name) => !names.has(name)));
    }
    return candidate;
  }

  /** The compiled answer. */
  isKept(candidate: Candidate): candidate is Candidate & Shape {
    return this.form.accepts(candidate);
  }

  /** Every problem of a candidate, in the order of the fields; empty exactly when `isKept`. */
  problemsOf(candidate: Candidate): readonly Problem[] {
    const errors = validateSync(Object.assign(new this.dto(), candidate), { forbidUnknownValues: false });
    const order = [...this.form.names];
    return errors
      .toSorted((a, b) => order.indexOf(a.property) - order.indexOf(b.property))
      .map((error) => this.problemOf(error, candidate[error.property]));
  }

  private problemOf(error: ValidationError, value: unknown): Problem {
    const flaw = this.form.fields.find(({ name }) => name === error.property)?.rule.flawOf?.(value);
    return {
      path: error.property,
      code: value === undefined ? 'FIELD_MISSING' : 'FIELD_INVALID',
      expected: Object.values(error.constraints ?? {}).join('; '),
      got: flaw ?? describeGot(error.property, value),
    };
  }

  private malformedFor(candidate: Candidate): Malformed {
    const [first, ...others] = this.problemsOf(candidate);
    // The compiled form alone said no: a test keeps the two in agreement, and refusing is the safe side.
    const unnamed: Problem = {
      path: '',
      code: 'FIELD_INVALID',
      expected: `fields as in ${this.dto.name}`,
      got: 'other fields',
    };
    return malformed(first ?? unnamed, ...others);
  }
}

export const isJsonObject = (value: unknown): value is Candidate =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !isLosslessNumber(value);

/** A JSON value that is an object, as its members; none of any other. */
export const jsonObject = (value: unknown): Candidate => (isJsonObject(value) ? value : {});

function notAnObject(value: unknown): Malformed {
  const got = value === null ? 'null' : describeGot('', value);
  return malformed({ path: '', code: 'NOT_AN_OBJECT', expected: 'a JSON object', got });
}

/** A schema in the words of JSON Schema, draft 7: AsyncAPI's tools read it, and OpenAPI 3.1 as well. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** What is published, as a JSON Schema from the same decorators: a field that is not there is left out. */
export function publishedSchema(dto: Dto<object>): JsonSchema {
  return {
    ...targetConstructorToSchema(dto, {
      additionalConverters: {
        [RULE]: ({ constraints }) => {
          const means: unknown = constraints[1];
          return {
            ...ruleOf(constraints).documented,
            ...(typeof means === 'string' ? { description: means } : {}),
          };
        },
      },
    }),
  };
}

/**
 * What is taken, as a JSON Schema from the same decorators: a field that may be absent may be `null` or empty too. White space
 * around texts is taken off before anything is judged; what a schema cannot say (a date that does not exist, digits of a JSON
 * number beyond the scale, a code that nobody sees through) is told by the problems of a message that is set aside.
 */
export function takenSchema(dto: Dto<object>): JsonSchema {
  const { properties = {}, required = [], ...schema } = targetlessOf(publishedSchema(dto));
  const taken = Object.entries(properties).map(([name, field]): readonly [string, JsonSchema] => {
    if (required.includes(name)) return [name, field];
    const { description, ...rule } = field;
    return [
      name,
      { ...(description === undefined ? {} : { description }), anyOf: [rule, { enum: [null, ''] }] },
    ];
  });
  return { ...schema, properties: Object.fromEntries(taken), required };
}

interface ObjectSchema extends JsonSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
}

const targetlessOf = (schema: JsonSchema): ObjectSchema => schema;
