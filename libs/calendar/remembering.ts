import type { Instant } from './instant';

/**
 * The same text of an instant, at once when it is asked for the same instant again: decisions are written one after the
 * other, and those of a batch share their moments.
 */
export function rememberingLast(write: (instant: Instant) => string): (instant: Instant) => string {
  let last: Instant | null = null;
  let text = '';
  return (instant) => {
    if (instant !== last) {
      text = write(instant);
      last = instant;
    }
    return text;
  };
}
