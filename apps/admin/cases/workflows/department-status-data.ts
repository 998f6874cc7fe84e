import { CodeField, DayField, FlagField, OneOfField, TextField } from '../../http/fields';
import { ReasonsBody } from '../case-bodies';

export const DEPARTMENT_STATUS_KIND = 'department_status';

const BASES = ['suspended_clinicians', 'agreement_breach'] as const;

export class OpenDepartmentStatusBody {
  @CodeField()
  fixmedins_code!: string;

  @CodeField({ description: 'The department（科室）' })
  dept_codg!: string;

  @OneOfField(BASES, {
    description:
      'Clinicians of it were suspended in number, or the agreement was breached（多名医师被暂停，或违反协议）',
  })
  basis!: (typeof BASES)[number];

  @TextField({ max: 2000, description: 'Why（事由）' })
  reasons!: string;

  @DayField({ description: 'Until when things are put right（限期整改截止日）' })
  rectify_by!: string;

  @DayField({
    optional: true,
    description: 'First day of a suspension; none: rectification alone（暂停起始日）',
  })
  from?: string;

  @DayField({ optional: true, description: 'Its last day, until 24:00（暂停截止日，含当日）' })
  last_day?: string;
}

export class RecordDepartmentRectificationBody extends ReasonsBody {
  @FlagField({ description: 'Things were put right（整改合格）' })
  rectified!: boolean;
}

export class ProposeDepartmentSuspensionBody extends ReasonsBody {
  @DayField({ description: 'First day of the suspension（暂停起始日）' })
  from!: string;

  @DayField({ description: 'Its last day, until 24:00（暂停截止日，含当日）' })
  last_day!: string;
}

export class AssessDepartmentBody {
  @FlagField({ description: 'The assessment was passed（考核合格）' })
  passed!: boolean;

  @DayField({ optional: true, description: 'The first day on which it serves again（恢复日）' })
  restored_from?: string;
}

export interface DepartmentStatusData {
  readonly dept_codg: string;
  readonly basis: (typeof BASES)[number];
  readonly reasons: string;
  readonly rectify_by: string;
  /** Of clinicians, where their number is the basis. */
  readonly suspended_clinicians: number | null;
  /** What is proposed, and once approved, ordered; `null`: rectification alone. */
  readonly suspension: { readonly from: string; readonly last_day: string } | null;
  /** The registry's record as it stands now. */
  readonly record_id?: string;
  readonly rectified?: boolean;
  readonly rectification?: string;
  readonly treatment_need?: string;
  readonly restored_from?: string;
  readonly overturn?: { readonly reasons: string; readonly stood_before: string };
}
