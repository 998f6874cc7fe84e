import { ApiProperty } from '@nestjs/swagger';
import { CLOSING_KINDS, CLOSING_STATES, EXCEPTION_STATES } from '@gatekeeper/decision-store';
import type { ClosingKind, ClosingState, ExceptionState } from '@gatekeeper/decision-store';
import { IsOptional, Matches } from 'class-validator';
import { MomentField, OneOfField, TextField } from '../http/fields';
import { PageQuery } from '../http/page';

const NUMBER = /^[1-9][0-9]{0,17}$/;
const AREA = /^[0-9]{1,6}$/;
const PERIOD = /^20[0-9]{2}(-(0[1-9]|1[0-2]))?$/;
const DIGEST = /^[0-9a-f]{64}$/;
const LONGEST_REASON = 1000;
const PERIOD_EXPECTED = { message: 'a month such as 2025-06, or a year such as 2025' };

export class ClosingIdParam {
  @ApiProperty({ type: 'string', maxLength: 18, pattern: NUMBER.source })
  @Matches(NUMBER, { message: 'the number of a closing' })
  closing_id!: string;
}

export class ExceptionIdParam {
  @ApiProperty({ type: 'string', maxLength: 18, pattern: NUMBER.source })
  @Matches(NUMBER, { message: 'the number of an exception' })
  exception_id!: string;
}

class PeriodQuery extends PageQuery {
  @ApiProperty({ type: 'string', maxLength: 7, pattern: PERIOD.source, required: false })
  @IsOptional()
  @Matches(PERIOD, PERIOD_EXPECTED)
  period?: string;
}

export class ClosingsQuery extends PeriodQuery {
  @OneOfField(CLOSING_STATES, { optional: true, description: 'Closings of this state alone（仅此状态）' })
  state?: ClosingState;
}

export class ExceptionsQuery extends PeriodQuery {
  @OneOfField(EXCEPTION_STATES, { optional: true, description: 'Exceptions of this state alone（仅此状态）' })
  state?: ExceptionState;
}

export class ProposeClosingBody {
  @ApiProperty({
    type: 'string',
    maxLength: 18,
    pattern: NUMBER.source,
    description: 'The run of the period that it is closed on（结账所依据的清算任务）',
  })
  @Matches(NUMBER, { message: 'the number of a run' })
  run_id!: string;

  @OneOfField(CLOSING_KINDS, {
    description: 'soft: exceptions may be made; hard: for good（soft 可设例外，hard 为最终）',
  })
  kind!: ClosingKind;

  @TextField({ max: LONGEST_REASON, optional: true, description: 'Why（理由）' })
  reason?: string;
}

export class ApproveClosingBody {
  @ApiProperty({
    type: 'string',
    maxLength: 64,
    pattern: DIGEST.source,
    description: 'The digest of the run, as read（所见清算结果的摘要）',
  })
  @Matches(DIGEST, { message: 'the digest of a run' })
  digest!: string;
}

export class RefusalBody {
  @TextField({ max: LONGEST_REASON, description: 'Why（理由）' })
  reason!: string;
}

export class ProposeExceptionBody {
  @ApiProperty({
    type: 'string',
    maxLength: 6,
    pattern: AREA.source,
    description: 'The area that is closed, as the run names it（结账区划）',
  })
  @Matches(AREA, { message: 'an area code, or its leading digits' })
  area!: string;

  @ApiProperty({ type: 'string', maxLength: 7, pattern: PERIOD.source, example: '2025-06' })
  @Matches(PERIOD, PERIOD_EXPECTED)
  period!: string;

  @TextField({ max: LONGEST_REASON, description: 'Why（理由）' })
  reason!: string;

  @MomentField({ description: 'It stands until then（有效期至）' })
  until!: string;
}

export class ExceptionActBody {
  @TextField({ max: LONGEST_REASON, optional: true, description: 'Why（理由）' })
  reason?: string;
}
