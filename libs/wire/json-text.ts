/** From bytes to a JSON value without losing a digit, a key or an error. */
import { isUtf8 } from 'node:buffer';
import { parse as parseLossless } from 'lossless-json';
import { inspectStructure, isPlainlyFlat } from './json-structure';
import { shortened } from './masking';
import { MOST_PROBLEMS_LISTED } from './problem';
import type { Problem } from './problem';

export type ExactJson =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly problem: Problem; readonly problems: readonly [Problem, ...Problem[]] };

const failed = (problem: Problem, ...others: readonly Problem[]): ExactJson => ({
  ok: false,
  problem,
  problems: [problem, ...others],
});

/** Deeper nesting than this is refused: nothing on the wire nests, and a recursion must not decide how much is too much. */
const DEEPEST_NESTING = 200;
const JSON_EXPECTED = 'one JSON value (RFC 8259), no key twice';

/**
 * Reads a JSON text exactly: a number is a `LosslessNumber` holding its own digits, a key that occurs twice in one
 * object, at any depth and even with equal values, is a problem, and so is nesting deeper than 200.
 * (A flat object of strings and nulls, which can hide none of these, comes straight from `JSON.parse`.)
 */
export function parseJsonExactly(text: string): ExactJson {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    return failed(notJson(describeSyntaxError(error, text)));
  }
  if (isPlainlyFlat(text, parsed)) return { ok: true, value: parsed };
  const { repeatedKeys, tooDeep } = inspectStructure(text, DEEPEST_NESTING);
  if (tooDeep) return failed(notJson(`nested too deep: more than ${DEEPEST_NESTING} levels`));
  const [first, ...others] = repeatedKeys.slice(0, MOST_PROBLEMS_LISTED).map(duplicateKey);
  if (first !== undefined) return failed(first, ...others);
  return { ok: true, value: parseLossless(text) };
}

/** The JSON value in the bytes of a message or a row, with CONTRACT 2's code for what prevents one. */
export function readJson(bytes: Buffer | null, limitBytes: number): ExactJson {
  if (bytes === null || bytes.length === 0) {
    return failed({ path: '', code: 'EMPTY', expected: 'a JSON object', got: 'no bytes' });
  }
  if (bytes.length > limitBytes) {
    return failed({
      path: '',
      code: 'TOO_LARGE',
      expected: `at most ${limitBytes} bytes`,
      got: `${bytes.length} bytes`,
    });
  }
  if (!isUtf8(bytes)) {
    return failed({
      path: '',
      code: 'NOT_UTF8',
      expected: 'UTF-8 text',
      got: `${bytes.length} bytes that are not UTF-8`,
    });
  }
  return parseJsonExactly(bytes.toString('utf8'));
}

const notJson = (got: string): Problem => ({ path: '', code: 'NOT_JSON', expected: JSON_EXPECTED, got });

const duplicateKey = (path: string): Problem => ({
  path: shortened(path),
  code: 'DUPLICATE_KEY',
  expected: 'each key once in its object',
  got: 'the same key again',
});

/** V8's message quotes the text itself, so only the position is kept. */
function describeSyntaxError(error: unknown, text: string): string {
  if (error instanceof RangeError) return 'nested too deep';
  if (!(error instanceof SyntaxError)) throw error;
  const position = /position (\d+)/.exec(error.message)?.[1];
  return position === undefined
    ? `a text of ${text.length} characters that is not JSON`
    : `not JSON from character ${position} of ${text.length}`;
}

/** What JSON writes as it stands. */
const PLAIN_TEXT = /^[\x20\x21\x23-\x5b\x5d-\x7e]*$/;

/** A text as `JSON.stringify` writes it, for less: most need no escape. */
export const quoted = (text: string): string => (PLAIN_TEXT.test(text) ? `"${text}"` : JSON.stringify(text));
