/** The ledger of lines accepted under an exception: entered with a row, left with another, never rewritten. */
import type { ClientBase } from 'pg';
import type { Day, Instant } from '@gatekeeper/calendar';
import type { CopyRow, Queryable } from '@gatekeeper/database';
import { copyRows, epochMsOf, timestampText } from '@gatekeeper/database';
import type { Fen, LineRevision, Outcome, Reason, ReasonCode } from '@gatekeeper/vocabulary';
import { dateText } from './fee-months';
import { StoredRowUnreadable } from './stored-fields';

/** A line that began to be accepted under an exception, or no longer is. */
export interface CarveOutEntry {
  readonly line: LineRevision;
  /** The acceptance. */
  readonly decisionId: string;
  readonly feeDay: Day;
  readonly treatmentArea: string;
  readonly orderingCode: string;
  readonly lift: ReasonCode;
  readonly pack: string;
  /** What the acceptance rests on; of a line that leaves, what it rested on. */
  readonly reasons: readonly Reason[];
  /** In scope, as signed. */
  readonly amount: Fen;
  /** `null`: it enters. */
  readonly leftFor: Outcome | 'held' | null;
}

/** Appends entries, in the order in which they happened, on the transaction that records why. */
export async function recordCarveOuts(
  client: ClientBase,
  entries: readonly CarveOutEntry[],
  receivedAt: Instant,
): Promise<void> {
  if (entries.length === 0) return;
  const received = timestampText(receivedAt);
  await copyRows(
    client,
    'carve_out',
    COLUMNS,
    entries.map((entry) => entryRow(entry, received)),
  );
}

const COLUMNS = [
  'fixmedins_code',
  'mdtrt_id',
  'feedetl_sn',
  'chrg_bchno',
  'revision',
  'decision_id',
  'fee_day',
  'mdtrtarea_admvs',
  'ordering_code',
  'lift',
  'pack',
  'lifts',
  'bars',
  'lines',
  'amount_fen',
  'left_for',
  'received_at',
];

function entryRow(entry: CarveOutEntry, received: string): CopyRow {
  const { line, reasons, leftFor, amount } = entry;
  const bars = reasons.filter(({ effect }) => effect === 'bars').map(({ code }) => code);
  return [
    line.fixmedinsCode,
    line.visitId,
    line.lineNo,
    line.chargeBatch,
    String(line.revision),
    entry.decisionId,
    dateText(entry.feeDay),
    entry.treatmentArea,
    entry.orderingCode,
    entry.lift,
    entry.pack,
    JSON.stringify(reasons.filter(isLifting)),
    JSON.stringify([...new Set(bars)]),
    leftFor === null ? '1' : '-1',
    (leftFor === null ? amount : -amount).toString(),
    leftFor,
    received,
  ];
}

const isLifting = ({ code, effect }: Reason): boolean =>
  effect === 'lifts' || code === 'INPATIENT_BEFORE_STATUS_CHANGE';

/** Of which lines the ledger is asked. */
export interface CarveOutsAsked {
  /** Of the days of fees, `[from, until)`. */
  readonly from: Day;
  readonly until: Day;
  /** Only lines of areas that begin so, or of these institutions; `null`: all. */
  readonly within: { readonly areas: readonly string[]; readonly institutions: readonly string[] } | null;
  readonly area?: string | undefined;
  readonly institution?: string | undefined;
  readonly clinician?: string | undefined;
  readonly lift?: string | undefined;
  readonly limit: number;
}

export const CARVE_OUT_GROUPS = ['institution', 'clinician', 'lift'] as const;
export type CarveOutGroup = (typeof CARVE_OUT_GROUPS)[number];

export interface CarveOutSum {
  readonly group: readonly string[];
  readonly lines: number;
  readonly amount: Fen;
}

const GROUPED: Readonly<Record<CarveOutGroup, string>> = {
  institution: 'fixmedins_code',
  clinician: 'ordering_code',
  lift: 'lift',
};

/** How many lines stand in the ledger, and what is paid for them, by groups in their order. */
export async function sumCarveOuts(
  client: Queryable,
  asked: CarveOutsAsked,
  by: readonly CarveOutGroup[],
  after: readonly string[] | null,
): Promise<readonly CarveOutSum[]> {
  const columns = by.map((group) => GROUPED[group]);
  const { rows } = await client.query<{ group_values: string[]; lines: number; amount: string }>(
    `SELECT * FROM (
       SELECT ARRAY[${columns.join(', ')}]::text[] COLLATE "C" AS group_values,
              sum(lines)::float8 AS lines, sum(amount_fen)::text AS amount
       FROM carve_out WHERE ${ASKED_OF('carve_out')}
       ${columns.length === 0 ? '' : `GROUP BY ${columns.join(', ')}`}
     ) AS told
     WHERE lines <> 0 AND ($9::text[] IS NULL OR group_values > ($9::text[] COLLATE "C"))
     ORDER BY group_values LIMIT $10`,
    [...valuesOf(asked), after, asked.limit],
  );
  return rows.map(({ group_values: group, lines, amount }) => ({ group, lines, amount: BigInt(amount) }));
}

export interface CarveOutLine {
  /** 64 bits, as decimal text. */
  readonly entryId: string;
  readonly line: Omit<LineRevision, 'contentHash'>;
  readonly decisionId: string;
  /** `YYYY-MM-DD`. */
  readonly feeDay: string;
  readonly orderingCode: string;
  readonly lift: string;
  readonly pack: string;
  readonly lifts: readonly unknown[];
  readonly bars: readonly unknown[];
  readonly amount: Fen;
  readonly leftFor: string | null;
  readonly receivedAtMs: number;
}

/** @param after institution and `entryId` of the row after which to begin. @param history also what entered and left since */
export async function listCarveOuts(
  client: Queryable,
  asked: CarveOutsAsked,
  history: boolean,
  after: readonly [institution: string, entryId: string] | null,
): Promise<readonly CarveOutLine[]> {
  const { rows } = await client.query<LineRow>(LIST, [
    ...valuesOf(asked),
    history,
    after?.[0] ?? null,
    after?.[1] ?? null,
    asked.limit,
  ]);
  return rows.map((row) => ({
    entryId: row.entry_id,
    line: {
      fixmedinsCode: row.fixmedins_code,
      visitId: row.mdtrt_id,
      chargeBatch: row.chrg_bchno,
      lineNo: row.feedetl_sn,
      revision: row.revision,
    },
    decisionId: row.decision_id,
    feeDay: row.fee_day,
    orderingCode: row.ordering_code,
    lift: row.lift,
    pack: row.pack,
    lifts: listIn(row.lifts),
    bars: listIn(row.bars),
    amount: BigInt(row.amount),
    leftFor: row.left_for,
    receivedAtMs: row.received_at_ms,
  }));
}

function listIn(stored: unknown): readonly unknown[] {
  if (!Array.isArray(stored)) throw new StoredRowUnreadable('a row of carve_out holds no list of reasons');
  return stored;
}

interface LineRow {
  entry_id: string;
  fixmedins_code: string;
  mdtrt_id: string;
  feedetl_sn: string;
  chrg_bchno: string;
  revision: number;
  decision_id: string;
  fee_day: string;
  ordering_code: string;
  lift: string;
  pack: string;
  lifts: unknown;
  bars: unknown;
  amount: string;
  left_for: string | null;
  received_at_ms: number;
}

const valuesOf = (asked: CarveOutsAsked): readonly unknown[] => [
  dateText(asked.from),
  dateText(asked.until),
  asked.within?.areas ?? null,
  asked.within?.institutions ?? null,
  asked.area ?? null,
  asked.institution ?? null,
  asked.clinician ?? null,
  asked.lift ?? null,
];

const ASKED_OF = (alias: string): string => `
  ${alias}.fee_day >= $1::date AND ${alias}.fee_day < $2::date
  AND ($3::text[] IS NULL OR EXISTS (
         SELECT FROM unnest($3::text[]) AS prefix WHERE starts_with(${alias}.mdtrtarea_admvs, prefix))
       OR ${alias}.fixmedins_code = ANY ($4::text[]))
  AND ($5::text IS NULL OR starts_with(${alias}.mdtrtarea_admvs, $5))
  AND ($6::text IS NULL OR ${alias}.fixmedins_code = $6)
  AND ($7::text IS NULL OR ${alias}.ordering_code = $7) AND ($8::text IS NULL OR ${alias}.lift = $8)`;

/** A line stands in the ledger by its last row. */
const LIST = `
  SELECT c.entry_id::text, c.fixmedins_code, c.mdtrt_id, c.feedetl_sn, c.chrg_bchno, c.revision, c.decision_id,
         to_char(c.fee_day, 'YYYY-MM-DD') AS fee_day, c.ordering_code, c.lift, c.pack, c.lifts, c.bars,
         c.amount_fen::text AS amount, c.left_for, ${epochMsOf('c.received_at')} AS received_at_ms
  FROM carve_out c
  WHERE ${ASKED_OF('c')}
    AND ($9 OR (c.lines = 1 AND NOT EXISTS (
      SELECT FROM carve_out later
      WHERE later.fixmedins_code = c.fixmedins_code AND later.mdtrt_id = c.mdtrt_id AND later.feedetl_sn = c.feedetl_sn
        AND later.chrg_bchno = c.chrg_bchno AND later.entry_id > c.entry_id)))
    AND ($10::text IS NULL OR (c.fixmedins_code, c.entry_id) > ($10, $11::bigint))
  ORDER BY c.fixmedins_code, c.entry_id LIMIT $12`;
