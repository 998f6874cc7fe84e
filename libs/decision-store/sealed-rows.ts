/**
 * The rows on file of a closed period's lines, every column as PostgreSQL writes it (CONTRACT 9): what a sealed period is kept as
 * outside the database, and put back from.
 */
import type { Instant } from '@gatekeeper/calendar';
import type { Queryable } from '@gatekeeper/database';
import { copyRows, readByCursor } from '@gatekeeper/database';
import { Defect } from '@gatekeeper/runtime';
import type { Decision, HeldLine } from '@gatekeeper/vocabulary';
import type { ClientBase } from 'pg';
import { leavesOfRun } from './closing-runs';
import { decisionFrom, heldLineFrom } from './stored-decision';

/** The tables whose rows are kept; rows of holds are kept for what the seal says of them, and stay on file too. */
export const SEALED_TABLES = ['settlement_line', 'decision', 'hold_record'] as const;
export type SealedTable = (typeof SEALED_TABLES)[number];

export interface Column {
  readonly name: string;
  /** PostgreSQL's name of it. */
  readonly type: string;
}

/** A row, a text for each of its columns; `null` is NULL. */
export type RowTexts = Readonly<Record<string, string | null>>;

const PAGE = 2_000;
const IDENTITY = 'fixmedins_code, mdtrt_id, chrg_bchno, feedetl_sn';

/** Moments as they are written whatever the session says otherwise; for the caller's transaction. */
export async function writeMomentsInUtc(client: Queryable): Promise<void> {
  await client.query(`SET LOCAL TimeZone = 'UTC'; SET LOCAL DateStyle = 'ISO, YMD'`);
}

/** Every column of a table that is written to, in its order. */
export async function columnsOf(client: Queryable, table: SealedTable): Promise<readonly Column[]> {
  const { rows } = await client.query<Column>(COLUMNS, [table]);
  return rows;
}

/**
 * Puts the lines of a run at hand for the reading that follows on the same transaction, in the order of the seal's tree.
 * @returns how many there are. @throws Defect where a line's identity cannot be read from how it is written.
 */
export async function choosePeriodLines(client: ClientBase, runId: string): Promise<number> {
  await client.query('SET LOCAL statement_timeout = 0');
  await client.query('SET LOCAL cursor_tuple_fraction = 1');
  await client.query(
    `CREATE TEMP TABLE period_line (position bigint, fixmedins_code text, mdtrt_id text, chrg_bchno text, feedetl_sn text, leaf text)
     ON COMMIT DROP`,
  );
  let position = 0;
  // A page at a time: COPY and the reading of leaves go by the same connection.
  for await (const { leaves } of leavesOfRun(client, runId))
    position += await copyRows(
      client,
      'period_line',
      ['position', ...IDENTITY.split(', '), 'leaf'],
      leaves.map(({ line, hash }, at) => [String(position + at), ...partsOf(line), hash.toString('hex')]),
    );
  await client.query('ANALYZE period_line');
  return position;
}

function partsOf(line: string): readonly string[] {
  const parts = line.split('|');
  if (parts.length !== 4) throw new Defect(`the parts of ${line} cannot be told apart: one holds a |`);
  return parts;
}

/** What is current about each line of the period: its revision, its decision, whether it waits; with place and leaf. */
export const periodLines = (client: Queryable): AsyncGenerator<readonly RowTexts[]> =>
  readByCursor<RowTexts>(client, 'period_lines', PERIOD_LINES, [], PAGE);

/**
 * Every row of a table about the period's lines, with the line's place.
 * @param months those in which they lie, `YYYY-MM-DD`; of holds all are looked at
 */
export function periodRows(
  client: Queryable,
  table: SealedTable,
  columns: readonly Column[],
  months: readonly string[],
): AsyncGenerator<readonly RowTexts[]> {
  const texts = columns.map(({ name }) => `t.${name}::text AS ${name}`).join(', ');
  // As constants: by these the planner leaves months out.
  const within =
    table === 'hold_record'
      ? ''
      : `WHERE t.fee_month = ANY (ARRAY[${months.map(dateLiteral).join(', ')}]::date[])`;
  return readByCursor<RowTexts>(
    client,
    `period_${table}`,
    `SELECT p.position::text AS position, ${texts} FROM period_line p JOIN ${table} t USING (${IDENTITY}) ${within}`,
    [],
    PAGE,
  );
}

/** The months of fees of every revision of the period's lines. */
export async function periodMonths(client: Queryable): Promise<readonly string[]> {
  const { rows } = await client.query<{ month: string }>(MONTHS);
  return rows.map(({ month }) => month);
}

/** From the first to the last month in which the period's lines ever lay, by fee or by settlement: `YYYY-MM-DD`, first days. */
export async function monthsTouched(
  client: Queryable,
  months: readonly string[],
): Promise<{ readonly first: string; readonly last: string } | null> {
  const { rows } = await client.query<{ first: string | null; last: string | null }>(TOUCHED(months));
  const [row] = rows;
  return row === undefined || row.first === null || row.last === null
    ? null
    : { first: row.first, last: row.last };
}

/**
 * The latest moment at which anything was decided of the period's lines after its closing, or a decision that stood already
 * released a hold of them; `null`: nothing was.
 */
export async function lastCorrection(
  client: Queryable,
  months: readonly string[],
  closedFrom: Instant,
): Promise<string | null> {
  const { rows } = await client.query<{ at: string | null }>(CORRECTED(months), [new Date(closedFrom)]);
  return rows[0]?.at ?? null;
}

const dateLiteral = (month: string): string => {
  if (!/^\d{4}-\d{2}-\d{2}( BC)?$/.test(month)) throw new Defect('a month on file is no date');
  return `'${month}'`;
};

/** A decision as its row is kept. @throws StoredRowUnreadable */
export const decisionOfRow = (row: RowTexts): Decision =>
  decisionFrom({
    ...row,
    revision: Number(row['revision']),
    reasons: jsonIn(row['reasons']),
    refused: row['refused_fen'],
    recover: row['recover_fen'],
    registry_version: Number(row['registry_version']),
    ...{ known_at: msIn(row['known_at']), decided_at: msIn(row['decided_at']) },
    liability: jsonIn(row['liability']),
  });

/** A hold as its row is kept. @throws StoredRowUnreadable */
export const heldLineOfRow = (row: RowTexts): HeldLine =>
  heldLineFrom({
    ...row,
    revision: Number(row['revision']),
    needs: jsonIn(row['needs']),
    ...{ known_at: msIn(row['known_at']), since: msIn(row['since']) },
  });

/** What is no JSON is refused by whoever reads it as what it must be. */
function jsonIn(text: string | null | undefined): unknown {
  if (text === null || text === undefined) return null;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Written in UTC. */
const msIn = (text: string | null | undefined): number =>
  Date.parse((text ?? '').replace(' ', 'T').replace(/\+00$/, 'Z'));

const COLUMNS = `
  SELECT attname AS name, format_type(atttypid, atttypmod) AS type FROM pg_attribute
  WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '' ORDER BY attnum`;

const PERIOD_LINES = `
  SELECT p.position::text AS position, p.fixmedins_code, p.mdtrt_id, p.chrg_bchno, p.feedetl_sn, p.leaf,
    i.revision::text AS revision, i.decision_id, i.held::text AS held
  FROM period_line p JOIN line_identity i USING (${IDENTITY})`;

/** Of a line with one revision its month is known; only those of more are looked for in every month. */
const MONTHS = `
  SELECT fee_month::text AS month FROM (
    SELECT i.fee_month FROM period_line p JOIN line_identity i USING (${IDENTITY})
    UNION
    SELECT i.decision_month FROM period_line p JOIN line_identity i USING (${IDENTITY}) WHERE i.decision_month IS NOT NULL
    UNION
    SELECT l.fee_month FROM period_line p JOIN line_identity i USING (${IDENTITY}) CROSS JOIN LATERAL (
      SELECT l.fee_month FROM settlement_line l
      WHERE l.fixmedins_code = i.fixmedins_code AND l.mdtrt_id = i.mdtrt_id AND l.feedetl_sn = i.feedetl_sn
        AND l.chrg_bchno = i.chrg_bchno OFFSET 0
    ) AS l WHERE i.revision > 1
  ) AS months ORDER BY fee_month`;

const inMonths = (months: readonly string[]): string =>
  `fee_month = ANY (ARRAY[${months.map(dateLiteral).join(', ')}]::date[])`;
const monthOf = (column: string): string =>
  `date_trunc('month', ${column} AT TIME ZONE INTERVAL '8 hours')::date`;

const TOUCHED = (months: readonly string[]): string => `
  SELECT min(month)::text AS first, max(month)::text AS last FROM (
    SELECT i.settlement_month AS month FROM period_line p JOIN line_identity i USING (${IDENTITY})
    UNION ALL
    SELECT unnest(ARRAY[l.fee_month, ${monthOf('l.settled_at')}])
    FROM period_line p JOIN settlement_line l USING (${IDENTITY}) WHERE l.${inMonths(months)}
    UNION ALL
    SELECT ${monthOf('r.settled_at')} FROM period_line p JOIN settlement_restated r USING (${IDENTITY})
  ) AS touched`;

const CORRECTED = (months: readonly string[]): string => `
  SELECT max(corrected_at)::text AS at FROM (
    SELECT max(d.known_at) AS corrected_at FROM period_line p JOIN decision d USING (${IDENTITY})
    WHERE d.${inMonths(months)} AND d.known_at > $1
    UNION ALL
    SELECT max(h.released_at) FROM period_line p JOIN hold_record h USING (${IDENTITY})
    WHERE h.released_by IS NOT NULL AND h.released_at > $1
  ) AS corrections`;
