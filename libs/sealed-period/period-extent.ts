/** How far a closed period reaches, read from the live tables: what a detachment says of it for as long as its rows are away. */
import { parsePeriod } from '@gatekeeper/clearing';
import type { Closing } from '@gatekeeper/decision-store';
import { choosePeriodLines, lastCorrection, monthsTouched, periodMonths } from '@gatekeeper/decision-store';
import { Defect } from '@gatekeeper/runtime';
import type { ClientBase } from 'pg';
import type { FolderManifest } from './sealed-folder';

export type ClosingOnFile = Pick<Closing, 'closingId' | 'runId' | 'knownAt' | 'area' | 'period'>;

/** As a folder's manifest says it. */
export type PeriodExtent = Pick<
  FolderManifest,
  'origin' | 'closing_id' | 'lines' | 'first_month' | 'last_month' | 'corrected_at'
>;

/** Names of what differs. */
export const differing = (one: PeriodExtent, other: PeriodExtent): readonly string[] =>
  (['origin', 'closing_id', 'lines', 'first_month', 'last_month', 'corrected_at'] as const).filter(
    (name) => one[name] !== other[name],
  );

/**
 * Puts the period's lines at hand on the caller's transaction, which writes moments in UTC.
 * @returns how far they reach, and the months of fees in which rows of them lie
 */
export async function choosePeriod(
  client: ClientBase,
  { closingId, runId, knownAt, area, period }: ClosingOnFile,
): Promise<{ readonly extent: PeriodExtent; readonly months: readonly string[] }> {
  const lines = await choosePeriodLines(client, runId);
  const months = await periodMonths(client);
  const touched = await monthsTouched(client, months);
  const own = (parsePeriod(period)?.months ?? []).map((month) => `${month}-01`);
  const [first] = own;
  const last = own.at(-1);
  if (first === undefined || last === undefined) throw new Defect(`${period} was closed and is no period`);
  const extent = {
    ...{ origin: `${area}/${period}`, closing_id: closingId, lines },
    // The months of the period itself too, whatever lies in it.
    first_month: earlier(touched?.first ?? first, first),
    last_month: later(touched?.last ?? last, last),
    corrected_at: await lastCorrection(client, months, knownAt),
  };
  return { extent, months };
}

/** `YYYY-MM-DD`; before year 1 with `BC` behind it. */
const earlier = (one: string, other: string): string => (one.endsWith('BC') || one < other ? one : other);
const later = (one: string, other: string): string => (earlier(one, other) === one ? other : one);
