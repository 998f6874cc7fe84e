/** The ends of intervals on the wire: half-open `until`, inclusive `last_day`, or none (CONTRACT 0 and 7 "Person"). */
import { formatInstant, nextDay, OPEN_END, startOfDay } from '@gatekeeper/calendar';
import type { Instant } from '@gatekeeper/calendar';
import { describeGot } from './masking';
import type { Problem } from './problem';
import { writtenDay, writtenInstant } from './written-instant';

interface WrittenEnds {
  readonly until?: string;
  readonly last_day?: string;
}

/** The end after an inclusive last day; a clock time is cut to its day. */
export const afterLastDay = (text: string): Instant => startOfDay(nextDay(writtenDay(text)));

/** The exclusive end; `OPEN_END` where none is stated. */
export function endOf({ until, last_day: lastDay }: WrittenEnds): Instant {
  if (until !== undefined) return writtenInstant(until);
  return lastDay === undefined ? OPEN_END : afterLastDay(lastDay);
}

/** What is wrong with the ends: two that disagree, or one before the start. An end equal to the start is "never". */
export function problemsOfEnds(dto: WrittenEnds & { readonly from?: string }): readonly Problem[] {
  const { from, until, last_day: lastDay } = dto;
  const problems: Problem[] = [];
  if (until !== undefined && lastDay !== undefined && writtenInstant(until) !== afterLastDay(lastDay)) {
    problems.push({
      path: 'last_day',
      code: 'FIELD_INVALID',
      expected: 'the day before until, since both ends are given',
      got: describeGot('last_day', lastDay),
    });
  }
  if (from !== undefined && endOf(dto) < writtenInstant(from)) {
    const path = until === undefined ? 'last_day' : 'until';
    problems.push({
      path,
      code: 'FIELD_INVALID',
      expected: `not before from, ${formatInstant(writtenInstant(from))}`,
      got: describeGot(path, until ?? lastDay),
    });
  }
  return problems;
}
