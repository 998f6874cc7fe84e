/** How a bad input is set aside: the original untouched, every problem beside it (CONTRACT 2). */
import { isUtf8 } from 'node:buffer';
import { matching, oneOf } from './field-rule';
import { ERROR_CODES } from './problem';
import type { Malformed, Problem } from './problem';
import { anyText, count, listOf, nested } from './published-rule';
import { Optional, Required } from './schema';

/** A number in a header, which is text. */
const COUNT_TEXT = matching('decimal digits', /^[0-9]+$/, false);

/** Where a message came from. */
export interface MessageSource {
  readonly topic: string;
  readonly partition: number;
  /** Kafka's offset, as decimal text. */
  readonly offset: string;
}

/** Why a message is set aside: what is wrong with it, or (`DEFECT`) with this system. */
export interface SetAsideReason {
  readonly problems: readonly [StatedProblem, ...StatedProblem[]];
}

type StatedProblem = Omit<Problem, 'code'> & { readonly code: Problem['code'] | 'DEFECT' };

/** A problem as it is written; of a set-aside message also a defect of this system. */
export class ProblemMessage implements StatedProblem {
  @Required(anyText, 'path of the field; empty: the whole input') readonly path!: string;
  @Required(oneOf([...ERROR_CODES, 'DEFECT'])) readonly code!: StatedProblem['code'];
  @Required(anyText) readonly expected!: string;
  @Required(anyText, 'what came, shortened, personal data masked') readonly got!: string;
}

/** A row of a file that could not be read, as it is set aside. */
export class SetAsideRow {
  @Required(count(1), 'physical line of the file, from 1') readonly row!: number;
  @Optional(oneOf(['payments']), 'the file it was a row of; absent: the lines') readonly file?: 'payments';
  @Required(listOf(nested(ProblemMessage), 1)) readonly errors!: readonly StatedProblem[];
  @Optional(anyText, 'the row as it came') readonly raw?: string;
  @Optional(anyText, 'the same in base64, where it is not UTF-8') readonly raw_base64?: string;
}

/** The headers of a dead letter beside those that its message came with. */
export class DeadLetterHeaders {
  @Required(oneOf([...ERROR_CODES, 'DEFECT']), 'of the first problem; DEFECT: of this system')
  readonly 'error-code'!: string;
  @Required(COUNT_TEXT, 'of all problems found, at most 50') readonly 'error-count'!: string;
  /** Left out where even these are more than the topic takes. */
  @Optional(anyText, 'JSON list of {path, code, expected, got}; as many as fit') readonly errors?: string;
  @Required(anyText, 'the topic it was read from: the lines or the payments')
  readonly 'source-topic'!: string;
  @Required(COUNT_TEXT) readonly 'source-partition'!: string;
  @Required(COUNT_TEXT) readonly 'source-offset'!: string;
  @Optional(
    anyText,
    'where the value is not in the message: its id in the database; none: it was too large to be unpacked',
  )
  readonly 'bytes-kept'?: string;
}

/**
 * A row of the set-aside file: `raw` the text, or `raw_base64` where the bytes are not UTF-8.
 * @param file which of the files it was a row of, where that is not the lines
 */
export function setAsideRow(row: number, bytes: Buffer, { problems }: Malformed, file?: 'payments'): string {
  const raw = isUtf8(bytes) ? { raw: bytes.toString('utf8') } : { raw_base64: bytes.toString('base64') };
  const setAside: SetAsideRow = { row, ...(file === undefined ? {} : { file }), errors: problems, ...raw };
  return JSON.stringify(setAside);
}

/** Brokers count headers into the size of a message: the list of errors stays well below 32 KB. */
const LONGEST_ERRORS_BYTES = 24 * 1024;

/** The dead letter's headers. `error-count` counts every problem found; `errors` lists as many as fit. */
export function deadLetterHeaders(
  { problems }: SetAsideReason,
  source: MessageSource,
): Record<string, string> {
  return {
    'error-code': problems[0].code,
    'error-count': String(problems.length),
    errors: listThatFits(problems),
    'source-topic': source.topic,
    'source-partition': String(source.partition),
    'source-offset': source.offset,
  } satisfies DeadLetterHeaders;
}

function listThatFits(problems: readonly StatedProblem[]): string {
  const list = JSON.stringify(problems);
  return Buffer.byteLength(list) <= LONGEST_ERRORS_BYTES ? list : listThatFits(problems.slice(0, -1));
}
