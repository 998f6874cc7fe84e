/** How a command ends when it does not end well: a reason for stderr and an exit code (FORMATS 5). */
import { UnusableInput } from '@gatekeeper/runtime';

export const EXIT_ANSWER_IS_NO = 1;
export const EXIT_USAGE = 2;

/** The answer is "no": a mismatch, a set-aside line under `--strict`. */
export class AnswerIsNo extends Error {}

/** The command was used wrongly, or an input cannot be read. `details` are printed below the reason. */
export class UsageError extends UnusableInput {}

const MOST_LISTED = 50;

/** Details a line each, for stderr; of hundreds the first ones, and how many more there are. */
export function listed(details: readonly string[]): string {
  const more = details.length > MOST_LISTED ? [`and ${details.length - MOST_LISTED} more`] : [];
  return [...details.slice(0, MOST_LISTED), ...more].map((detail) => `  ${detail}\n`).join('');
}
