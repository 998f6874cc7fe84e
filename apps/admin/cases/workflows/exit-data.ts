import { CodeField, DayField, OneOfField, TextField } from '../../http/fields';
import { ReasonsBody } from '../case-bodies';
import type { CaseFile } from '../case-file';

export const EXIT_KIND = 'exit';

const OVER: ReadonlySet<string> = new Set(['withdrawn', 'left', 'discontinued']);

/** Whether an exit has not come to its end. One whose record the registry withdrew goes no further: another may begin. */
export const isExitRunning = ({ state, withdrawnBy }: CaseFile): boolean =>
  withdrawnBy === null && !OVER.has(state);

export class OpenExitBody extends ReasonsBody {
  @CodeField()
  fixmedins_code!: string;

  @DayField({ description: 'The first day after the agreement, as planned（拟退出日）' })
  planned_on!: string;
}

export class ProposeExitAuditBody {
  @DayField({ description: 'The first day of the audit, from 00:00（退出审核起始日）' })
  from!: string;
}

const OUTCOMES = ['passed', 'failed', 'discontinued'] as const;

export class ProposeExitResultBody extends ReasonsBody {
  @OneOfField(OUTCOMES, {
    description:
      'Discontinued: the institution stays, and the audit ends with its application（撤回退出申请，终止审核）',
  })
  outcome!: (typeof OUTCOMES)[number];

  @DayField({
    optional: true,
    description:
      'Passed: the first day after the agreement; discontinued: the first day on which it settles again',
  })
  from?: string;
}

export class ApplyToLeaveAgainBody {
  @TextField({ max: 2000, description: 'What was put right（整改情况）' })
  rectified!: string;
}

export interface ExitData {
  readonly reasons: string;
  readonly planned_on: string;
  readonly applied_on: string;
  readonly audit_from?: string;
  /** The registry's record of the audit as it stands now, and the number of its notice. */
  readonly audit_record_id?: string;
  readonly audit_document_no?: string;
  readonly result: {
    readonly outcome: (typeof OUTCOMES)[number];
    readonly from: string | null;
    readonly reasons: string;
  } | null;
  /** The state to which a returned result leads back. */
  readonly stood_before_result?: string;
  readonly failed_audits: number;
  /** The day on which it was last told that the audit failed. */
  readonly told_on?: string;
  readonly rectified?: string;
  readonly rectified_late?: boolean;
  readonly may_reapply_from?: string;
}
