import type { KafkaMessage } from 'kafkajs';
import type { LogMessage } from './ports';
import { TOO_LARGE_MARK, UNREADABLE_MARK } from './unpacking';

/** A message as kafkajs read it, as the rest of the system sees it: the same bytes. */
export function logMessage(topic: string, partition: number, message: KafkaMessage): LogMessage {
  const { offset, key, value, timestamp } = message;
  const tooLarge = markOf(message, TOO_LARGE_MARK.header);
  return {
    topic,
    partition,
    offset,
    key,
    value,
    timestamp,
    headers: tooLarge === null ? headersOf(message) : NO_HEADERS,
    ...(tooLarge === null ? {} : { unpackedBytes: Number(tooLarge) }),
  };
}

/** Why the batch that this message came in could not be unpacked; `null` for any other message. */
export const whyUnreadable = (message: KafkaMessage): string | null =>
  markOf(message, UNREADABLE_MARK.header);

function markOf({ headers }: KafkaMessage, mark: string): string | null {
  const found = headers?.[mark];
  return Buffer.isBuffer(found) ? found.toString() : null;
}

const NO_HEADERS: Readonly<Record<string, Buffer>> = {};

function headersOf({ headers }: KafkaMessage): Readonly<Record<string, Buffer>> {
  if (headers === undefined) return NO_HEADERS;
  const given = Object.entries(headers);
  if (given.length === 0) return NO_HEADERS;
  return Object.fromEntries(
    given.map(([name, content]) => {
      const value = Array.isArray(content) ? content.at(-1) : content;
      return [name, Buffer.isBuffer(value) ? value : Buffer.from(value ?? '')];
    }),
  );
}
