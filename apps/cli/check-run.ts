/** Decides the rows of a file, and writes what comes of them in the order of the file. */
import { registryTimelines } from '@gatekeeper/adjudication';
import type { TimelineOf } from '@gatekeeper/adjudication';
import type { Instant } from '@gatekeeper/calendar';
import {
  everyoneIn,
  FileSettlement,
  LinesFile,
  openInput,
  RowWriter,
  survey,
  VisitMarks,
  VisitsOnFile,
} from '@gatekeeper/offline';
import type { Slice } from '@gatekeeper/offline';
import type { Policy } from '@gatekeeper/policy';
import type { RegistryRecord } from '@gatekeeper/vocabulary';
import {
  decisionText,
  holdMessage,
  isMalformed,
  parseLineRow,
  parsePaymentRow,
  readRows,
  setAsideRow,
} from '@gatekeeper/wire';
import type { PolicyToLoad, Row } from '@gatekeeper/wire';
import { currentInstant } from './moment-options';
import { policyAsked } from './policy-options';
import { Progress } from './progress';
import { SliceDecider } from './slice-decider';
import type { AnsweredSlice, SliceDeciders } from './slice-deciders';
import { DecidingThreads, inThisThread } from './slice-deciders';
import { Summary } from './summary';

/** By which registry and packs a run decides, and as known when. */
export interface CheckedBy {
  readonly records: readonly RegistryRecord[];
  readonly policy: PolicyToLoad;
  readonly knownAt: Instant;
}

export interface CheckFiles {
  readonly lines: string;
  readonly out: string;
  readonly holds?: string;
  readonly setAside?: string;
}

export class CheckRun {
  readonly summary = new Summary();
  private readonly index: VisitsOnFile;
  private readonly marks = new VisitMarks();
  private readonly timelineOf: TimelineOf;
  private readonly policy: Policy;
  private readonly settlement: FileSettlement;
  private readonly decisions: RowWriter;
  private readonly setAside: RowWriter | null;
  private readonly holds: RowWriter | null;
  /** Memory that was read into, and decided into, and is free again. */
  private readonly readRooms: ArrayBuffer[] = [];
  private readonly decidedRooms: Uint8Array<ArrayBuffer>[] = [];

  /**
   * @param threads that decide beside this one; 0: it decides alone
   * @param sliceBytes how much is handed to a decider at once, where it is not left to the file
   */
  constructor(
    private readonly by: CheckedBy,
    private readonly files: CheckFiles,
    private readonly threads: number,
    private readonly sliceBytes?: number,
  ) {
    this.timelineOf = everyoneIn(registryTimelines(by.records));
    this.policy = policyAsked(by.policy).policy;
    this.decisions = RowWriter.open(files.out);
    this.setAside = files.setAside === undefined ? null : RowWriter.open(files.setAside);
    this.holds = files.holds === undefined ? null : RowWriter.open(files.holds);
    // Last: it leaves a file behind until it is closed.
    this.index = new VisitsOnFile();
    this.settlement = new FileSettlement(this.index, this.timelineOf, this.policy);
  }

  /** Keeps the notices of a file, all of them before the first line is asked. */
  async readPayments(path: string): Promise<void> {
    for await (const rows of readRows(openInput(path))) {
      this.index.inTransaction(() => {
        for (const { row, bytes } of rows) this.readPayment(row, bytes);
      });
      await this.setAside?.drain();
    }
  }

  private readPayment(row: number, bytes: Buffer): void {
    const read = parsePaymentRow(bytes, this.summary.addUnknownFields);
    if (isMalformed(read)) {
      this.summary.addNotice('set_aside');
      this.setAside?.write(setAsideRow(row, bytes, read, 'payments'));
    } else {
      this.summary.addNotice('read');
      this.index.addNotice(read.notice, read.receivedAt);
      this.marks.mark(read.notice.identity.fixmedinsCode, read.notice.identity.visitId);
    }
  }

  async readAll(): Promise<void> {
    const file = await LinesFile.open(this.files.lines, this.sliceBytes);
    try {
      if (file === null || !(await this.readTwice(file))) await this.readOnce();
    } finally {
      await file?.close();
    }
    await this.decisions.close();
    await this.setAside?.close();
    if (this.holds !== null) await this.writeHolds(this.holds);
    process.stderr.write(`${this.summary.print()}\n`);
    if (this.summary.setAside > 0 && this.setAside === null) {
      process.stderr.write('rows were set aside; --set-aside <file> keeps them with what is wrong\n');
    }
  }

  async close(): Promise<void> {
    await this.index.close();
  }

  /** A pipe: what is on file of every line is kept, since any later row may be about it. */
  private async readOnce(): Promise<void> {
    const progress = new Progress(this.files.lines, 'checking');
    for await (const rows of readRows(openInput(this.files.lines))) {
      const decidedAt = currentInstant();
      this.index.inTransaction(() => {
        for (const row of rows) this.settleRow(row, decidedAt);
      });
      await this.decisions.drain();
      await this.setAside?.drain();
      progress.advance(
        rows.reduce((sum, { bytes }) => sum + bytes.length + 1, 0),
        rows.length,
      );
    }
    progress.stop();
  }

  /**
   * A file: it is first seen in which visits rows speak of each other. What is on file is kept of these alone; a line of any
   * other visit is decided by itself, by whichever thread comes to it.
   * @returns false: it cannot be held in slices, and nothing was done
   */
  private async readTwice(file: LinesFile): Promise<boolean> {
    const deciders = this.deciders();
    try {
      const slices = await survey(file, this.marks);
      if (slices === null) return false;
      await this.decideSlices(file, slices, deciders);
    } catch (error) {
      // Of a file that changed between the readings anything may be amiss: that is said first.
      await file.demandUnchanged();
      throw error;
    } finally {
      await deciders.close();
    }
    await file.demandUnchanged();
    return true;
  }

  private deciders(): SliceDeciders {
    const asked = { knownAt: this.by.knownAt, keepsHolds: this.holds !== null };
    if (this.threads === 0)
      return inThisThread(new SliceDecider(this.timelineOf, this.policy, this.marks, asked));
    const { records, policy } = this.by;
    return new DecidingThreads(this.threads, { ...asked, records, policy, marks: this.marks.memory });
  }

  private async decideSlices(
    file: LinesFile,
    slices: readonly Slice[],
    deciders: SliceDeciders,
  ): Promise<void> {
    const progress = new Progress(this.files.lines, 'checking');
    const onTheWay: Promise<AnsweredSlice>[] = [];
    try {
      for (const slice of slices) {
        if (onTheWay.length >= deciders.atOnce) await this.takeNext(onTheWay, progress);
        const bytes = await file.read(slice, this.readRooms.pop());
        const room = this.decidedRooms.pop() ?? null;
        const { firstRow } = slice;
        const answered = deciders.decide({ bytes, firstRow, decidedAt: currentInstant(), room });
        // It is heard when its turn comes; until then a failure must not end the process.
        answered.catch(() => undefined);
        onTheWay.push(answered);
      }
      while (onTheWay.length > 0) await this.takeNext(onTheWay, progress);
    } finally {
      await Promise.allSettled(onTheWay);
    }
    progress.stop();
  }

  private async takeNext(onTheWay: Promise<AnsweredSlice>[], progress: Progress): Promise<void> {
    const next = onTheWay.shift();
    if (next === undefined) return;
    const { decided, bytes } = await next;
    this.writeSlice(decided, bytes);
    this.readRooms.push(bytes.buffer);
    await this.decisions.drain();
    await this.setAside?.drain();
    progress.advance(bytes.length, decided.summary.rows + decided.waiting.length);
  }

  /** Puts the rows that waited where they stand among the others. */
  private writeSlice(
    { decisions, writtenBytes, waiting, setAside, summary }: AnsweredSlice['decided'],
    bytes: AnsweredSlice['bytes'],
  ): void {
    this.summary.addPart(summary);
    for (const row of setAside) this.setAside?.write(row);
    let written = 0;
    if (waiting.length > 0)
      this.index.inTransaction(() => {
        const slice = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
        const decidedAt = currentInstant();
        for (const { row, from, until, after } of waiting) {
          this.decisions.writeBytes(decisions.subarray(written, after));
          written = after;
          this.settleRow({ row, bytes: slice.subarray(from, until), truncated: false }, decidedAt);
        }
      });
    // What is written in order is taken in order.
    this.decisions.writeBytes(decisions.subarray(written, writtenBytes), () =>
      this.decidedRooms.push(decisions),
    );
  }

  private settleRow({ row, bytes }: Row, decidedAt: Instant): void {
    const { addUnknownFields, addDroppedCharacters } = this.summary;
    const read = parseLineRow(bytes, addUnknownFields, addDroppedCharacters);
    if (isMalformed(read)) {
      this.summary.addSetAside(read.problems[0].code);
      this.setAside?.write(setAsideRow(row, bytes, read));
      return;
    }
    const { message, receivedAt } = read;
    const { knownAt } = this.by;
    if (receivedAt !== null && receivedAt > knownAt) {
      this.summary.addNotThereYet();
      return;
    }
    const { own, refunds } = this.settlement.settle(message, { askedAt: () => knownAt, decidedAt });
    this.summary.addMessage(message.kind, own);
    for (const { settled } of refunds) if (settled.decision !== null) this.summary.addLater();
    for (const { settled } of [...own, ...refunds])
      if (settled.decision !== null) this.decisions.write(decisionText(settled.decision));
  }

  private async writeHolds(holds: RowWriter): Promise<void> {
    for (const held of this.index.heldLines()) {
      holds.write(JSON.stringify(holdMessage(held)));
      await holds.drain();
    }
    await holds.close();
  }
}
