/** Dead letters always go out: whole where the topic takes them, else without their bytes, which are kept in the database. */
import type { KeptMessage } from '@gatekeeper/decision-store';
import { Outage } from '@gatekeeper/runtime';
import { MessageTooLarge } from '@gatekeeper/stream';
import type { LogMessage, OutgoingMessage } from '@gatekeeper/stream';
import { deadLetterHeaders } from '@gatekeeper/wire';
import type { SetAsideReason } from '@gatekeeper/wire';
import type { Queryable } from '@gatekeeper/database';
import type { UnreadableMessage } from './line-message';
import { orOutage } from './or-outage';
import type { Parts } from './parts';

/** Names the row of `set_aside_message` that holds the message; `none`: it was too large to be unpacked at all. */
const BYTES_KEPT = 'bytes-kept';
/** More than any topic takes is not put together again just to be refused. */
const MOST_PUT_TOGETHER_BYTES = 16 * 1024 * 1024;

interface Letter {
  readonly message: OutgoingMessage;
  /** The headers that are this system's own. */
  readonly own: Readonly<Record<string, string>>;
}

export class DeadLetters {
  constructor(private readonly parts: Pick<Parts, 'publisher' | 'topics' | 'stream'>) {}

  /** Publishes messages that could not be read, each with what is wrong with it. */
  async publish(topicId: string, unreadable: readonly UnreadableMessage[]): Promise<void> {
    if (unreadable.length === 0) return;
    const letters = unreadable.map(({ message, malformed }) => letterOf(message, malformed));
    if (await this.isTaken(letters.map(({ message }) => message))) return;
    // One of them is too large. Which, only each of them alone can say; the others may go out twice.
    for (const [place, { message, malformed }] of unreadable.entries()) {
      const letter = letters[place];
      if (letter === undefined || (await this.isTaken([letter.message]))) continue;
      const id = await this.keep(topicId, message, malformed);
      await this.publishWithoutBytes(letter, id);
    }
  }

  /** Publishes a message that was put aside and kept, on the caller's transaction. */
  async publishKept(client: Queryable, kept: KeptMessage, reason: SetAsideReason): Promise<void> {
    const { setAsideId: id, valueBytes } = kept;
    const own = { ...deadLetterHeaders(reason, kept), [BYTES_KEPT]: id };
    const message = { key: kept.key, headers: { ...kept.headers, ...own } };
    if (valueBytes === null || valueBytes <= MOST_PUT_TOGETHER_BYTES) {
      const value = valueBytes === null ? null : await this.valueOf(client, id);
      if (await this.isTaken([{ ...message, value }])) return;
    }
    await this.publishWithoutBytes({ message: { ...message, value: null }, own }, id);
  }

  private async valueOf(client: Queryable, id: string): Promise<Buffer> {
    const pieces: Buffer[] = [];
    for await (const piece of this.parts.stream.bytesSetAside(id, client)) pieces.push(piece);
    return Buffer.concat(pieces);
  }

  private keep(topicId: string, message: LogMessage, { problems }: SetAsideReason): Promise<string> {
    const { topic, partition, offset, key, headers, value } = message;
    const [{ code: errorCode }] = problems;
    const kept = {
      topic,
      topicId,
      partition,
      offset,
      errorCode,
      problems,
      key,
      headers,
      publicationId: null,
    };
    return orOutage(() => this.parts.stream.keepMessage(kept, value));
  }

  /** The key and the sender's headers may be what is too large: they are kept with the bytes. */
  private async publishWithoutBytes({ message, own }: Letter, id: string): Promise<void> {
    const headers: Readonly<Record<string, string>> = { ...own, [BYTES_KEPT]: id };
    const few = Object.fromEntries(Object.entries(headers).filter(([name]) => name !== 'errors'));
    const tries: readonly OutgoingMessage[] = [
      { key: message.key, value: null, headers: { ...message.headers, ...headers } },
      { key: null, value: null, headers },
      { key: null, value: null, headers: few },
    ];
    for (const attempt of tries) if (await this.isTaken([attempt])) return;
    throw new Outage(
      `topic ${this.parts.topics.deadLetters}`,
      'it takes no dead letter, not even one without bytes: raise its max.message.bytes',
    );
  }

  /** False when one of them is more than the topic ever takes. */
  private async isTaken(messages: readonly OutgoingMessage[]): Promise<boolean> {
    const { publisher, topics } = this.parts;
    try {
      await publisher.publish([{ topic: topics.deadLetters, messages }]);
      return true;
    } catch (error) {
      if (error instanceof MessageTooLarge) return false;
      throw error;
    }
  }
}

/** The original bytes untouched (a tombstone stays one), what is wrong in the headers. */
function letterOf(message: LogMessage, reason: SetAsideReason): Letter {
  const own: Record<string, string> = { ...deadLetterHeaders(reason, message) };
  if (message.unpackedBytes !== undefined) own[BYTES_KEPT] = 'none';
  const { key, value, headers } = message;
  return { message: { key, value, headers: { ...headers, ...own } }, own };
}
