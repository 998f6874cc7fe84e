import type { SettlementLine } from '@gatekeeper/vocabulary';
import type { Malformed, Problem, UnknownFieldsSink } from '@gatekeeper/wire';
import { parseSettlementLineObject, readJson } from '@gatekeeper/wire';
import { BODY_LIMIT_BYTES, Refused, unacceptable, unreadable } from '@gatekeeper/http';

export const MOST_LINES = 1_000;

/**
 * Reads `{"lines": [ … ]}` from the bytes of a request, each line with everything that is wrong with it. Numbers keep
 * their own digits. Other members of the body are left alone.
 * @throws Refused when there are no such bytes, or not 1 to 1,000 lines.
 */
export function readChecksBody(
  body: unknown,
  onUnknownFields: UnknownFieldsSink,
): readonly (SettlementLine | Malformed)[] {
  const read = readJson(Buffer.isBuffer(body) ? body : null, BODY_LIMIT_BYTES);
  if (!read.ok) throw new Refused(unreadable(read.problems));
  return linesIn(read.value).map((line) => parseSettlementLineObject(line, onUnknownFields));
}

function linesIn(value: unknown): readonly unknown[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw refusing({
      path: '',
      code: 'NOT_AN_OBJECT',
      got: Array.isArray(value) ? 'an array' : 'another value',
    });
  }
  const lines: unknown = Object.hasOwn(value, 'lines') ? Reflect.get(value, 'lines') : undefined;
  if (lines === undefined || lines === null) {
    throw refusing({ path: 'lines', code: 'FIELD_MISSING', got: 'nothing' });
  }
  if (!Array.isArray(lines)) throw refusing({ path: 'lines', code: 'FIELD_INVALID', got: 'not a list' });
  if (lines.length === 0 || lines.length > MOST_LINES) {
    throw refusing({ path: 'lines', code: 'FIELD_INVALID', got: `${lines.length} lines` });
  }
  return lines;
}

const refusing = (problem: Omit<Problem, 'expected'>): Refused =>
  new Refused(unacceptable([{ ...problem, expected: `{"lines": [1 to ${MOST_LINES} settlement lines]}` }]));
