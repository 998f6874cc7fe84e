/** All decisions of a sealed period against its leaves: whatever was changed, in any byte, is named by its line. */
import { GrowingTree, hashIn, hexOf } from '@gatekeeper/clearing';
import { LineIndex, openInput, sizeOf } from '@gatekeeper/offline';
import type { RowWriter } from '@gatekeeper/offline';
import {
  isMalformed,
  leafHashOf,
  leafOfPublished,
  parseJsonExactly,
  readRows,
  treeHashing,
  writtenLineOf,
} from '@gatekeeper/wire';
import type { Row, SealMessage } from '@gatekeeper/wire';
import { UsageError } from './ending';
import { Progress } from './progress';

/** A row of the leaves: 64 hex digits, a blank, the line's identity joined with `|`. Rows stand in the order of the tree. */
const LEAF_ROW = /^([0-9a-f]{64}) (.+)$/;

export const leafRow = (leaf: Uint8Array, line: string): string => `${hexOf(leaf)} ${line}`;

export class SealedPeriod {
  private readonly index = new LineIndex();

  constructor(private readonly out: RowWriter) {}

  /** @returns why they are not the leaves of the seal; `null`: they are. @throws UsageError where a row is none. */
  async readLeaves(path: string, seal: SealMessage): Promise<string | null> {
    sizeOf(path);
    const tree = new GrowingTree(treeHashing);
    const progress = new Progress(path, 'reading leaves');
    for await (const rows of readRows(openInput(path))) {
      this.index.inTransaction(() => {
        for (const { row, bytes } of rows) {
          const [, hex = '', line = ''] = LEAF_ROW.exec(bytes.toString('utf8')) ?? [];
          const leaf = hashIn(hex);
          if (leaf === null)
            throw new UsageError(`${path} row ${row} is no leaf: 64 hex digits, a blank, a line`);
          tree.append(leaf);
          this.index.putNote(`L${hex}`, line);
        }
      });
      progress.advance(bytesOf(rows), rows.length);
    }
    progress.stop();
    const { size, root } = tree.head();
    if (size !== seal.size) return `${path} has ${size} leaves, ${seal.origin} is sealed over ${seal.size}`;
    if (hexOf(root) !== seal.root)
      return `the leaves of ${path} have the root ${hexOf(root)}, ${seal.origin} is sealed over ${seal.root}`;
    return null;
  }

  /**
   * Decisions or hold records (NDJSON), of the period and any others. A row that is a leaf is as it was sealed; which of the
   * others should have been one is told by `nameMissing`.
   */
  async readPublished(path: string): Promise<void> {
    sizeOf(path);
    const progress = new Progress(path, 'verifying');
    for await (const rows of readRows(openInput(path))) {
      this.index.inTransaction(() => {
        for (const { row, bytes } of rows) this.readRow(path, row, bytes.toString('utf8'));
      });
      progress.advance(bytesOf(rows), rows.length);
      await this.out.drain();
    }
    progress.stop();
  }

  private readRow(path: string, row: number, text: string): void {
    const exact = parseJsonExactly(text);
    const published: unknown = exact.ok ? JSON.parse(text) : null;
    const line = writtenLineOf(published);
    if (isMalformed(line)) {
      this.out.write(`${path} row ${row}: no decision or hold record that can be read`);
      return;
    }
    const hex = hexOf(leafHashOf(leafOfPublished(published)));
    if (this.index.note(`L${hex}`) === undefined) this.index.putNote(`G${line}`, `${path} row ${row}`);
    else this.index.removeNote(`L${hex}`);
  }

  /** Writes a row for each sealed line of which nothing given is what was sealed. @returns how many */
  async nameMissing(): Promise<number> {
    let missing = 0;
    for (const { key, text: line } of this.index.notes('L')) {
      missing += 1;
      const given = this.index.note(`G${line}`);
      this.out.write(
        given === undefined
          ? `${line}: missing: nothing of it is given`
          : `${line}: changed: ${given} is not what was sealed (leaf ${key.slice(1)})`,
      );
      await this.out.drain();
    }
    return missing;
  }

  close(): Promise<void> {
    return this.index.close();
  }
}

const bytesOf = (rows: readonly Row[]): number => rows.reduce((sum, { bytes }) => sum + bytes.length + 1, 0);
