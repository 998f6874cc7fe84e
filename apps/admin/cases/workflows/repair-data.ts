import { CodeField, DayField, TextField, WholeField } from '../../http/fields';
import { ReasonsBody } from '../case-bodies';
import type { CaseFile } from '../case-file';

export const REPAIR_KIND = 'repair';

export class OpenRepairBody {
  @CodeField()
  fixmedins_code!: string;

  @CodeField()
  clinician_code!: string;

  @TextField({ description: 'The number of the notice（处理通知书文号）' })
  document_no!: string;

  @TextField({ max: 4000, description: 'What was done to repair（修复理由）' })
  reasons!: string;
}

export class ProposeRepairBody extends ReasonsBody {
  @WholeField({ min: 0, max: 100, description: 'Points taken back（减少的分值）' })
  points!: number;

  @DayField({ optional: true, description: 'A new last day（缩短后的截止日）' })
  last_day?: string;
}

export interface RepairData {
  readonly document_no: string;
  readonly reasons: string;
  readonly proposed?: { readonly points: number; readonly last_day: string | null; readonly reasons: string };
  /** The year's total and the end of the period as repaired. */
  readonly total?: number;
  readonly last_day?: string;
}

/** The data of a case, if it is of this kind. */
export const repairDataOf = (file: CaseFile): RepairData | null =>
  file.kind === REPAIR_KIND ? (file.data as RepairData) : null;
