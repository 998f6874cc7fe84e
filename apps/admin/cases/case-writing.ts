/**
 * Writes a step of a case: one transaction for the registry's records, the case, its event, deadlines and the audit entry, so that
 * none is there without the others.
 */
import { inTransaction } from '@gatekeeper/database';
import { addLineFact } from '@gatekeeper/decision-store';
import type { LineFactToSay } from '@gatekeeper/decision-store';
import { Defect } from '@gatekeeper/runtime';
import type { RegistryRecord } from '@gatekeeper/vocabulary';
import { writtenIdentity } from '@gatekeeper/vocabulary';
import type { PoolClient } from 'pg';
import { appendAudit } from '../audit/audit-log';
import { conflict } from '../http/refusals';
import { addParticulars } from '../particulars/particulars-store';
import type { AdminParts } from '../parts';
import type { CaseEvent, CaseFile } from './case-file';
import { addEvent, saveCase } from './case-store';
import { meetDeadlines, setDeadline, withdrawDeadlines, withdrawDeadlinesOfDocument } from './deadline-store';
import type { StepTaken, Withdrawn } from './workflow';
import { ORDERING_KINDS } from './workflows/ordering-kinds';

/** A step as it is to be written. */
export interface Composed {
  readonly file: CaseFile;
  readonly event: CaseEvent;
  readonly taken: StepTaken<object>;
}

type Compose = (client: PoolClient) => Promise<Composed>;
type Parts = Pick<AdminParts, 'registry' | 'dataSource'>;

export const NO_RECORDS: readonly RegistryRecord[] = [];

/**
 * Composes and writes a step that brings no records. It waits for no other writer of the registry.
 * @throws a defect where it brings some: the workflow is written wrongly.
 */
export const writeCaseAlone = ({ dataSource }: Parts, compose: Compose): Promise<CaseFile> =>
  inTransaction(dataSource, async (client) => {
    const one = await compose(client);
    if (one.event.recordIds.length > 0)
      throw new Defect(`${one.file.kind}.${one.event.event} writes records and does not say so`);
    await writeCase(client, one);
    return one.file;
  });

/**
 * Composes and writes a step with its records, these first: their store holds the lock every writer takes, so nothing that the
 * step looks up changes before it is written.
 * @throws Refused where they do not go with what is on file.
 */
export async function writeCaseWithRecords({ registry }: Parts, compose: Compose): Promise<CaseFile> {
  const composed: Composed[] = [];
  const outcome = await registry.append(
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
      `What this step writes does not go with what is on file: ${outcome.kind}（所写记录与已登记的内容相抵触：${outcome.kind}）`,
    );
  return written.file;
}

async function writeCase(client: PoolClient, { file, event, taken }: Composed): Promise<void> {
  await saveCase(client, file);
  await addEvent(client, file.caseId, event);
  for (const deadline of taken.deadlines ?? []) await setDeadline(client, file.caseId, deadline);
  await meetDeadlines(client, file.caseId, taken.met ?? [], file.changedAt);
  await withdraw(client, file, taken);
  if (taken.lineFact !== undefined) await addLineFact(client, file.caseId, taken.lineFact);
  const revision = await addStated(client, file, taken, event.actor);
  await appendAudit(client, {
    at: event.at,
    actor: event.actor,
    action: `${file.kind}.${event.event}`,
    subject: file.caseId,
    details: {
      seq: event.seq,
      to_state: event.toState,
      records: event.recordIds,
      ...withdrawalTold(taken.withdrawn),
      ...(revision === null ? {} : { particulars: revision }),
      ...factTold(taken.lineFact),
      ...(event.emergency ? { emergency: true } : {}),
    },
  });
}

/** For the audit log: what is said of which line. */
function factTold(said: LineFactToSay | undefined): Readonly<Record<string, string>> {
  if (said === undefined) return {};
  const { identity, fact, documentNo } = said.fact;
  return { line: writtenIdentity(identity), fact, document_no: documentNo };
}

/** For the audit log: the document, or `own`. */
function withdrawalTold(withdrawn: Withdrawn | undefined): Readonly<Record<string, string>> {
  if (withdrawn === undefined) return {};
  return { withdrawn: withdrawn === 'own' ? withdrawn : withdrawn.documentNo };
}

/** After what is met: what a step met itself was not withdrawn by it. */
async function withdraw(
  client: PoolClient,
  { caseId, clinicianCode, changedAt }: CaseFile,
  { withdrawn }: StepTaken<object>,
): Promise<void> {
  if (withdrawn === undefined) return;
  if (withdrawn === 'own') return withdrawDeadlines(client, caseId, changedAt);
  if (clinicianCode === null) throw new Defect('a document was ordered of nobody');
  const { documentNo } = withdrawn;
  await withdrawDeadlinesOfDocument(client, { documentNo, clinicianCode, kinds: ORDERING_KINDS }, changedAt);
}

/** @returns the revision of what the step states of the practice; `null`: it states nothing. */
async function addStated(
  client: PoolClient,
  { fixmedinsCode, clinicianCode: code, changedAt: recordedAt }: CaseFile,
  { particulars }: StepTaken<object>,
  recordedBy: string,
): Promise<number | null> {
  if (particulars === undefined) return null;
  if (code === null) throw new Defect('a registration of nobody states a practice');
  return addParticulars(client, { code, fixmedinsCode }, { particulars, recordedAt, recordedBy });
}
