/** One batch of messages from parsing to commit: record first, then publish (ARCHITECTURE 3, laws 5 and 8). */
import { LineRaced, PeriodDetached } from '@gatekeeper/decision-store';
import type { FoundGap } from '@gatekeeper/decision-store';
import { Defect, Outage } from '@gatekeeper/runtime';
import type { BatchControl, MessageBatch } from '@gatekeeper/stream';
import { inTransactionOrOutage, notAttachedYet, orOutage } from './or-outage';
import type { Parts } from './parts';
import type { Publications } from './publications';
import { defectOf, MOST_DEFECTS_IN_A_ROW, recordQuarantined } from './quarantine';
import type { ReadBatch, Recording, TopicWork } from './recording';
import type { StreamMetrics } from './stream-metrics';

/** How often a batch is decided again because one of its lines was recorded meanwhile. */
const RACES_BEFORE_PAUSE = 3;

/** Messages of a batch from one place until before another. */
interface Piece {
  readonly from: number;
  readonly until: number;
}

/** What this system failed on, which no other try would change. */
interface Failed {
  readonly fault: unknown;
}

/** From this place on it names one month of fees more than a transaction may lock. */
interface TooManyMonths {
  readonly before: number;
}

export class BatchSettler {
  /** Messages that were put aside, by partition, since one could be settled. */
  private readonly defectsInARow = new Map<string, number>();

  constructor(
    private readonly parts: Parts,
    private readonly publications: Publications,
    private readonly metrics: StreamMetrics,
    /** What is done with the messages of its topic. */
    private readonly work: TopicWork,
  ) {}

  /**
   * Settles a batch whole. When it resolves, everything is recorded and published and the offset may be committed, unless
   * the partition went to somebody else meanwhile.
   * @throws Outage when a server does not answer: nothing is lost by handling the same batch again.
   */
  async settle(batch: MessageBatch, control: BatchControl): Promise<void> {
    const started = performance.now();
    const pieces: Piece[] = [{ from: 0, until: batch.messages.length }];
    let settledAlone = -1;
    for (let piece = pieces.pop(); piece !== undefined; piece = pieces.pop()) {
      if (!control.isCurrent()) return;
      const { from, until } = piece;
      const failed = await this.settlePiece(pieceOf(batch, piece));
      if (failed === null) continue;
      if (until - from > 1) {
        const middle = from + ('before' in failed ? failed.before : Math.floor((until - from) / 2));
        pieces.push({ from: middle, until }, { from, until: middle });
        continue;
      }
      if ('before' in failed) throw new Defect('one message names more months than a batch may');
      if (settledAlone < from) settledAlone = await this.nextThatSettles(batch, from, failed);
      await this.putAside(pieceOf(batch, piece), failed);
    }
    this.metrics.batchSettled((performance.now() - started) / 1000);
  }

  /** @returns what it failed on, if it did, or where it is to be cut: then nothing of it is recorded. */
  private async settlePiece(batch: MessageBatch): Promise<Failed | TooManyMonths | null> {
    let read: ReadBatch;
    let recording: Recording;
    try {
      read = this.work.read(batch.messages);
      if (read.beyondMonths !== null) return { before: batch.messages.indexOf(read.beyondMonths) };
      recording = await this.record(batch, read);
    } catch (error) {
      if (error instanceof Outage) throw error;
      return { fault: error };
    }
    if (recording.kind !== 'unfinished') this.tellGaps(batch, recording.gaps);
    const outcome = recording.kind === 'recorded' ? recording.outcome : null;
    await this.publications.publish(batch, outcome, read.unreadable);
    if (outcome !== null) {
      this.defectsInARow.delete(nameOf(batch));
      this.metrics.unknownFields(outcome.unknownFields);
      this.metrics.droppedCharacters(outcome.droppedCharacters);
    }
    return null;
  }

  /** Takes lines for new first, which costs no look-up; when one turns out to be on file, looks all of them up. */
  private async record(batch: MessageBatch, read: ReadBatch, rollBack = false): Promise<Recording> {
    let lookUp = false;
    for (let races = 0; races <= RACES_BEFORE_PAUSE;) {
      try {
        await orOutage(() => this.parts.decisions.ensureMonths(read.months));
        const recording = await inTransactionOrOutage(this.parts, async (client) => {
          const made = await read.record(client, batch, lookUp);
          if (rollBack) throw new RolledBack(made);
          return made;
        });
        if (recording.kind !== 'unfinished') return recording;
        await this.publications.finish(batch);
      } catch (error) {
        if (error instanceof RolledBack) return error.recording;
        // A period that is detached, or attached, at this moment: the visits are looked at again.
        if (error instanceof PeriodDetached && races === RACES_BEFORE_PAUSE)
          throw notAttachedYet(error, 'lines of a batch');
        if (!(error instanceof LineRaced || error instanceof PeriodDetached)) throw error;
        lookUp = true;
        races += 1;
      }
    }
    throw new Outage('PostgreSQL', 'the lines of a batch keep being recorded by another gatekeeper');
  }

  /**
   * Whether the message is what is wrong: the first one behind it that could be settled, tried and rolled back.
   * @returns its place; the message's own where the batch ends before that.
   * @throws Outage when too many in a row could not.
   */
  private async nextThatSettles(batch: MessageBatch, at: number, { fault }: Failed): Promise<number> {
    let inARow = (this.defectsInARow.get(nameOf(batch)) ?? 0) + 1;
    for (let place = at + 1; place < batch.messages.length && inARow < MOST_DEFECTS_IN_A_ROW; place++) {
      if (await this.wouldSettle(pieceOf(batch, { from: place, until: place + 1 }))) return place;
      inARow += 1;
    }
    if (inARow < MOST_DEFECTS_IN_A_ROW) return at;
    const what = `it fails on ${inARow} messages of ${nameOf(batch)} in a row, the first at offset ${offsetOf(batch, at)}`;
    this.parts.log.error({ ...sourceOf(batch), defect: defectOf(fault) }, 'a defect stops a partition');
    throw new Outage('this gatekeeper', `${what}: ${defectOf(fault)}`, { cause: fault });
  }

  private async wouldSettle(batch: MessageBatch): Promise<boolean> {
    try {
      await this.record(batch, this.work.read(batch.messages), true);
      return true;
    } catch (error) {
      if (error instanceof Outage) throw error;
      return false;
    }
  }

  private async putAside(batch: MessageBatch, { fault }: Failed): Promise<void> {
    const where = defectOf(fault);
    const put = () =>
      inTransactionOrOutage(this.parts, (client) => recordQuarantined(this.parts, client, batch, where));
    let done = await put();
    while (done.kind === 'unfinished') {
      await this.publications.finish(batch);
      done = await put();
    }
    this.tellGaps(batch, done.gaps);
    if (done.kind === 'put_aside') {
      this.defectsInARow.set(nameOf(batch), (this.defectsInARow.get(nameOf(batch)) ?? 0) + 1);
      this.metrics.quarantined();
      const source = { ...sourceOf(batch), offset: offsetOf(batch, 0) };
      this.parts.log.error({ ...source, defect: where }, 'a message this system fails on was put aside');
    }
    await this.publications.finish(batch);
  }

  private tellGaps(batch: MessageBatch, gaps: readonly FoundGap[]): void {
    for (const { kind, fromOffset, untilOffset } of gaps) {
      const between = { fromOffset: fromOffset.toString(), untilOffset: untilOffset.toString() };
      this.parts.log.error(
        { ...sourceOf(batch), kind, ...between },
        'the stream does not continue what is on file',
      );
      if (kind === 'skipped') this.metrics.skipped(Number(untilOffset - fromOffset));
    }
  }
}

/** Carries what a transaction would have recorded out of it. */
class RolledBack extends Error {
  constructor(readonly recording: Recording) {
    super('rolled back: it was only tried');
  }
}

const pieceOf = (batch: MessageBatch, { from, until }: Piece): MessageBatch =>
  from === 0 && until === batch.messages.length
    ? batch
    : { ...batch, messages: batch.messages.slice(from, until) };

const nameOf = ({ topic, partition }: MessageBatch): string => `${topic}[${partition}]`;
const sourceOf = ({ topic, topicId, partition }: MessageBatch) => ({ topic, topicId, partition });
const offsetOf = ({ messages }: MessageBatch, place: number): string => messages[place]?.offset ?? '';
