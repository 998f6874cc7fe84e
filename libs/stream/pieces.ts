/** What is fetched at once is cut into batches: by lines, by bytes, and so that each takes a fraction of a session. */
import { sizeOf } from './message-too-large';
import type { LogMessage } from './ports';

export interface PieceLimits {
  readonly lines: number;
  /** A single message above it comes alone. */
  readonly bytes: number;
}

/** Of a batch, where nobody says otherwise; the bytes are of one partition. */
export const BATCH_LIMITS: PieceLimits = { lines: 2_000, bytes: 1024 * 1024 };

/** Where the piece that begins at `start` ends; at least one message further. */
export function pieceEnd(messages: readonly LogMessage[], start: number, limits: PieceLimits): number {
  let bytes = 0;
  let end = start;
  for (let message = messages[end]; message !== undefined; message = messages[end]) {
    bytes += sizeOf(message);
    if (end > start && (bytes > limits.bytes || end - start >= limits.lines)) break;
    end += 1;
  }
  return end;
}

/** A piece grows no faster than this: one quick piece says little about the next. */
const LARGEST_STEP = 2;
const FEWEST_LINES = 16;

/** How many lines a piece may have, so that it takes about `targetMs` at the rate of the last ones. */
export class PieceSize {
  private current: number;

  /** @param most lines, however quick they are */
  constructor(
    private readonly most: number,
    private readonly targetMs: number,
  ) {
    this.current = most;
  }

  get lines(): number {
    return this.current;
  }

  /** A piece of `lines` took `ms`. */
  took(lines: number, ms: number): void {
    const wanted = Math.floor((lines * this.targetMs) / Math.max(ms, 1));
    // Of a piece with fewer lines than it might have had, only that it was slow is news.
    if (wanted > this.current && lines < this.current) return;
    const next = Math.min(wanted, this.current * LARGEST_STEP, this.most);
    this.current = Math.max(next, Math.min(FEWEST_LINES, this.most));
  }
}
