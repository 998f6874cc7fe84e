import { OPEN_END } from './instant';
import type { Instant } from './instant';
import { formatBoundary } from './notation';

/** Half-open `[from, until)`. One whose end is not after its start holds no instant: it never was. */
export interface Interval {
  readonly from: Instant;
  readonly until: Instant;
}

export const intervalFrom = (from: Instant, until: Instant = OPEN_END): Interval => ({ from, until });

export const covers = (interval: Interval, instant: Instant): boolean =>
  interval.from <= instant && instant < interval.until;

export const neverWas = (interval: Interval): boolean => interval.until <= interval.from;

export const overlaps = (a: Interval, b: Interval): boolean =>
  !neverWas(a) && !neverWas(b) && a.from < b.until && b.from < a.until;

/** `2025-06-10/2025-09-10`, end exclusive; `..` for an open end. */
export const formatInterval = (interval: Interval): string =>
  `${formatBoundary(interval.from)}/${formatBoundary(interval.until)}`;
