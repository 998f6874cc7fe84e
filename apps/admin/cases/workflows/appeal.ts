import type { DayText } from '@gatekeeper/calendar';
import { APPEAL as appeal } from '@gatekeeper/casework';
import type { ExpertOpinion, OpenAppeal, ProposeAppealDecision, SentToExperts } from '@gatekeeper/casework';
import { CodeField, DayField, FlagField, TextField, WholeField } from '../../http/fields';
import { bound } from '../bound-workflow';
import { NothingBody, ReasonsBody } from '../case-bodies';

export class OpenAppealBody implements OpenAppeal {
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

export class ExpertsBody implements SentToExperts {
  @DayField({ description: 'The day the material went to the experts（送交专家日）' })
  sent_on!: DayText;
}

export class OpinionBody implements ExpertOpinion {
  @TextField({ max: 4000 })
  opinion!: string;

  @WholeField({ min: 0, max: 366, description: 'Calendar days it took（所用自然日）' })
  days!: number;
}

export class ProposeDecisionBody extends ReasonsBody implements ProposeAppealDecision {
  @FlagField({ description: 'Upheld: the measure never was（申辩成立，撤销处理）' })
  upheld!: boolean;
}

export const APPEAL = bound(appeal, OpenAppealBody, {
  accept: NothingBody,
  consult_experts: ExpertsBody,
  give_opinion: OpinionBody,
  propose_decision: ProposeDecisionBody,
  return_decision: ReasonsBody,
  confirm: NothingBody,
});
