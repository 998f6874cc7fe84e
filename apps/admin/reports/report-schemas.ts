/** What reports and checks look like in the OpenAPI document. */
import { schemaNamed } from '@gatekeeper/http';
import { SANCTION_CAUSES } from '@gatekeeper/vocabulary';
import type { Json } from '../http/schema-words';
import {
  DATE,
  DATE_OR_NULL,
  FLAG,
  listOf,
  objectOf,
  oneOf,
  oneOfOrNull,
  TEXT,
  TEXT_OR_NULL,
  TIME,
  WHOLE,
  WHOLE_OR_NULL,
} from '../http/schema-words';
import { FIGURE_WORDS, MEASURES } from './handling/figures';
import { BEARERS } from '../standing/bearer-told';
import { AMISS } from './checks/judge-candidate';
import { TIMELINESS } from './handling/submissions';
import { BARS_OF_RATING } from './institution-year/assessment-year';

const FIGURES: Readonly<Record<string, Json>> = {
  ...Object.fromEntries(
    Object.entries(FIGURE_WORDS).map(([name, { en, zh }]) => [
      name,
      { ...WHOLE, description: `${en}（${zh}）` },
    ]),
  ),
  measures: listOf(objectOf({ measure: oneOf(MEASURES), cause: oneOf(SANCTION_CAUSES), count: WHOLE })),
};

const DUE: Readonly<Record<string, Json>> = {
  pack: TEXT_OR_NULL,
  edition: TEXT_OR_NULL,
  due_on: DATE_OR_NULL,
  article: TEXT_OR_NULL,
  text_zh: TEXT,
  text_en: TEXT,
};

const AMISS_ROW = objectOf({
  amiss: oneOf(AMISS),
  area: TEXT,
  fixmedins_code: TEXT,
  code: TEXT,
  document_no: TEXT_OR_NULL,
  ordered_from: DATE_OR_NULL,
  maintained_on: DATE_OR_NULL,
  maintain_by: DATE_OR_NULL,
  days_behind: WHOLE_OR_NULL,
  borne_by: oneOfOrNull(BEARERS),
  certificate_until: DATE_OR_NULL,
  article: TEXT_OR_NULL,
});

const YEAR: Readonly<Record<string, Json>> = {
  fixmedins_code: TEXT,
  year: WHOLE,
  year_over: FLAG,
  known_at: TIME,
  pack: TEXT,
  edition: TEXT,
};

export const REPORT_SCHEMAS: Readonly<Record<string, Json>> = {
  HandlingReport: objectOf({
    area: TEXT,
    month: TEXT,
    preliminary: FLAG,
    known_at: TIME,
    figures_hash: TEXT,
    due: objectOf(DUE),
    areas: listOf(objectOf({ area: TEXT, ...FIGURES })),
    institutions: listOf(objectOf({ area: TEXT, fixmedins_code: TEXT, name: TEXT_OR_NULL, ...FIGURES })),
  }),
  HandlingSubmission: objectOf({
    area: TEXT,
    month: TEXT,
    known_at: TIME,
    figures_hash: TEXT,
    sent_on: DATE,
    due_on: DATE_OR_NULL,
    timeliness: oneOf(TIMELINESS),
    recorded_at: TIME,
    recorded_by: TEXT,
  }),
  HandlingSubmissions: objectOf({
    items: listOf(schemaNamed('HandlingSubmission')),
    next: TEXT_OR_NULL,
    owed: listOf(objectOf({ month: TEXT, ...DUE, overdue: FLAG })),
  }),
  AmissPage: objectOf({ items: listOf(AMISS_ROW), next: TEXT_OR_NULL }),
  AssessmentYear: objectOf({
    ...YEAR,
    staff_counted: WHOLE,
    suspended_counted: WHOLE,
    category_unknown: WHOLE,
    findings_reported_in_time: WHOLE,
    findings_reported_late: WHOLE,
    findings_timeliness_unknown: WHOLE,
    ratio_percent: WHOLE_OR_NULL,
    article: TEXT_OR_NULL,
    may_be_rated_excellent: { type: ['boolean', 'null'] },
    barred_by: listOf(oneOf(BARS_OF_RATING)),
    text_zh: TEXT,
    text_en: TEXT,
  }),
  TitleReviewOfInstitution: objectOf({
    ...YEAR,
    bar_months: WHOLE_OR_NULL,
    article: TEXT_OR_NULL,
    barred: listOf(
      objectOf({
        code: TEXT,
        name: TEXT_OR_NULL,
        measures: listOf(
          objectOf({
            document_no: TEXT,
            status: oneOf(['suspended', 'terminated']),
            decided_at: TIME,
            from: DATE,
            last_day: DATE_OR_NULL,
          }),
        ),
      }),
    ),
  }),
};
