/**
 * Figures that lines are counted in: what a batch changes them by is appended (`tally_delta`), and folded into one row for
 * each key (`tally`) behind it, so that no two recording transactions wait for one row. The figures are the sum of both.
 */
import type { ClientBase } from 'pg';
import type { Day } from '@gatekeeper/calendar';
import type { CopyRow, Queryable } from '@gatekeeper/database';
import { ADVISORY_LOCKS, copyRows } from '@gatekeeper/database';
import type { Fen, Outcome, Tally } from '@gatekeeper/vocabulary';
import { OUTCOMES } from '@gatekeeper/vocabulary';
import { dateText } from './fee-months';

const KEY_COLUMNS = [
  'fixmedins_code',
  'fee_day',
  'mdtrtarea_admvs',
  'outcome',
  'reason',
  'pack',
  'ordering_code',
] as const;

const FIGURE_COLUMNS = [
  'lines',
  'claimed_fen',
  'refused_fen',
  'recover_fen',
  'held_fund_fen',
  'held_pooled_fen',
] as const;

const COLUMNS = [...KEY_COLUMNS, ...FIGURE_COLUMNS];

/** Appends what the figures change by, on the transaction that records why. */
export async function recordTallies(client: ClientBase, changes: readonly Tally[]): Promise<void> {
  if (changes.length > 0) await copyRows(client, 'tally_delta', COLUMNS, changes.map(deltaRow));
}

const deltaRow = (change: Tally): CopyRow => [
  change.fixmedinsCode,
  dayText(change.feeDay),
  change.treatmentArea,
  change.outcome,
  change.reason,
  change.pack,
  change.orderingCode,
  String(change.lines),
  change.claimed.toString(),
  change.refused.toString(),
  change.recover.toString(),
  change.heldFund.toString(),
  change.heldPooled.toString(),
];

/** Lines of a batch share few days. */
const WRITTEN = new Map<Day, string>();
const MOST_WRITTEN = 10_000;

function dayText(day: Day): string {
  const written = WRITTEN.get(day);
  if (written !== undefined) return written;
  if (WRITTEN.size >= MOST_WRITTEN) WRITTEN.clear();
  const text = dateText(day);
  WRITTEN.set(day, text);
  return text;
}

/** @returns how many rows it folded; 0 also while another transaction folds. */
export async function foldTallies(client: ClientBase, atMost: number): Promise<number> {
  const { rows } = await client.query<{ mine: boolean }>('SELECT pg_try_advisory_xact_lock($1) AS mine', [
    ADVISORY_LOCKS.tallies,
  ]);
  if (rows[0]?.mine !== true) return 0;
  const folded = await client.query<{ taken: number }>(FOLD, [atMost]);
  return folded.rows[0]?.taken ?? 0;
}

/** One statement: no snapshot sees a change twice, or not at all. Days of institutions that changed are looked at for signals. */
const FOLD = `
  WITH taken AS (
    DELETE FROM tally_delta WHERE ctid = ANY (ARRAY(SELECT ctid FROM tally_delta LIMIT $1))
    RETURNING ${COLUMNS.join(', ')}
  ), folded AS (
    INSERT INTO tally (${COLUMNS.join(', ')})
    SELECT ${KEY_COLUMNS.join(', ')}, ${FIGURE_COLUMNS.map((column) => `sum(${column})`).join(', ')}
    FROM taken GROUP BY ${KEY_COLUMNS.join(', ')}
    ON CONFLICT (${KEY_COLUMNS.join(', ')}) DO UPDATE
    SET ${FIGURE_COLUMNS.map((column) => `${column} = tally.${column} + EXCLUDED.${column}`).join(', ')}
  ), due AS (
    INSERT INTO signal_due (fixmedins_code, fee_day) SELECT DISTINCT fixmedins_code, fee_day FROM taken
    ORDER BY fixmedins_code, fee_day
    ON CONFLICT DO NOTHING
  )
  SELECT count(*)::integer AS taken FROM taken`;

/** What figures may be told by. */
export const TALLY_GROUPS = [
  'day',
  'month',
  'area',
  'institution',
  'outcome',
  'reason',
  'pack',
  'clinician',
] as const;
export type TallyGroup = (typeof TALLY_GROUPS)[number];

export interface TalliesAsked {
  /** Of the days of fees, `[from, until)`. */
  readonly from: Day;
  readonly until: Day;
  /** Only lines of areas that begin so, or of these institutions; `null`: all. */
  readonly within: { readonly areas: readonly string[]; readonly institutions: readonly string[] } | null;
  /** How the area of treatment begins. */
  readonly area?: string | undefined;
  readonly institution?: string | undefined;
  readonly outcome?: Outcome | 'held' | undefined;
  readonly reason?: string | undefined;
  readonly pack?: string | undefined;
  readonly clinician?: string | undefined;
  /** In this order; none: one row for all. */
  readonly by: readonly TallyGroup[];
  /** Packs in whose scope is the pooled fund alone: of lines that wait, the money in scope is told. */
  readonly pooledPacks: readonly string[];
  /** The groups of the row after which to begin; `null`: at the first. */
  readonly after: readonly string[] | null;
  readonly limit: number;
}

/** Lines by outcome; a line that waits is in `held` only. */
export type TallyCounts = Readonly<Record<Outcome | 'held' | 'lines', number>>;

export interface TallyOfGroup extends TallyCounts {
  /** A value for each of `by`, in its order: a day `YYYY-MM-DD`, a month `YYYY-MM`, else a code. */
  readonly group: readonly string[];
  /** In scope, as signed, of all lines but those withdrawn; of those that wait, what `heldAmount` says. */
  readonly claimed: Fen;
  /** What of it is of accepted lines. */
  readonly acceptedAmount: Fen;
  readonly refused: Fen;
  readonly recover: Fen;
  readonly heldAmount: Fen;
}

type GroupRow = TallyCounts & {
  readonly group_values: readonly string[];
} & Readonly<Record<'claimed' | 'accepted_amount' | 'refused' | 'recover' | 'held_amount', string>>;

/** What lines count as by groups, in the order of these, as of one snapshot. Costs by figures in the period, never by lines. */
export async function readTallies(client: Queryable, asked: TalliesAsked): Promise<readonly TallyOfGroup[]> {
  const { rows } = await client.query<GroupRow>(statementBy(asked.by), [
    dateText(asked.from),
    dateText(asked.until),
    asked.within?.areas ?? null,
    asked.within?.institutions ?? null,
    asked.area ?? null,
    asked.institution ?? null,
    asked.outcome ?? null,
    asked.reason ?? null,
    asked.pack ?? null,
    asked.clinician ?? null,
    asked.pooledPacks,
    asked.after,
    asked.limit,
  ]);
  return rows.map(({ group_values, accepted_amount, held_amount, claimed, refused, recover, ...counts }) => ({
    ...counts,
    group: group_values,
    claimed: BigInt(claimed) + BigInt(held_amount),
    acceptedAmount: BigInt(accepted_amount),
    refused: BigInt(refused),
    recover: BigInt(recover),
    heldAmount: BigInt(held_amount),
  }));
}

/** What rows are grouped by, and how that is written. */
const GROUPED: Readonly<Record<TallyGroup, readonly [of: string, written: (of: string) => string]>> = {
  day: ['fee_day', (of) => `to_char(${of}, 'YYYY-MM-DD')`],
  month: [`date_trunc('month', fee_day)::date`, (of) => `to_char(${of}, 'YYYY-MM')`],
  area: ['mdtrtarea_admvs', (of) => of],
  institution: ['fixmedins_code', (of) => of],
  outcome: ['outcome', (of) => of],
  reason: ['reason', (of) => of],
  pack: ['pack', (of) => of],
  clinician: ['ordering_code', (of) => of],
};

function statementBy(by: readonly TallyGroup[]): string {
  const names = by.map((_, n) => `group_${n}`);
  const selected = by.map((group, n) => `${GROUPED[group][0]} AS group_${n}, `).join('');
  const written = by.map((group, n) => GROUPED[group][1](`group_${n}`));
  const groups = by.length === 0 ? '' : `GROUP BY ${names.join(', ')}`;
  return `
    WITH grouped AS (
      SELECT ${selected}${SUMS.map(([name, sum]) => `coalesce(${sum}, 0) AS ${name}`).join(', ')}
      FROM (${ASKED_OF('tally')} UNION ALL ${ASKED_OF('tally_delta')}) AS asked ${groups}
    ), told AS (
      SELECT ARRAY[${written.join(', ')}]::text[] COLLATE "C" AS group_values, grouped.* FROM grouped
      WHERE ${SUMS.map(([name]) => `${name} <> 0`).join(' OR ')}
    )
    SELECT group_values, ${SUMS.map(([name, , type]) => `${name}::${type} AS ${name}`).join(', ')} FROM told
    WHERE $12::text[] IS NULL OR group_values > ($12::text[] COLLATE "C")
    ORDER BY group_values LIMIT $13`;
}

const linesOf = (outcome: Outcome | 'held') =>
  [outcome, `sum(lines) FILTER (WHERE outcome = '${outcome}')`, 'float8'] as const;

const SUMS: readonly (readonly [name: string, sum: string, type: 'float8' | 'text'])[] = [
  ['lines', 'sum(lines)', 'float8'],
  ...([...OUTCOMES, 'held'] as const).map(linesOf),
  ['claimed', 'sum(claimed_fen)', 'text'],
  ['accepted_amount', `sum(claimed_fen) FILTER (WHERE outcome = 'accept')`, 'text'],
  ['refused', 'sum(refused_fen)', 'text'],
  ['recover', 'sum(recover_fen)', 'text'],
  [
    'held_amount',
    'sum(CASE WHEN pack = ANY ($11::text[]) THEN held_pooled_fen ELSE held_fund_fen END)',
    'text',
  ],
];

const ASKED_OF = (table: 'tally' | 'tally_delta'): string => `
  SELECT ${COLUMNS.join(', ')} FROM ${table}
  WHERE fee_day >= $1::date AND fee_day < $2::date
    AND ($3::text[] IS NULL OR EXISTS (SELECT FROM unnest($3::text[]) AS prefix WHERE starts_with(mdtrtarea_admvs, prefix))
         OR fixmedins_code = ANY ($4::text[]))
    AND ($5::text IS NULL OR starts_with(mdtrtarea_admvs, $5))
    AND ($6::text IS NULL OR fixmedins_code = $6) AND ($7::text IS NULL OR outcome = $7)
    AND ($8::text IS NULL OR reason = $8) AND ($9::text IS NULL OR pack = $9)
    AND ($10::text IS NULL OR ordering_code = $10)`;
