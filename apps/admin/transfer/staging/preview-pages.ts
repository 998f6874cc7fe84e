/** A preview in pages: its bad rows, and what it would write. */
import { poolOf } from '@gatekeeper/database';
import type { DataSource } from 'typeorm';
import type { RowProblem } from '../reading/read-item';

export interface BadRow {
  readonly place: number;
  readonly line: number;
  readonly problems: readonly RowProblem[];
}

export interface PlannedChange {
  readonly place: number;
  /** 0 for a closing that no row states. */
  readonly line: number;
  readonly effect: 'add' | 'change' | 'close';
  readonly subject: string | null;
  readonly supersedes: string | null;
  readonly record: Readonly<Record<string, unknown>>;
}

export interface PageOfTransfer {
  readonly after: number;
  readonly limit: number;
}

/** Bad as written first, then bad as the registry stands; places of the second follow those of the first. */
export async function badRowsOf(
  dataSource: DataSource,
  transferId: string,
  { after, limit }: PageOfTransfer,
): Promise<readonly BadRow[]> {
  const { rows } = await poolOf(dataSource).query<BadRow>(
    `SELECT place, line, problems FROM (
       SELECT place, line, problems FROM transfer_row WHERE transfer_id = $1 AND problems IS NOT NULL AND place > $2
       UNION ALL
       SELECT ${AFTER_ALL_ROWS} + place, line, problems FROM transfer_change
       WHERE transfer_id = $1 AND effect = 'problem' AND ${AFTER_ALL_ROWS} + place > $2
     ) AS bad ORDER BY place LIMIT $3`,
    [transferId, after, limit],
  );
  return rows;
}

/** No file has so many rows. */
const AFTER_ALL_ROWS = 1_000_000_000;

export async function changesOf(
  dataSource: DataSource,
  transferId: string,
  { after, limit }: PageOfTransfer,
): Promise<readonly PlannedChange[]> {
  const { rows } = await poolOf(dataSource).query<PlannedChange>(
    `SELECT place, line, effect, subject, supersedes, body AS record FROM transfer_change
     WHERE transfer_id = $1 AND effect <> 'problem' AND place > $2 ORDER BY place LIMIT $3`,
    [transferId, after, limit],
  );
  return rows;
}

export interface PlannedText {
  readonly place: number;
  readonly line: number;
  readonly text: string;
}

/** The same as texts of the wire: a number keeps its digits, which `jsonb` read as a JavaScript number would not. */
export async function plannedTexts(
  dataSource: DataSource,
  transferId: string,
  { after, limit }: PageOfTransfer,
): Promise<readonly PlannedText[]> {
  const { rows } = await poolOf(dataSource).query<PlannedText>(
    `SELECT place, line, body::text AS text FROM transfer_change
     WHERE transfer_id = $1 AND effect <> 'problem' AND place > $2 ORDER BY place LIMIT $3`,
    [transferId, after, limit],
  );
  return rows;
}
