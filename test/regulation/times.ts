/** Times and days as they would stand on the wire. */
import type { Day, Instant } from '@gatekeeper/calendar';
import { parseDay, parseTime } from '@gatekeeper/calendar';

/** Reads a time as it would stand on the wire. */
export function at(written: string): Instant {
  const read = parseTime(written);
  if (read === null) throw new Error(`a test names a time that does not exist: ${written}`);
  return read.instant;
}

/** Reads a day as it would stand on the wire. */
export const dayOn = (written: string): Day => {
  const day = parseDay(written);
  if (day === null) throw new Error(`a test names a day that does not exist: ${written}`);
  return day;
};
