/** Parquet of an agency's own lines, read by DuckDB. */
import { DuckDBInstance } from '@duckdb/node-api';
import { ONE_PARQUET, pathOfOne } from '@gatekeeper/offline';
import { UnusableInput } from '@gatekeeper/runtime';
import type { TableRow } from './file-visits';
import type { ColumnNames } from './line-table';
import { isNaming, TableColumns } from './line-table';

const NUMBERS = /^(?:U?(?:TINY|SMALL|BIG|HUGE)?INT(?:EGER)?|FLOAT|DOUBLE|REAL|DECIMAL.*)$/;

/** @throws UnusableInput: it is cut short or no Parquet, lacks columns, or keeps codes as numbers */
export async function* parquetTable(path: string, names: ColumnNames): AsyncGenerator<readonly TableRow[]> {
  const instance = await DuckDBInstance.create(':memory:', { memory_limit: '256MB' });
  const connection = await instance.connect();
  const reading = async <Read>(read: () => Promise<Read>): Promise<Read> => {
    try {
      return await read();
    } catch (error) {
      const [reason = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
      throw new UnusableInput(`${path} is no whole Parquet file: ${reason}`);
    }
  };
  const named = pathOfOne(path);
  try {
    const described = await reading(() =>
      connection.runAndReadAll(`DESCRIBE SELECT * FROM ${ONE_PARQUET}`, { path: named }),
    );
    const types = described.getRows().map(([name, type]) => ({ name: String(name), type: String(type) }));
    const columns = new TableColumns(
      path,
      types.map(({ name }) => name),
      names,
    );
    const numbers = columns
      .named()
      .filter(
        ({ field, name }) =>
          isNaming(field) && NUMBERS.test(types.find((it) => it.name === name)?.type ?? ''),
      );
    if (numbers.length > 0)
      throw new UnusableInput(
        `${path} keeps ${numbers.map(({ name }) => name).join(', ')} as numbers: a code that was one has lost its leading zeros`,
      );
    const cells = types.map(textOfColumn).join(', ');
    const result = await reading(() =>
      connection.stream(`SELECT ${cells} FROM ${ONE_PARQUET}`, { path: named }),
    );
    for (let row = 0; ;) {
      const chunk = await reading(() => result.fetchChunk());
      if (chunk === null || chunk.rowCount === 0) return;
      yield chunk.getRows().map((cells) =>
        columns.rowOf(
          ++row,
          cells.map((cell) => (typeof cell === 'string' ? cell : null)),
        ),
      );
    }
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

interface Column {
  readonly name: string;
  readonly type: string;
}

/** A cell as text, the same on every machine. */
function textOfColumn({ name, type }: Column): string {
  const column = `"${name.replaceAll('"', '""')}"`;
  // Older writers do not mark their texts as such.
  if (type === 'BLOB') return `decode(${column})`;
  // As text it would be told in the zone of the machine.
  if (type === 'TIMESTAMP WITH TIME ZONE')
    return `strftime(make_timestamp_ms(epoch_ms(${column})), '%Y-%m-%dT%H:%M:%S.%gZ')`;
  return `${column}::VARCHAR`;
}
