/** The schemas (JSON Schema 2020-12) that every app's OpenAPI document has: problems, health. */
import { ERROR_CODES } from '@gatekeeper/wire';

type Json = Readonly<Record<string, unknown>>;

const text: Json = { type: 'string' };
const PARTS: Json = { type: 'object', additionalProperties: text };

const object = (properties: Readonly<Record<string, Json>>, required: readonly string[]): Json => ({
  type: 'object',
  properties,
  required,
});

export const OPERATING_SCHEMAS: Readonly<Record<string, Json>> = {
  FieldProblem: object(
    { path: text, code: { type: 'string', enum: ERROR_CODES }, expected: text, got: text },
    ['path', 'code', 'expected', 'got'],
  ),
  Problem: object(
    {
      type: { type: 'string', format: 'uri-reference' },
      title: text,
      status: { type: 'integer', format: 'int32', minimum: 400, maximum: 599 },
      detail: text,
      errors: { type: 'array', items: { $ref: '#/components/schemas/FieldProblem' } },
      parts: PARTS,
      changed: { type: 'object', additionalProperties: true },
    },
    ['type', 'title', 'status', 'detail'],
  ),
  Live: object({ status: { const: 'live' } }, ['status']),
  Ready: object({ status: { const: 'ready' }, degraded: PARTS, parts: PARTS }, [
    'status',
    'degraded',
    'parts',
  ]),
};
