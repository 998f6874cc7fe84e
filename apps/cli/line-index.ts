/** What is on file of each line of a run, on disk: memory stays flat however many lines there are. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { open } from 'lmdb';
import type { RootDatabase } from 'lmdb';
import type { LineState } from '@gatekeeper/adjudication';
import type { HeldLine, LineIdentity, SettlementLine } from '@gatekeeper/vocabulary';
import { contentOf, lineFromContent } from '@gatekeeper/wire';

/** Sorts before every character that an identifier may hold, so that the lines of a visit lie together. */
const SEPARATOR = '\u0001';
const AFTER_SEPARATOR = '\u0002';

/** A line on file: its state and, where it may be asked again, itself. */
export interface LineOnFileHere {
  readonly state: LineState;
  readonly line: SettlementLine | null;
}

/** A line on file that can be asked again. */
export interface AskedLine extends LineOnFileHere {
  readonly line: SettlementLine;
}

export class LineIndex {
  private readonly folder = mkdtempSync(join(tmpdir(), 'gatekeeper-'));
  private readonly database: RootDatabase<string, Buffer>;
  private refunds = 0;

  /** `keepLines`: keep every line itself, not only refunds. */
  constructor(private readonly keepLines = false) {
    this.database = open<string, Buffer>({
      path: join(this.folder, 'lines'),
      encoding: 'string',
      // Keys as their UTF-8 bytes, which sort as the separators ask; the default key encoding changes with the length.
      keyEncoding: 'binary',
      // A scratch file: lost with the run, so nothing waits for the disk.
      noSync: true,
      noMetaSync: true,
      overlappingSync: false,
    });
  }

  /** Runs work that writes; its writes become one transaction. */
  inTransaction(work: () => void): void {
    this.database.transactionSync(work);
  }

  find(identity: LineIdentity): LineOnFileHere | null {
    return this.read(lineKey(identity));
  }

  /** The lines of a visit that carry this number, in any charge batch. */
  findNumbered(visit: LineIdentity, lineNo: string): readonly LineOnFileHere[] {
    return this.under(`L${visitKey(visit)}${lineNo}${SEPARATOR}`);
  }

  /** The refunds on file that name this line's number. */
  refundsOf(identity: LineIdentity): readonly AskedLine[] {
    if (this.refunds === 0) return [];
    const prefix = `R${visitKey(identity)}${identity.lineNo}${SEPARATOR}`;
    return this.keysUnder(prefix).flatMap((key) => {
      const onFile = this.read(`L${visitKey(identity)}${key.slice(prefix.length)}`);
      // Sent again, it may be a line that reverses none.
      return onFile?.line == null ? [] : [{ state: onFile.state, line: onFile.line }];
    });
  }

  /** @param before the state on file until now; `null`: none. */
  put(state: LineState, line: SettlementLine, before: LineState | null): void {
    const { originalLineNo } = line;
    if (originalLineNo !== null) {
      this.refunds++;
      const own = `${state.line.lineNo}${SEPARATOR}${state.line.chargeBatch}`;
      this.database.putSync(keyOf(`R${visitKey(line)}${originalLineNo}${SEPARATOR}${own}`), '');
    }
    const isKept = originalLineNo !== null || this.keepLines;
    const kept = isKept ? { content: contentOf(line), payment: paymentOf(line) } : null;
    const key = lineKey(state.line);
    this.database.putSync(keyOf(key), JSON.stringify({ state, kept }));
    if (state.held !== null) this.database.putSync(keyOf(`H${key}`), '');
    else if (before !== null && before.held !== null) this.database.removeSync(keyOf(`H${key}`));
  }

  /** Every hold that nothing ended. */
  *heldLines(): Generator<HeldLine> {
    for (const key of this.database.getKeys({ start: keyOf('H'), end: keyOf('I') })) {
      const held = this.read(key.toString('utf8').slice(1))?.state.held;
      if (held != null) yield held;
    }
  }

  /** Text kept under a key of the caller's, apart from the lines. */
  putNote(key: string, text: string): void {
    this.database.putSync(keyOf(`N${key}`), text);
  }

  note(key: string): string | undefined {
    return this.database.get(keyOf(`N${key}`));
  }

  removeNote(key: string): void {
    this.database.removeSync(keyOf(`N${key}`));
  }

  *notes(prefix: string): Generator<{ readonly key: string; readonly text: string }> {
    for (const { key, value } of this.database.getRange({
      start: keyOf(`N${prefix}`),
      end: keyOf(`N${prefix}\uffff`),
    })) {
      yield { key: key.toString('utf8').slice(1), text: value };
    }
  }

  async close(): Promise<void> {
    await this.database.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private under(prefix: string): readonly LineOnFileHere[] {
    return this.keysUnder(prefix).flatMap((key) => this.read(key) ?? []);
  }

  private keysUnder(prefix: string): readonly string[] {
    const end = keyOf(prefix.slice(0, -1) + AFTER_SEPARATOR);
    return [...this.database.getKeys({ start: keyOf(prefix), end })].map((key) => key.toString('utf8'));
  }

  private read(key: string): LineOnFileHere | null {
    const text = this.database.get(keyOf(key));
    if (text === undefined) return null;
    const { state, kept } = JSON.parse(text) as Stored;
    return { state, line: kept === null ? null : lineFromContent(kept.content, kept.payment) };
  }
}

/** Written by `put` alone, in a scratch file of this very run. */
interface Stored {
  readonly state: LineState;
  readonly kept: { readonly content: string; readonly payment: ReturnType<typeof paymentOf> } | null;
}

const keyOf = (text: string): Buffer => Buffer.from(text, 'utf8');

const visitKey = ({ fixmedinsCode, visitId }: LineIdentity): string =>
  `${fixmedinsCode}${SEPARATOR}${visitId}${SEPARATOR}`;

const lineKey = (identity: LineIdentity): string =>
  `L${visitKey(identity)}${identity.lineNo}${SEPARATOR}${identity.chargeBatch}`;

const paymentOf = ({ settlementId, settledAt, paidAt }: SettlementLine) => ({
  settlementId,
  settledAt,
  paidAt,
});
