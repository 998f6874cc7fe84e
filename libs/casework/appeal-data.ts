/** What an appeal keeps. */
import type { DayText } from '@gatekeeper/calendar';
import type { CaseData } from './case-data';
import { asKept } from './case-data';
import { dayText, flag, objectOf, optional, orNull, text, whole } from './shape';

export interface AppealDecision {
  readonly upheld: boolean;
  readonly reasons: string;
}

export interface AppealData {
  readonly document_no: string;
  readonly reasons: string;
  readonly received_on: DayText;
  readonly accepted_on: DayText | null;
  readonly expert_days: number;
  readonly experts_since?: DayText;
  readonly opinion?: string;
  readonly proposed?: AppealDecision | null;
  /** The state to which a proposal that is returned leads back. */
  readonly stood_before?: string;
}

export const APPEAL_DATA: CaseData<AppealData> = {
  kind: 'appeal',
  versions: [
    asKept(
      objectOf<AppealData>({
        document_no: text,
        reasons: text,
        received_on: dayText,
        accepted_on: orNull(dayText),
        expert_days: whole,
        experts_since: optional(dayText),
        opinion: optional(text),
        proposed: optional(orNull(objectOf<AppealDecision>({ upheld: flag, reasons: text }))),
        stood_before: optional(text),
      }),
    ),
  ],
};
