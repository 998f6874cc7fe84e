import { CodeField, DayField, FlagField, OneOfField, WholeField } from '../../http/fields';
import { ReasonsBody } from '../case-bodies';
import type { CaseFile } from '../case-file';

export const ASSESSMENT_KIND = 'assessment';

const FIRST_YEAR = 2000;
const LAST_YEAR = 2100;
const BEST_SCORE = 100;
const MOST_MONTHS = 1_200;

export class OpenAssessmentBody {
  @CodeField()
  fixmedins_code!: string;

  @CodeField()
  clinician_code!: string;

  @WholeField({ min: FIRST_YEAR, max: LAST_YEAR, description: 'The year assessed（考核年度）' })
  year!: number;

  @WholeField({ min: 0, max: BEST_SCORE, description: 'The score（考核得分）' })
  score!: number;
}

export class PublishAssessmentBody {
  @DayField({ description: 'The day on which it was displayed（公示起始日）' })
  displayed_on!: string;
}

export class DecideObjectionBody extends ReasonsBody {
  @FlagField({ description: 'The objection is upheld, and the score corrected（异议成立）' })
  upheld!: boolean;

  @WholeField({ min: 0, max: BEST_SCORE, optional: true, description: 'The score instead（更正后得分）' })
  score?: number;
}

const MEASURES = ['warning', 'suspended', 'cancelled'] as const;

export class ProposeAssessmentMeasureBody extends ReasonsBody {
  @OneOfField(MEASURES)
  measure!: (typeof MEASURES)[number];

  @DayField({ optional: true, description: 'The first day, from 00:00; none for a warning（起始日）' })
  from?: string;

  @WholeField({ min: 1, max: MOST_MONTHS, optional: true, description: 'Months of a suspension（暂停月数）' })
  months?: number;
}

export type Grade = 'excellent' | 'qualified' | 'unqualified';

export interface AssessmentData {
  readonly year: number;
  readonly score: number;
  readonly grade: Grade;
  readonly displayed_on?: string;
  readonly objection?: string;
  readonly objection_upheld?: boolean;
  readonly answer?: string;
  readonly proposed: {
    readonly measure: (typeof MEASURES)[number];
    readonly from: string | null;
    readonly last_day: string | null;
    readonly reasons: string;
  } | null;
  readonly record_id?: string;
  readonly delivered_on?: string;
}

/** The data of a case, if it is of this kind. */
export const assessmentDataOf = (file: CaseFile): AssessmentData | null =>
  file.kind === ASSESSMENT_KIND ? (file.data as AssessmentData) : null;
