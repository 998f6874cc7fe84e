/** Parquet of an agency's own lines. */
import type { ParquetColumn } from '@gatekeeper/offline';
import { ParquetReader } from '@gatekeeper/offline';
import { UnusableInput } from '@gatekeeper/runtime';
import type { TableRow } from './file-visits';
import type { ColumnNames } from './line-table';
import { isNaming, TableColumns } from './line-table';

const NUMBERS = /^(?:U?(?:TINY|SMALL|BIG|HUGE)?INT(?:EGER)?|FLOAT|DOUBLE|REAL|DECIMAL.*)$/;

/** @throws UnusableInput: it is cut short or no Parquet, lacks columns, or keeps codes as numbers */
export async function* parquetTable(path: string, names: ColumnNames): AsyncGenerator<readonly TableRow[]> {
  const reader = await ParquetReader.open();
  try {
    const types = await reader.columns(path);
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
    let row = 0;
    for await (const { rows } of reader.pages(path, types.map(textOfColumn).join(', ')))
      yield rows.map((cells) => columns.rowOf(++row, cells));
  } finally {
    reader.close();
  }
}

/** A cell as text, the same on every machine. */
function textOfColumn({ name, type }: ParquetColumn): string {
  const column = `"${name.replaceAll('"', '""')}"`;
  // Older writers do not mark their texts as such.
  if (type === 'BLOB') return `decode(${column})`;
  // As text it would be told in the zone of the machine.
  if (type === 'TIMESTAMP WITH TIME ZONE')
    return `strftime(make_timestamp_ms(epoch_ms(${column})), '%Y-%m-%dT%H:%M:%S.%gZ')`;
  return `${column}::VARCHAR`;
}
