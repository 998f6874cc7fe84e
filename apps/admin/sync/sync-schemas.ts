/** What sync looks like in the OpenAPI document. */
import { DIVERGENCE_KINDS } from '@gatekeeper/sync';

type Json = Readonly<Record<string, unknown>>;

const MOST = 9_007_199_254_740_991;
const text: Json = { type: 'string', maxLength: 200 };
const whole: Json = { type: 'integer', format: 'int64', minimum: 0, maximum: MOST };
const wholeOrNull: Json = { ...whole, type: ['integer', 'null'] };
const seconds: Json = { type: 'number', format: 'double', minimum: 0 };
const time: Json = { type: 'string', format: 'date-time', maxLength: 40 };
const timeOrNull: Json = { ...time, type: ['string', 'null'] };

const object = (properties: Readonly<Record<string, Json>>): Json => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
});

const orNull = (schema: Json): Json => ({ oneOf: [schema, { type: 'null' }] });

const ROUND = { started_at: time, ended_at: time, subjects: whole, divergences: whole } as const;
const COUNTS = object(Object.fromEntries(DIVERGENCE_KINDS.map((kind) => [kind, whole])));
const REBUILD = object({
  rebuild_id: whole,
  requested_by: text,
  requested_at: time,
  started_at: timeOrNull,
  phase: { type: 'string', enum: ['requested', 'writing', 'removing', 'done'] },
  subjects_in_all: wholeOrNull,
  subjects_written: whole,
  entries_removed: whole,
  ended_at: timeOrNull,
});

export const SYNC_SCHEMAS: Readonly<Record<string, Json>> = {
  Rebuild: REBUILD,
  Sync: object({
    served_here: {
      type: 'array',
      maxItems: 100,
      items: text,
      description:
        'Sinks that the answering process keeps in step; none of what it has no address of（本进程负责同步的目标）',
    },
    sinks: {
      type: 'array',
      maxItems: 100,
      items: object({ sink: text, backlog: whole, lag_seconds: seconds }),
    },
    divergences: object({ last_day: COUNTS, open: COUNTS }),
    last_scan: orNull(object({ ...ROUND, entries: whole })),
    last_sample: orNull(object({ ...ROUND, rounds: whole, subjects_in_all: whole })),
    rebuild: orNull({ $ref: '#/components/schemas/Rebuild' }),
  }),
};
