/** What the renewal of a certificate keeps. */
import type { DayText } from '@gatekeeper/calendar';
import type { CaseData } from './case-data';
import { asKept } from './case-data';
import { dayText, flag, objectOf, optional, orNull, text } from './shape';

export interface RenewalDecision {
  readonly renewed: boolean;
  readonly reasons: string;
}

export interface RenewalData {
  /** The last day of the certificate as it was on application. */
  readonly valid_until: DayText;
  readonly late: boolean;
  readonly proposed: RenewalDecision | null;
  /** The state to which a proposal that is returned leads back. */
  readonly stood_before?: string;
  /** The last day of the one that was renewed. */
  readonly renewed_until?: DayText;
  /** The first day without a certificate. */
  readonly cancelled_from?: DayText;
}

export const RENEWAL_DATA: CaseData<RenewalData> = {
  kind: 'certificate_renewal',
  versions: [
    asKept(
      objectOf<RenewalData>({
        valid_until: dayText,
        late: flag,
        proposed: orNull(objectOf<RenewalDecision>({ renewed: flag, reasons: text })),
        stood_before: optional(text),
        renewed_until: optional(dayText),
        cancelled_from: optional(dayText),
      }),
    ),
  ],
};
