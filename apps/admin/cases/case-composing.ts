/** Puts together what a step makes of a case: the file after it, and the event that tells of it. */
import { recordHead } from '@gatekeeper/casework';
import type { Actor } from '@gatekeeper/casework';
import type { Queryable } from '@gatekeeper/database';
import { Defect } from '@gatekeeper/runtime';
import type { PoolClient } from 'pg';
import type { AdminParts } from '../parts';
import { stale } from '../http/conditional';
import { notOnFile } from '../http/refusals';
import type { CaseEvent, CaseFile } from './case-file';
import { readsIn } from './case-reads';
import { findCase } from './case-store';
import { NO_RECORDS } from './case-writing';
import { headsFor } from './record-heads';
import type { Moment, Step, StepTaken, Workflow } from './workflow';

/** An act of one person that a second one will look at afterwards. */
export interface Emergency {
  readonly reason: string;
}

interface MomentOf extends Pick<Moment<object>, 'body' | 'terms' | 'now'> {
  readonly client: PoolClient;
  readonly caseId: string;
  readonly seq: number;
  readonly actor: Actor;
}

export const momentOf = (
  parts: Pick<AdminParts, 'registry' | 'decisions'>,
  { client, caseId, seq, actor, ...moment }: MomentOf,
): Moment<object> => ({
  ...moment,
  actor: actor.id,
  roles: actor.roles,
  reads: readsIn(parts, client, { caseId, now: moment.now }),
  head: headsFor(caseId, seq, moment.now),
  recordHead: recordHead(caseId, seq, moment.now),
});

/**
 * A case of a workflow, locked until the transaction ends. @throws Refused: unknown, or no longer at the version the caller read.
 */
export async function lockedCase(
  client: PoolClient,
  of: Workflow,
  { caseId, version }: { readonly caseId: string; readonly version: number | null },
): Promise<CaseFile> {
  const file = await findCase(client, caseId, 'lock');
  if (file === null || file.kind !== of.kind) throw notOnFile('The case', '案卷');
  if (version !== null && file.version !== version) throw stale();
  return file;
}

/** Keeps two cases about one subject from being opened at a time: an opening looks at the cases before it. */
export async function lockOpenings(client: Queryable, subject: string): Promise<void> {
  await client.query(`SELECT pg_advisory_xact_lock(hashtext('opening of a case'), hashtext($1))`, [subject]);
}

/** The state in which a step ends. @throws a defect for one that its workflow does not name. */
export function stateAfter(
  name: string,
  { to }: { readonly to: readonly [string, ...string[]] },
  { state }: StepTaken<object>,
): string {
  if (state !== undefined && !to.includes(state)) throw new Defect(`${name} does not lead to ${state}`);
  return state ?? to[0];
}

export function fileAfter(
  before: CaseFile,
  step: Step,
  taken: StepTaken<object>,
  { actor, now }: { readonly actor: Actor; readonly now: CaseFile['changedAt'] },
): CaseFile {
  const ends = step.movesMoney === true || step.endsProposal === true;
  return {
    ...before,
    state: stateAfter(`${before.kind}.${step.event}`, step, taken),
    version: before.version + 1,
    documentNo: taken.documentNo ?? before.documentNo,
    data: { ...before.data, ...taken.data },
    proposedBy: step.proposes === true ? actor.id : ends ? null : before.proposedBy,
    changedAt: now,
  };
}

interface Done {
  readonly event: string;
  readonly body: object;
  readonly actor: Actor;
  readonly taken: StepTaken<object>;
  readonly movesMoney: boolean;
  /** Of an act that two people do: who proposed it. */
  readonly proposedBy: string | null;
  /** `null`: the ordinary way. */
  readonly emergency: Emergency | null;
}

/** `fromState` is `null` for the opening. */
export const eventOf = (file: CaseFile, fromState: string | null, done: Done): CaseEvent => ({
  seq: file.version,
  event: done.event,
  fromState,
  toState: file.state,
  actor: done.actor.id,
  at: file.changedAt,
  input: done.emergency === null ? done.body : { ...done.body, emergency_reason: done.emergency.reason },
  recordIds: (done.taken.records ?? NO_RECORDS).map(({ recordId }) => recordId),
  movesMoney: done.movesMoney,
  proposedBy: done.proposedBy,
  emergency: done.emergency !== null,
});
