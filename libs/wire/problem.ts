/** What is wrong with an input, as a value: named, located, and safe to print (CONTRACT 2, What is set aside). */
export const ERROR_CODES = [
  'EMPTY',
  'TOO_LARGE',
  'NOT_UTF8',
  'NOT_JSON',
  'NOT_AN_OBJECT',
  'DUPLICATE_KEY',
  'FIELD_MISSING',
  'FIELD_INVALID',
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

export interface Problem {
  /** Field path; `''` is the whole input. */
  readonly path: string;
  readonly code: ErrorCode;
  readonly expected: string;
  /** What came, at most 60 characters, personal data masked. */
  readonly got: string;
}

/** An input that is set aside. `problems` is never empty and names at most `MOST_PROBLEMS_LISTED`. */
export interface Malformed {
  readonly kind: 'malformed';
  readonly problems: readonly [Problem, ...Problem[]];
}

export const MOST_PROBLEMS_LISTED = 50;

export function malformed(first: Problem, ...others: readonly Problem[]): Malformed {
  return { kind: 'malformed', problems: [first, ...others.slice(0, MOST_PROBLEMS_LISTED - 1)] };
}

/** `null` when there is nothing wrong. */
export function malformedBy(problems: readonly Problem[]): Malformed | null {
  const [first, ...others] = problems;
  return first === undefined ? null : malformed(first, ...others);
}

/** Tells a set-aside input from whatever it would have become. */
export function isMalformed(parsed: unknown): parsed is Malformed {
  return typeof parsed === 'object' && parsed !== null && 'kind' in parsed && parsed.kind === 'malformed';
}
