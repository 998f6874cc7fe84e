import { SANCTION_CAUSES } from '@gatekeeper/vocabulary';
import {
  CodeField,
  DayField,
  ListField,
  MomentField,
  OneOfField,
  TextField,
  WholeField,
} from '../../http/fields';

const MOST_FINDINGS = 100;
const MOST_POINTS = 1_000;

export class FindingBody {
  @TextField({ max: 60, description: 'A code of the pack’s catalogue（记分情形代码）', example: 'HI22-17-2' })
  situation!: string;

  @WholeField({
    min: 1,
    max: MOST_POINTS,
    optional: true,
    description: 'Where the catalogue gives a band（在档次内酌定的分值）',
  })
  points?: number;

  @TextField({ max: 60, optional: true, description: 'The inspection it comes from（监督检查编号）' })
  inspection_id?: string;

  @TextField({ max: 60, optional: true, description: 'The act it describes（行为编号）' })
  act_id?: string;
}

export class OpenSanctionBody {
  @CodeField({ description: 'Where it happened（行为发生机构）' })
  fixmedins_code!: string;

  @CodeField({ description: 'Whom it is about（责任人员代码）' })
  clinician_code!: string;

  @CodeField({ optional: true, description: 'The department（科室）' })
  dept_codg?: string;

  @OneOfField(['agreement_handling', 'penalty'], {
    description: 'The agency’s own handling, or another authority’s penalty（协议处理或行政处罚）',
  })
  occasion!: 'agreement_handling' | 'penalty';

  @DayField({
    description:
      'The day of the decision, or of the receipt of the penalty decision（决定日或收到处罚决定日）',
  })
  occasion_on!: string;

  @MomentField({
    description: 'When it was decided: this is the moment that is scored（作出处理决定的时间，即记分时间）',
  })
  decided_at!: string;

  @DayField({ optional: true, description: 'The day on which the institution found it（机构自查发现日）' })
  found_on?: string;

  @TextField({ max: 2000, description: 'What was done（违规行为）' })
  violation!: string;

  @ListField(() => FindingBody, {
    max: MOST_FINDINGS,
    description: 'None where the measure does not come of points（非记分事由可为空）',
  })
  findings!: FindingBody[];
}

export class ProposeSanctionBody {
  @OneOfField(['inform', 'suspended', 'terminated'])
  measure!: 'inform' | 'suspended' | 'terminated';

  @OneOfField(SANCTION_CAUSES)
  cause!: (typeof SANCTION_CAUSES)[number];

  @OneOfField(['person', 'site'])
  scope!: 'person' | 'site';

  @DayField({ optional: true, description: 'The first day, from 00:00（起始日）' })
  from?: string;

  @DayField({ optional: true, description: 'The last day, until 24:00（截止日，含当日）' })
  last_day?: string;
}

export class IssueBody {
  @DayField({ description: 'The day of the notice（通知书日期）' })
  issued_on!: string;

  @OneOfField(['paper', 'platform'])
  delivery_form!: 'paper' | 'platform';
}

export class DeliverBody {
  @DayField({ description: 'The day of receipt（送达日）' })
  delivered_on!: string;
}

export class MaintainBody {
  @DayField({ description: 'The day from which the platform shows it（动态维护日）' })
  maintained_on!: string;
}
