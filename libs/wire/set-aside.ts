/** How a bad input is set aside: the original untouched, every problem beside it (FORMATS 2). */
import { isUtf8 } from 'node:buffer';
import type { Malformed, Problem } from './problem';

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

/**
 * A row of the set-aside file: `raw` the text, or `raw_base64` where the bytes are not UTF-8.
 * @param file which of the files it was a row of, where that is not the lines
 */
export function setAsideRow(row: number, bytes: Buffer, { problems }: Malformed, file?: 'payments'): string {
  const raw = isUtf8(bytes) ? { raw: bytes.toString('utf8') } : { raw_base64: bytes.toString('base64') };
  return JSON.stringify({ row, ...(file === undefined ? {} : { file }), errors: problems, ...raw });
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
  };
}

function listThatFits(problems: readonly StatedProblem[]): string {
  const list = JSON.stringify(problems);
  return Buffer.byteLength(list) <= LONGEST_ERRORS_BYTES ? list : listThatFits(problems.slice(0, -1));
}
