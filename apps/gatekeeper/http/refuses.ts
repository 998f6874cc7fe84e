import { applyDecorators } from '@nestjs/common';
import { RefusesAs } from '@gatekeeper/http';
import { PROBLEM_EXAMPLES } from './examples';

/** The statuses with which a door may answer a problem (RFC 9457) instead. */
export const Refuses = (...statuses: readonly (keyof typeof PROBLEM_EXAMPLES)[]): MethodDecorator =>
  applyDecorators(...statuses.map((status) => RefusesAs(PROBLEM_EXAMPLES[status])));
