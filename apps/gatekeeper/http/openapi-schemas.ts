/** The schemas of the OpenAPI document (JSON Schema 2020-12). What goes over the wire too is described there. */
import type { OpenAPIObject } from '@nestjs/swagger';
import { HOLD_CODES } from '@gatekeeper/vocabulary';
import { OPERATING_SCHEMAS } from '@gatekeeper/http';
import { messageSchema, reasonSchema, settlementLineSchema } from '@gatekeeper/wire';
import type { MessageName } from '@gatekeeper/wire';
import { MOST_LINES } from './checks-body';

type Schemas = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>;
type Json = Readonly<Record<string, unknown>>;

const text: Json = { type: 'string' };
const textOrNull: Json = { type: ['string', 'null'] };
const time: Json = { type: 'string', format: 'date-time' };
const whole: Json = { type: 'integer', minimum: 0 };
const oneOf = (values: readonly string[]): Json => ({ type: 'string', enum: values });
const listOf = (items: Json): Json => ({ type: 'array', items });
const ref = (name: string): Json => ({ $ref: `#/components/schemas/${name}` });

/** An object whose fields are all required but those named. */
function object(properties: Readonly<Record<string, Json>>, optional: readonly string[] = []): Json {
  const required = Object.keys(properties).filter((name) => !optional.includes(name));
  return { type: 'object', properties, required };
}

/** A published message as the contract describes it; the document says itself which JSON Schema it speaks. */
function published(name: MessageName, description: string): Json {
  const { $schema: _, ...schema } = messageSchema(name);
  return { ...schema, description };
}

const SCHEMAS: Readonly<Record<string, Json>> = {
  ...OPERATING_SCHEMAS,
  SettlementLine: { ...settlementLineSchema, description: 'A settlement line（费用明细）' },
  ChecksRequest: object({
    lines: { ...listOf(ref('SettlementLine')), minItems: 1, maxItems: MOST_LINES },
  }),
  ChecksAnswer: object({
    known_at: time,
    registry_version: whole,
    answers: listOf({
      oneOf: [
        object({ row: whole, kind: { const: 'decision' }, decision: ref('Decision') }),
        object({ row: whole, kind: { const: 'hold' }, hold: ref('Hold') }),
        object({ row: whole, kind: { const: 'set_aside' }, errors: listOf(ref('FieldProblem')) }),
      ],
    }),
  }),
  EligibilityAnswer: object(
    {
      code: textOrNull,
      fixmedins_code: text,
      at: time,
      eligible: { type: ['boolean', 'null'], description: 'null: held' },
      outcome: { type: ['string', 'null'], enum: ['accept', 'reject', null] },
      reasons: listOf(ref('Reason')),
      hold: object({ hold_code: oneOf(HOLD_CODES), needs: listOf(text), text_zh: text, text_en: text }),
      pack: textOrNull,
      edition: textOrNull,
      known_at: time,
      registry_version: whole,
    },
    ['hold'],
  ),
  Decision: published('decision', 'Of a line asked about: revision 1, trigger real_time（试算结论）'),
  Hold: published('hold', 'Of a line asked about（待定）'),
  Reason: reasonSchema(),
};

/** Adds the schemas to those of a document. */
export function addSchemas(document: OpenAPIObject): OpenAPIObject {
  const schemas: Schemas = { ...document.components?.schemas, ...SCHEMAS };
  return { ...document, components: { ...document.components, schemas } };
}
