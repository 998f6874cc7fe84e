/** What an institution's insurance office sees: its people's statuses, notices to deliver, statuses to maintain, deadlines. */
import { InstitutionView, PersonView } from '@gatekeeper/adjudication';
import type { Day, Instant, WorkingCalendar } from '@gatekeeper/calendar';
import { dayAt, formatDay, formatInstant, heldAt, nextDay } from '@gatekeeper/calendar';
import { governingText } from '@gatekeeper/casework';
import type { Parameters } from '@gatekeeper/policy';
import { bearerOfDelay, daysBehind, promptlyBy } from '@gatekeeper/scoring';
import type { RegistryRecord } from '@gatekeeper/vocabulary';
import { deadlinesByLaw } from '../person-file/deadlines-by-law';
import type { SanctionFiled } from '../person-file/person-file';
import { deadlineAnswer, momentOrNull } from '../person-file/person-file-answer';
import { sanctionsFiled } from '../person-file/sanctions-filed';
import { bearerTold } from '../standing/bearer-told';
import { statusAtSite } from '../standing/site-status';
import { statusShown } from '../standing/status-shown';
import type { Timelines } from '../standing/subjects-read';
import { timelineOf } from '../standing/subjects-read';
import type { AdminParts } from '../parts';

/** What was read of an institution: itself, a page of its people, and everyone of them who was ever sanctioned. */
export interface InstitutionRead {
  readonly fixmedinsCode: string;
  readonly timelines: Timelines;
  readonly page: readonly string[];
  readonly sanctioned: readonly string[];
}

export interface Moments {
  readonly at: Instant;
  readonly knownAt: Instant;
}

/** What of it is asked of the whole institution is told whole; people are told a page at a time. */
export function myInstitutionAnswer(
  { fixmedinsCode, timelines, page, sanctioned }: InstitutionRead,
  { policy, workingCalendar }: Pick<AdminParts, 'policy' | 'workingCalendar'>,
  { at, knownAt }: Moments,
) {
  const { about } = new InstitutionView(timelineOf(timelines, fixmedinsCode), knownAt);
  const parameters = governingText(policy.policy, about?.area ?? null, at)?.parameters ?? null;
  const own = sanctioned.flatMap((code) =>
    ofPerson(timelines, code, knownAt, at, parameters).map((sanction) => ({ code, sanction })),
  );
  const standing = own.filter(({ sanction }) => sanction.state === 'running' || sanction.state === 'to_come');
  return {
    fixmedins_code: fixmedinsCode,
    as_of: formatInstant(at),
    people: page.map((code) => ({
      code,
      name: nameOf(heldAt(timelineOf(timelines, code).records, knownAt)),
      ...statusShown(
        statusAtSite(new PersonView(timelineOf(timelines, code), knownAt), fixmedinsCode, parameters, at),
      ),
    })),
    notices_to_deliver: standing
      .filter(({ sanction }) => sanction.fixmedinsCode === fixmedinsCode && sanction.deliveredAt === null)
      .map(({ code, sanction }) => noticeAnswer(code, sanction)),
    statuses_to_maintain: standing
      .filter(({ sanction }) => sanction.state === 'running' && sanction.maintainedAt === null)
      .map(({ code, sanction }) => ({
        ...noticeAnswer(code, sanction),
        ...behind(sanction, parameters, workingCalendar, dayAt(at)),
      })),
    deadlines: standing.flatMap(({ code, sanction }) =>
      deadlinesByLaw([sanction], () => parameters, workingCalendar, at).map((deadline) => ({
        code,
        ...deadlineAnswer(deadline),
      })),
    ),
  };
}

function ofPerson(
  timelines: Timelines,
  code: string,
  knownAt: Instant,
  at: Instant,
  parameters: Parameters | null,
): readonly SanctionFiled[] {
  const timeline = timelineOf(timelines, code);
  const { sanctions } = new PersonView(timeline, knownAt);
  const restoresAlone = parameters?.restore === 'auto';
  return sanctionsFiled(heldAt(timeline.records, knownAt), sanctions, at, () => restoresAlone);
}

const nameOf = (records: readonly RegistryRecord[]): string | null =>
  records.flatMap((record) => (record.kind === 'clinician' ? [record.name] : [])).at(-1) ?? null;

const noticeAnswer = (code: string, sanction: SanctionFiled) => ({
  code,
  document_no: sanction.documentNo,
  status: sanction.status,
  from: formatDay(dayAt(sanction.written.from)),
  issued_at: momentOrNull(sanction.issuedAt),
  delivered_at: momentOrNull(sanction.deliveredAt),
});

/** How far the platform is behind the order today, and who bears what the fund loses by it (guangdong-2025 art. 39). */
function behind(
  { running, written, deliveredAt }: SanctionFiled,
  parameters: Parameters | null,
  calendar: WorkingCalendar,
  today: Day,
) {
  const order = { orderedFrom: dayAt((running ?? written).from), maintainedOn: null };
  const days = daysBehind(order, nextDay(today));
  if (parameters === null || deliveredAt === null)
    return { days_behind: days, maintain_by: null, loss_borne_by: 'not_regulated' as const };
  const lastDay = promptlyBy(dayAt(deliveredAt), parameters, calendar);
  return {
    days_behind: days,
    maintain_by: typeof lastDay === 'number' ? formatDay(lastDay) : null,
    loss_borne_by: bearerTold(bearerOfDelay(order, nextDay(today), parameters, lastDay)),
  };
}
