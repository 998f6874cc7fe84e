import { dayAt, parseTime } from '@gatekeeper/calendar';
import type { Day, Instant } from '@gatekeeper/calendar';

/** A text that a time rule has accepted, as its instant. Throws on any other: a defect of the schema. */
export function writtenInstant(text: string): Instant {
  const written = parseTime(text);
  if (written === null) throw new Error('A time passed the schema but cannot be read.');
  return written.instant;
}

/** The day of a text that a time rule has accepted; a clock time is cut to its day in Shanghai. */
export const writtenDay = (text: string): Day => dayAt(writtenInstant(text));
