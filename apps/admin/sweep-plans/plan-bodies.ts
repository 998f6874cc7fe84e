import { ApiProperty } from '@nestjs/swagger';
import { PLAN_STATES } from '@gatekeeper/decision-store';
import type { PlanState } from '@gatekeeper/decision-store';
import { Matches } from 'class-validator';
import { OneOfField, TextField } from '../http/fields';
import { PageQuery } from '../http/page';

const PLAN_ID = /^[1-9][0-9]{0,17}$/;
const LONGEST_DIGEST = 100;
const LONGEST_REASON = 1000;

export class PlanIdParam {
  @ApiProperty({ type: 'string', maxLength: 18, pattern: PLAN_ID.source })
  @Matches(PLAN_ID, { message: 'the number of a plan' })
  plan_id!: string;
}

export class PlansQuery extends PageQuery {
  @OneOfField(PLAN_STATES, { optional: true, description: 'Plans of this state alone（仅此状态）' })
  state?: PlanState;
}

export class ApprovePlanBody {
  @TextField({
    max: LONGEST_DIGEST,
    description: 'The digest of what is approved, as read（所审批内容的摘要）',
  })
  digest!: string;

  @TextField({ max: LONGEST_REASON, optional: true })
  reason?: string;
}

export class RefusePlanBody {
  @TextField({
    max: LONGEST_DIGEST,
    optional: true,
    description: 'Where sent, it must be that of the plan（如提供须一致）',
  })
  digest?: string;

  @TextField({ max: LONGEST_REASON, description: 'Why（理由）' })
  reason!: string;
}

/** Of selecting anew, and of taking back. */
export class PlanActBody {
  @TextField({
    max: LONGEST_DIGEST,
    optional: true,
    description: 'Where sent, it must be that of the plan（如提供须一致）',
  })
  digest?: string;

  @TextField({ max: LONGEST_REASON, optional: true, description: 'Why（理由）' })
  reason?: string;
}
