/** Tables of lines (CSV, Parquet): which of their columns is which field of CONTRACT 1, and rows as JSON of it. */
import { readFileSync } from 'node:fs';
import { UnusableInput } from '@gatekeeper/runtime';
import { parseJsonExactly, settlementLineSchema } from '@gatekeeper/wire';
import type { TableRow } from './file-visits';

/** Field of CONTRACT 1 → the table's own name of it. */
export type ColumnNames = ReadonlyMap<string, string>;

/** Fields beside those of a line that a row may have: what kind of message it is, and of voids and facts. */
const OTHER_FIELDS = [
  ...['op', 'voided_at', 'reason', 'fact', 'document_no', 'approved_at', 'received_at'],
] as const;

/** Names things; a spreadsheet that took one for a number has lost it. */
const NAMING = new Set([
  ...['fixmedins_code', 'mdtrt_id', 'chrg_bchno', 'feedetl_sn', 'init_feedetl_sn', 'setl_id', 'psn_token'],
  ...['bilg_dr_codg', 'orders_dr_code', 'bilg_dept_codg', 'med_list_codg', 'medins_list_codg'],
  // That one is there at all decides a line: a number column that holds "nothing" as 0 or NaN would lift bars.
  ...['rescue_record_no', 'document_no'],
]);
export const isNaming = (field: string): boolean => NAMING.has(field);

const EXPONENT_FORM = /^[+-]?(?:\d+\.?\d*|\.\d+)[eE][+-]?\d+$/;
/** What stands for bytes that are none of the encoding's. */
export const UNDECODED = '\uFFFD';

const schema: { readonly properties?: object; readonly required?: readonly string[] } = settlementLineSchema;
const FIELDS: readonly string[] = [...Object.keys(schema.properties ?? {}), ...OTHER_FIELDS];
const REQUIRED: readonly string[] = schema.required ?? [];

/** Reads `--columns`: `{"fixmedins_code":"机构编码",…}`. @throws UnusableInput */
export function readColumnNames(path: string): ColumnNames {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new UnusableInput(`cannot read ${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
  const read = parseJsonExactly(text);
  const members = read.ok && typeof read.value === 'object' && read.value !== null ? read.value : null;
  if (members === null || Array.isArray(members))
    throw new UnusableInput(`${path} is no JSON object of fields and the table's names of them`);
  const wrong = Object.entries(members).flatMap(([field, column]) =>
    FIELDS.includes(field)
      ? typeof column === 'string'
        ? []
        : [`${field}: the table's name of it is no text`]
      : [`${field} is no field of a line`],
  );
  if (wrong.length > 0) throw new UnusableInput(`${path} cannot be used`, wrong);
  return new Map(Object.entries(members).map(([field, column]) => [field, String(column)]));
}

/** A table's columns, found once, and its rows as JSON. */
export class TableColumns {
  private readonly columns: readonly {
    readonly field: string;
    readonly place: number;
    readonly name: string;
  }[];

  /**
   * @param isMisread whether a cell shows that it was written in another encoding than it was read by
   * @throws UnusableInput: a column twice or read as two fields, none for a field that every line has, none of a name given
   */
  constructor(
    path: string,
    header: readonly string[],
    names: ColumnNames,
    private readonly isMisread: (cell: string) => boolean = () => false,
  ) {
    // Spreadsheets leave columns without a name at the end: nothing is read from them.
    const twice = header.filter((name, place) => name !== '' && header.indexOf(name) !== place);
    if (twice.length > 0) throw new UnusableInput(`${path} has the column ${twice[0]} twice`);
    this.columns = FIELDS.flatMap((field) => {
      const name = names.get(field) ?? field;
      const place = header.indexOf(name);
      return place < 0 || name === '' ? [] : [{ field, place, name }];
    });
    const shared = this.columns.filter(
      ({ place }, at) => this.columns.findIndex((column) => column.place === place) !== at,
    );
    if (shared.length > 0)
      throw new UnusableInput(
        `${path}: one column is read as two fields`,
        shared.map(({ name }) => `${name}: ${this.fieldsOf(name).join(', ')}`),
      );
    // Of a field that a line may lack as well: a name misspelt must not read as nothing paid.
    const unknown = [...names.values()].filter((name) => !header.includes(name));
    if (unknown.length > 0)
      throw new UnusableInput(`${path} has no column ${unknown.join(', ')}, which --columns names`);
    const missing = REQUIRED.filter((field) => !this.columns.some((column) => column.field === field));
    if (missing.length > 0)
      throw new UnusableInput(
        `${path} has no column ${missing.map((field) => names.get(field) ?? field).join(', ')}; name the table's columns with --columns`,
      );
  }

  /** The fields that the table has, with its own names of them. */
  named(): readonly { readonly field: string; readonly name: string }[] {
    return this.columns;
  }

  rowOf(row: number, cells: readonly (string | null)[]): TableRow {
    const members: Record<string, string> = {};
    let flaw: string | null = null;
    for (const { field, place, name } of this.columns) {
      const cell = cells[place];
      if (cell === undefined || cell === null || cell === '') continue;
      members[field] = cell;
      if (cell.includes(UNDECODED)) flaw ??= `${name}: holds bytes that are not of the file's encoding`;
      else if (!NAMING.has(field)) continue;
      else if (this.isMisread(cell))
        flaw ??= `${name}: holds UTF-8, while the file is read as another encoding`;
      else if (EXPONENT_FORM.test(cell.trim()))
        flaw ??= `${name}: a number in exponent form, as spreadsheets write one, where a code was`;
    }
    return { row, json: JSON.stringify(members), columnOf: this.nameOf, flaw };
  }

  private fieldsOf(name: string): readonly string[] {
    return this.columns.filter((column) => column.name === name).map(({ field }) => field);
  }

  private readonly nameOf = (field: string): string =>
    this.columns.find((column) => column.field === field)?.name ?? field;
}
