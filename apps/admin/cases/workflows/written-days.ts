/** Days of bodies and of kept data: they were checked when they came. */
import type { Day, Instant } from '@gatekeeper/calendar';
import { parseDay, parseTime, startOfDay } from '@gatekeeper/calendar';
import { Defect } from '@gatekeeper/runtime';

/** @throws a defect for what is no day. */
export function dayIn(written: string): Day {
  const day = parseDay(written);
  if (day === null) throw new Defect('a day that was checked cannot be read');
  return day;
}

/** @throws a defect for what is no time. */
export function instantIn(written: string): Instant {
  const read = parseTime(written);
  if (read === null) throw new Defect('a time that was checked cannot be read');
  return read.instant;
}

/** The 00:00 of a written day. */
export const startOf = (written: string): Instant => startOfDay(dayIn(written));
