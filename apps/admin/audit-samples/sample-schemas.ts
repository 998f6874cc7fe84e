/** What samples look like in the OpenAPI document. */
import { CONFIDENCE_LEVELS } from '@gatekeeper/clearing';
import type { Json } from '../http/schema-words';
import {
  AMOUNT,
  FLAG,
  listOf,
  named,
  objectOf,
  orNull,
  TEXT,
  TEXT_OR_NULL,
  TIME,
  WHOLE,
} from '../http/schema-words';

const AMOUNT_OR_NULL: Json = { ...AMOUNT, type: ['string', 'null'] };

const [LEAST_LEVEL, , MOST_LEVEL] = CONFIDENCE_LEVELS;

const APPRAISAL = {
  lines: WHOLE,
  sampled: WHOLE,
  nonzero: WHOLE,
  mean: AMOUNT,
  point_estimate: AMOUNT,
  standard_error: AMOUNT_OR_NULL,
  intervals: listOf(
    objectOf({
      level: { type: 'integer', format: 'int32', minimum: LEAST_LEVEL, maximum: MOST_LEVEL },
      quantile: TEXT,
      lower: AMOUNT,
      upper: AMOUNT,
      precision: AMOUNT,
      precision_percent: TEXT_OR_NULL,
    }),
  ),
} as const;

export const AUDIT_SAMPLE_SCHEMAS: Readonly<Record<string, Json>> = {
  AuditSample: objectOf({
    ...{ sample_id: TEXT, run_id: TEXT, area: TEXT, period: TEXT, frame_digest: TEXT, seed: TEXT },
    ...{ pack: TEXT, edition: TEXT, strata: WHOLE, lines: WHOLE, least: WHOLE, drawn: WHOLE, found: WHOLE },
    ...{ published_by: TEXT, published_at: TIME },
  }),
  AuditSamplePage: objectOf({ items: listOf(named('AuditSample')), next: TEXT_OR_NULL }),
  AuditSampleExtrapolation: objectOf({
    ...{ sample_id: TEXT, pack: TEXT, edition: TEXT, drawn: WHOLE, found: WHOLE },
    ...{ extrapolates: FLAG, because: TEXT_OR_NULL, cap_percent: WHOLE, refusable: AMOUNT },
    overall: orNull(objectOf(APPRAISAL)),
    strata: listOf(
      objectOf({
        stratum: TEXT,
        ...APPRAISAL,
        standard_deviation: AMOUNT_OR_NULL,
        refusable: orNull(
          objectOf({ in_proportion: AMOUNT, status_hits: AMOUNT, capped: FLAG, refusable: AMOUNT }),
        ),
      }),
    ),
  }),
};
