import { ApiProperty } from '@nestjs/swagger';
import type { ObjectionOutcome } from '@gatekeeper/clearing';
import { OBJECTION_OUTCOMES } from '@gatekeeper/clearing';
import { Matches } from 'class-validator';
import { AmountField, CodeField, ListField, OneOfField, TextField } from '../http/fields';

const NUMBER = /^[1-9][0-9]{0,17}$/;
const MONTH = /^20[0-9]{2}-(0[1-9]|1[0-2])$/;
const DIGEST = /^[0-9a-f]{64}$/;
const LONGEST_RUN_ID = 64;
const LONGEST_REASON = 1000;
const MOST_LINES = 1000;
const LONGEST_LINE_PART = 30;

/** A number of 64 bits, as text. */
const NumberField =
  (description: string): PropertyDecorator =>
  (target, key) => {
    ApiProperty({ type: 'string', maxLength: 18, pattern: NUMBER.source, description })(target, key);
    Matches(NUMBER, { message: 'a number' })(target, key);
  };

export class InstitutionParam {
  @CodeField()
  fixmedins_code!: string;
}

export class ClaimParam extends InstitutionParam {
  @NumberField('The claim（应收款项）')
  claim_id!: string;
}

export class ProposalParam extends InstitutionParam {
  @NumberField('The proposal（提议）')
  proposal_id!: string;
}

export class PostResultsBody {
  @TextField({
    max: LONGEST_RUN_ID,
    description: 'The run on which a period was closed（结账所依据的清算任务）',
  })
  run_id!: string;
}

export class ObjectedLineBody {
  @TextField({ max: LONGEST_LINE_PART, description: 'The visit（就诊 ID）' })
  mdtrt_id!: string;

  @TextField({ max: LONGEST_LINE_PART, optional: true, description: 'The charge batch（收费批次号）' })
  chrg_bchno?: string;

  @TextField({ max: LONGEST_LINE_PART, description: 'The line（费用明细流水号）' })
  feedetl_sn!: string;

  @AmountField({ description: 'What of its recovery is objected to（对该明细提出异议的追回金额）' })
  amount!: string;
}

export class ObjectBody {
  @AmountField({
    optional: true,
    description:
      'What the lines come to, else all that is due of the claim, unless given（默认明细合计，未列明细则为全部）',
  })
  amount?: string;

  @ListField(() => ObjectedLineBody, {
    max: MOST_LINES,
    optional: true,
    description:
      'The lines objected to, each once; without any, later corrections count against it by amount（异议明细）',
  })
  lines?: ObjectedLineBody[];

  @TextField({ max: LONGEST_REASON, description: 'Why（异议理由）' })
  grounds!: string;

  @TextField({ max: 100, optional: true, description: 'The number of the letter（来文文号）' })
  document_no?: string;
}

export class NettingBody {
  @ApiProperty({ type: 'string', maxLength: 7, pattern: MONTH.source, example: '2025-07' })
  @Matches(MONTH, { message: 'a month such as 2025-07' })
  month!: string;

  @TextField({
    max: 6,
    optional: true,
    description: 'In the books of which area（统筹区）; needed where the institution owes in several',
  })
  area?: string;

  @AmountField({ description: 'What the fund pays the institution in that month（当月应拨付金额）' })
  payable!: string;
}

export class WriteOffBody {
  @NumberField('The claim（应收款项）')
  claim_id!: string;

  @AmountField({ description: 'Not above what is due of it（不超过应收余额）' })
  amount!: string;

  @TextField({ max: LONGEST_REASON, description: 'Why（核销理由）' })
  reason!: string;
}

export class ObjectionOutcomeBody {
  @NumberField('The objection（异议）')
  objection_id!: string;

  @OneOfField(OBJECTION_OUTCOMES, {
    description: 'Upheld: it is no longer owed; refused: it is collected on（成立则退回，不成立则继续扣回）',
  })
  outcome!: ObjectionOutcome;

  @TextField({ max: LONGEST_REASON, description: 'Why（理由）' })
  reason!: string;
}

export class ConfirmBody {
  @ApiProperty({
    type: 'string',
    maxLength: 64,
    pattern: DIGEST.source,
    description: 'Of what is confirmed, as read（所审批内容的摘要）',
  })
  @Matches(DIGEST, { message: 'the digest of a proposal' })
  digest!: string;

  @TextField({ max: LONGEST_REASON, optional: true })
  reason?: string;
}

export class DeclineBody {
  @TextField({ max: LONGEST_REASON, description: 'Why（理由）' })
  reason!: string;
}
