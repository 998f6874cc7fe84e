/** The files of a run in a folder (CONTRACT 9). */
import { createHash } from 'node:crypto';
import { createReadStream, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { ClearingTerms, LineRows, MergedRun, PartRows, Sha256 } from '@gatekeeper/clearing';
import { digestOf, LINE_FILES, summaryText, tableFiles } from '@gatekeeper/clearing';
import { RowWriter } from '@gatekeeper/offline';
import { RowSorter } from './row-sorter';

/** SHA-256 as the pure lib takes it. */
export const newSha256 = (): Sha256 => {
  const hash = createHash('sha256');
  return { update: (text) => void hash.update(text, 'utf8'), hex: () => hash.digest('hex') };
};

export class RunFiles {
  private constructor(
    private readonly folder: string,
    private readonly terms: ClearingTerms,
    private readonly sorter: RowSorter,
  ) {}

  static async open(folder: string, terms: ClearingTerms): Promise<RunFiles> {
    return new RunFiles(folder, terms, await RowSorter.open());
  }

  /** Rows of one line. */
  addLine({ adjustments, difference, carveOut }: LineRows): void {
    for (const row of adjustments) this.sorter.add('adjustments', row);
    if (difference !== null) this.sorter.add('differences', difference.row);
    if (carveOut !== null) this.sorter.add('carveOuts', carveOut);
  }

  add(name: keyof PartRows, rows: Iterable<string>): void {
    for (const row of rows) this.sorter.add(name, row);
  }

  /** Rows of a part. */
  addRows(rows: PartRows): void {
    for (const { rows: name } of LINE_FILES) this.add(name, rows[name]);
  }

  /**
   * Writes every file.
   * @param setAside bad rows of the input
   * @returns `summary.json`'s digest
   */
  async write(run: MergedRun, setAside: number): Promise<string> {
    const written: { readonly name: string; readonly sha256: string }[] = [];
    for (const { name, text } of tableFiles(run)) {
      writeFileSync(join(this.folder, name), text);
      written.push({ name, sha256: createHash('sha256').update(text, 'utf8').digest('hex') });
    }
    for (const file of LINE_FILES) {
      if (file.rows === 'sample' && this.terms.seed === null) continue;
      written.push({ name: file.name, sha256: await this.writeLines(file) });
    }
    const digest = digestOf(written, newSha256);
    writeFileSync(join(this.folder, 'summary.json'), summaryText(this.terms, run, setAside, digest));
    return digest;
  }

  close(): void {
    this.sorter.close();
  }

  private async writeLines({ name, rows, header }: (typeof LINE_FILES)[number]): Promise<string> {
    const path = join(this.folder, name);
    const writer = RowWriter.open(path);
    if (header !== null) writer.write(header);
    for await (const page of this.sorter.rowsOf(rows)) {
      for (const row of page) writer.write(row);
      await writer.drain();
    }
    await writer.close();
    return hashOfFile(path);
  }
}

async function hashOfFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}
