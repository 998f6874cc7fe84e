import type { KafkaMessage } from 'kafkajs';
import type { LogMessage } from './ports';

/** A message as kafkajs read it, as the rest of the system sees it: the same bytes. */
export function logMessage(topic: string, partition: number, message: KafkaMessage): LogMessage {
  const { offset, key, value, timestamp } = message;
  return { topic, partition, offset, key, value, timestamp, headers: headersOf(message) };
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
