import type { Instant } from '@gatekeeper/calendar';
import { instantOf, parseTime } from '@gatekeeper/calendar';
import { UsageError } from './ending';

/** The machine's clock, read in this one place of the command. */
export const currentInstant = (): Instant => instantOf(Date.now());

/** `--known-at`: a time, or a bare date standing for its 00:00; without it, now. */
export function knownAtFrom(written: string | undefined): Instant {
  if (written === undefined) return currentInstant();
  const read = parseTime(written);
  if (read === null)
    throw new UsageError(
      `--known-at takes a time that exists, such as "2025-07-01 00:00:00", not "${written}"`,
    );
  return read.instant;
}
