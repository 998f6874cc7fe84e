/** How a command ends when it does not end well: a reason for stderr and an exit code (FORMATS 5). */
import { MOST_NAMED, UnusableInput } from '@gatekeeper/runtime';

export const EXIT_ANSWER_IS_NO = 1;
export const EXIT_USAGE = 2;

/** The answer is "no": a mismatch, a set-aside line under `--strict`. */
export class AnswerIsNo extends Error {}

/** The command was used wrongly, or an input cannot be read. `details` are printed below the reason. */
export class UsageError extends UnusableInput {}

/** Details a line each, for stderr; of hundreds the first ones, and how many more there are. */
export function listed(details: readonly string[]): string {
  const more = details.length > MOST_NAMED ? [`and ${details.length - MOST_NAMED} more`] : [];
  return [...details.slice(0, MOST_NAMED), ...more].map((detail) => `  ${detail}\n`).join('');
}
