/** The schemas of the OpenAPI document (JSON Schema 2020-12). The settlement line's comes from the wire, which reads it. */
import type { OpenAPIObject } from '@nestjs/swagger';
import {
  BAR_CODES,
  EFFECTS,
  FUND_SCOPES,
  HOLD_CODES,
  LOSS_BEARERS,
  LOSS_CAUSES,
  OUTCOMES,
  REASON_CODES,
  ROLES,
} from '@gatekeeper/vocabulary';
import { OPERATING_SCHEMAS } from '@gatekeeper/http';
import { settlementLineSchema } from '@gatekeeper/wire';
import { MOST_LINES } from './checks-body';

type Schemas = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>;
type Json = Readonly<Record<string, unknown>>;

const text: Json = { type: 'string' };
const textOrNull: Json = { type: ['string', 'null'] };
const time: Json = { type: 'string', format: 'date-time' };
const amount: Json = { type: 'string', pattern: '^-?[0-9]+\\.[0-9]{2}$' };
const whole: Json = { type: 'integer', minimum: 0 };
const oneOf = (values: readonly string[]): Json => ({ type: 'string', enum: values });
const listOf = (items: Json): Json => ({ type: 'array', items });
const ref = (name: string): Json => ({ $ref: `#/components/schemas/${name}` });

/** An object whose fields are all required but those named. */
function object(properties: Readonly<Record<string, Json>>, optional: readonly string[] = []): Json {
  const required = Object.keys(properties).filter((name) => !optional.includes(name));
  return { type: 'object', properties, required };
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
  Decision: object(
    {
      decision_id: { type: 'string', pattern: '^[0-9a-f]{32}$' },
      line: ref('LineFrame'),
      outcome: oneOf(OUTCOMES),
      reasons: listOf(ref('Reason')),
      amounts: object({ refused: amount, recover: amount }),
      liable: oneOf(['institution', 'none']),
      borne_by: { ...listOf(ref('BorneBy')), description: 'Of a claw-back: who bears it, bar by bar' },
      fund_scope: oneOf(FUND_SCOPES),
      supersedes: textOrNull,
      pack: text,
      edition: text,
      registry_version: whole,
      known_at: time,
      decided_at: time,
      trigger: { const: 'real_time' },
    },
    ['borne_by'],
  ),
  BorneBy: object(
    {
      code: oneOf(BAR_CODES),
      document_no: text,
      who: oneOf(LOSS_BEARERS),
      because: oneOf(LOSS_CAUSES),
      article: text,
      text_zh: text,
      text_en: text,
    },
    ['document_no'],
  ),
  Hold: object(
    {
      line: ref('LineFrame'),
      hold_code: oneOf(HOLD_CODES),
      needs: listOf(text),
      pack: text,
      edition: text,
      known_at: time,
      since: time,
    },
    ['pack', 'edition'],
  ),
  LineFrame: object({
    fixmedins_code: text,
    mdtrt_id: text,
    chrg_bchno: text,
    feedetl_sn: text,
    revision: { const: 1 },
    content_hash: { type: 'string', pattern: '^sha256:[0-9a-f]{64}$' },
  }),
  Reason: object(
    {
      code: oneOf(REASON_CODES),
      effect: oneOf(EFFECTS),
      role: oneOf(ROLES),
      article: text,
      evidence: listOf(text),
      text_zh: text,
      text_en: text,
    },
    ['role'],
  ),
};

/** Adds the schemas to those of a document. */
export function addSchemas(document: OpenAPIObject): OpenAPIObject {
  const schemas: Schemas = { ...document.components?.schemas, ...SCHEMAS };
  return { ...document, components: { ...document.components, schemas } };
}
