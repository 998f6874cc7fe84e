import { Format, SingleBar } from 'cli-progress';
import { sizeOf } from './files';

/** Shows how much of a file was read: a bar on a terminal, nothing in a pipe. */
export class Progress {
  private readonly bar: SingleBar | null;
  private lines = 0;

  constructor(
    path: string,
    private readonly what: string,
  ) {
    const total = sizeOf(path);
    if (!process.stderr.isTTY || total === null) {
      this.bar = null;
      return;
    }
    this.bar = new SingleBar({
      stream: process.stderr,
      clearOnComplete: true,
      hideCursor: true,
      format: (options, params, payload: { lines: number }) =>
        `${this.what} ${Format.BarFormat(params.progress, options)} ${Math.floor(params.progress * 100)}% ${payload.lines} lines`,
    });
    this.bar.start(total, 0, { lines: 0 });
  }

  advance(bytes: number, lines: number): void {
    this.lines += lines;
    this.bar?.increment(bytes, { lines: this.lines });
  }

  stop(): void {
    this.bar?.stop();
  }
}
