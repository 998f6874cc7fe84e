/** Cases as they are answered. */
import { formatDay, formatInstant } from '@gatekeeper/calendar';
import type { Day } from '@gatekeeper/calendar';
import type { LineFactSaid } from '@gatekeeper/decision-store';
import type { CaseDeadline, CaseEvent, CaseFile } from './case-file';
import type { Review } from './case-reviews';

export interface CaseAnswer {
  readonly case_id: string;
  readonly kind: string;
  readonly state: string;
  readonly version: number;
  readonly fixmedins_code: string;
  readonly clinician_code: string | null;
  readonly area: string;
  readonly pack: string;
  readonly document_no: string | null;
  readonly awaits_second_person: boolean;
  /** The record by which the registry withdrew what the case builds on: no step goes on from here. `null`: it stands. */
  readonly withdrawn_by: string | null;
  readonly opened_at: string;
  readonly changed_at: string;
  readonly data: object;
}

export const caseAnswer = (file: CaseFile): CaseAnswer => ({
  case_id: file.caseId,
  kind: file.kind,
  state: file.state,
  version: file.version,
  fixmedins_code: file.fixmedinsCode,
  clinician_code: file.clinicianCode,
  area: file.area,
  pack: file.pack,
  document_no: file.documentNo,
  awaits_second_person: file.proposedBy !== null,
  withdrawn_by: file.withdrawnBy,
  opened_at: formatInstant(file.openedAt),
  changed_at: formatInstant(file.changedAt),
  data: file.data,
});

export interface EventAnswer {
  readonly seq: number;
  readonly event: string;
  readonly from_state: string | null;
  readonly to_state: string;
  readonly actor: string;
  readonly at: string;
  readonly input: unknown;
  readonly record_ids: readonly string[];
  readonly emergency: boolean;
}

export const eventAnswer = (event: CaseEvent): EventAnswer => ({
  seq: event.seq,
  event: event.event,
  from_state: event.fromState,
  to_state: event.toState,
  actor: event.actor,
  at: formatInstant(event.at),
  input: event.input,
  record_ids: event.recordIds,
  emergency: event.emergency,
});

export interface ReviewAnswer {
  /** Of the step that was taken alone. */
  readonly seq: number;
  readonly reviewer: string;
  readonly at: string;
  readonly upheld: boolean;
  readonly reasons: string;
}

export const reviewAnswer = ({ seq, reviewer, at, upheld, reasons }: Review): ReviewAnswer => ({
  seq,
  reviewer,
  at: formatInstant(at),
  upheld,
  reasons,
});

/** What a case had said of a line on the lines topic. */
export interface LineFactAnswer {
  readonly state: 'waiting' | 'sent';
  readonly approved_at: string;
  readonly sent_at: string | null;
}

export const lineFactAnswer = (said: LineFactSaid | null): LineFactAnswer | null =>
  said === null
    ? null
    : {
        state: said.sentAt === null ? 'waiting' : 'sent',
        approved_at: formatInstant(said.approvedAt),
        sent_at: said.sentAt === null ? null : formatInstant(said.sentAt),
      };

export interface DeadlineAnswer {
  readonly case_id: string;
  readonly name: string;
  /** The last day, until its 24:00; `null` where the year's calendar is not published. */
  readonly due_on: string | null;
  readonly unpublished_year: number | null;
  readonly borne_by: string;
  readonly met_at: string | null;
  /** When what it belongs to was annulled. */
  readonly withdrawn_at: string | null;
  readonly overdue: boolean;
}

/** A deadline, overdue where its last day is over and it was not met, or was met after it; never where it was withdrawn. */
export const deadlineAnswer = (deadline: CaseDeadline, today: Day, metOn: Day | null): DeadlineAnswer => ({
  case_id: deadline.caseId,
  name: deadline.name,
  due_on: deadline.dueOn === null ? null : formatDay(deadline.dueOn),
  unpublished_year: deadline.unpublishedYear,
  borne_by: deadline.borneBy,
  met_at: deadline.metAt === null ? null : formatInstant(deadline.metAt),
  withdrawn_at: deadline.withdrawnAt === null ? null : formatInstant(deadline.withdrawnAt),
  overdue: deadline.withdrawnAt === null && deadline.dueOn !== null && (metOn ?? today) > deadline.dueOn,
});
