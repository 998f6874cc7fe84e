import { earlierOf, laterOf, OPEN_END } from './instant';
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

/** What lies in both; where nothing does, it never was. */
export const intersectionOf = (a: Interval, b: Interval): Interval => ({
  from: laterOf(a.from, b.from),
  until: earlierOf(a.until, b.until),
});

/** What of the intervals lies outside of all `covered`, in their order. */
export const outsideOf = (
  intervals: readonly Interval[],
  covered: readonly Interval[],
): readonly Interval[] =>
  covered.reduce<readonly Interval[]>(
    (left, { from, until }) =>
      left.flatMap((one) =>
        overlaps(one, { from, until })
          ? [
              { from: one.from, until: from },
              { from: until, until: one.until },
            ].filter((rest) => !neverWas(rest))
          : [one],
      ),
    intervals,
  );

/** `2025-06-10/2025-09-10`, end exclusive; `..` for an open end. */
export const formatInterval = (interval: Interval): string =>
  `${formatBoundary(interval.from)}/${formatBoundary(interval.until)}`;
