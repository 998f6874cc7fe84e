/** Reads a sealed period's folder line by line, in the order of the tree; or one line of it. */
import { join } from 'node:path';
import type { RowTexts } from '@gatekeeper/decision-store';
import { ParquetReader } from '@gatekeeper/offline';
import { UnusableInput } from '@gatekeeper/runtime';
import { KEPT_TABLES, TABLE_FILES } from './sealed-folder';
import type { KeptTable } from './sealed-folder';

/** A line of the period with every row that is kept of it. */
export interface PeriodLine {
  /** The index of its leaf. */
  readonly position: number;
  /** Identity, `leaf` in hex, and `revision`, `decision_id`, `held` as they were. */
  readonly line: RowTexts;
  readonly contents: readonly RowTexts[];
  readonly decisions: readonly RowTexts[];
  readonly holds: readonly RowTexts[];
}

export class PeriodReader {
  private constructor(
    private readonly folder: string,
    private readonly files: ParquetReader,
  ) {}

  static async open(folder: string): Promise<PeriodReader> {
    return new PeriodReader(folder, await ParquetReader.open());
  }

  /**
   * Every line, in the order of the tree.
   * @throws UnusableInput: a file that cannot be read, or whose rows are of no line or in another order
   */
  async *lines(): AsyncGenerator<PeriodLine> {
    const beside = {
      settlement_line: new RowsByPosition(this.rows('settlement_line')),
      decision: new RowsByPosition(this.rows('decision')),
      hold_record: new RowsByPosition(this.rows('hold_record')),
    };
    try {
      let position = 0;
      for await (const line of this.rows('period_line')) {
        if (Number(line['position']) !== position)
          throw new UnusableInput(`${this.pathOf('period_line')}: line ${position} of the tree is not there`);
        yield {
          ...{ position, line },
          contents: await beside.settlement_line.at(position),
          decisions: await beside.decision.at(position),
          holds: await beside.hold_record.at(position),
        };
        position += 1;
      }
      for (const [table, rows] of Object.entries(beside))
        if (!(await rows.isOver()))
          throw new UnusableInput(`${this.folder}: a row of ${table} is of no line, or out of order`);
    } finally {
      // Also where whoever reads breaks off: nothing is left open in what is about to be closed.
      for (const rows of Object.values(beside)) await rows.end();
    }
  }

  /** Whole visits: lines that follow one another. */
  async *visits(): AsyncGenerator<readonly PeriodLine[]> {
    let visit: PeriodLine[] = [];
    const visitOf = ({ line }: PeriodLine): string =>
      JSON.stringify([line['fixmedins_code'], line['mdtrt_id']]);
    for await (const line of this.lines()) {
      const [first] = visit;
      if (first !== undefined && visitOf(first) !== visitOf(line)) {
        yield visit;
        visit = [];
      }
      visit.push(line);
    }
    if (visit.length > 0) yield visit;
  }

  /** Rows of a file in its order; texts, whatever the column. @param where of SQL */
  async *rows(table: KeptTable, where = ''): AsyncGenerator<RowTexts> {
    for await (const { names, rows } of this.files.pages(this.pathOf(table), 'COLUMNS(*)::VARCHAR', where))
      for (const cells of rows)
        yield Object.fromEntries(names.map((name, at): [string, string | null] => [name, cells[at] ?? null]));
  }

  close(): void {
    this.files.close();
  }

  private pathOf(table: KeptTable): string {
    return join(this.folder, TABLE_FILES[table]);
  }
}

/**
 * One line of a folder, found by its identity.
 * @returns `null`: the period has no such line
 */
export async function askPeriod(
  folder: string,
  identity: readonly [string, string, string, string],
): Promise<PeriodLine | null> {
  const reader = await PeriodReader.open(folder);
  try {
    const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;
    const [institution, visit, batch, number] = identity.map(quoted);
    const where = `WHERE fixmedins_code = ${institution} AND mdtrt_id = ${visit} AND chrg_bchno = ${batch} AND feedetl_sn = ${number}`;
    const found = new Map<KeptTable, RowTexts[]>();
    for (const table of KEPT_TABLES) {
      const rows: RowTexts[] = [];
      for await (const row of reader.rows(table, where)) rows.push(row);
      found.set(table, rows);
    }
    const [line] = found.get('period_line') ?? [];
    if (line === undefined) return null;
    return {
      ...{ position: Number(line['position']), line },
      contents: found.get('settlement_line') ?? [],
      decisions: found.get('decision') ?? [],
      holds: found.get('hold_record') ?? [],
    };
  } finally {
    reader.close();
  }
}

/** Rows that come in the order of their lines, taken line by line. */
class RowsByPosition {
  private next: RowTexts | null = null;

  constructor(private readonly rows: AsyncGenerator<RowTexts>) {}

  async at(position: number): Promise<readonly RowTexts[]> {
    const same: RowTexts[] = [];
    for (;;) {
      this.next ??= await this.taken();
      if (this.next === null || Number(this.next['position']) !== position) return same;
      same.push(this.next);
      this.next = null;
    }
  }

  async end(): Promise<void> {
    await this.rows.return(undefined);
  }

  async isOver(): Promise<boolean> {
    this.next ??= await this.taken();
    return this.next === null;
  }

  private async taken(): Promise<RowTexts | null> {
    const next: IteratorResult<RowTexts, unknown> = await this.rows.next();
    return next.done === true ? null : next.value;
  }
}
