import type { Instant } from '@gatekeeper/calendar';
import { BEFORE_ALL } from '@gatekeeper/calendar';
import { openInput } from '@gatekeeper/offline';
import type { LineIndex } from '@gatekeeper/offline';
import type { LineIdentity } from '@gatekeeper/vocabulary';
import type { Malformed, ReadDecision, ReadHold } from '@gatekeeper/wire';
import { isMalformed, parseDecisionMessage, parseHoldMessage, readRows } from '@gatekeeper/wire';

export type StatedDecision = ReadDecision;
export type StatedHold = Extract<ReadHold, { kind: 'hold' }>;

/** Decisions and holds as files state them, by line and in their order, kept on disk beside the lines. */
export class StatedRecords {
  holdsGiven = false;
  /** The latest moment at which any of them asked. */
  latestKnownAt: Instant = BEFORE_ALL;
  private decisions = 0;

  constructor(
    private readonly index: LineIndex,
    private readonly unreadable: (reason: string) => void,
  ) {}

  /** Reads a file of decisions. The same decision told twice, as a topic may, is one. */
  async readDecisions(path: string): Promise<void> {
    for await (const rows of readRows(openInput(path))) {
      this.index.inTransaction(() => {
        for (const { row, bytes } of rows) this.addDecision(row, bytes.toString('utf8'));
      });
    }
  }

  async readHolds(path: string): Promise<void> {
    this.holdsGiven = true;
    for await (const rows of readRows(openInput(path))) {
      this.index.inTransaction(() => {
        for (const { row, bytes } of rows) this.addHold(row, bytes.toString('utf8'));
      });
    }
  }

  /** The next decision stated for a line, left where it is. */
  nextOf(line: LineIdentity): StatedDecision | null {
    const [next] = this.index.notes(decisionPrefix(line));
    return next === undefined ? null : this.reread(next.text);
  }

  /** The next decision stated for a line, taken off the list. */
  takeOf(line: LineIdentity): StatedDecision | null {
    const [next] = this.index.notes(decisionPrefix(line));
    if (next === undefined) return null;
    this.index.removeNote(next.key);
    return this.reread(next.text);
  }

  /** Any decision not taken yet. */
  anyLeft(): StatedDecision | null {
    const [next] = this.index.notes('D');
    return next === undefined ? null : this.reread(next.text);
  }

  /** Something was recomputed of the line that nobody has stated so far. */
  owe(line: LineIdentity): void {
    const { fixmedinsCode, visitId, chargeBatch, lineNo } = line;
    this.index.putNote(`O${lineText(line)}`, JSON.stringify([fixmedinsCode, visitId, chargeBatch, lineNo]));
  }

  /** Those lines, each once; none is left. */
  takeOwed(): readonly LineIdentity[] {
    const notes = [...this.index.notes('O')];
    return notes.map(({ key, text }) => {
      this.index.removeNote(key);
      const [fixmedinsCode = '', visitId = '', chargeBatch = '', lineNo = ''] = JSON.parse(text) as string[];
      return { fixmedinsCode, visitId, chargeBatch, lineNo };
    });
  }

  holdOf(line: LineIdentity, revision: number): StatedHold | null {
    const text = this.index.note(holdKey(line, revision));
    const read = text === undefined ? null : parseHoldMessage(text);
    return read === null || isMalformed(read) || read.kind !== 'hold' ? null : read;
  }

  takeHold({ line }: StatedHold): void {
    this.index.removeNote(holdKey(line, line.revision));
  }

  private addDecision(row: number, text: string): void {
    const decision = parseDecisionMessage(text);
    if (isMalformed(decision)) {
      this.unreadable(`row ${row} of the decisions cannot be read: ${whatIsWrong(decision)}`);
      return;
    }
    const told = `I${decision.decisionId}`;
    if (this.index.note(told) === text) return;
    this.index.putNote(told, text);
    this.remember(decision.knownAt);
    this.decisions++;
    this.index.putNote(`${decisionPrefix(decision.line)}${String(this.decisions).padStart(12, '0')}`, text);
  }

  private addHold(row: number, text: string): void {
    const hold = parseHoldMessage(text);
    if (isMalformed(hold)) {
      this.unreadable(`row ${row} of the holds cannot be read: ${whatIsWrong(hold)}`);
      return;
    }
    const key = holdKey(hold.line, hold.line.revision);
    if (hold.kind === 'release') {
      this.index.removeNote(key);
      return;
    }
    this.remember(hold.knownAt);
    this.index.putNote(key, text);
  }

  private remember(knownAt: Instant): void {
    if (knownAt > this.latestKnownAt) this.latestKnownAt = knownAt;
  }

  private reread(text: string): StatedDecision {
    const decision = parseDecisionMessage(text);
    if (isMalformed(decision)) throw new Error('a decision that was read cannot be read again');
    return decision;
  }
}

const whatIsWrong = ({ problems }: Malformed): string =>
  problems
    .map(({ path, code, expected }) => `${path === '' ? 'row' : path} ${code}, expected ${expected}`)
    .join('; ');

const SEPARATOR = '\u0001';

const lineText = ({ fixmedinsCode, visitId, chargeBatch, lineNo }: LineIdentity): string =>
  [fixmedinsCode, visitId, chargeBatch, lineNo].join(SEPARATOR) + SEPARATOR;

const decisionPrefix = (line: LineIdentity): string => `D${lineText(line)}`;
const holdKey = (line: LineIdentity, revision: number): string => `S${lineText(line)}${revision}`;
