import { Format, SingleBar } from 'cli-progress';
import { sizeOf } from '@gatekeeper/offline';

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

/** Shows how many rows were written where nobody knows how many there will be: a line on a terminal, nothing in a pipe. */
export class RowsShown {
  rows = 0;
  private readonly bar: SingleBar | null;

  constructor(what: string) {
    this.bar = process.stderr.isTTY
      ? new SingleBar({
          ...{ stream: process.stderr, clearOnComplete: true, hideCursor: true },
          format: (_options, _params, payload: { rows: number }) => `${what} ${payload.rows} rows`,
        })
      : null;
    this.bar?.start(1, 0, { rows: 0 });
  }

  advance(rows: number): void {
    this.rows += rows;
    this.bar?.update({ rows: this.rows });
  }

  stop(): void {
    this.bar?.stop();
  }
}

/** Shows how much of several files was read, then how many lines were settled: a bar on a terminal, nothing in a pipe. */
export class BytesAndLines {
  private readonly bar: SingleBar | null;
  private lines = 0;

  constructor(
    paths: readonly string[],
    private readonly what: string,
  ) {
    const sizes = paths.map(sizeOf);
    if (!process.stderr.isTTY || sizes.includes(null)) {
      this.bar = null;
      return;
    }
    this.bar = new SingleBar({
      ...{ stream: process.stderr, clearOnComplete: true, hideCursor: true },
      format: (options, params, payload: { lines: number }) =>
        `${this.what} ${Format.BarFormat(params.progress, options)} ${Math.floor(params.progress * 100)}% read, ${payload.lines} lines`,
    });
    this.bar.start(
      sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0),
      0,
      { lines: 0 },
    );
  }

  read(bytes: number): void {
    this.bar?.increment(bytes);
  }

  settled(lines: number): void {
    this.lines += lines;
    this.bar?.update({ lines: this.lines });
  }

  stop(): void {
    this.bar?.stop();
  }
}

/** Shows how many parts of a run are done, by whoever works on them: a bar on a terminal, nothing in a pipe. */
export class PartsDone {
  private readonly bar: SingleBar | null;

  constructor({ parts, done }: { readonly parts: number; readonly done: number }) {
    this.bar = process.stderr.isTTY
      ? new SingleBar({
          ...{ stream: process.stderr, clearOnComplete: true, hideCursor: true },
          format: 'clearing {bar} {value} of {total} months of institutions',
        })
      : null;
    this.bar?.start(parts, done);
  }

  show(done: number): void {
    this.bar?.update(done);
  }

  stop(): void {
    this.bar?.stop();
  }
}
