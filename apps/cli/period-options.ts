/** `--area` and `--period`: what is exported, cleared, reconciled and sealed. */
import type { Period } from '@gatekeeper/clearing';
import { parsePeriod } from '@gatekeeper/clearing';
import { UsageError } from './ending';

/** `--area`: an area code or the beginning of one. */
export function areaFrom(written: string): string {
  if (/^[0-9]{1,6}$/.test(written)) return written;
  throw new UsageError(`--area takes one to six digits, such as 4401, not "${written}"`);
}

/** `--period`: a month or a natural year. */
export function periodFrom(written: string): Period {
  const period = parsePeriod(written);
  if (period !== null) return period;
  throw new UsageError(`--period takes a month such as 2025-06 or a year such as 2025, not "${written}"`);
}
