/** Months of fees: the key by which lines and decisions are cut into partitions, and the making of these. */
import type { Day, Instant } from '@gatekeeper/calendar';
import { addMonths, civilDateOf, dayAt, startOfDay } from '@gatekeeper/calendar';
import type { Queryable } from '@gatekeeper/database';
import { poolOf } from '@gatekeeper/database';
import { Client } from 'pg';
import type { DataSource } from 'typeorm';

declare const feeMonthBrand: unique symbol;
/** The first day of a month by the calendar in China, as PostgreSQL reads a `date`: `2025-06-01`; before year 1 `… BC`. */
export type FeeMonth = string & { readonly [feeMonthBrand]: true };

/** Months before and from these share one partition each, which is always there. */
const FIRST_YEAR = 2000;
const PAST_LAST_YEAR = 2100;
/** How far ahead of the clock the months are made. */
const MONTHS_AHEAD = 3;

/** Written once for each day: lines of a batch share few. */
const WRITTEN = new Map<Day, FeeMonth>();
const MOST_WRITTEN = 10_000;

/** The month in which a moment lies, in Asia/Shanghai. */
export function feeMonthOf(instant: Instant): FeeMonth {
  const day = dayAt(instant);
  const written = WRITTEN.get(day);
  if (written !== undefined) return written;
  if (WRITTEN.size >= MOST_WRITTEN) WRITTEN.clear();
  const text = dateText(day, 1);
  const feeMonth = feeMonthFrom(text);
  WRITTEN.set(day, feeMonth);
  return feeMonth;
}

/** A day as PostgreSQL reads a `date`, or another day of its month; before year 1 `… BC`. */
export function dateText(day: Day, dayOfMonth: number = civilDateOf(day).dayOfMonth): string {
  const { year, month } = civilDateOf(day);
  const [years, era] = year >= 1 ? [year, ''] : [1 - year, ' BC'];
  return `${String(years).padStart(4, '0')}-${twoDigits(month)}-${twoDigits(dayOfMonth)}${era}`;
}

const twoDigits = (number: number): string => String(number).padStart(2, '0');

/** A month as the store itself wrote it. */
export const feeMonthFrom = (text: string): FeeMonth => text as FeeMonth;

/** What must be made before it can be written to. */
const isMadeWhenNeeded = (month: FeeMonth): boolean => {
  const year = Number(month.slice(0, month.indexOf('-')));
  return !month.endsWith('BC') && year >= FIRST_YEAR && year < PAST_LAST_YEAR;
};

/**
 * The months a process knows to have their partitions: at most 1,200. A month that it does not know is looked for, and
 * made where it is missing, on a connection of its own: what records holds the registry's fence, and may lose its
 * transaction.
 */
export class FeeMonths {
  private readonly known = new Set<FeeMonth>();

  constructor(private readonly dataSource: DataSource) {}

  /**
   * Makes room for these months.
   * @param client what they are looked for on; a transaction may be open on it, its locks are none of this one's.
   * @throws an outage.
   */
  async ensure(client: Queryable, months: Iterable<FeeMonth>): Promise<void> {
    const unknown = new Set<FeeMonth>();
    for (const month of months) if (!this.known.has(month) && isMadeWhenNeeded(month)) unknown.add(month);
    if (unknown.size === 0) return;
    const asked = [...unknown];
    const { rows } = await client.query<{ place: number }>(MISSING, [asked]);
    const missing = rows.flatMap(({ place }) => asked[place - 1] ?? []);
    if (missing.length > 0) await ensureMonths(this.dataSource, missing);
    for (const month of asked) this.known.add(month);
  }

  /** After a write that found no partition: somebody has taken one away since. */
  forget(): void {
    this.known.clear();
  }
}

/**
 * Makes the partitions of these months where they are missing; each month is committed by itself. Several processes may
 * call it at once. The connection is its own, of no pool: whoever records holds one of the pool's while it waits.
 * @throws an outage.
 */
export async function ensureMonths(dataSource: DataSource, months: readonly FeeMonth[]): Promise<void> {
  const client = new Client(poolOf(dataSource).options);
  // A connection that breaks says so by this event too; the statement under way fails on it, and that is thrown.
  client.on('error', () => undefined);
  await client.connect();
  try {
    for (const month of months) await client.query('SELECT make_fee_month($1::date)', [month]);
  } finally {
    await client.end();
  }
}

/** The month of a moment and the ones after it, as far ahead as partitions are made before they are needed. */
export function monthsAhead(now: Instant): readonly FeeMonth[] {
  const today = dayAt(now);
  return Array.from({ length: MONTHS_AHEAD + 1 }, (_, ahead) =>
    feeMonthOf(startOfDay(addMonths(today, ahead))),
  );
}

/** A month is there when decisions have it: they are the second table that `make_fee_month` attaches. */
const MISSING = `
  SELECT asked.place::float8 AS place
  FROM unnest($1::date[]) WITH ORDINALITY AS asked (month, place)
  WHERE NOT EXISTS (
    SELECT FROM pg_inherits
    WHERE inhparent = 'decision'::regclass AND inhrelid = to_regclass('decision' || to_char(asked.month, '_YYYY_MM'))
  )`;
