import type { BatchHandler, LogMessage, MessageBatch } from '../ports';

/** A handler that keeps what it got, and lets a test wait for a number of messages. */
export class Received {
  readonly batches: MessageBatch[] = [];
  private readonly waiting: { readonly come: () => boolean; readonly resolve: () => void }[] = [];

  readonly handler: BatchHandler = async (batch) => {
    await Promise.resolve();
    this.take(batch);
  };

  take(batch: MessageBatch): void {
    this.batches.push(batch);
    for (const { come, resolve } of this.waiting) if (come()) resolve();
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
    return this.once(() => this.messages.length >= count);
  }

  /** Resolves once messages of so many different values came: some may have come twice. */
  untilDistinct(count: number): Promise<void> {
    return this.once(() => new Set(this.values).size >= count);
  }

  private once(come: () => boolean): Promise<void> {
    return come() ? Promise.resolve() : new Promise((resolve) => this.waiting.push({ come, resolve }));
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
