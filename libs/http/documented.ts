/** What a door says of its answers in the OpenAPI document. */
import { ApiResponse } from '@nestjs/swagger';
import { PROBLEM_MEDIA_TYPE } from './problem-details';
import type { ProblemDetails } from './problem-details';

/** A schema of the document, by its name. */
export const schemaNamed = (name: string): { $ref: string } => ({ $ref: `#/components/schemas/${name}` });

/** 200, with the schema of that name and an example of it. */
export const Answers = (schema: string, description: string, example: unknown): MethodDecorator =>
  ApiResponse({
    status: 200,
    description,
    content: { 'application/json': { schema: schemaNamed(schema), example } },
  });

/** That it may answer a problem (RFC 9457) of that status instead. */
export const RefusesAs = (example: ProblemDetails): MethodDecorator =>
  ApiResponse({
    status: example.status,
    description: example.title,
    content: { [PROBLEM_MEDIA_TYPE]: { schema: schemaNamed('Problem'), example } },
  });
