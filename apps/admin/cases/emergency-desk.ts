/**
 * What follows an act that one person did alone in an emergency: a second person reviews it; what the review does not uphold is
 * taken back by someone other than the reviewer, and until then its deadline stays open.
 */
import { addWorkingDays, dayAt } from '@gatekeeper/calendar';
import type { Actor } from '@gatekeeper/casework';
import { inTransaction } from '@gatekeeper/database';
import { appendAudit } from '../audit/audit-log';
import type { AdminParts } from '../parts';
import { eventOf, lockedCase, momentOf } from './case-composing';
import type { CaseFile } from './case-file';
import { nothingToAnnul, nothingToReview, refusedStep, samePerson } from './case-refused';
import { actNotUpheld, addReview, unreviewedAct } from './case-reviews';
import { demandNoneWithdrawn, demandNotWithdrawn } from './case-withdrawals';
import { NO_RECORDS, writeCaseWithRecords } from './case-writing';
import { meetDeadlines, setDeadline } from './deadline-store';
import { actTakenBack } from './emergency-act';
import { termsAt } from './terms';
import type { StepTaken, Workflow } from './workflow';
import { ANNULLED, isRefused } from './workflow';

/** Working days within which such an act is reviewed, and taken back where it does not stand: our own reading, no text says. */
export const EMERGENCY_WORKING_DAYS = 5;
export const REVIEW_DEADLINE = 'review_emergency';
const ANNUL_DEADLINE = 'annul_emergency';

export interface ReviewAsked {
  readonly caseId: string;
  readonly version: number;
  readonly body: { readonly upheld: boolean; readonly reasons: string };
  readonly actor: Actor;
}

export interface AnnulmentAsked {
  readonly caseId: string;
  readonly version: number;
  readonly body: object;
  readonly actor: Actor;
}

export class EmergencyDesk {
  constructor(private readonly parts: AdminParts) {}

  /**
   * A second person's look at what was done alone. One that upholds it ends the matter; any other proposes that it is taken back.
   * @throws Refused where nothing waits for it, or the same person looks.
   */
  review(of: Workflow, asked: ReviewAsked): Promise<CaseFile> {
    const { caseId, body, actor } = asked;
    return inTransaction(this.parts.dataSource, async (client) => {
      const file = await lockedCase(client, of, asked);
      const act = await unreviewedAct(client, caseId);
      if (act === null) throw nothingToReview();
      if (act.actor === actor.id) throw samePerson();
      const now = this.parts.clock.now();
      await addReview(client, caseId, { ...act, reviewer: actor.id, at: now, ...body });
      await meetDeadlines(client, caseId, [REVIEW_DEADLINE], now);
      if (!body.upheld) {
        const lastDay = addWorkingDays(dayAt(now), EMERGENCY_WORKING_DAYS, this.parts.workingCalendar);
        await setDeadline(client, caseId, { name: ANNUL_DEADLINE, lastDay, borneBy: 'reviewer' });
      }
      await appendAudit(client, {
        at: now,
        actor: actor.id,
        action: `${of.kind}.review_emergency`,
        subject: caseId,
        details: { seq: act.seq, upheld: body.upheld },
      });
      return file;
    });
  }

  /**
   * Takes back what the review did not uphold, from whatever state the case has reached; nothing of the case is due any more.
   * @throws Refused where nothing waits for it, the reviewer asks, or what was written has been changed since.
   */
  annul(of: Workflow, asked: AnnulmentAsked): Promise<CaseFile> {
    const { caseId, body, actor } = asked;
    return writeCaseWithRecords(this.parts, async (client) => {
      const before = await lockedCase(client, of, asked);
      const act = await actNotUpheld(client, caseId);
      if (act === null || before.state === ANNULLED) throw nothingToAnnul();
      if (act.reviewer === actor.id) throw samePerson();
      demandNotWithdrawn(before);
      const now = this.parts.clock.now();
      const terms = termsAt(this.parts, before.area, now);
      const seq = before.version + 1;
      const moment = momentOf(this.parts, { client, caseId, seq, body, actor, terms, now });
      const back = await actTakenBack(before, act.recordIds, moment);
      if (isRefused(back)) throw refusedStep(back);
      await demandNoneWithdrawn(client, back.records ?? NO_RECORDS);
      const taken: StepTaken<object> = { ...back, met: [ANNUL_DEADLINE], withdrawn: 'own' };
      const file = { ...before, state: ANNULLED, version: seq, proposedBy: null, changedAt: now };
      const event = eventOf(file, before.state, {
        event: 'annul_emergency',
        body,
        actor,
        taken,
        movesMoney: true,
        proposedBy: act.reviewer,
        emergency: null,
      });
      return { file, taken, event };
    });
  }
}
