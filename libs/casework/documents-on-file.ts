/** Documents by which something was ordered of a person, and when the person was given them. */
import type { DayText } from '@gatekeeper/calendar';
import type { Known } from './facts';
import { standing } from './on-file';

/** The facts that tell of such documents: the cases by which one is ordered, a measure or what follows an assessment. */
type Ordered = Known<'sanctionsOfPerson' | 'assessmentsOfPerson'>;

export interface NoticeOnFile {
  /** `null`: not given to the person yet, as far as is on file. */
  readonly deliveredOn: DayText | null;
}

/** The notice of a number that a case here issued of the person; `null`: none. */
export function noticeOf(
  { sanctionsOfPerson, assessmentsOfPerson }: Ordered,
  documentNo: string,
): NoticeOnFile | null {
  const ordered = [...sanctionsOfPerson, ...assessmentsOfPerson].find((it) => it.documentNo === documentNo);
  return ordered === undefined ? null : { deliveredOn: ordered.data.delivered_on ?? null };
}

/** Whether a document of that number ordered something of the person: by a case here, or by what was loaded into the registry. */
export const isDocumentOf = (facts: Ordered & Known<'person'>, documentNo: string): boolean =>
  noticeOf(facts, documentNo) !== null ||
  standing(facts.person).some((record) => record.kind === 'sanction' && record.documentNo === documentNo);
