/**
 * What a case would change that waits for a second person: its step is composed as approving it would, in a snapshot, and
 * nothing of it is written. One way for every kind of case.
 */
import type { WhatIf } from '@gatekeeper/settling';
import type { RegistryRecord } from '@gatekeeper/vocabulary';
import { validateSync } from 'class-validator';
import type { PoolClient } from 'pg';
import { conflict, notOnFile } from '../http/refusals';
import type { AdminParts } from '../parts';
import type { WhatIfDesk } from '../what-if/what-if-desk';
import { momentOf } from './case-composing';
import type { CaseFile } from './case-file';
import { refusedStep } from './case-refused';
import { findCase } from './case-store';
import { demandNotWithdrawn } from './case-withdrawals';
import { NO_RECORDS } from './case-writing';
import { termsAt } from './terms';
import type { Moment, Step, Workflow } from './workflow';
import { isRefused } from './workflow';

/** Stands where the notice will have its number, which is taken when the step is. */
const NOT_NUMBERED_YET = '（待编号）';
/** A body without fields has no rules to be known by. */
const AS_AT_THE_DOOR = { forbidUnknownValues: false } as const;
/** Nobody takes the step. */
const NOBODY = 'what-if';

export class CaseWhatIf {
  constructor(
    private readonly parts: Pick<
      AdminParts,
      'registry' | 'decisions' | 'policy' | 'workingCalendar' | 'clock'
    >,
    private readonly desk: WhatIfDesk,
  ) {}

  /** @throws Refused: unknown, nothing waits, the step would be refused, what it says is not known yet, too many lines. */
  answer(of: Workflow, caseId: string): Promise<WhatIf> {
    return this.desk.answer({ records: (client) => this.recordsOf(client, of, caseId) });
  }

  private async recordsOf(
    client: PoolClient,
    of: Workflow,
    caseId: string,
  ): Promise<readonly RegistryRecord[]> {
    const file = await findCase(client, caseId);
    if (file === null || file.kind !== of.kind) throw notOnFile('The case', '案卷');
    const step = waitingStep(of, file);
    demandNotWithdrawn(file);
    const taken = await step.act(file, this.momentOf(client, file, step));
    if (isRefused(taken)) throw refusedStep(taken);
    return taken.records ?? NO_RECORDS;
  }

  private momentOf(client: PoolClient, { caseId, version, area }: CaseFile, step: Step): Moment<object> {
    const now = this.parts.clock.now();
    const body = new step.body();
    if (validateSync(body, AS_AT_THE_DOOR).length > 0) throw notSaidYet(step);
    const moment = momentOf(this.parts, {
      ...{ client, caseId, seq: version + 1, body, now },
      actor: { id: NOBODY, roles: step.roles },
      terms: termsAt(this.parts, area, now),
    });
    return {
      ...moment,
      reads: { ...moment.reads, takeDocumentNo: () => Promise.resolve(NOT_NUMBERED_YET) },
    };
  }
}

/** Whether any of its steps waits for a second person and then writes to the registry. */
export const hasWhatIf = ({ steps }: Workflow): boolean => steps.some(isWaitedFor);

const isWaitedFor = ({ movesMoney, writesRecords }: Step): boolean =>
  movesMoney === true && writesRecords === true;

function waitingStep({ steps }: Workflow, { state, proposedBy }: CaseFile): Step {
  const step = steps.find((one) => isWaitedFor(one) && one.from.includes(state));
  if (step === undefined || proposedBy === null)
    throw conflict(
      'nothing-waits',
      'Nothing of the case waits for a second person（案卷无待复核事项）',
      `It is ${state}: what it would change is told while its proposal waits（仅对待复核事项试算）`,
    );
  return step;
}

const notSaidYet = ({ event }: Step) =>
  conflict(
    'records-not-known',
    'What the step says is not known yet（办理内容尚未确定）',
    `What is written depends on the body of ${event}: ask POST /v1/what-if with the records（请以拟写入记录试算）`,
  );
