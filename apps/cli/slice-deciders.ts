/** Who decides the slices of a file: this thread, or several beside it. */
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { RegistryRecord } from '@gatekeeper/vocabulary';
import type { PolicyToLoad } from '@gatekeeper/wire';
import type { Asked, RowsDecided, RowsToDecide, SliceDecider } from './slice-decider';

export interface SliceDeciders {
  /** How many slices may be on their way. */
  readonly atOnce: number;
  decide(rows: RowsToDecide): Promise<AnsweredSlice>;
  close(): Promise<void>;
}

/** What came of a slice, with its bytes for the rows that wait. */
export interface AnsweredSlice {
  readonly decided: RowsDecided;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export const inThisThread = (decider: SliceDecider): SliceDeciders => ({
  atOnce: 1,
  decide: (rows) => Promise.resolve({ decided: decider.decide(rows), bytes: rows.bytes }),
  close: () => Promise.resolve(),
});

/** What a thread is told before its first slice. */
export interface DecidingThread extends Asked {
  readonly records: readonly RegistryRecord[];
  readonly policy: PolicyToLoad;
  readonly marks: SharedArrayBuffer;
}

/** Each holds a registry of its own, so there are few of them. */
const MOST_THREADS = 4;
/** Threads take a third of a second to begin; of smaller files there is nothing to gain. */
const WORTH_BYTES = 16 * 1024 * 1024;
/** So that none waits for the next slice while its last one is written. */
const SLICES_EACH = 2;
/** A slice leaves little behind: there is no gain in more room for what is new, only memory. */
const YOUNG_MEBIBYTES = 12;

/** How many threads are worth beginning for a file of so many bytes; 0: it is decided in this one. */
export const threadsFor = (bytes: number): number =>
  bytes < WORTH_BYTES ? 0 : Math.min(availableParallelism(), MOST_THREADS);

export class DecidingThreads implements SliceDeciders {
  readonly atOnce: number;
  private readonly threads: readonly Thread[];

  constructor(threads: number, told: DecidingThread) {
    this.atOnce = threads * SLICES_EACH;
    this.threads = Array.from({ length: threads }, () => new Thread(told));
  }

  decide(rows: RowsToDecide): Promise<AnsweredSlice> {
    const idlest = this.threads.reduce((one, other) => (other.waiting < one.waiting ? other : one));
    return idlest.decide(rows);
  }

  async close(): Promise<void> {
    await Promise.all(this.threads.map((thread) => thread.close()));
  }
}

interface Awaited {
  readonly resolve: (answered: AnsweredSlice) => void;
  readonly reject: (reason: Error) => void;
}

/** Answers come in the order in which slices were handed over. */
class Thread {
  private readonly worker: Worker;
  private readonly awaited: Awaited[] = [];
  private failure: Error | null = null;

  constructor(told: DecidingThread) {
    this.worker = new Worker(join(__dirname, 'deciding-thread.js'), {
      workerData: told,
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MEBIBYTES },
    });
    this.worker.on('message', (answered: AnsweredSlice) => this.awaited.shift()?.resolve(answered));
    this.worker.on('error', (error: Error) => this.fail(error));
    this.worker.on('exit', () => this.fail(new Error('a thread that decides ended before its work')));
  }

  get waiting(): number {
    return this.awaited.length;
  }

  decide(rows: RowsToDecide): Promise<AnsweredSlice> {
    return new Promise((resolve, reject) => {
      if (this.failure !== null) {
        reject(this.failure);
        return;
      }
      this.awaited.push({ resolve, reject });
      const { bytes, room } = rows;
      this.worker.postMessage(rows, room === null ? [bytes.buffer] : [bytes.buffer, room.buffer]);
    });
  }

  async close(): Promise<void> {
    await this.worker.terminate();
  }

  private fail(error: Error): void {
    this.failure ??= error;
    for (const { reject } of this.awaited.splice(0)) reject(this.failure);
  }
}
