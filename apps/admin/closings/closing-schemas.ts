/** What closings and exceptions look like in the OpenAPI document. */
import { OBSTACLES } from '@gatekeeper/clearing';
import { CLOSING_KINDS, CLOSING_STATES, EXCEPTION_STATES } from '@gatekeeper/decision-store';
import type { Json } from '../http/schema-words';
import {
  FLAG,
  listOf,
  named,
  objectOf,
  oneOf,
  TEXT,
  TEXT_OR_NULL,
  TIME,
  TIME_OR_NULL,
} from '../http/schema-words';

const COUNT: Json = { type: 'integer', format: 'int64', minimum: 0, maximum: Number.MAX_SAFE_INTEGER };

const CLOSING = {
  ...{ closing_id: TEXT, area: TEXT, period: TEXT, kind: oneOf(CLOSING_KINDS), state: oneOf(CLOSING_STATES) },
  by: oneOf(['settlement', 'fee']),
  area_of: oneOf(['treatment', 'insurance']),
  ...{
    run_id: TEXT,
    known_at: TIME,
    digest: TEXT,
    size: COUNT,
    root: TEXT,
    held: COUNT,
    reason: TEXT_OR_NULL,
  },
  ...{ proposed_by: TEXT, proposed_at: TIME, ended_by: TEXT_OR_NULL, ended_at: TIME_OR_NULL },
  ...{
    refused_because: TEXT_OR_NULL,
    replaces: TEXT_OR_NULL,
    replaced_by: TEXT_OR_NULL,
    exception_id: TEXT_OR_NULL,
  },
  sealed: FLAG,
} as const;

export const CLOSING_SCHEMAS: Readonly<Record<string, Json>> = {
  Closing: objectOf(CLOSING),
  ClosingPage: objectOf({ items: listOf(named('Closing')), next: TEXT_OR_NULL }),
  WholeClosing: objectOf({
    ...CLOSING,
    obstacles: listOf(objectOf({ code: oneOf(OBSTACLES), because: TEXT, names: listOf(TEXT) })),
    changes: objectOf({
      items: listOf(objectOf({ line: TEXT, was: TEXT_OR_NULL, now: TEXT_OR_NULL })),
      next: TEXT_OR_NULL,
    }),
  }),
  ClosingException: objectOf({
    ...{
      exception_id: TEXT,
      area: TEXT,
      period: TEXT,
      state: oneOf(EXCEPTION_STATES),
      reason: TEXT,
      until: TIME,
    },
    ...{ proposed_by: TEXT, proposed_at: TIME },
    acts: listOf(objectOf({ act: TEXT, by: TEXT, at: TIME, reason: TEXT_OR_NULL })),
    closings: listOf(TEXT),
  }),
  ClosingExceptionPage: objectOf({ items: listOf(named('ClosingException')), next: TEXT_OR_NULL }),
};
