/** Writes a closed period as Parquet with its seal: every row of its lines on file, in one snapshot. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DuckDBAppender, DuckDBConnection } from '@duckdb/node-api';
import { DuckDBInstance } from '@duckdb/node-api';
import { inNewFolder } from '@gatekeeper/offline';
import {
  columnsOf,
  periodLines,
  periodRows,
  SEALED_TABLES,
  writeMomentsInUtc,
} from '@gatekeeper/decision-store';
import type { Column, RowTexts } from '@gatekeeper/decision-store';
import { inWritingSnapshot } from '@gatekeeper/database';
import type { PoolClient } from 'pg';
import type { DataSource } from 'typeorm';
import { choosePeriod } from './period-extent';
import type { ClosingOnFile } from './period-extent';
import { FILES, MANIFEST, SEAL, sha256Of, TABLE_FILES } from './sealed-folder';
import type { FolderManifest, KeptFile, KeptTable } from './sealed-folder';

export interface PeriodToWrite {
  readonly closing: ClosingOnFile;
  /** As it is given out. */
  readonly seal: string;
  /** Told how many more rows were written. */
  readonly onRows?: (rows: number) => void;
}

/** What sorting may hold in memory; beyond it DuckDB writes beside its scratch file. */
const MEMORY = '256MB';

const LINE_COLUMNS: readonly Column[] = [
  ...['fixmedins_code', 'mdtrt_id', 'chrg_bchno', 'feedetl_sn', 'leaf'].map((name) => ({
    name,
    type: 'text',
  })),
  { name: 'revision', type: 'integer' },
  { name: 'decision_id', type: 'text' },
  { name: 'held', type: 'text' },
];

/**
 * @param folder new, or empty: it appears when it is complete, and not before
 * @throws UnusableInput: the folder holds something; Defect: a run whose lines cannot be read
 */
export async function writePeriod(
  dataSource: DataSource,
  folder: string,
  asked: PeriodToWrite,
): Promise<FolderManifest> {
  return inNewFolder(folder, async (made) => {
    const manifest = await inWritingSnapshot(dataSource, (client) => writeInto(client, made, asked));
    // Last of all: a folder without it is none.
    writeFileSync(join(made, MANIFEST), JSON.stringify(manifest), { flush: true });
    return manifest;
  });
}

async function writeInto(
  client: PoolClient,
  folder: string,
  { closing, seal, onRows = () => undefined }: PeriodToWrite,
): Promise<FolderManifest> {
  await writeMomentsInUtc(client);
  const { extent, months } = await choosePeriod(client, closing);
  const tables = await ParquetTables.open(folder);
  try {
    await tables.write('period_line', LINE_COLUMNS, ['position'], periodLines(client), onRows);
    for (const table of SEALED_TABLES) {
      const columns = await columnsOf(client, table);
      const order = table === 'settlement_line' ? ['revision'] : ['known_at'];
      await tables.write(
        table,
        columns,
        ['position', ...order],
        periodRows(client, table, columns, months),
        onRows,
      );
    }
  } finally {
    tables.close();
  }
  writeFileSync(join(folder, SEAL), seal, { flush: true });
  const files: KeptFile[] = [];
  for (const name of FILES) files.push({ name, sha256: (await sha256Of(join(folder, name))) ?? '' });
  return { format: 1, ...extent, files };
}

/** Rows come in any order; DuckDB puts them in that of the tree and writes them, compressed. */
class ParquetTables {
  private constructor(
    private readonly scratch: string,
    private readonly folder: string,
    private readonly instance: DuckDBInstance,
    private readonly connection: DuckDBConnection,
  ) {}

  static async open(folder: string): Promise<ParquetTables> {
    const scratch = join(folder, '.sorting');
    mkdirSync(scratch);
    const instance = await DuckDBInstance.create(join(scratch, 'rows'), {
      memory_limit: MEMORY,
      temp_directory: join(scratch, 'spilled'),
    });
    return new ParquetTables(scratch, folder, instance, await instance.connect());
  }

  async write(
    table: KeptTable,
    columns: readonly Column[],
    order: readonly string[],
    pages: AsyncIterable<readonly RowTexts[]>,
    onRows: (rows: number) => void,
  ): Promise<void> {
    const all = [{ name: 'position', type: 'bigint' }, ...columns];
    const typed = all.map(({ name, type }) => `"${name}" ${isWhole(type) ? 'BIGINT' : 'VARCHAR'}`).join(', ');
    await this.connection.run(`CREATE TABLE ${table} (${typed})`);
    const appender = await this.connection.createAppender(table);
    for await (const rows of pages) {
      for (const row of rows) appendRow(appender, all, row);
      onRows(rows.length);
    }
    appender.closeSync();
    const path = join(this.folder, TABLE_FILES[table]);
    await this.connection.run(
      `COPY (SELECT * FROM ${table} ORDER BY ${order.join(', ')}) TO '${path.replaceAll("'", "''")}' (FORMAT parquet, COMPRESSION zstd)`,
    );
    await this.connection.run(`DROP TABLE ${table}`);
  }

  close(): void {
    this.connection.closeSync();
    this.instance.closeSync();
    rmSync(this.scratch, { recursive: true, force: true });
  }
}

const isWhole = (type: string): boolean => type === 'bigint' || type === 'integer';

function appendRow(appender: DuckDBAppender, columns: readonly Column[], row: RowTexts): void {
  for (const { name, type } of columns) {
    const value = row[name] ?? null;
    if (value === null) appender.appendNull();
    else if (isWhole(type)) appender.appendBigInt(BigInt(value));
    else appender.appendVarchar(value);
  }
  appender.endRow();
}
