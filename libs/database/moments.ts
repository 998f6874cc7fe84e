/** How moments go into PostgreSQL's `timestamptz` and come back: whole milliseconds since 1970, exactly. */

/** A moment as `timestamptz` reads it. Years before 1 and after 9999, which a sender may well write, included. */
export function timestampText(epochMs: number): string {
  const date = new Date(epochMs);
  const year = date.getUTCFullYear();
  const iso = date.toISOString();
  if (year >= 1 && year <= 9999) return iso;
  const rest = iso.slice(iso.indexOf('-', 1));
  return year > 9999 ? `${year}${rest}` : `${String(1 - year).padStart(4, '0')}${rest} BC`;
}

/**
 * SQL for a `timestamptz` expression as a JavaScript number of whole milliseconds since 1970 (exact: below 2^53). What the
 * column holds beyond them, as a default of `clock_timestamp()` leaves it, is cut off.
 */
export const epochMsOf = (expression: string): string =>
  `floor(extract(epoch from ${expression}) * 1000)::float8`;
