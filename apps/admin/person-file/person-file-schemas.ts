/** What a person's file looks like in the OpenAPI document. */
import { schemaNamed } from '@gatekeeper/http';
import { CLINICIAN_CATEGORIES, DEREGISTRATION_REASONS, SANCTION_CAUSES } from '@gatekeeper/vocabulary';
import type { Json } from '../http/schema-words';
import {
  ANY_OBJECT,
  DATE_OR_NULL,
  FLAG,
  TEXT,
  TEXT_OR_NULL,
  TIME,
  TIME_OR_NULL,
  WHOLE,
  WHOLE_OR_NULL,
  listOf,
  objectOf,
  oneOf,
  oneOfOrNull,
} from '../http/schema-words';
import { STATUS_FIELDS } from '../standing/status-schemas';

const PERIOD = objectOf({ from: TIME_OR_NULL, until: TIME_OR_NULL });

const REGISTRATION = objectOf({
  record_id: TEXT,
  main_site: FLAG,
  from: TIME_OR_NULL,
  until: TIME_OR_NULL,
  committed_on: DATE_OR_NULL,
  certificate_until: TIME_OR_NULL,
  known_from: TIME,
});

const FINDING = objectOf({
  finding_id: TEXT,
  situation: TEXT,
  points: WHOLE,
  fixmedins_code: TEXT,
  document_no: TEXT_OR_NULL,
});

const DECISION_ON_POINTS = objectOf({
  decided_at: TIME,
  findings: listOf(FINDING),
  year_total: WHOLE,
  outcome: oneOf(['none', 'inform', 'suspend', 'terminate']),
  article: TEXT,
});

const EXEMPTION = objectOf({
  exemption_no: TEXT,
  fixmedins_code: TEXT_OR_NULL,
  dept_codg: TEXT_OR_NULL,
  from: TIME_OR_NULL,
  until: TIME_OR_NULL,
  reason: TEXT,
  approved_at: TIME,
  known_from: TIME,
});

const DEREGISTRATION = objectOf({
  fixmedins_code: TEXT_OR_NULL,
  reason: oneOf(DEREGISTRATION_REASONS),
  from: TIME_OR_NULL,
  known_from: TIME,
});

const CASE_OF_PERSON = objectOf({
  case_id: TEXT,
  kind: TEXT,
  state: TEXT,
  fixmedins_code: TEXT,
  document_no: TEXT_OR_NULL,
  opened_at: TIME,
  steps: listOf(objectOf({ event: TEXT, to_state: TEXT, at: TIME })),
});

export const PERSON_FILE_SCHEMAS: Readonly<Record<string, Json>> = {
  SiteOfPerson: objectOf({
    fixmedins_code: TEXT,
    institution_name: TEXT_OR_NULL,
    admdvs: TEXT_OR_NULL,
    pack: TEXT_OR_NULL,
    edition: TEXT_OR_NULL,
    ...STATUS_FIELDS,
    bars: listOf(TEXT),
    particulars: { oneOf: [schemaNamed('ParticularsOfRegistration'), { type: 'null' }] },
    registrations: listOf(REGISTRATION),
  }),
  PointsOfYear: objectOf({
    year: WHOLE,
    total: WHOLE,
    remaining: WHOLE_OR_NULL,
    grade: TEXT_OR_NULL,
    decisions: listOf(DECISION_ON_POINTS),
  }),
  TitleReviewOfPerson: objectOf({ year: WHOLE, barred: FLAG, article: TEXT_OR_NULL }),
  SanctionOfPerson: objectOf({
    document_no: TEXT,
    status: oneOf(['suspended', 'terminated']),
    scope: oneOf(['person', 'site']),
    cause: oneOf(SANCTION_CAUSES),
    fixmedins_code: TEXT,
    points: WHOLE_OR_NULL,
    state: oneOf(['annulled', 'to_come', 'running', 'not_restored', 'over']),
    written: PERIOD,
    running: { oneOf: [PERIOD, { type: 'null' }] },
    restored_from: TIME_OR_NULL,
    decided_at: TIME,
    issued_at: TIME_OR_NULL,
    delivered_at: TIME_OR_NULL,
    maintained_at: TIME_OR_NULL,
    known_from: TIME,
    changes: listOf(
      objectOf(
        { kind: oneOf(['restoration', 'revision', 'annulment']), known_from: TIME, decided_at: TIME },
        { from: TIME_OR_NULL, until: TIME_OR_NULL },
      ),
    ),
  }),
  DeadlineOfPerson: objectOf({
    name: TEXT,
    text_zh: TEXT,
    text_en: TEXT,
    of: TEXT,
    due_on: DATE_OR_NULL,
    state: oneOf(['open', 'met', 'overdue', 'withdrawn']),
  }),
  PersonFile: objectOf({
    code: TEXT,
    name: TEXT_OR_NULL,
    category: oneOfOrNull(CLINICIAN_CATEGORIES),
    identity_number_masked: TEXT_OR_NULL,
    effective_at: TIME,
    known_at: TIME,
    sites: listOf(schemaNamed('SiteOfPerson')),
    deregistrations: listOf(DEREGISTRATION),
    points: listOf(schemaNamed('PointsOfYear')),
    title_review: { oneOf: [schemaNamed('TitleReviewOfPerson'), { type: 'null' }] },
    sanctions: listOf(schemaNamed('SanctionOfPerson')),
    exemptions: listOf(EXEMPTION),
    cases: listOf(CASE_OF_PERSON),
    deadlines: listOf(schemaNamed('DeadlineOfPerson')),
    history: listOf(objectOf({ known_from: TIME, known_until: TIME_OR_NULL, record: ANY_OBJECT })),
  }),
};
