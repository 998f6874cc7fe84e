import { AmountField, CodeField, FlagField, TextField } from '../../http/fields';
import { ReasonsBody } from '../case-bodies';

export class OpenRestorationBody {
  @CodeField()
  fixmedins_code!: string;

  @CodeField()
  clinician_code!: string;

  @TextField({ description: 'The number of the notice（认定文书号）' })
  document_no!: string;

  @FlagField({ description: 'Before its time, for the sake of treatment（因诊疗需要提前恢复）' })
  early!: boolean;

  @TextField({ max: 4000, description: 'What is declared（申请理由与声明）' })
  declaration!: string;
}

/** What an assessment looks at (guangdong-2025 art. 32); whether the person was scored again is read off the cases. */
export class AssessBody extends ReasonsBody {
  @FlagField({ description: 'Whether the assessment was passed（考核是否通过）' })
  passed!: boolean;

  @AmountField({ optional: true, description: 'The money concerned（涉及的医保基金金额，元）' })
  amount?: string;

  @FlagField({ optional: true, description: 'The fund has its money back（涉及的医保基金是否已退回）' })
  fund_money_returned?: boolean;

  @FlagField({
    optional: true,
    description: 'Fines and unlawful gains were paid（罚款或没收的违法所得是否已上缴）',
  })
  fines_paid?: boolean;
}

/** What speaks against a person who is passed all the same: whoever confirms it sees it. */
export type AssessmentWarning = 'fund_money_not_returned' | 'fines_not_paid' | 'scored_again';

export interface AssessedFactors {
  /** What was done, as the notice has it; `null` where the measure came without a case. */
  readonly violation: string | null;
  readonly amount: string | null;
  /** `null`: not said. */
  readonly fund_money_returned: boolean | null;
  readonly fines_paid: boolean | null;
  /** Numbers of notices for what was decided during the period, which brought points. */
  readonly scored_again: readonly string[];
  readonly warnings: readonly AssessmentWarning[];
}

export interface RestorationData {
  readonly document_no: string;
  readonly early: boolean;
  readonly declaration: string;
  /** Later than the last day to apply: the person stays unrestored until the assessment is passed. */
  readonly applied_late: boolean;
  readonly approved_by_department: boolean;
  readonly assessment?: {
    readonly passed: boolean;
    readonly passed_on: string;
    readonly reasons: string;
  } & Partial<AssessedFactors>;
  readonly effective_from?: string;
  readonly gap_days?: number;
}
