import type { Json } from '../http/schema-words';
import { DATE_OR_NULL, TEXT, oneOf } from '../http/schema-words';
import { STATUS_ZH } from './status-shown';

/** The fields of a `StatusShown` in the OpenAPI document. */
export const STATUS_FIELDS: Readonly<Record<string, Json>> = {
  status: oneOf(Object.keys(STATUS_ZH)),
  status_zh: TEXT,
  from: DATE_OR_NULL,
  last_day: DATE_OR_NULL,
};
