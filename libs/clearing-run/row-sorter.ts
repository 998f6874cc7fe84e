/** Sorts the rows of a run's files by their bytes, beyond what memory holds. */
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DuckDBAppender, DuckDBConnection } from '@duckdb/node-api';
import { DuckDBInstance } from '@duckdb/node-api';
import { passingFolder, removeFolder } from '@gatekeeper/offline';

const MEMORY = '128MB';

export class RowSorter {
  private constructor(
    private readonly folder: string,
    private readonly instance: DuckDBInstance,
    private readonly connection: DuckDBConnection,
    private readonly appender: DuckDBAppender,
  ) {}

  static async open(): Promise<RowSorter> {
    const folder = passingFolder(join(tmpdir(), 'gatekeeper-rows-'));
    const instance = await DuckDBInstance.create(join(folder, 'rows'), {
      memory_limit: MEMORY,
      temp_directory: join(folder, 'sorting'),
      preserve_insertion_order: 'false',
    });
    const connection = await instance.connect();
    await connection.run('CREATE TABLE file_row (file VARCHAR, body VARCHAR)');
    return new RowSorter(folder, instance, connection, await connection.createAppender('file_row'));
  }

  add(file: string, row: string): void {
    this.appender.appendVarchar(file);
    this.appender.appendVarchar(row);
    this.appender.endRow();
  }

  /** The rows of a file in the order of their bytes, in pages. Nothing is added afterwards. */
  async *rowsOf(file: string): AsyncGenerator<readonly string[]> {
    this.appender.flushSync();
    const result = await this.connection.stream(
      'SELECT body FROM file_row WHERE file = $file ORDER BY body',
      { file },
    );
    for (let chunk = await result.fetchChunk(); chunk !== null && chunk.rowCount > 0;) {
      yield chunk.getRows().map(([body]) => String(body));
      chunk = await result.fetchChunk();
    }
  }

  close(): void {
    this.appender.closeSync();
    this.connection.closeSync();
    this.instance.closeSync();
    removeFolder(this.folder);
  }
}
