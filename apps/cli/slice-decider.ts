/** Decides the rows of a slice of a file that can be decided by themselves; the others are left to whoever knows what is on file. */
import type { Settled, TimelineOf } from '@gatekeeper/adjudication';
import { Views } from '@gatekeeper/adjudication';
import type { Instant } from '@gatekeeper/calendar';
import type { VisitMarks } from '@gatekeeper/offline';
import { settleAlone } from '@gatekeeper/offline';
import type { Policy } from '@gatekeeper/policy';
import type { SettlementLine } from '@gatekeeper/vocabulary';
import { decisionText, isMalformed, parseLineRow, setAsideRow, wholeRows } from '@gatekeeper/wire';
import type { ErrorCode, ParsedLineMessage, Row } from '@gatekeeper/wire';
import { Summary } from './summary';
import type { SummaryPart } from './summary';

/** A slice of the file: whole rows. Plain data, as everything that goes from thread to thread. */
export interface RowsToDecide {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** The physical line of the file that it begins with, from 1. */
  readonly firstRow: number;
  readonly decidedAt: Instant;
  /** Memory for what is decided, used before; `null`: there is none. */
  readonly room: Uint8Array<ArrayBuffer> | null;
}

/** A row that needs what is on file. */
export interface WaitingRow {
  readonly row: number;
  /** Where its bytes begin and end in the slice. */
  readonly from: number;
  readonly until: number;
  /** How many bytes of decisions come before its own. */
  readonly after: number;
}

export interface RowsDecided {
  /** Rows of decisions, as UTF-8, in the order of the lines; as many bytes as are written, and then none. */
  readonly decisions: Uint8Array<ArrayBuffer>;
  readonly writtenBytes: number;
  readonly waiting: readonly WaitingRow[];
  /** Rows that cannot be read, as rows of their own file. */
  readonly setAside: readonly string[];
  /** Of all rows but those that wait. */
  readonly summary: SummaryPart;
}

export interface Asked {
  readonly knownAt: Instant;
  /** Lines that stay held are written at the end, in the order of what is on file: so they wait. */
  readonly keepsHolds: boolean;
}

export class SliceDecider {
  private readonly views = new Views();

  /** @param marks the visits in which more happens than lines that come once */
  constructor(
    private readonly timelineOf: TimelineOf,
    private readonly policy: Policy,
    private readonly marks: VisitMarks,
    private readonly asked: Asked,
  ) {}

  decide({ bytes, firstRow, decidedAt, room }: RowsToDecide): RowsDecided {
    const slice = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const answers = new Answers(slice.byteOffset, new GrowingText(room));
    for (const row of wholeRows(slice, firstRow)) this.decideRow(row, decidedAt, answers);
    return answers.all();
  }

  private decideRow(row: Row, decidedAt: Instant, answers: Answers): void {
    const read = parseLineRow(row.bytes, answers.addUnknownFields, answers.addDroppedCharacters);
    if (isMalformed(read)) {
      answers.setAside(read.problems[0].code, setAsideRow(row.row, row.bytes, read));
      return;
    }
    const { message, receivedAt } = read;
    const { knownAt, keepsHolds } = this.asked;
    if (receivedAt !== null && receivedAt > knownAt) {
      answers.notThereYet();
      return;
    }
    const line = this.aloneIn(message);
    const settled =
      line === null
        ? null
        : settleAlone(line, { knownAt, decidedAt }, this.timelineOf, this.policy, this.views);
    if (settled === null || (settled.decision === null && keepsHolds)) answers.wait(row);
    else answers.decided(settled);
  }

  /** The line that a row states, where nothing else happens in its visit. */
  private aloneIn(message: ParsedLineMessage): SettlementLine | null {
    if (message.kind !== 'line')
      return this.marked(message.kind === 'void' ? message.withdrawn : message.fact.identity);
    const { line } = message;
    if (line.originalLineNo !== null) return this.marked(line);
    return this.marks.has(line.fixmedinsCode, line.visitId) ? null : line;
  }

  /** What was looked through and what is decided must be one file: a void whose lines are not on file would be lost. */
  private marked({ fixmedinsCode, visitId }: Pick<SettlementLine, 'fixmedinsCode' | 'visitId'>): null {
    if (this.marks.has(fixmedinsCode, visitId)) return null;
    throw new Error('a row speaks of other lines, and its visit is not marked');
  }
}

const FIRST_ROOM_BYTES = 2 * 1024 * 1024;
/** UTF-8 needs no more for a unit of UTF-16. */
const MOST_BYTES_OF_A_UNIT = 3;

/** Text as UTF-8 in memory that is used again and again: what is new for each slice would have to be collected. */
class GrowingText {
  private buffer: Buffer<ArrayBuffer>;
  bytes = 0;

  constructor(room: Uint8Array<ArrayBuffer> | null) {
    this.buffer =
      room === null
        ? Buffer.allocUnsafeSlow(FIRST_ROOM_BYTES)
        : Buffer.from(room.buffer, room.byteOffset, room.byteLength);
  }

  get memory(): Uint8Array<ArrayBuffer> {
    return this.buffer;
  }

  add(text: string): void {
    const most = this.bytes + text.length * MOST_BYTES_OF_A_UNIT;
    if (most > this.buffer.length) {
      const larger = Buffer.allocUnsafeSlow(2 * most);
      this.buffer.copy(larger, 0, 0, this.bytes);
      this.buffer = larger;
    }
    this.bytes += this.buffer.write(text, this.bytes, 'utf8');
  }
}

/** What the rows of one slice come to. */
class Answers {
  private readonly summary = new Summary();
  private readonly waiting: WaitingRow[] = [];
  private readonly aside: string[] = [];
  private unknownFields: readonly string[] = [];
  private dropped = 0;

  /** @param sliceOffset where the slice begins in the memory that its rows share */
  constructor(
    private readonly sliceOffset: number,
    private readonly decisions: GrowingText,
  ) {}

  readonly addUnknownFields = (names: readonly string[]): void => {
    this.unknownFields = names;
  };

  readonly addDroppedCharacters = (count: number): void => {
    this.dropped += count;
  };

  decided(settled: Settled): void {
    this.counted();
    this.summary.addFirst(settled);
    if (settled.decision !== null) this.decisions.add(`${decisionText(settled.decision)}\n`);
  }

  setAside(code: ErrorCode, text: string): void {
    this.counted();
    this.summary.addSetAside(code);
    this.aside.push(text);
  }

  notThereYet(): void {
    this.counted();
    this.summary.addNotThereYet();
  }

  /** Whoever settles the row reads it anew, and counts then. */
  wait({ row, bytes }: Row): void {
    this.unknownFields = [];
    this.dropped = 0;
    const from = bytes.byteOffset - this.sliceOffset;
    this.waiting.push({ row, from, until: from + bytes.length, after: this.decisions.bytes });
  }

  all(): RowsDecided {
    return {
      decisions: this.decisions.memory,
      writtenBytes: this.decisions.bytes,
      waiting: this.waiting,
      setAside: this.aside,
      summary: this.summary.part(),
    };
  }

  private counted(): void {
    if (this.unknownFields.length > 0) this.summary.addUnknownFields(this.unknownFields);
    if (this.dropped > 0) this.summary.addDroppedCharacters(this.dropped);
    this.unknownFields = [];
    this.dropped = 0;
  }
}
