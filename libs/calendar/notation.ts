/** How instants and days are written on the wire (CONTRACT 0), read and printed. */
import {
  civilDateOf,
  dayAt,
  dayOf,
  instantOf,
  isStartOfDay,
  MS_PER_DAY,
  MS_PER_HOUR,
  MS_PER_SECOND,
  startOfDay,
} from './instant';
import type { Day, Instant } from './instant';

const DASHED =
  /^(\d{4})-(\d{2})-(\d{2})(?:[ T](\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?)?(Z|[+-]\d{2}:?\d{2})?$/;
const SLASHED = /^(\d{4})\/(\d{1,2})\/(\d{1,2})(?: (\d{1,2}):(\d{2}):(\d{2}))?$/;

declare const dayTextBrand: unique symbol;
declare const momentTextBrand: unique symbol;

/** A day that exists, as it was written: `formatDay` and `isDayText` make one. What may be kept as text without losing that it was checked. */
export type DayText = string & { readonly [dayTextBrand]: true };
/** A time or day that exists, as it was written: `formatInstant` and `isMomentText` make one. */
export type MomentText = string & { readonly [momentTextBrand]: true };

export const isDayText = (text: string): text is DayText => parseDay(text) !== null;
export const isMomentText = (text: string): text is MomentText => parseTime(text) !== null;

/** The day that is written. */
export const dayIn = (text: DayText): Day => parseDay(text) as Day;
/** The moment that is written; of a bare date its 00:00:00 in Shanghai. */
export const instantIn = (text: MomentText): Instant => (parseTime(text) as WrittenTime).instant;
/** The 00:00 of a written day. */
export const startOf = (text: DayText): Instant => startOfDay(dayIn(text));

/** What a time on the wire turned out to be: a moment, or a bare date standing for its 00:00:00 in Shanghai. */
export interface WrittenTime {
  readonly instant: Instant;
  readonly isBareDate: boolean;
}

/**
 * Reads `YYYY-MM-DD HH:mm:ss` (Asia/Shanghai), `YYYY/M/D H:mm:ss`, ISO 8601 with an offset or `Z`, or a bare
 * date. `null` when the text is none of these or names a date or time that does not exist (no 24:00, no leap second).
 * Digits below a millisecond are cut off.
 */
export function parseTime(text: string): WrittenTime | null {
  return plainClockTime(text) ?? otherTime(text);
}

const SPACE = 0x20;
const DASH = 0x2d;
const ZERO = 0x30;
const COLON = 0x3a;

/** `YYYY-MM-DD HH:mm:ss`, as nearly every line has it; `null`: another form, or no such time. */
function plainClockTime(text: string): WrittenTime | null {
  if (
    text.length !== 19 ||
    text.charCodeAt(4) !== DASH ||
    text.charCodeAt(7) !== DASH ||
    text.charCodeAt(10) !== SPACE ||
    text.charCodeAt(13) !== COLON ||
    text.charCodeAt(16) !== COLON
  )
    return null;
  const day = dayOf(twoDigits(text, 0) * 100 + twoDigits(text, 2), twoDigits(text, 5), twoDigits(text, 8));
  const [h, m, s] = [twoDigits(text, 11), twoDigits(text, 14), twoDigits(text, 17)];
  // Not a number where there is no digit: then it is no plain time, and `<=` says no.
  if (day === null || !(h <= 23 && m <= 59 && s <= 59)) return null;
  const instant = startOfDay(day) + h * MS_PER_HOUR + m * 60_000 + s * MS_PER_SECOND;
  return Number.isNaN(instant) ? null : { instant: instantOf(instant), isBareDate: false };
}

/** The number that two digits write; not a number where they are none. */
function twoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at) - ZERO;
  const ones = text.charCodeAt(at + 1) - ZERO;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
}

function otherTime(text: string): WrittenTime | null {
  const match = DASHED.exec(text) ?? SLASHED.exec(text);
  if (match === null) return null;
  const [, year, month, dayOfMonth, hour, minute, second, fraction, zone] = match;
  const day = dayOf(Number(year), Number(month), Number(dayOfMonth));
  if (day === null) return null;
  if (hour === undefined) return zone === undefined ? { instant: startOfDay(day), isBareDate: true } : null;
  const h = Number(hour);
  const m = Number(minute);
  const s = Number(second);
  if (h > 23 || m > 59 || s > 59) return null;
  const ms = fraction === undefined ? 0 : Number(fraction.slice(0, 3).padEnd(3, '0'));
  const local = h * MS_PER_HOUR + m * 60_000 + s * MS_PER_SECOND + ms;
  if (zone === undefined) return { instant: instantOf(startOfDay(day) + local), isBareDate: false };
  const offset = offsetMs(zone);
  return offset === null
    ? null
    : { instant: instantOf(day * MS_PER_DAY + local - offset), isBareDate: false };
}

/** Reads a bare date `YYYY-MM-DD` or `YYYY/M/D`; `null` when it is another text or does not exist. */
export function parseDay(text: string): Day | null {
  const written = parseTime(text);
  return written?.isBareDate === true ? dayAt(written.instant) : null;
}

function offsetMs(zone: string): number | null {
  if (zone === 'Z') return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(-2));
  if (hours > 14 || minutes > 59) return null;
  return (zone.startsWith('-') ? -1 : 1) * (hours * MS_PER_HOUR + minutes * 60_000);
}

const TWO_DIGITS = Array.from({ length: 100 }, (_, n) => String(n).padStart(2, '0'));
const two = (n: number): string => TWO_DIGITS[n] ?? String(n);

/** `YYYY-MM-DD`. */
export function formatDay(day: Day): DayText {
  const { year, month, dayOfMonth } = civilDateOf(day);
  return `${year < 1000 ? String(year).padStart(4, '0') : year}-${two(month)}-${two(dayOfMonth)}` as DayText;
}

/** `YYYY-MM-DDTHH:mm:ss+08:00`, with `.SSS` only when there are milliseconds. */
export function formatInstant(instant: Instant): MomentText {
  const day = dayAt(instant);
  const ofDay = instant - startOfDay(day);
  const seconds = Math.floor(ofDay / MS_PER_SECOND);
  const ms = ofDay % MS_PER_SECOND;
  const fraction = ms === 0 ? '' : `.${String(ms).padStart(3, '0')}`;
  return `${formatDay(day)}T${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}${fraction}+08:00` as MomentText;
}

/** A bare date when the instant starts a day in Shanghai, else the full form; `..` for an open end. */
export function formatBoundary(instant: Instant): string {
  if (!Number.isFinite(instant)) return '..';
  return isStartOfDay(instant) ? formatDay(dayAt(instant)) : formatInstant(instant);
}
