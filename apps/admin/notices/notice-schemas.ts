import { schemaNamed } from '@gatekeeper/http';
import type { Json } from '../http/schema-words';
import {
  DATE_OR_NULL,
  TEXT,
  TEXT_OR_NULL,
  WHOLE,
  WHOLE_OR_NULL,
  listOf,
  objectOf,
  oneOf,
} from '../http/schema-words';

const DAY: Json = { type: 'string', format: 'date', maxLength: 10 };

export const NOTICE_SCHEMAS: Readonly<Record<string, Json>> = {
  IssuingAgency: objectOf({ area: TEXT, agency_name: TEXT, prefix: TEXT }),
  /** A copy goes to each of the recipients; the agency keeps the first. */
  NoticeOfHandling: objectOf({
    document_no: TEXT,
    issued_on: DAY,
    agency_name: TEXT,
    clinician_code: TEXT,
    points_this_time: WHOLE,
    points_this_year: WHOLE,
    measure: oneOf(['inform', 'suspended', 'terminated']),
    from: DATE_OR_NULL,
    last_day: DATE_OR_NULL,
    appeal_working_days: WHOLE_OR_NULL,
    appeal_addressee: oneOf(['agency', 'admin_dept']),
    recipients: listOf(
      objectOf({ kind: oneOf(['agency', 'clinician', 'institution']), code: TEXT_OR_NULL, name: TEXT }),
    ),
  }),
  IssuingAgencies: objectOf({ items: listOf(schemaNamed('IssuingAgency')) }),
};
