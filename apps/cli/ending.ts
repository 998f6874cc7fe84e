/** How a command ends when it does not end well: a reason for stderr and an exit code (CONTRACT 5). */
import { tmpdir } from 'node:os';
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

const UNREADABLE = new Set(['ENOENT', 'EACCES', 'EISDIR', 'ENOTDIR', 'EPERM', 'ELOOP']);
const UNWRITABLE = new Set(['ENOSPC', 'EDQUOT', 'EPIPE', 'EIO', 'EFBIG', 'EROFS']);
/** So DuckDB says, without a code, that the disk it sorts on takes no more. */
const SCRATCH_FULL = /No space left on device|Disk quota exceeded|max_temp_directory_size/;

/** What the machine refused, in one line: an input that cannot be read, a disk or a pipe that takes no more; `null`: another error. */
export function systemFault(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  if (!('code' in error))
    return SCRATCH_FULL.test(error.message)
      ? `cannot write to the scratch folder ${tmpdir()}, another one is named by TMPDIR: ${firstLineOf(error.message)}`
      : null;
  const code = String(error.code);
  const path = 'path' in error && typeof error.path === 'string' ? error.path : null;
  if (UNREADABLE.has(code)) return `cannot read ${path ?? 'an input'}: ${error.message}`;
  return UNWRITABLE.has(code) ? `cannot write ${path ?? 'an output'}: ${error.message}` : null;
}

const firstLineOf = (text: string): string => text.split('\n', 1)[0] ?? '';
