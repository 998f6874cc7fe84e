/** Whether what may be amiss is: by the person's timeline and the text that governs the institution's area. */
import { PersonView } from '@gatekeeper/adjudication';
import type { Day, Instant } from '@gatekeeper/calendar';
import { dayAt, formatDay, heldAt, nextDay, plusMs, startOfDay } from '@gatekeeper/calendar';
import type { LoadedEdition, ParameterName, Parameters } from '@gatekeeper/policy';
import { citationAt } from '@gatekeeper/policy';
import type { BearerOfDelay } from '@gatekeeper/scoring';
import { bearerOfDelay, daysBehind, promptlyBy, timelinessOf } from '@gatekeeper/scoring';
import type { WorkingCalendar } from '@gatekeeper/calendar';
import type { SubjectTimeline } from '@gatekeeper/vocabulary';
import { formatCitation } from '@gatekeeper/vocabulary';
import type { SanctionFiled } from '../../person-file/person-file';
import { sanctionsFiled } from '../../person-file/sanctions-filed';
import { ofKind } from '../../registry/held-records';
import { bearerTold } from '../../standing/bearer-told';
import type { SiteLack } from '../../standing/site-status';
import { statusAtSite } from '../../standing/site-status';
import type { Check } from './check-statements';

export const AMISS = [
  'commitment_missing',
  'not_maintained',
  'maintained_late',
  'certificate_expired',
] as const;

/** One thing that is amiss at an institution; what does not belong to its kind is `null`. */
export interface AmissRow {
  readonly amiss: (typeof AMISS)[number];
  readonly area: string;
  readonly fixmedins_code: string;
  readonly code: string;
  readonly document_no: string | null;
  /** The first day of the measure. */
  readonly ordered_from: string | null;
  readonly maintained_on: string | null;
  /** The last day to maintain in time, where the text sets one. */
  readonly maintain_by: string | null;
  readonly days_behind: number | null;
  /** `null` also where the limit ends in a year without a published calendar. */
  readonly borne_by: BearerOfDelay | null;
  /** The last day of the certificate. */
  readonly certificate_until: string | null;
  readonly article: string | null;
}

export interface Candidate {
  readonly area: string;
  readonly fixmedinsCode: string;
  /** Of a measure: which record it is. */
  readonly recordId: string | null;
  readonly timeline: SubjectTimeline;
}

export interface Judging {
  readonly at: Instant;
  readonly knownAt: Instant;
  readonly calendar: WorkingCalendar;
  /** `null`: no text governs the area. */
  readonly text: { readonly edition: LoadedEdition; readonly parameters: Parameters } | null;
}

/** What is amiss; `null`: nothing is. */
export function judgeCandidate(check: Check, candidate: Candidate, judging: Judging): AmissRow | null {
  switch (check) {
    case 'commitment':
      return lacking(candidate, judging, 'uncommitted')
        ? { ...nothingSaid(candidate, judging, 'commitmentRequired'), amiss: 'commitment_missing' }
        : null;
    case 'certificate':
      return lacking(candidate, judging, 'expired')
        ? {
            ...nothingSaid(candidate, judging, 'certificateChecked'),
            amiss: 'certificate_expired',
            certificate_until: lastCertificate(candidate, judging),
          }
        : null;
    case 'maintenance':
      return maintenanceOf(candidate, judging);
  }
}

function nothingSaid(
  { area, fixmedinsCode, timeline }: Candidate,
  { text, at }: Judging,
  name: ParameterName,
): Omit<AmissRow, 'amiss'> {
  const citation = text === null ? null : citationAt(text.edition, name, at);
  return {
    area,
    fixmedins_code: fixmedinsCode,
    code: timeline.subject,
    document_no: null,
    ordered_from: null,
    maintained_on: null,
    maintain_by: null,
    days_behind: null,
    borne_by: null,
    certificate_until: null,
    article: citation === null ? null : formatCitation(citation),
  };
}

function lacking(
  { timeline, fixmedinsCode }: Candidate,
  { knownAt, text, at }: Judging,
  lack: SiteLack,
): boolean {
  const view = new PersonView(timeline, knownAt);
  const status = statusAtSite(view, fixmedinsCode, text?.parameters ?? null, at);
  return 'lacks' in status && status.lacks.includes(lack);
}

/** Of several registrations the certificate that lasted longest. */
function lastCertificate({ timeline, fixmedinsCode }: Candidate, { knownAt }: Judging): string | null {
  const ends = ofKind(heldAt(timeline.records, knownAt), 'registration')
    .filter((registration) => registration.fixmedinsCode === fixmedinsCode)
    .map(({ certificateUntil }) => certificateUntil)
    .filter(Number.isFinite)
    .sort((a, b) => b - a);
  const [last] = ends;
  return last === undefined ? null : formatDay(dayAt(plusMs(last, -1)));
}

/** A status that was delivered and is not maintained, or was late (guangdong-2025 art. 39; N34 art. 46). */
function maintenanceOf(candidate: Candidate, judging: Judging): AmissRow | null {
  const { at, calendar, text } = judging;
  const sanction = sanctionOf(candidate, judging);
  if (sanction === null || sanction.deliveredAt === null || sanction.running === null) return null;
  const { deliveredAt, maintainedAt, running } = sanction;
  const order = {
    orderedFrom: dayAt(running.from),
    maintainedOn: maintainedAt === null ? null : dayAt(maintainedAt),
  };
  const asOf = shownUntil(sanction, dayAt(at));
  const days = daysBehind(order, asOf);
  if (days === 0) return null;
  const lastDay = text === null ? 'none' : promptlyBy(dayAt(deliveredAt), text.parameters, calendar);
  const wasInTime = timelinessOf(startOfDay(order.maintainedOn ?? asOf), lastDay) === 'in_time';
  if (order.maintainedOn !== null && wasInTime) return null;
  return {
    ...nothingSaid(candidate, judging, 'statusMaintainer'),
    amiss: order.maintainedOn === null ? 'not_maintained' : 'maintained_late',
    document_no: sanction.documentNo,
    ordered_from: formatDay(order.orderedFrom),
    maintained_on: order.maintainedOn === null ? null : formatDay(order.maintainedOn),
    maintain_by: typeof lastDay === 'number' ? formatDay(lastDay) : null,
    days_behind: days,
    borne_by: text === null ? null : bearerTold(bearerOfDelay(order, asOf, text.parameters, lastDay)),
  };
}

function sanctionOf({ timeline, recordId }: Candidate, { knownAt, at, text }: Judging): SanctionFiled | null {
  const held = heldAt(timeline.records, knownAt);
  const record = ofKind(held, 'sanction').find((sanction) => sanction.recordId === recordId);
  if (record === undefined) return null;
  const { sanctions } = new PersonView(timeline, knownAt);
  const restoresAlone = text?.parameters.restore === 'auto';
  const filed = sanctionsFiled(held, sanctions, at, () => restoresAlone).filter(
    ({ state }) => state !== 'annulled' && state !== 'to_come',
  );
  return (
    filed.find(
      ({ documentNo, written, fixmedinsCode }) =>
        documentNo === record.documentNo &&
        fixmedinsCode === record.fixmedinsCode &&
        written.from === record.from,
    ) ?? null
  );
}

/** The first day on which the platform no longer had to show it: the day after today, while it has to. */
function shownUntil({ state, restoredFrom, running }: SanctionFiled, today: Day): Day {
  const isOver = state === 'over' && running !== null;
  return isOver ? dayAt(restoredFrom ?? running.until) : nextDay(today);
}
