/**
 * Takes the steps of cases: one transaction each for the registry's records, the case, its event, deadlines and the audit
 * entry, so that none is there without the others.
 */
import { randomUUID } from 'node:crypto';
import { addWorkingDays, dayAt } from '@gatekeeper/calendar';
import { foldCode } from '@gatekeeper/vocabulary';
import type { RegistryRecord } from '@gatekeeper/vocabulary';
import { inTransaction } from '@gatekeeper/database';
import { areaOfInstitution } from '@gatekeeper/registry-store';
import type { PoolClient } from 'pg';
import { appendAudit } from '../audit/audit-log';
import { stale } from '../http/conditional';
import { conflict, notOnFile } from '../http/refusals';
import type { AdminParts } from '../parts';
import type { CaseEvent, CaseFile } from './case-file';
import { readsIn } from './case-reads';
import {
  notOnesSite,
  nothingToReview,
  onlyInEmergency,
  refusedStep,
  samePerson,
  wrongState,
} from './case-refused';
import { addEvent, findCase, meetDeadlines, saveCase, setDeadline } from './case-store';
import { addReview, unreviewedAct } from './case-reviews';
import { checkRecords } from './records-of-steps';
import { headsFor } from './record-heads';
import { termsAt } from './terms';
import type { Moment, Opening, Step, StepTaken, Workflow } from './workflow';
import { isRefused } from './workflow';
import type { Role } from '../access/roles';

/** Who takes a step: a caller, or the system. */
export interface Actor {
  readonly id: string;
  readonly roles: readonly Role[];
}

/** An act of one person that a second one will look at afterwards. */
export interface Emergency {
  readonly reason: string;
}

export interface StepAsked {
  readonly caseId: string;
  /** The version the caller read; `null`: the system, which takes it as it finds it. */
  readonly version: number | null;
  readonly body: object;
  readonly actor: Actor;
  /** `null`: the ordinary way. */
  readonly emergency: Emergency | null;
}

export interface ReviewAsked {
  readonly caseId: string;
  readonly version: number;
  readonly body: { readonly upheld: boolean; readonly reasons: string };
  readonly actor: Actor;
}

interface Composed {
  readonly file: CaseFile;
  readonly event: CaseEvent;
  readonly taken: StepTaken<object>;
}

const NO_RECORDS: readonly RegistryRecord[] = [];
/** Working days within which an act done in an emergency is reviewed: our own reading, no text says. */
const REVIEW_WORKING_DAYS = 5;
const REVIEW_DEADLINE = 'review_emergency';

export class CaseDesk {
  constructor(private readonly parts: AdminParts) {}

  /** Opens a case. @throws Refused where its opening is refused. */
  open(of: Workflow, body: object, actor: Actor): Promise<CaseFile> {
    return this.write(async (client) => {
      const { opening } = of;
      const parties = opening.parties(body);
      const fixmedinsCode = foldCode(parties.fixmedinsCode);
      const clinicianCode = parties.clinicianCode === null ? null : foldCode(parties.clinicianCode);
      const now = this.parts.clock.now();
      const area = await areaOfInstitution(client, fixmedinsCode);
      if (area === null) throw notOnFile('The institution', '机构');
      const terms = termsAt(this.parts, area, now);
      const caseId = randomUUID();
      const moment = this.momentOf({ client, caseId, seq: 1, body, actor, terms, now });
      if (opening.reach === 'clinician') await demandSite(moment, clinicianCode, fixmedinsCode);
      const taken = await takenBy(opening, moment);
      const file: CaseFile = {
        caseId,
        kind: of.kind,
        state: taken.state ?? opening.state,
        version: 1,
        fixmedinsCode,
        clinicianCode,
        area,
        pack: terms.pack.pack.name,
        documentNo: taken.documentNo ?? null,
        data: taken.data ?? {},
        proposedBy: opening.proposes === true ? actor.id : null,
        openedAt: now,
        changedAt: now,
      };
      checkRecords(taken.records ?? NO_RECORDS, { movesMoney: false });
      return { file, taken, event: eventOf(file, null, { event: 'open', body, actor, taken }) };
    });
  }

  /** Takes one step of a case. @throws Refused: unknown case, stale version, wrong state, no second person, the step's own reasons. */
  take(of: Workflow, step: Step, asked: StepAsked): Promise<CaseFile> {
    return this.write(async (client) => {
      const { caseId, body, actor, emergency } = asked;
      const before = await findCase(client, caseId, 'lock');
      if (before === null || before.kind !== of.kind) throw notOnFile('The case', '案卷');
      if (asked.version !== null && before.version !== asked.version) throw stale();
      if (!step.from.includes(before.state)) throw wrongState(step.event, before.state, step.from);
      if (step.movesMoney === true) demandSecondPerson(before, step, actor, emergency);
      const now = this.parts.clock.now();
      const terms = termsAt(this.parts, before.area, now);
      const seq = before.version + 1;
      const taken = await step.act(before, this.momentOf({ client, caseId, seq, body, actor, terms, now }));
      if (isRefused(taken)) throw refusedStep(taken);
      const file = changed(before, step, taken, { actor, now });
      checkRecords(taken.records ?? NO_RECORDS, { movesMoney: step.movesMoney === true });
      const event = eventOf(file, before, { event: step.event, body, actor, taken, step, emergency });
      return { file, taken: reviewed(taken, emergency, terms, now), event };
    });
  }

  /**
   * A second person's look at what was done alone in an emergency. It undoes nothing by itself: what does not stand is
   * annulled or corrected by the workflow that does so. @throws Refused where nothing waits for it, or the same person looks.
   */
  review(of: Workflow, { caseId, version, body, actor }: ReviewAsked): Promise<CaseFile> {
    return inTransaction(this.parts.dataSource, async (client) => {
      const before = await findCase(client, caseId, 'lock');
      if (before === null || before.kind !== of.kind) throw notOnFile('The case', '案卷');
      if (before.version !== version) throw stale();
      const act = await unreviewedAct(client, caseId);
      if (act === null) throw nothingToReview();
      if (act.actor === actor.id) throw samePerson();
      const now = this.parts.clock.now();
      await addReview(client, caseId, { ...act, reviewer: actor.id, at: now, ...body });
      await meetDeadlines(client, caseId, [REVIEW_DEADLINE], now);
      await appendAudit(client, {
        at: now,
        actor: actor.id,
        action: `${of.kind}.review_emergency`,
        subject: caseId,
        details: { seq: act.seq, upheld: body.upheld },
      });
      return before;
    });
  }

  private momentOf({
    client,
    caseId,
    seq,
    ...moment
  }: Pick<Moment<object>, 'body' | 'terms' | 'now'> & {
    readonly client: PoolClient;
    readonly caseId: string;
    readonly seq: number;
    readonly actor: Actor;
  }): Moment<object> {
    return {
      ...moment,
      actor: moment.actor.id,
      roles: moment.actor.roles,
      reads: readsIn(this.parts, client, { caseId, now: moment.now }),
      head: headsFor(caseId, seq, moment.now),
    };
  }

  /** Composes a step and writes all of it, the registry's records first: their store holds the lock every writer takes. */
  private async write(compose: (client: PoolClient) => Promise<Composed>): Promise<CaseFile> {
    const composed: Composed[] = [];
    const outcome = await this.parts.registry.append(
      async (client) => {
        const one = await compose(client);
        composed.push(one);
        return one.taken.records ?? NO_RECORDS;
      },
      {
        alongside: async (client) => {
          for (const one of composed) await writeCase(client, one);
        },
      },
    );
    const [written] = composed;
    if (outcome.kind !== 'appended' || written === undefined)
      throw conflict(
        'registry-refused',
        'The registry does not take it（登记库拒绝写入）',
        `What this step writes does not go with what is on file: ${outcome.kind}`,
      );
    return written.file;
  }
}

async function takenBy(opening: Opening, moment: Moment<object>): Promise<StepTaken<object>> {
  const taken = await opening.act(moment);
  if (isRefused(taken)) throw refusedStep(taken);
  return taken;
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

function demandSecondPerson(before: CaseFile, step: Step, actor: Actor, emergency: Emergency | null): void {
  if (emergency !== null) return;
  if (!actor.roles.some((role) => step.roles.includes(role))) throw onlyInEmergency();
  if (before.proposedBy === null || before.proposedBy === actor.id) throw samePerson();
}

function changed(
  before: CaseFile,
  step: Step,
  taken: StepTaken<object>,
  { actor, now }: { readonly actor: Actor; readonly now: CaseFile['changedAt'] },
): CaseFile {
  const ends = step.movesMoney === true || step.endsProposal === true;
  return {
    ...before,
    state: taken.state ?? step.to[0],
    version: before.version + 1,
    documentNo: taken.documentNo ?? before.documentNo,
    data: { ...before.data, ...taken.data },
    proposedBy: step.proposes === true ? actor.id : ends ? null : before.proposedBy,
    changedAt: now,
  };
}

interface TakenStep {
  readonly event: string;
  readonly body: object;
  readonly actor: Actor;
  readonly taken: StepTaken<object>;
  readonly step?: Step;
  readonly emergency?: Emergency | null;
}

function eventOf(file: CaseFile, before: CaseFile | null, done: TakenStep): CaseEvent {
  const emergency = done.emergency ?? null;
  return {
    seq: file.version,
    event: done.event,
    fromState: before?.state ?? null,
    toState: file.state,
    actor: done.actor.id,
    at: file.changedAt,
    input: emergency === null ? done.body : { ...done.body, emergency_reason: emergency.reason },
    recordIds: (done.taken.records ?? NO_RECORDS).map(({ recordId }) => recordId),
    movesMoney: done.step?.movesMoney === true,
    proposedBy: before?.proposedBy ?? null,
    emergency: emergency !== null,
  };
}

/** An act of one person alone brings the deadline by which a second one looks at it. */
function reviewed(
  taken: StepTaken<object>,
  emergency: Emergency | null,
  { calendar }: Moment<object>['terms'],
  now: CaseFile['changedAt'],
): StepTaken<object> {
  if (emergency === null) return taken;
  const lastDay = addWorkingDays(dayAt(now), REVIEW_WORKING_DAYS, calendar);
  return {
    ...taken,
    deadlines: [...(taken.deadlines ?? []), { name: REVIEW_DEADLINE, lastDay, borneBy: 'reviewer' }],
  };
}

async function writeCase(client: PoolClient, { file, event, taken }: Composed): Promise<void> {
  await saveCase(client, file);
  await addEvent(client, file.caseId, event);
  for (const deadline of taken.deadlines ?? []) await setDeadline(client, file.caseId, deadline);
  await meetDeadlines(client, file.caseId, taken.met ?? [], file.changedAt);
  await appendAudit(client, {
    at: event.at,
    actor: event.actor,
    action: `${file.kind}.${event.event}`,
    subject: file.caseId,
    details: {
      seq: event.seq,
      to_state: event.toState,
      records: event.recordIds,
      ...(event.emergency ? { emergency: true } : {}),
    },
  });
}
