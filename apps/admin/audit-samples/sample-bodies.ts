import { ApiProperty } from '@nestjs/swagger';
import { Matches } from 'class-validator';
import { AmountField, CodeField, ListField, TextField } from '../http/fields';

const NUMBER = /^[1-9][0-9]{0,17}$/;
const DIGEST = /^[0-9a-f]{64}$/;
/** As a line's key may be (CONTRACT 1). */
const LONGEST_KEY = 30;
const MOST_RESULTS = 5_000;

export class SampleIdParam {
  @ApiProperty({ type: 'string', maxLength: 18, pattern: NUMBER.source })
  @Matches(NUMBER, { message: 'the number of a sample' })
  sample_id!: string;
}

export class PublishSampleBody {
  @TextField({ max: 64, description: 'The run whose lines are sampled（清算任务）' })
  run_id!: string;

  @ApiProperty({
    type: 'string',
    maxLength: 64,
    pattern: DIGEST.source,
    description: 'Of summary.json: what is drawn from（样本框摘要）',
  })
  @Matches(DIGEST, { message: 'a frame digest' })
  frame_digest!: string;

  @TextField({ max: 200, description: 'What ranks the lines（随机种子）' })
  seed!: string;
}

export class LineResultBody {
  @CodeField()
  fixmedins_code!: string;

  @TextField({ max: LONGEST_KEY })
  mdtrt_id!: string;

  @TextField({ max: LONGEST_KEY, optional: true })
  chrg_bchno?: string;

  @TextField({ max: LONGEST_KEY })
  feedetl_sn!: string;

  @AmountField({
    description: 'Found wrong, without what a status refuses（违规金额，不含因状态拒付的部分）',
  })
  wrong!: string;

  @AmountField({
    optional: true,
    description: 'Refused for a status; never extrapolated（因状态拒付，不放大）',
  })
  status_hit?: string;

  @TextField({ max: 1000, optional: true })
  note?: string;
}

export class ResultsBody {
  @ListField(() => LineResultBody, { min: 1, max: MOST_RESULTS })
  results!: LineResultBody[];
}

export class ExtrapolationQuery {
  @CodeField({ optional: true, description: 'The strata of this institution alone（仅此机构）' })
  fixmedins_code?: string;
}
