import { CodeField, DayField, FlagField, TextField, WholeField } from '../../http/fields';
import { ReasonsBody } from '../case-bodies';

export const APPEAL_KIND = 'appeal';

export class OpenAppealBody {
  @CodeField()
  fixmedins_code!: string;

  @CodeField()
  clinician_code!: string;

  @TextField({ description: 'The number of the notice（处理通知书文号）' })
  document_no!: string;

  @TextField({ max: 4000, description: 'What is said against it（陈述申辩理由）' })
  reasons!: string;

  @FlagField({ description: 'Signed by the person（本人签字）' })
  signed!: boolean;

  @FlagField({ description: 'Stamped by the institution（机构盖章）' })
  stamped!: boolean;
}

export class ExpertsBody {
  @DayField({ description: 'The day the material went to the experts（送交专家日）' })
  sent_on!: string;
}

export class OpinionBody {
  @TextField({ max: 4000 })
  opinion!: string;

  @WholeField({ min: 0, max: 366, description: 'Calendar days it took（所用自然日）' })
  days!: number;
}

export class ProposeDecisionBody extends ReasonsBody {
  @FlagField({ description: 'Upheld: the measure never was（申辩成立，撤销处理）' })
  upheld!: boolean;
}

export interface AppealData {
  readonly document_no: string;
  readonly reasons: string;
  readonly received_on: string;
  readonly accepted_on: string | null;
  readonly expert_days: number;
  readonly experts_since?: string;
  readonly opinion?: string;
  readonly proposed?: { readonly upheld: boolean; readonly reasons: string } | null;
}
