import { Body, Controller, Header, HttpCode, Inject, Post } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Answers } from '@gatekeeper/http';
import { formatInstant } from '@gatekeeper/calendar';
import type { UnknownFieldsSink } from '@gatekeeper/wire';
import { decisionMessage, holdMessage } from '@gatekeeper/wire';
import { PARTS } from '../parts';
import type { Parts } from '../parts';
import { readChecksBody } from './checks-body';
import { Refuses } from './refuses';
import { CHECKS_ANSWER_EXAMPLE, CHECKS_REQUEST_EXAMPLE } from './examples';
import { LineChecker } from './line-checker';
import type { CheckedLine } from './line-checker';

/** `POST /v1/checks`: what lines would be told, before they are billed. */
@ApiTags('asking before billing')
@Controller('v1/checks')
export class ChecksController {
  private readonly checker: LineChecker;
  private readonly countAnswer: (answer: CheckedLine) => void;
  private readonly countUnknownFields: UnknownFieldsSink;

  constructor(@Inject(PARTS) parts: Parts) {
    this.checker = new LineChecker(parts);
    const answers = parts.metrics.counter(
      'gatekeeper_check_answers_total',
      'Lines asked about by POST /v1/checks, by answer; none of them recorded.',
      ['outcome'],
    );
    this.countAnswer = (answer) => answers.inc({ outcome: outcomeOf(answer) });
    const unknownFields = parts.metrics.counter(
      'gatekeeper_check_unknown_fields_total',
      'Fields of lines asked about that are no part of the contract and were left out.',
    );
    this.countUnknownFields = (names) => unknownFields.inc(names.length);
  }

  @Post()
  @HttpCode(200)
  @Header('Cache-Control', 'no-store')
  @ApiOperation({
    operationId: 'checkLines',
    summary: 'Decides 1 to 1,000 settlement lines without recording them（结算前试算）',
    description:
      'Answers in the order of the lines, all from one look at the registry. Each line is decided as if it came now for the ' +
      'first time. A refund finds its original among the lines of the request, or else on file. Nothing is recorded or ' +
      'published. Numbers are read by their text: send amounts as strings, or as plain decimals.',
  })
  @ApiBody({
    required: true,
    schema: { $ref: '#/components/schemas/ChecksRequest' },
    examples: { line: { value: CHECKS_REQUEST_EXAMPLE } },
  })
  @Answers('ChecksAnswer', 'An answer for each line', CHECKS_ANSWER_EXAMPLE)
  @Refuses(400, 413, 422, 500, 503)
  async check(@Body() body: unknown): Promise<object> {
    const { knownAt, registryVersion, answers } = await this.checker.check(
      readChecksBody(body, this.countUnknownFields),
    );
    answers.forEach(this.countAnswer);
    return {
      known_at: formatInstant(knownAt),
      registry_version: registryVersion,
      answers: answers.map((answer, index) => ({ row: index + 1, ...written(answer) })),
    };
  }
}

function written(answer: CheckedLine): object {
  switch (answer.kind) {
    case 'decision':
      return { kind: answer.kind, decision: decisionMessage(answer.decision) };
    case 'hold':
      return { kind: answer.kind, hold: holdMessage(answer.held) };
    case 'set_aside':
      return { kind: answer.kind, errors: answer.malformed.problems };
  }
}

function outcomeOf(answer: CheckedLine): string {
  switch (answer.kind) {
    case 'decision':
      return answer.decision.verdict.outcome;
    case 'hold':
      return 'held';
    case 'set_aside':
      return 'set_aside';
  }
}
