/** What self-service and the public feed look like in the OpenAPI document. */
import { schemaNamed } from '@gatekeeper/http';
import type { Json } from '../http/schema-words';
import {
  DATE_OR_NULL,
  TEXT,
  TEXT_OR_NULL,
  TIME,
  TIME_OR_NULL,
  WHOLE,
  listOf,
  objectOf,
  oneOf,
  oneOfOrNull,
} from '../http/schema-words';
import { BEARERS } from '../standing/bearer-told';
import { STATUS_FIELDS } from '../standing/status-schemas';

const BOTH = objectOf({ text_zh: TEXT, text_en: TEXT });

const REASON = objectOf({ code: TEXT, text_zh: TEXT, text_en: TEXT, next_steps: listOf(BOTH) });

const NOTICE: Readonly<Record<string, Json>> = {
  code: TEXT,
  document_no: TEXT,
  status: oneOf(['suspended', 'terminated']),
  from: DATE_OR_NULL,
  issued_at: TIME_OR_NULL,
  delivered_at: TIME_OR_NULL,
};

const DEADLINE_OF_SOMEONE = objectOf({
  code: TEXT,
  name: TEXT,
  text_zh: TEXT,
  text_en: TEXT,
  of: TEXT,
  due_on: DATE_OR_NULL,
  state: oneOf(['open', 'met', 'overdue', 'withdrawn']),
});

export const SELF_SERVICE_SCHEMAS: Readonly<Record<string, Json>> = {
  MyClinician: objectOf({
    code: TEXT,
    name: TEXT_OR_NULL,
    as_of: TIME,
    sites: listOf(
      objectOf({
        fixmedins_code: TEXT,
        institution_name: TEXT_OR_NULL,
        ...STATUS_FIELDS,
        reasons: listOf(REASON),
      }),
    ),
    points_of_year: { oneOf: [schemaNamed('PointsOfYear'), { type: 'null' }] },
    title_review: { oneOf: [schemaNamed('TitleReviewOfPerson'), { type: 'null' }] },
    notices: listOf(schemaNamed('SanctionOfPerson')),
    deadlines: listOf(schemaNamed('DeadlineOfPerson')),
  }),
  MyInstitution: objectOf({
    fixmedins_code: TEXT,
    as_of: TIME,
    people: listOf(objectOf({ code: TEXT, name: TEXT_OR_NULL, ...STATUS_FIELDS })),
    notices_to_deliver: listOf(objectOf(NOTICE)),
    statuses_to_maintain: listOf(
      objectOf({
        ...NOTICE,
        days_behind: WHOLE,
        maintain_by: DATE_OR_NULL,
        loss_borne_by: oneOfOrNull(BEARERS),
      }),
    ),
    deadlines: listOf(DEADLINE_OF_SOMEONE),
    next: TEXT_OR_NULL,
  }),
  PublicClinician: objectOf({
    code: TEXT,
    sites: listOf(objectOf({ fixmedins_code: TEXT, ...STATUS_FIELDS })),
  }),
  PublicPeople: objectOf({
    fixmedins_code: TEXT,
    institution: objectOf({
      status: oneOf(['normal', 'suspended', 'terminated']),
      status_zh: TEXT,
      last_day: DATE_OR_NULL,
    }),
    items: listOf(objectOf({ code: TEXT, ...STATUS_FIELDS })),
    next: TEXT_OR_NULL,
  }),
};
