import Table from 'cli-table3';
import type { Queryable } from '@gatekeeper/database';
import { poolOf } from '@gatekeeper/database';
import type { Outcome, Reason } from '@gatekeeper/vocabulary';
import { compareText, formatFen, leadingReason } from '@gatekeeper/vocabulary';
import type { Parts } from './parts';

/** Lines at one outcome for one leading reason (held: for one hold code), with the money not paid on them. */
export interface StandingLines {
  readonly outcome: Outcome | 'held';
  readonly reason: string;
  readonly lines: number;
  readonly fen: bigint;
}

interface DecidedRow {
  readonly outcome: Outcome;
  readonly reasons: readonly Pick<Reason, 'code' | 'effect' | 'role'>[];
  readonly lines: number;
  readonly fen: string;
}

interface HeldRow {
  readonly reason: string;
  readonly lines: number;
}

/** The decisions that stand, grouped by their reasons without article and evidence: few rows, however many the lines. */
const DECIDED = `
  SELECT d.outcome, listed.reasons, count(*)::float8 AS lines, sum(d.refused_fen + d.recover_fen)::text AS fen
  FROM line_identity i
  JOIN decision d ON d.fixmedins_code = i.fixmedins_code AND d.decision_id = i.decision_id
    AND d.fee_month = i.decision_month
  CROSS JOIN LATERAL (
    SELECT coalesce(jsonb_agg(reason - 'article' - 'evidence' ORDER BY place), '[]') AS reasons
    FROM jsonb_array_elements(d.reasons::jsonb) WITH ORDINALITY AS told (reason, place)
  ) AS listed
  WHERE NOT i.held
  GROUP BY d.outcome, listed.reasons`;

const HELD = `
  SELECT hold_code AS reason, count(*)::float8 AS lines FROM hold_record WHERE released_at IS NULL GROUP BY hold_code`;

/** What stands on every line on file, by outcome, the most frequent reason first. */
export async function standingLines(client: Queryable): Promise<readonly StandingLines[]> {
  const decided = await client.query<DecidedRow>(DECIDED);
  const held = await client.query<HeldRow>(HELD);
  const standing = new Map<string, StandingLines>();
  for (const { outcome, reasons, lines, fen } of decided.rows) {
    const reason = leadingReason(outcome, reasons) ?? '';
    const key = `${outcome} ${reason}`;
    const before = standing.get(key) ?? { outcome, reason, lines: 0, fen: 0n };
    standing.set(key, { ...before, lines: before.lines + lines, fen: before.fen + BigInt(fen) });
  }
  const waiting = held.rows.map((row): StandingLines => ({ outcome: 'held', fen: 0n, ...row }));
  return [...standing.values(), ...waiting].sort(
    (a, b) => compareText(a.outcome, b.outcome) || b.lines - a.lines || compareText(a.reason, b.reason),
  );
}

/** @param linesBefore lines that were on file before the sample was streamed. */
export async function summaryOf({ dataSource, decisions }: Parts, linesBefore: number): Promise<string> {
  const table = new Table({
    head: ['outcome', 'reason', 'lines', 'money not paid'],
    colAligns: ['left', 'left', 'right', 'right'],
    style: { head: [], border: [], compact: true },
  });
  for (const { outcome, reason, lines, fen } of await standingLines(poolOf(dataSource)))
    table.push([outcome, reason, String(lines), fen === 0n ? '' : formatFen(fen)]);
  const { lines } = await decisions.countByOutcome();
  const known =
    linesBefore === 0
      ? ''
      : `; ${linesBefore} were on file before, and a line that comes again changes nothing`;
  return `${table.toString()}\n${lines} lines on file${known}`;
}

/** What whoever starts it has to know besides: that it observes, and gaps that keep it from being ready. In whole lines; none: empty. */
export function startNotes(
  { observes, topics }: Pick<Parts, 'observes' | 'topics'>,
  openGaps: number,
): readonly string[] {
  const observing = [
    `observing (OBSERVE=true): decisions and holds go to ${topics.decisions} and ${topics.holds} only, and plans are not run;`,
    '  two operators leave it in the admin app (POST /v1/observing/proposals)',
  ];
  const gaps = [
    `not ready (503) until ${openGaps === 1 ? 'a gap of the stream is' : `${openGaps} gaps of the stream are`} answered for: npm run gaps -- --list, then for each`,
    '  npm run gaps -- --acknowledge <id> --by <who> --reason <why>',
  ];
  return [...(observes ? observing : []), ...(openGaps > 0 ? gaps : [])];
}
