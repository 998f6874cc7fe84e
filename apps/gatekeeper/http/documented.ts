/** What each door says of its answers in the OpenAPI document; the schemas are in `openapi-schemas.ts`. */
import { applyDecorators } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import { PROBLEM_EXAMPLES } from './examples';
import { PROBLEM_MEDIA_TYPE } from './problem-details';
import type { ProblemDetails } from './problem-details';

const schemaNamed = (name: string): { $ref: string } => ({ $ref: `#/components/schemas/${name}` });

/** 200, with the schema of that name and an example of it. */
export const Answers = (schema: string, description: string, example: unknown): MethodDecorator =>
  ApiResponse({
    status: 200,
    description,
    content: { 'application/json': { schema: schemaNamed(schema), example } },
  });

/** The statuses with which it may answer a problem (RFC 9457) instead. */
export const Refuses = (...statuses: readonly (keyof typeof PROBLEM_EXAMPLES)[]): MethodDecorator =>
  applyDecorators(...statuses.map((status) => RefusesAs(PROBLEM_EXAMPLES[status])));

/** The same with a problem of the door's own. */
export const RefusesAs = (example: ProblemDetails): MethodDecorator =>
  ApiResponse({
    status: example.status,
    description: example.title,
    content: { [PROBLEM_MEDIA_TYPE]: { schema: schemaNamed('Problem'), example } },
  });
