/** Puts rows of files in the order of visits, beyond what memory holds: DuckDB sorts them in a scratch file that goes with the run. */
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DuckDBAppender, DuckDBConnection, DuckDBValue } from '@duckdb/node-api';
import { DuckDBInstance } from '@duckdb/node-api';
import { passingFolder, removeFolder } from '@gatekeeper/offline';

export const ROW_KINDS = ['message', 'notice', 'decision', 'hold'] as const;
export type RowKind = (typeof ROW_KINDS)[number];

/** A row as it stands in its file, and where. */
export interface SortedRow {
  readonly kind: RowKind;
  /** Which of the files, by the caller's own numbers, and which row of it. */
  readonly file: number;
  readonly row: number;
  readonly text: string;
}

export interface SortedVisit {
  readonly fixmedinsCode: string;
  readonly visitId: string;
  /** In the order in which they were added. */
  readonly rows: readonly SortedRow[];
}

/** What sorting may hold in memory; beyond it DuckDB writes to the scratch folder. */
const MEMORY = '192MB';

export class VisitSorter {
  private added = 0n;

  private constructor(
    private readonly folder: string,
    private readonly instance: DuckDBInstance,
    private readonly connection: DuckDBConnection,
    private readonly appender: DuckDBAppender,
  ) {}

  static async open(): Promise<VisitSorter> {
    const folder = passingFolder(join(tmpdir(), 'gatekeeper-clear-'));
    const instance = await DuckDBInstance.create(join(folder, 'rows'), {
      memory_limit: MEMORY,
      temp_directory: join(folder, 'sorting'),
      preserve_insertion_order: 'false',
    });
    const connection = await instance.connect();
    await connection.run(
      'CREATE TABLE visit_row (fixmedins_code VARCHAR, mdtrt_id VARCHAR, n BIGINT, kind TINYINT, file TINYINT, file_row BIGINT, body VARCHAR)',
    );
    return new VisitSorter(folder, instance, connection, await connection.createAppender('visit_row'));
  }

  /** @param visit its institution's code folded */
  add(
    visit: { readonly fixmedinsCode: string; readonly visitId: string },
    { kind, file, row, text }: SortedRow,
  ): void {
    const { appender } = this;
    appender.appendVarchar(visit.fixmedinsCode);
    appender.appendVarchar(visit.visitId);
    appender.appendBigInt(this.added++);
    appender.appendTinyInt(ROW_KINDS.indexOf(kind));
    appender.appendTinyInt(file);
    appender.appendBigInt(BigInt(row));
    appender.appendVarchar(text);
    appender.endRow();
  }

  /** Every visit once, in the order of the bytes of institution and visit. Nothing can be added afterwards. */
  async *visits(): AsyncGenerator<SortedVisit> {
    this.appender.closeSync();
    const result = await this.connection.stream(
      'SELECT fixmedins_code, mdtrt_id, kind, file, file_row, body FROM visit_row ORDER BY fixmedins_code, mdtrt_id, n',
    );
    let rows: SortedRow[] = [];
    let [lastCode, lastId] = ['', ''];
    for (let chunk = await result.fetchChunk(); chunk !== null && chunk.rowCount > 0;) {
      for (const [code, id, kind, file, row, body] of chunk.getRows()) {
        const [fixmedinsCode, visitId] = [textOf(code), textOf(id)];
        if (fixmedinsCode !== lastCode || visitId !== lastId) {
          if (rows.length > 0) yield { fixmedinsCode: lastCode, visitId: lastId, rows };
          [lastCode, lastId, rows] = [fixmedinsCode, visitId, []];
        }
        rows.push({
          kind: ROW_KINDS[Number(kind)] ?? 'message',
          ...{ file: Number(file), row: Number(row), text: textOf(body) },
        });
      }
      chunk = await result.fetchChunk();
    }
    if (rows.length > 0) yield { fixmedinsCode: lastCode, visitId: lastId, rows };
  }

  close(): void {
    this.connection.closeSync();
    this.instance.closeSync();
    removeFolder(this.folder);
  }
}

const textOf = (value: DuckDBValue | undefined): string => {
  if (typeof value === 'string') return value;
  throw new Error('DuckDB gave back another type than was written');
};
