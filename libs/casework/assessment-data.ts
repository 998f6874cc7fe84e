/** What a yearly assessment of a doctor keeps. */
import type { DayText } from '@gatekeeper/calendar';
import type { CaseData } from './case-data';
import { asKept } from './case-data';
import { dayText, flag, number, objectOf, oneOf, optional, orNull, text, whole } from './shape';

export interface MeasureAfterAssessment {
  readonly measure: 'warning' | 'suspended' | 'cancelled';
  readonly from: DayText | null;
  readonly last_day: DayText | null;
  readonly reasons: string;
}

export interface AssessmentData {
  readonly year: number;
  readonly score: number;
  readonly grade: 'excellent' | 'qualified' | 'unqualified';
  readonly displayed_on?: DayText;
  readonly objection?: string;
  readonly objection_upheld?: boolean;
  readonly answer?: string;
  readonly proposed: MeasureAfterAssessment | null;
  readonly record_id?: string;
  readonly delivered_on?: DayText;
}

export const ASSESSMENT_DATA: CaseData<AssessmentData> = {
  kind: 'assessment',
  versions: [
    asKept(
      objectOf<AssessmentData>({
        year: whole,
        score: number,
        grade: oneOf(['excellent', 'qualified', 'unqualified']),
        displayed_on: optional(dayText),
        objection: optional(text),
        objection_upheld: optional(flag),
        answer: optional(text),
        proposed: orNull(
          objectOf<MeasureAfterAssessment>({
            measure: oneOf(['warning', 'suspended', 'cancelled']),
            from: orNull(dayText),
            last_day: orNull(dayText),
            reasons: text,
          }),
        ),
        record_id: optional(text),
        delivered_on: optional(dayText),
      }),
    ),
  ],
};
