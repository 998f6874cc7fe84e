/** What plans, and figures of what would turn, look like in the OpenAPI document. */
import { PLAN_STATES } from '@gatekeeper/decision-store';
import { EXCLUSIONS } from '@gatekeeper/settling';
import type { Json } from '../http/schema-words';
import {
  ANY_OBJECT,
  FLAG,
  listOf,
  named,
  objectOf,
  oneOf,
  orNull,
  TEXT,
  TEXT_OR_NULL,
  TIME,
} from '../http/schema-words';

const COUNT: Json = { type: 'integer', format: 'int64', minimum: 0, maximum: Number.MAX_SAFE_INTEGER };
const COUNT_OR_NULL: Json = { ...COUNT, type: ['integer', 'null'] };

const MONEY = { refused: TEXT, recover: TEXT, given_back: TEXT } as const;

/** CONTRACT 8, Sweep and what-if. */
export const FIGURES = {
  examined: COUNT,
  unchanged: COUNT,
  changed: COUNT,
  excluded: listOf(objectOf({ reason: oneOf(EXCLUSIONS), lines: COUNT })),
  ...MONEY,
  by: listOf(objectOf({ fixmedins_code: TEXT, month: TEXT, lines: COUNT, ...MONEY })),
  digest: TEXT,
} as const;

const SUMMARY = {
  plan_id: TEXT,
  version: COUNT,
  state: oneOf(PLAN_STATES),
  proposed_at: TIME,
  approved_by: listOf(TEXT),
  reverted_version: COUNT_OR_NULL,
  changed: COUNT,
  ...MONEY,
  digest: TEXT,
} as const;

const PLAN = {
  ...SUMMARY,
  figures: objectOf(FIGURES),
  acts: listOf(objectOf({ act: TEXT, digest: TEXT, by: TEXT, at: TIME, reason: TEXT_OR_NULL })),
} as const;

const STANDING = orNull(objectOf({ decision_id: TEXT_OR_NULL, hold_code: TEXT_OR_NULL }));

export const SWEEP_PLAN_SCHEMAS: Readonly<Record<string, Json>> = {
  SweepPlan: objectOf(SUMMARY),
  SweepPlanPage: objectOf(
    { items: listOf(named('SweepPlan')), next: TEXT_OR_NULL },
    {
      detached: listOf(
        objectOf({
          ...{ period: TEXT, versions: listOf(TEXT) },
          ...{ swept_lines: COUNT, due_lines: COUNT, messages: COUNT },
        }),
      ),
    },
  ),
  SweepPlanAct: objectOf({ ...PLAN, repeated: FLAG }),
  SweepPlanLine: objectOf({
    line: objectOf({ fixmedins_code: TEXT, mdtrt_id: TEXT, chrg_bchno: TEXT, feedetl_sn: TEXT }),
    month: TEXT,
    stands: STANDING,
    becomes: STANDING,
    ...MONEY,
  }),
  WholeSweepPlan: objectOf({
    ...PLAN,
    write: objectOf({ version: COUNT, received_at: TIME, records: COUNT, items: listOf(ANY_OBJECT) }),
    lines: objectOf({ items: listOf(named('SweepPlanLine')), next: TEXT_OR_NULL }),
  }),
};
