/** Months of fees, by which lines and decisions are cut into partitions: made ahead, and bounded in one batch. */
import { feeMonthOf, monthsAhead } from '@gatekeeper/decision-store';
import type { FeeMonth } from '@gatekeeper/decision-store';
import type { Loop } from '@gatekeeper/runtime';
import type { SettlementLine } from '@gatekeeper/vocabulary';
import type { Parts } from './parts';

/**
 * A recording transaction holds a lock on each partition that it writes to or reads, and the server has room for some
 * thousands in all. More months than these are what somebody makes up.
 */
export const MOST_MONTHS_AT_ONCE = 150;

const DAY_MS = 24 * 60 * 60_000;

/** The first line that is of one month more than a batch may name; `null`: none is. */
export function firstBeyondMonths<T extends { readonly line: Pick<SettlementLine, 'feeOccurredAt'> }>(
  lines: readonly T[],
  most: number = MOST_MONTHS_AT_ONCE,
): T | null {
  const months = new Set<FeeMonth>();
  return lines.find(({ line }) => months.add(feeMonthOf(line.feeOccurredAt)).size > most) ?? null;
}

/** Makes the months to come, now and every day. What is missing all the same, recording makes. */
export const monthsAheadLoop = ({ decisions, clock }: Pick<Parts, 'decisions' | 'clock'>): Loop => ({
  name: 'months of fees',
  everyMs: DAY_MS,
  work: () => decisions.ensureMonths(monthsAhead(clock.now())),
});
