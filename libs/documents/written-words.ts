/** Days, numbers and choices as Chinese forms write them. */
import type { Day, Instant } from '@gatekeeper/calendar';
import { civilDateOf, dayAt, formatBoundary, formatInstant } from '@gatekeeper/calendar';

/** `2025年6月10日`; blanks to fill in by hand where there is none. */
export function writtenDay(day: Day | null): string {
  if (day === null) return '＿＿＿年＿＿月＿＿日';
  const { year, month, dayOfMonth } = civilDateOf(day);
  return `${year}年${month}月${dayOfMonth}日`;
}

/** `2025-06-10 09:00:00`, or the bare day at its start; `—` where there is none, `长期` for an open end. */
export function writtenMoment(instant: Instant | null): string {
  if (instant === null) return '—';
  if (!Number.isFinite(instant)) return instant > 0 ? '长期' : '—';
  return formatBoundary(instant) === formatInstant(instant)
    ? formatInstant(instant).replace('T', ' ').replace('+08:00', '')
    : formatBoundary(instant);
}

/** The day a moment falls on, `—` where there is none. */
export const writtenDayOf = (instant: Instant | null): string =>
  instant === null ? '—' : Number.isFinite(instant) ? writtenDay(dayAt(instant)) : '长期';

/** A box, ticked or not. */
export const box = (ticked: boolean, words: string): string => `${ticked ? '■' : '□'} ${words}`;

/** A row of boxes of which the named one is ticked. */
export const boxes = <Choice extends string>(
  words: Readonly<Record<Choice, string>>,
  chosen: Choice | null,
): string =>
  (Object.entries<string>(words) as [Choice, string][])
    .map(([choice, text]) => box(choice === chosen, text))
    .join('　');

/** What is on file, or room to write. */
export const filled = (text: string | null): string => text ?? '';
