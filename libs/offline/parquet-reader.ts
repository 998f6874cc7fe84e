/** Reads Parquet files by DuckDB: each by its path, cells as texts, page by page. */
import type { DuckDBInstance } from '@duckdb/node-api';
import { UnusableInput } from '@gatekeeper/runtime';

export interface ParquetColumn {
  readonly name: string;
  /** DuckDB's name of it. */
  readonly type: string;
}

export interface ParquetPage {
  readonly names: readonly string[];
  /** A text for each column that was asked for as one, `null` for NULL and for all others. */
  readonly rows: readonly (readonly (string | null)[])[];
}

/** What reading may hold in memory. */
const MEMORY = '256MB';

/** DuckDB would read others by a pattern, and columns out of the names of folders. */
const ONE_FILE = 'read_parquet($path, hive_partitioning = false)';

export class ParquetReader {
  private constructor(private readonly instance: DuckDBInstance) {}

  static async open(): Promise<ParquetReader> {
    // Loaded only here: most commands read no Parquet.
    const duckdb = await import('@duckdb/node-api');
    return new ParquetReader(await duckdb.DuckDBInstance.create(':memory:', { memory_limit: MEMORY }));
  }

  /** @throws UnusableInput: it is cut short, or no Parquet */
  async columns(path: string): Promise<readonly ParquetColumn[]> {
    const connection = await this.instance.connect();
    try {
      const described = await reading(path, () =>
        connection.runAndReadAll(`DESCRIBE SELECT * FROM ${ONE_FILE}`, { path: patternless(path) }),
      );
      return described.getRows().map(([name, type]) => ({ name: String(name), type: String(type) }));
    } finally {
      connection.closeSync();
    }
  }

  /**
   * Rows of a file in its order.
   * @param select SQL of the columns, as texts
   * @param where SQL, from `WHERE` on
   * @throws UnusableInput: it is cut short, or no Parquet
   */
  async *pages(path: string, select: string, where = ''): AsyncGenerator<ParquetPage> {
    const connection = await this.instance.connect();
    try {
      const result = await reading(path, () =>
        connection.stream(`SELECT ${select} FROM ${ONE_FILE} ${where}`, { path: patternless(path) }),
      );
      const names = result.columnNames();
      for (;;) {
        const chunk = await reading(path, () => result.fetchChunk());
        if (chunk === null || chunk.rowCount === 0) return;
        yield {
          names,
          rows: chunk.getRows().map((cells) => cells.map((cell) => (typeof cell === 'string' ? cell : null))),
        };
      }
    } finally {
      connection.closeSync();
    }
  }

  /** Whoever reads pages has ended that. */
  close(): void {
    this.instance.closeSync();
  }
}

/** So that no letter of the path is a pattern. */
const patternless = (path: string): string => path.replace(/[*?[]/g, '[$&]');

async function reading<Read>(path: string, read: () => Promise<Read>): Promise<Read> {
  try {
    return await read();
  } catch (error) {
    const [reason = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
    throw new UnusableInput(`${path} is no whole Parquet file: ${reason}`);
  }
}
