/** What cases look like in the OpenAPI document. */
type Json = Readonly<Record<string, unknown>>;

const text: Json = { type: 'string', maxLength: 4000 };
const textOrNull: Json = { type: ['string', 'null'], maxLength: 4000 };
const time: Json = { type: 'string', format: 'date-time', maxLength: 40 };
const timeOrNull: Json = { type: ['string', 'null'], format: 'date-time', maxLength: 40 };
const whole: Json = { type: 'integer', format: 'int32', minimum: 0, maximum: 2_147_483_647 };
const anyObject: Json = { type: 'object', additionalProperties: true, maxProperties: 200 };
const MOST_ITEMS = 10_000;
const listOf = (name: string): Json => ({
  type: 'array',
  maxItems: MOST_ITEMS,
  items: { $ref: `#/components/schemas/${name}` },
});

const object = (properties: Readonly<Record<string, Json>>): Json => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
});

const CASE = {
  case_id: text,
  kind: text,
  state: text,
  version: whole,
  fixmedins_code: text,
  clinician_code: textOrNull,
  area: text,
  pack: text,
  document_no: textOrNull,
  awaits_second_person: { type: 'boolean' },
  withdrawn_by: textOrNull,
  opened_at: time,
  changed_at: time,
  data: anyObject,
} as const;

export const CASE_SCHEMAS: Readonly<Record<string, Json>> = {
  Case: object(CASE),
  CaseEvent: object({
    seq: whole,
    event: text,
    from_state: textOrNull,
    to_state: text,
    actor: text,
    at: time,
    input: anyObject,
    record_ids: { type: 'array', maxItems: MOST_ITEMS, items: text },
    emergency: { type: 'boolean' },
  }),
  CaseDeadline: object({
    case_id: text,
    name: text,
    due_on: { type: ['string', 'null'], format: 'date', maxLength: 10 },
    unpublished_year: { ...whole, type: ['integer', 'null'] },
    borne_by: text,
    met_at: timeOrNull,
    withdrawn_at: timeOrNull,
    overdue: { type: 'boolean' },
  }),
  CaseReview: object({
    seq: whole,
    reviewer: text,
    at: time,
    upheld: { type: 'boolean' },
    reasons: text,
  }),
  WholeCase: object({
    ...CASE,
    events: listOf('CaseEvent'),
    reviews: listOf('CaseReview'),
    deadlines: listOf('CaseDeadline'),
    line_fact: {
      ...object({
        state: { type: 'string', enum: ['waiting', 'sent'] },
        approved_at: time,
        sent_at: timeOrNull,
      }),
      type: ['object', 'null'],
    },
  }),
  CasePage: object({ items: listOf('Case'), next: textOrNull }),
  DeadlinePage: object({ items: listOf('CaseDeadline'), next: textOrNull }),
};
