/**
 * Reads from the tables that are cut by month, a statement for each month that is asked about: a batch has few, and with the
 * month as a constant the planner sees one table, and nothing of the years beside it.
 */
import type { Instant } from '@gatekeeper/calendar';
import { instantOf } from '@gatekeeper/calendar';
import type { Queryable } from '@gatekeeper/database';
import { epochMsOf } from '@gatekeeper/database';
import type { Decision, LineIdentity } from '@gatekeeper/vocabulary';
import { missingRows } from './detached-lines';
import { identityFrom } from './line-keys';
import { decisionFrom, decisionJson } from './stored-decision';

/** Of a row of `line_identity` what names its current revision and decision, each with its month. */
export interface RowByMonth {
  fixmedins_code: string;
  mdtrt_id: string;
  chrg_bchno: string;
  feedetl_sn: string;
  revision: number;
  fee_month: string;
  decision_id: string | null;
  decision_month: string | null;
}

/** The current decision of each row; `null` where it has none yet. @throws StoredRowUnreadable; PeriodDetached */
export async function readDecisions(
  client: Queryable,
  rows: readonly RowByMonth[],
): Promise<readonly (Decision | null)[]> {
  const found: (Decision | null)[] = rows.map(() => null);
  for (const [month, asked] of placesByMonth(rows, ({ decision_month }) => decision_month)) {
    const { rows: read } = await client.query<{ place: number; decision: unknown }>(READ_DECISIONS, [
      asked.map(({ row }) => row.fixmedins_code),
      asked.map(({ row }) => row.decision_id),
      asked.map(({ place }) => place),
      month,
    ]);
    if (read.length !== asked.length) throw await missingRows(client, keysOf(asked), 'a current decision');
    for (const { place, decision } of read) found[place] = decisionFrom(decision);
  }
  return found;
}

export interface StoredContent {
  readonly content: string;
  readonly receivedAt: Instant;
}

/** The content of each row's current revision, by its place. @throws StoredRowUnreadable; PeriodDetached */
export async function readContents(
  client: Queryable,
  rows: readonly RowByMonth[],
): Promise<ReadonlyMap<number, StoredContent>> {
  const found = new Map<number, StoredContent>();
  for (const [month, asked] of placesByMonth(rows, ({ fee_month }) => fee_month)) {
    const { rows: read } = await client.query<ContentRow>(READ_CONTENTS, [
      asked.map(({ row }) => row.fixmedins_code),
      asked.map(({ row }) => row.mdtrt_id),
      asked.map(({ row }) => row.feedetl_sn),
      asked.map(({ row }) => row.chrg_bchno),
      asked.map(({ row }) => row.revision),
      asked.map(({ place }) => place),
      month,
    ]);
    if (read.length !== asked.length) throw await missingRows(client, keysOf(asked), 'the content of a line');
    for (const { place, content, received_at_ms } of read)
      found.set(place, { content, receivedAt: instantOf(received_at_ms) });
  }
  return found;
}

const keysOf = (asked: readonly Placed<RowByMonth>[]): readonly LineIdentity[] =>
  asked.map(({ row }) => identityFrom(row));

interface ContentRow {
  place: number;
  content: string;
  received_at_ms: number;
}

interface Placed<T> {
  readonly row: T;
  readonly place: number;
}

/** Rows by month, each with its place among them; without those of no month. */
export function placesByMonth<T>(
  rows: readonly T[],
  monthOf: (row: T) => string | null,
): ReadonlyMap<string, readonly Placed<T>[]> {
  const months = new Map<string, Placed<T>[]>();
  for (const [place, row] of rows.entries()) {
    const month = monthOf(row);
    if (month === null) continue;
    const placed = months.get(month);
    if (placed === undefined) months.set(month, [{ row, place }]);
    else placed.push({ row, place });
  }
  return months;
}

const READ_DECISIONS = `
  SELECT asked.place, ${decisionJson('d')} AS decision
  FROM unnest($1::text[], $2::text[], $3::integer[]) AS asked (fixmedins_code, decision_id, place)
  JOIN decision d ON d.fixmedins_code = asked.fixmedins_code AND d.decision_id = asked.decision_id
    AND d.fee_month = $4::date`;

const READ_CONTENTS = `
  SELECT asked.place, l.content, ${epochMsOf('l.received_at')} AS received_at_ms
  FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::integer[], $6::integer[])
    AS asked (fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno, revision, place)
  JOIN settlement_line l ON l.fixmedins_code = asked.fixmedins_code AND l.mdtrt_id = asked.mdtrt_id
    AND l.feedetl_sn = asked.feedetl_sn AND l.chrg_bchno = asked.chrg_bchno AND l.revision = asked.revision
    AND l.fee_month = $7::date`;
