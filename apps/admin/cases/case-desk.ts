/** Opens cases and takes their steps; what an emergency brings with it is for `EmergencyDesk`. */
import { randomUUID } from 'node:crypto';
import { addWorkingDays, dayAt } from '@gatekeeper/calendar';
import type { Actor } from '@gatekeeper/casework';
import { obstacleInEmergency, obstacleTo } from '@gatekeeper/casework';
import { areaOfInstitution } from '@gatekeeper/registry-store';
import { Defect } from '@gatekeeper/runtime';
import { enteredBy, foldCode } from '@gatekeeper/vocabulary';
import { notOnFile } from '../http/refusals';
import type { AdminParts } from '../parts';
import { eventOf, fileAfter, lockOpenings, lockedCase, momentOf, stateAfter } from './case-composing';
import type { Emergency } from './case-composing';
import type { CaseFile } from './case-file';
import { notOnesSite, onlyInEmergency, refusedStep, samePerson, wrongState } from './case-refused';
import { demandNoneWithdrawn, demandNotWithdrawn } from './case-withdrawals';
import { NO_RECORDS, writeCaseAlone, writeCaseWithRecords } from './case-writing';
import { EMERGENCY_WORKING_DAYS, REVIEW_DEADLINE } from './emergency-desk';
import { checkRecords } from './records-of-steps';
import { termsAt } from './terms';
import type { Moment, Opening, Step, StepTaken, Workflow } from './workflow';
import { isRefused } from './workflow';

export interface StepAsked {
  readonly caseId: string;
  /** The version the caller read; `null`: the system, which takes it as it finds it. */
  readonly version: number | null;
  readonly body: object;
  readonly actor: Actor;
  /** `null`: the ordinary way. */
  readonly emergency: Emergency | null;
}

export class CaseDesk {
  constructor(private readonly parts: AdminParts) {}

  /** Opens a case. Of one subject no two are opened at a time. @throws Refused where its opening is refused. */
  open(of: Workflow, body: object, actor: Actor): Promise<CaseFile> {
    return writeCaseAlone(this.parts, async (client) => {
      const { opening } = of;
      const parties = opening.parties(body);
      const fixmedinsCode = foldCode(parties.fixmedinsCode);
      const clinicianCode = parties.clinicianCode === null ? null : foldCode(parties.clinicianCode);
      await lockOpenings(client, clinicianCode ?? fixmedinsCode);
      const now = this.parts.clock.now();
      const area = await areaOfInstitution(client, fixmedinsCode);
      if (area === null) throw notOnFile('The institution', '机构');
      const terms = termsAt(this.parts, area, now);
      const caseId = randomUUID();
      const moment = momentOf(this.parts, { client, caseId, seq: 1, body, actor, terms, now });
      if (opening.reach === 'clinician') await demandSite(moment, clinicianCode, fixmedinsCode);
      else if (opening.entersPerson !== true) await demandOnFile(moment, clinicianCode);
      const taken = await openedBy(opening, moment);
      const file: CaseFile = {
        caseId,
        kind: of.kind,
        state: stateAfter(`${of.kind}.open`, opening, taken),
        version: 1,
        fixmedinsCode,
        clinicianCode,
        area,
        pack: terms.pack.pack.name,
        documentNo: taken.documentNo ?? null,
        data: taken.data ?? {},
        proposedBy: opening.proposes === true ? actor.id : null,
        withdrawnBy: null,
        openedAt: now,
        changedAt: now,
      };
      const done = {
        event: 'open',
        body,
        actor,
        taken,
        movesMoney: false,
        proposedBy: null,
        emergency: null,
      };
      return { file, taken, event: eventOf(file, null, done) };
    });
  }

  /** Takes one step of a case. @throws Refused: unknown case, stale version, wrong state, no second person, the step's own reasons. */
  take(of: Workflow, step: Step, asked: StepAsked): Promise<CaseFile> {
    const write = step.writesRecords === true ? writeCaseWithRecords : writeCaseAlone;
    return write(this.parts, async (client) => {
      const { caseId, body, actor, emergency } = asked;
      const before = await lockedCase(client, of, asked);
      demandNoObstacle(before, step, actor, emergency);
      const movesMoney = step.movesMoney === true;
      const now = this.parts.clock.now();
      const terms = termsAt(this.parts, before.area, now);
      const seq = before.version + 1;
      const moment = momentOf(this.parts, { client, caseId, seq, body, actor, terms, now });
      const taken = await step.act(before, moment);
      if (isRefused(taken)) throw refusedStep(taken);
      const file = fileAfter(before, step, taken, { actor, now });
      checkRecords(taken.records ?? NO_RECORDS, { movesMoney });
      await demandNoneWithdrawn(client, taken.records ?? NO_RECORDS);
      const { proposedBy } = before;
      const done = { event: step.event, body, actor, taken, movesMoney, proposedBy, emergency };
      return {
        file,
        taken: emergency === null ? taken : toBeReviewed(taken, moment),
        event: eventOf(file, before.state, done),
      };
    });
  }
}

async function openedBy(opening: Opening, moment: Moment<object>): Promise<StepTaken<object>> {
  const taken = await opening.act(moment);
  if (isRefused(taken)) throw refusedStep(taken);
  return taken;
}

/** A case about a code that is not on file is about nobody: whoever was meant would go on as before. */
async function demandOnFile({ reads }: Moment<object>, code: string | null): Promise<void> {
  if (code === null) return;
  const { records } = await reads.timeline(code);
  if (!records.some(({ fact }) => enteredBy(fact) === code)) throw notOnFile('The person', '人员');
}

/** What a person applies for is handled at a place of the person's own: the guard has looked at the person, not at the place. */
async function demandSite(
  { reads }: Moment<object>,
  code: string | null,
  fixmedinsCode: string,
): Promise<void> {
  const { records } = await reads.timeline(code ?? '');
  const sites = records.flatMap(({ fact }) =>
    fact.kind === 'registration' || fact.kind === 'sanction' ? [fact.fixmedinsCode] : [],
  );
  if (!sites.includes(fixmedinsCode)) throw notOnesSite();
}

function demandNoObstacle(before: CaseFile, step: Step, actor: Actor, emergency: Emergency | null): void {
  if (emergency !== null && step.inEmergency === undefined)
    throw new Defect(`${before.kind}.${step.event} is never taken by one person`);
  switch ((emergency === null ? obstacleTo : obstacleInEmergency)(step, before, actor)) {
    case null:
      return;
    case 'wrong_state':
      throw wrongState(step.event, before.state, step.from);
    case 'withdrawn':
      return demandNotWithdrawn(before);
    case 'only_in_emergency':
      throw onlyInEmergency();
    case 'second_person_needed':
      throw samePerson();
    case 'not_ones_role':
      throw new Defect(`${before.kind}.${step.event} was let in by a role that does not take it`);
  }
}

/** An act of one person alone brings the deadline by which a second one looks at it. */
function toBeReviewed(taken: StepTaken<object>, { terms, now }: Moment<object>): StepTaken<object> {
  const lastDay = addWorkingDays(dayAt(now), EMERGENCY_WORKING_DAYS, terms.calendar);
  return {
    ...taken,
    deadlines: [...(taken.deadlines ?? []), { name: REVIEW_DEADLINE, lastDay, borneBy: 'reviewer' }],
  };
}
