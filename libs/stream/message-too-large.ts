import { createHash } from 'node:crypto';
import { Defect } from '@gatekeeper/runtime';
import type { OutgoingMessage } from './ports';

/** The log will never take this message: its topic's limit is too low, or it is too big. Names the key by its hash only. */
export class MessageTooLarge extends Defect {
  constructor(
    readonly topic: string,
    /** The message itself: whoever published it knows what to do without it. */
    readonly refused: OutgoingMessage,
    readonly keyHash: string,
    readonly sizeBytes: number,
    options: { readonly cause?: unknown } = {},
  ) {
    super(
      `a message of about ${sizeBytes} bytes (key sha256:${keyHash}) is over the limit of topic ${topic}: raise its max.message.bytes`,
      options,
    );
    this.name = 'MessageTooLarge';
  }

  static of(topic: string, message: OutgoingMessage, cause: unknown): MessageTooLarge {
    const keyHash =
      message.key === null ? 'none' : createHash('sha256').update(message.key).digest('hex').slice(0, 16);
    return new MessageTooLarge(topic, message, keyHash, sizeOf(message), { cause });
  }
}

/** Per record: lengths, offset and time deltas, attributes; generous. */
const RECORD_OVERHEAD_BYTES = 32;
const HEADER_OVERHEAD_BYTES = 8;

/** About the bytes the message takes in a produce request, never fewer. */
export function sizeOf({ key, value, headers }: OutgoingMessage): number {
  let size = RECORD_OVERHEAD_BYTES + bytesOf(key) + bytesOf(value);
  if (headers === undefined) return size;
  for (const [name, content] of Object.entries(headers)) {
    size += HEADER_OVERHEAD_BYTES + bytesOf(name) + bytesOf(content);
  }
  return size;
}

const bytesOf = (content: string | Buffer | null): number =>
  content === null ? 0 : Buffer.byteLength(content);
