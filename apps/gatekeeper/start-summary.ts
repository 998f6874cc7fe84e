import Table from 'cli-table3';
import { poolOf } from '@gatekeeper/database';
import { formatFen } from '@gatekeeper/vocabulary';
import type { Parts } from './parts';

interface SummaryRow {
  readonly outcome: string;
  readonly reason: string;
  readonly lines: number;
  readonly fen: string;
}

/** What stands on every line on file: outcome, leading reason, lines, money not paid. */
const STANDING = `
  SELECT d.outcome, r.code AS reason, count(*)::float8 AS lines, sum(d.refused_fen + d.recover_fen)::text AS fen
  FROM line_identity i
  JOIN decision d ON d.fixmedins_code = i.fixmedins_code AND d.decision_id = i.decision_id
  CROSS JOIN LATERAL (
    SELECT reason ->> 'code' AS code FROM json_array_elements(d.reasons) WITH ORDINALITY AS listed (reason, place)
    ORDER BY (d.outcome = 'accept' AND reason ->> 'effect' = 'lifts') DESC, place LIMIT 1
  ) AS r
  WHERE NOT i.held
  GROUP BY d.outcome, r.code
  UNION ALL
  SELECT 'held', h.hold_code, count(*)::float8, '0' FROM hold_record h WHERE h.released_at IS NULL GROUP BY h.hold_code
  ORDER BY 1, 3 DESC`;

/** @param linesBefore lines that were on file before the sample was streamed. */
export async function summaryOf({ dataSource, decisions }: Parts, linesBefore: number): Promise<string> {
  const { rows } = await poolOf(dataSource).query<SummaryRow>(STANDING);
  const table = new Table({
    head: ['outcome', 'reason', 'lines', 'money not paid'],
    colAligns: ['left', 'left', 'right', 'right'],
    style: { head: [], border: [], compact: true },
  });
  for (const { outcome, reason, lines, fen } of rows) {
    table.push([outcome, reason, String(lines), fen === '0' ? '' : formatFen(BigInt(fen))]);
  }
  const { lines } = await decisions.countByOutcome();
  const known =
    linesBefore === 0
      ? ''
      : `; ${linesBefore} were on file before, and a line that comes again changes nothing`;
  return `${table.toString()}\n${lines} lines on file${known}`;
}
