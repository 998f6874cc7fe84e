/** The notice of handling (处理通知书): when it is due, to whom it goes, and the period it states. */
import type { Day, Interval, WorkingCalendar } from '@gatekeeper/calendar';
import { nextDay, periodOf, startOfDay } from '@gatekeeper/calendar';
import type { OrNone, Parameters } from '@gatekeeper/policy';
import type { LastDay } from './deadlines';
import { workingDaysAfter } from './deadlines';

/** What a notice follows: the agency's own decision, or another authority's penalty when the agency received it. */
export type NoticeOccasion =
  | { readonly kind: 'agreement_handling'; readonly decidedOn: Day }
  | { readonly kind: 'penalty'; readonly receivedOn: Day };

/** Until when the notice is issued (guangdong-2025 art. 25; N34 art. 31). */
export const noticeIssueBy = (
  occasion: NoticeOccasion,
  { noticeIssueWorkingDays }: Pick<Parameters, 'noticeIssueWorkingDays'>,
  calendar: WorkingCalendar,
): LastDay =>
  workingDaysAfter(
    occasion.kind === 'penalty' ? occasion.receivedOn : occasion.decidedOn,
    noticeIssueWorkingDays,
    calendar,
  );

/** Until when the notice is delivered: on paper only (guangdong-2025 art. 25), or in whatever form (N34 art. 33). */
export const noticeDeliveryBy = (
  issuedOn: Day,
  form: 'paper' | 'platform',
  terms: Pick<Parameters, 'noticeDeliveryWorkingDays' | 'noticeDeliveryBinds'>,
  calendar: WorkingCalendar,
): LastDay =>
  terms.noticeDeliveryBinds === 'paper' && form === 'platform'
    ? 'none'
    : workingDaysAfter(issuedOn, terms.noticeDeliveryWorkingDays, calendar);

/** Which institutions receive it: where it happened, or (guangdong-2025 form 3) every one the person practises at. */
export const noticeRecipients = (
  siteOfBehaviour: string,
  registeredSites: readonly string[],
  { noticeRecipients: recipients }: Pick<Parameters, 'noticeRecipients'>,
): readonly string[] =>
  recipients === 'institution_of_behaviour'
    ? [siteOfBehaviour]
    : [...new Set([siteOfBehaviour, ...registeredSites])];

/** What the notice says of appeals: the same number and addressee that govern (guangdong-2025 art. 34 against form 3). */
export const appealClause = ({
  appealWorkingDays,
  appealAddressee,
}: Pick<Parameters, 'appealWorkingDays' | 'appealAddressee'>): {
  readonly workingDays: OrNone<number>;
  readonly addressee: Parameters['appealAddressee'];
} => ({ workingDays: appealWorkingDays, addressee: appealAddressee });

/** The period as a notice prints it: a first day and a last day, or where only that is on file a number of months. */
export type WrittenPeriod =
  { readonly firstDay: Day; readonly lastDay: Day } | { readonly firstDay: Day; readonly months: number };

/** The days written in the notice govern, the last of them until 24:00; a number of months only stands in for them. */
export const noticePeriod = (written: WrittenPeriod, { monthEnd }: Pick<Parameters, 'monthEnd'>): Interval =>
  'lastDay' in written
    ? { from: startOfDay(written.firstDay), until: startOfDay(nextDay(written.lastDay)) }
    : periodOf(written.firstDay, written.months, monthEnd);
