/** What would turn when observing is left: what stands refused or recovered, month by month of fees, and what waits. */
import { createHash } from 'node:crypto';
import type { Queryable } from '@gatekeeper/database';
import { StoredFields } from './stored-fields';

/** Money in whole fen as text; lines that wait count as held alone (CONTRACT 8). */
export interface ObservedMonth {
  /** `2025-06`; `before 2000` and `from 2100` for what no month of its own is kept for. */
  readonly month: string;
  readonly outcome: 'reject' | 'claw_back';
  readonly lines: number;
  readonly refusedFen: string;
  readonly recoverFen: string;
}

/** Figures of another kind stand beside these, and in the digest with them. */
export interface ObservedFigures {
  readonly standing: readonly ObservedMonth[];
  readonly heldLines: number;
}

/** A stretch of months that one partition keeps; both ends may be infinite. */
export interface MonthsKept {
  readonly month: string;
  readonly from: string;
  readonly until: string;
}

/** Names the figures: others have another digest. */
export const digestOf = (figures: ObservedFigures): string =>
  createHash('sha256').update(JSON.stringify(figures)).digest('hex');

/**
 * The figures as they stand, read partition by partition by the index of what bars: on a snapshot they fit each other.
 * Accepted and withdrawn lines are in none of them: nothing turns on these.
 */
export async function observedFigures(client: Queryable): Promise<ObservedFigures> {
  const standing: ObservedMonth[] = [];
  for (const { month, from, until } of await monthsKept(client)) {
    const { rows } = await client.query<StandingRow>(STANDING, [from, until]);
    for (const { outcome, lines, refused, recover } of rows)
      standing.push({ month, outcome, lines: Number(lines), refusedFen: refused, recoverFen: recover });
  }
  const { rows } = await client.query<{ held: string }>(
    'SELECT count(*)::text AS held FROM hold_record WHERE released_at IS NULL',
  );
  return { standing, heldLines: Number(rows[0]?.held ?? 0) };
}

/** The partitions of decisions, the earliest months first. */
export async function monthsKept(client: Queryable): Promise<readonly MonthsKept[]> {
  const { rows } = await client.query<MonthsKept>(MONTHS_KEPT);
  return rows;
}

/** Figures as they were written down. @throws StoredRowUnreadable */
export function observedFiguresFrom(json: unknown): ObservedFigures {
  const row = new StoredFields(json, 'figures');
  return {
    standing: row.list('standing').map((one) => {
      const month = new StoredFields(one, 'figures of a month');
      return {
        month: month.text('month'),
        outcome: month.oneOf('outcome', ['reject', 'claw_back']),
        lines: month.integer('lines'),
        refusedFen: month.text('refusedFen'),
        recoverFen: month.text('recoverFen'),
      };
    }),
    heldLines: row.integer('heldLines'),
  };
}

interface StandingRow {
  outcome: 'reject' | 'claw_back';
  lines: string;
  refused: string;
  recover: string;
}

/** Each decision that bars, where it is what its line stands at and the line does not wait. */
const STANDING = `
  SELECT d.outcome, count(*)::text AS lines, sum(d.refused_fen)::text AS refused, sum(d.recover_fen)::text AS recover
  FROM decision d CROSS JOIN LATERAL (
    SELECT FROM line_identity i
    WHERE i.fixmedins_code = d.fixmedins_code AND i.mdtrt_id = d.mdtrt_id AND i.feedetl_sn = d.feedetl_sn
      AND i.chrg_bchno = d.chrg_bchno AND i.decision_id = d.decision_id AND NOT i.held
    LIMIT 1
  ) AS i
  WHERE d.fee_month >= $1::date AND d.fee_month < $2::date AND d.outcome IN ('reject', 'claw_back')
  GROUP BY d.outcome ORDER BY d.outcome`;

const MONTHS_KEPT = `
  SELECT CASE WHEN c.month IS NOT NULL THEN to_char(c.month, 'YYYY-MM') ELSE replace(c.named, '_', ' ') END AS month,
    CASE c.named WHEN 'before_2000' THEN '-infinity' WHEN 'from_2100' THEN '2100-01-01' ELSE c.month::text END AS from,
    CASE c.named WHEN 'before_2000' THEN '2000-01-01' WHEN 'from_2100' THEN 'infinity'
      ELSE (c.month + interval '1 month')::date::text END AS until
  FROM (
    SELECT substr(relname, length('decision_') + 1) AS named,
      to_date(substring(relname from '^decision_(\\d{4}_\\d{2})$'), 'YYYY_MM') AS month
    FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid WHERE inhparent = 'decision'::regclass
  ) AS c
  ORDER BY CASE c.named WHEN 'before_2000' THEN '-infinity'::date WHEN 'from_2100' THEN 'infinity'::date ELSE c.month END`;
