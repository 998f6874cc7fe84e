/** What one institution is told of its area: its own row in full, of the others only what names nobody's few lines. */
import type { SheetCell } from '@gatekeeper/documents';
import type { CountedRow, Counts, LineCount, MoneyCount } from './cleared-files';
import type { TableMarks } from './suppression';
import { hiddenCells } from './suppression';
import { HIDDEN } from './report-tables';

export interface Withholding {
  /** Counts of others below it are withheld, with their money. */
  readonly below: number;
  /** Whether a count of none is withheld as well; it tells of nobody, and is shown unless this is asked for. */
  readonly zerosToo: boolean;
}

/** 11: what the cell size policies of public health insurers settle on. */
export const DEFAULT_WITHHOLDING: Withholding = { below: 11, zerosToo: false };

export type ShownCounts = Readonly<Record<LineCount | MoneyCount, SheetCell>>;

export interface AreaTable {
  readonly others: readonly { readonly code: string; readonly counts: ShownCounts }[];
  /** Of all others together. */
  readonly othersTotal: ShownCounts;
  /** With the institution's own. */
  readonly total: ShownCounts;
}

/** Parts first, their sum last: so a row of the protected table adds up to its last cell. */
const COUNT_ORDER: readonly LineCount[] = ['accepted', 'rejected', 'clawed_back', 'held', 'void', 'lines'];
const MONEY_ORDER: readonly MoneyCount[] = [
  'accepted_amount',
  'refused',
  'recover',
  'held_amount',
  'claimed',
];
/** Whose lines an amount belongs to: a line that is clawed back may have a part that is refused. */
const LINES_OF: Readonly<Record<MoneyCount, readonly LineCount[]>> = {
  accepted_amount: ['accepted'],
  refused: ['rejected', 'clawed_back'],
  recover: ['clawed_back'],
  held_amount: ['held'],
  claimed: ['lines'],
};
const ONE_YUAN = 100n;

/**
 * @param own its row; `null` where it has no lines
 * @param others rows of all other institutions of the area
 */
export function areaTable(
  own: Counts | null,
  others: readonly CountedRow[],
  { below, zerosToo }: Withholding,
): AreaTable {
  const withTotal: readonly Counts[] = [...others, sumOf(others)];
  const counts = withTotal.map((row) => COUNT_ORDER.map((name) => BigInt(row[name])));
  const hiddenCounts = hiddenCells({
    values: counts,
    sensitive: marks(counts, (count) => count < BigInt(below) && (zerosToo || count > 0n)),
    known: marks(counts, (count) => !zerosToo && count === 0n),
    least: zerosToo ? 0n : 1n,
    atLeastPossible: BigInt(below),
  });
  const isHidden = (row: number, name: LineCount): boolean =>
    hiddenCounts[row]?.[COUNT_ORDER.indexOf(name)] === true;
  const money = withTotal.map((row) => MONEY_ORDER.map((name) => row[name]));
  const hiddenMoney = hiddenCells({
    values: money,
    sensitive: withTotal.map((_, row) =>
      MONEY_ORDER.map((name) => LINES_OF[name].some((lines) => isHidden(row, lines))),
    ),
    // Of no lines, as everybody can see, there is no money.
    known: withTotal.map((each, row) =>
      MONEY_ORDER.map((name) => LINES_OF[name].every((lines) => each[lines] === 0 && !isHidden(row, lines))),
    ),
    least: 0n,
    atLeastPossible: ONE_YUAN,
  });
  const shown = (row: Counts, at: number): ShownCounts => {
    const count = (name: LineCount): SheetCell => (isHidden(at, name) ? HIDDEN : row[name]);
    const amount = (name: MoneyCount): SheetCell =>
      hiddenMoney[at]?.[MONEY_ORDER.indexOf(name)] === true ? HIDDEN : row[name];
    return {
      lines: count('lines'),
      accepted: count('accepted'),
      rejected: count('rejected'),
      clawed_back: count('clawed_back'),
      held: count('held'),
      void: count('void'),
      claimed: amount('claimed'),
      accepted_amount: amount('accepted_amount'),
      refused: amount('refused'),
      recover: amount('recover'),
      held_amount: amount('held_amount'),
    };
  };
  const othersAt = others.length;
  const total = sumOf([...others, ...(own === null ? [] : [own])]);
  return {
    others: others.map((row, at) => ({ code: row.code, counts: shown(row, at) })),
    othersTotal: shown(sumOf(others), othersAt),
    // The institution knows its own: a total that is shown shows the others'.
    total: shown(total, othersAt),
  };
}

const marks = (values: readonly (readonly bigint[])[], isMarked: (value: bigint) => boolean): TableMarks =>
  values.map((row) => row.map(isMarked));

/** Without damages: of others they are nobody's business. */
function sumOf(rows: readonly Counts[]): Counts {
  const lines = (name: LineCount): number => rows.reduce((sum, row) => sum + row[name], 0);
  const money = (name: MoneyCount): bigint => rows.reduce((sum, row) => sum + row[name], 0n);
  return {
    lines: lines('lines'),
    accepted: lines('accepted'),
    rejected: lines('rejected'),
    clawed_back: lines('clawed_back'),
    held: lines('held'),
    void: lines('void'),
    claimed: money('claimed'),
    accepted_amount: money('accepted_amount'),
    refused: money('refused'),
    recover: money('recover'),
    held_amount: money('held_amount'),
    damages: 0n,
  };
}
