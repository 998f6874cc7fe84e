/** Rows that `gatekeeper clear` set aside: all of them in a file where one is named, the first of them on stderr. */
import { resolve, sep } from 'node:path';
import { RowWriter } from '@gatekeeper/offline';
import { listed, UsageError } from './ending';

/** A table that has nothing but bad rows must not fill memory with their names. */
const MOST_KEPT = 1_000;

export class SetAsideRows {
  private readonly first: string[] = [];
  private count = 0;

  private constructor(
    private readonly path: string | null,
    private readonly writer: RowWriter | null,
  ) {}

  /**
   * @param path a row each, `lines.csv:17: cnt: …`; undefined: they are only told
   * @throws UsageError where it lies in the folder of the clearing, whose files and digest are fixed
   */
  static open(path: string | undefined, folder: string): SetAsideRows {
    if (path === undefined) return new SetAsideRows(null, null);
    if (path !== '-' && `${resolve(path)}${sep}`.startsWith(`${resolve(folder)}${sep}`))
      throw new UsageError(
        `--set-aside ${path} lies in --out ${folder}, which holds the clearing's own files`,
      );
    return new SetAsideRows(path, RowWriter.open(path));
  }

  add(named: string): void {
    this.count += 1;
    if (this.first.length < MOST_KEPT) this.first.push(named);
    this.writer?.write(named);
  }

  async drain(): Promise<void> {
    await this.writer?.drain();
  }

  /** Says how many there were, and where they stand, else the first of them. */
  async close(): Promise<void> {
    await this.writer?.close();
    if (this.count === 0) return;
    const where = this.path === null || this.path === '-' ? `:\n${listed(this.first)}` : `: ${this.path}\n`;
    process.stderr.write(`${this.count} row(s) were set aside${where}`);
  }
}
