import { Controller, Get, Header, Inject, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Answers, Refused, unacceptable } from '@gatekeeper/http';
import { formatInstant } from '@gatekeeper/calendar';
import type { Problem } from '@gatekeeper/wire';
import { PARTS } from '../parts';
import type { Parts } from '../parts';
import { Refuses } from './refuses';
import { eligibilityAnswer } from './eligibility-answer';
import type { EligibilityAnswer } from './eligibility-answer';
import { EligibilityCheck } from './eligibility-check';
import type { Missing } from './eligibility-check';
import { eligibilityPipe, EligibilityQuery, momentIn } from './eligibility-query';
import { ELIGIBILITY_EXAMPLE } from './examples';

/** `GET /v1/eligibility`: whether a person's ordinary fee somewhere may be paid by the fund. */
@ApiTags('asking before billing')
@Controller('v1/eligibility')
export class EligibilityController {
  private readonly eligibility: EligibilityCheck;
  private readonly countAnswer: (answer: EligibilityAnswer) => void;

  constructor(@Inject(PARTS) parts: Parts) {
    this.eligibility = new EligibilityCheck(parts);
    const answers = parts.metrics.counter(
      'gatekeeper_eligibility_answers_total',
      'Answers of GET /v1/eligibility; unknown: held.',
      ['eligible'],
    );
    this.countAnswer = ({ eligible }) =>
      answers.inc({ eligible: eligible === null ? 'unknown' : String(eligible) });
  }

  @Get()
  @Header('Cache-Control', 'no-store')
  @ApiOperation({
    operationId: 'askEligibility',
    summary:
      'Whether an ordinary fee of this person at this institution may be paid by the fund（支付资格查询）',
    description:
      'Decides an ordinary outpatient fee (at a pharmacy: a purchase), unpaid and without any claim of emergency, as a line ' +
      'would be decided now. `eligible` is null where the answer is held: `hold` says for what. Nothing is recorded.',
  })
  @Answers('EligibilityAnswer', 'The answer and what it rests on', ELIGIBILITY_EXAMPLE)
  @Refuses(422, 500, 503)
  async ask(@Query(eligibilityPipe) query: EligibilityQuery): Promise<EligibilityAnswer> {
    const code = query.code ?? null;
    const answer = await this.eligibility.ask({
      fixmedinsCode: query.fixmedins_code,
      code,
      at: momentIn(query.at),
      area: query.area ?? null,
    });
    if (answer.kind === 'incomplete') throw new Refused(unacceptable(problemsOf(answer.missing)));
    const { settled, at, knownAt, registryVersion } = answer;
    const written = {
      code,
      fixmedins_code: query.fixmedins_code,
      at: formatInstant(at),
      ...eligibilityAnswer(settled),
      known_at: formatInstant(knownAt),
      registry_version: registryVersion,
    };
    this.countAnswer(written);
    return written;
  }
}

const EXPECTED: Readonly<Record<Missing[number], string>> = {
  code: 'the code of the clinician, unless the institution is on file as a pharmacy',
  area: 'the area of treatment, 6 digits, because the institution is not on file',
};

function problemsOf([first, ...others]: Missing): [Problem, ...Problem[]] {
  const problemOf = (path: Missing[number]): Problem => ({
    path,
    code: 'FIELD_MISSING',
    expected: EXPECTED[path],
    got: 'nothing',
  });
  return [problemOf(first), ...others.map(problemOf)];
}
