import { applyDecorators } from '@nestjs/common';
import { ApiBearerAuth, ApiHeader } from '@nestjs/swagger';
import { namedProblem, plainRefusal, RefusesAs, tooLarge, unacceptable } from '@gatekeeper/http';

const REFUSALS = {
  400: plainRefusal(400),
  401: plainRefusal(401),
  403: plainRefusal(403),
  404: plainRefusal(404),
  409: plainRefusal(409),
  412: namedProblem('stale', { ...plainRefusal(412) }),
  413: tooLarge(),
  415: plainRefusal(415),
  422: unacceptable([
    { path: 'code', code: 'FIELD_MISSING', expected: 'a code without blanks', got: 'nothing' },
  ]),
  428: namedProblem('precondition-required', { ...plainRefusal(428) }),
  429: plainRefusal(429),
  500: plainRefusal(500),
  503: plainRefusal(503),
} as const;

type RefusalStatus = keyof typeof REFUSALS;

/** What every operation may answer besides its own refusals. */
const ALWAYS: readonly RefusalStatus[] = [400, 401, 403, 422, 429, 500, 503];

/** Documents an operation that needs a session, with the problems it may answer besides those that all may. */
export const Guarded = (...statuses: readonly RefusalStatus[]): MethodDecorator =>
  applyDecorators(ApiBearerAuth('session'), Open(...statuses));

/** The same for an operation that needs none. */
export const Open = (...statuses: readonly RefusalStatus[]): MethodDecorator =>
  applyDecorators(
    ...[...new Set([...ALWAYS, ...statuses])]
      .sort((a, b) => a - b)
      .map((status) => RefusesAs(REFUSALS[status])),
  );

/** Documents that a change names the version it was made on. */
export const NeedsIfMatch = (): MethodDecorator =>
  applyDecorators(
    ApiHeader({
      name: 'If-Match',
      required: true,
      description: 'The ETag of what is changed, as read（所改内容的 ETag）',
      schema: { type: 'string', maxLength: 20, pattern: '^"(0|[1-9][0-9]{0,15})"$' },
    }),
  );
