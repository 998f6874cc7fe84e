/** A notice of handling as it is answered: what it orders, and to whom each copy of it goes. */
import { formatDay } from '@gatekeeper/calendar';
import type { HandlingOrdered, NoticeOfHandling } from '../documents';

const MEASURES: Readonly<Record<HandlingOrdered['kind'], string>> = {
  talk: 'inform',
  suspended: 'suspended',
  terminated: 'terminated',
};

export const noticeAnswer = (notice: NoticeOfHandling): object => ({
  document_no: notice.noticeNumber,
  issued_on: formatDay(notice.issuedOn),
  agency_name: notice.agencyName,
  clinician_code: notice.person.code,
  points_this_time: notice.pointsThisTime,
  points_this_year: notice.pointsThisYear,
  ...orderedBy(notice.handling),
  appeal_working_days: notice.appeal.workingDays === 'none' ? null : notice.appeal.workingDays,
  appeal_addressee: notice.appeal.addressee,
  recipients: [
    { kind: 'agency', code: null, name: notice.agencyName },
    { kind: 'clinician', code: notice.person.code, name: notice.person.name },
    ...notice.recipients.map(({ fixmedinsCode, name }) => ({
      kind: 'institution',
      code: fixmedinsCode,
      name,
    })),
  ],
});

function orderedBy(handling: HandlingOrdered): object {
  const measure = MEASURES[handling.kind];
  return handling.kind === 'talk'
    ? { measure, from: null, last_day: null }
    : {
        measure,
        from: formatDay(handling.firstDay),
        last_day: handling.lastDay === null ? null : formatDay(handling.lastDay),
      };
}
