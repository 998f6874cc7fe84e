/** What a part of a run comes to: plain data that is JSON as it stands, and adds up in any order. */
import type { BreachMeasure } from '@gatekeeper/scoring';
import type { CountsData } from './counts';

/** Rows of one table, by what they count. */
export type TableData = readonly (readonly [key: string, counts: CountsData])[];

/** Of one institution, what damages are taken of. Money in whole fen, as text. */
export interface DamagesData {
  readonly fixmedinsCode: string;
  /** All that was done about breaches in the run's period, each once. */
  readonly measures: readonly BreachMeasure[];
  /** The base under each set of rates that a text has: `refused 10, suspended 20, terminated 30`. */
  readonly bases: readonly (readonly [rates: string, base: string])[];
  /** The cuts of prepayment, in percent, that texts have for its lines barred by a status; empty where none has. */
  readonly prepaymentCuts: readonly number[];
}

/** The sampling frame of one stratum. */
export interface FrameData {
  readonly stratum: string;
  readonly lines: number;
  /** In whole fen, as text. */
  readonly amount: string;
  /** The fewest lines to be drawn. */
  readonly least: number;
  /** SHA-256 over its frame rows. */
  readonly digest: string;
}

export interface PartResult {
  readonly totals: CountsData;
  readonly institutions: TableData;
  /** By folded ordering code; missing: empty. */
  readonly clinicians: TableData;
  /** By the CSV fields `fixmedins_code,code`. */
  readonly departments: TableData;
  readonly reasons: TableData;
  readonly damages: readonly DamagesData[];
  /** `[pack, edition]`, each once. */
  readonly packs: readonly (readonly [pack: string, edition: string])[];
  /** Money in whole fen, as text. */
  readonly adjustments: { readonly refused: string; readonly recover: string };
  readonly frames: readonly FrameData[];
}

/** Rows of the files that have one for each line concerned, each a whole line without its line feed, in any order. */
export interface PartRows {
  readonly adjustments: readonly string[];
  readonly differences: readonly string[];
  readonly carveOuts: readonly string[];
  /** Empty without a seed. */
  readonly sample: readonly string[];
}

/** What is kept of a part: the rows of files, and those of the books of other periods (`ledger-rows.ts`). */
export interface PartRowsKept extends PartRows {
  readonly ledger: readonly string[];
}
