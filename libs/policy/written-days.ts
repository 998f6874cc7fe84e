/** Days as packs write them, read once when a pack loads. */
import type { Instant, Interval } from '@gatekeeper/calendar';
import { BEFORE_ALL, OPEN_END, parseDay, startOfDay } from '@gatekeeper/calendar';
import type { WrittenDays } from './pack';

/** Notes what is wrong with a field of a pack. */
export type Complain = (field: string, reason: string) => void;

/** Of a text that never was law. */
export const NO_DAYS: Interval = { from: OPEN_END, until: OPEN_END };

/** 00:00 of a day that exists; `null` where none is written, or (with a complaint) the day does not exist. */
export function readDay(field: string, written: string | null, complain: Complain): Instant | null {
  if (written === null) return null;
  const day = parseDay(written);
  if (day !== null) return startOfDay(day);
  complain(field, `is no day that exists: ${written}`);
  return null;
}

export const readDays = (field: string, { from, until }: WrittenDays, complain: Complain): Interval => ({
  from: readDay(`${field}.from`, from, complain) ?? BEFORE_ALL,
  until: readDay(`${field}.until`, until, complain) ?? OPEN_END,
});
