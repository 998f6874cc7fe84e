import type { BatchHandler, LogMessage, MessageBatch } from '../ports';

/** A handler that keeps what it got, and lets a test wait for a number of messages. */
export class Received {
  readonly batches: MessageBatch[] = [];
  private readonly waiting: { readonly count: number; readonly resolve: () => void }[] = [];

  readonly handler: BatchHandler = async (batch) => {
    await Promise.resolve();
    this.take(batch);
  };

  take(batch: MessageBatch): void {
    this.batches.push(batch);
    for (const waiting of this.waiting) if (this.messages.length >= waiting.count) waiting.resolve();
  }

  get messages(): readonly LogMessage[] {
    return this.batches.flatMap((batch) => batch.messages);
  }

  /** Values in the order they came, as text. */
  get values(): readonly string[] {
    return this.messages.map(({ value }) => String(value));
  }

  /** Resolves once at least so many messages came; a test that waits in vain ends by its own time limit. */
  until(count: number): Promise<void> {
    if (this.messages.length >= count) return Promise.resolve();
    return new Promise((resolve) => this.waiting.push({ count, resolve }));
  }
}

export interface Gate {
  readonly opened: Promise<void>;
  readonly open: () => void;
}

/** What a test opens when it is time. */
export function gate(): Gate {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}
