/** What an answer to what-if looks like in the OpenAPI document. */
import type { Json } from '../http/schema-words';
import { listOf, objectOf, TEXT, WHOLE } from '../http/schema-words';
import { FIGURES } from '../sweep-plans/plan-schemas';

const RATE: Json = { type: 'number', format: 'double', minimum: -1_000_000_000, maximum: 1_000_000_000 };

export const WHAT_IF_SCHEMAS: Readonly<Record<string, Json>> = {
  WhatIf: objectOf({
    ...FIGURES,
    outlook: objectOf({
      stays_in_progress: objectOf({ stays: WHOLE, lines: WHOLE }),
      rejected_lines_a_day: RATE,
      closed_periods: listOf(TEXT),
    }),
  }),
};
