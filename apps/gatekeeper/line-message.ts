/** Messages of the lines topic as they are read: lines, voids, facts, and what goes to the dead letters. */
import type { LogMessage } from '@gatekeeper/stream';
import type { FactMessage, LineIdentity, SettlementLine, VoidMessage } from '@gatekeeper/vocabulary';
import type { Malformed } from '@gatekeeper/wire';
import { contentOf, hashOfContent, isMalformed, malformed, parseLineMessage } from '@gatekeeper/wire';

/** Where a message that could be read came from, and what of it was left out. */
interface Read {
  readonly message: LogMessage;
  /** How many fields outside the contract it carried. */
  readonly unknownFields: number;
  /** How many characters that nobody sees were dropped from fields that never decide. */
  readonly droppedCharacters: number;
}

export interface LineMessage extends Read {
  readonly kind: 'line';
  readonly line: SettlementLine;
  /** Its canonical content, and what that hashes to. */
  readonly content: string;
  readonly hash: string;
}

/** What is said of lines besides their content. */
export type NewsMessage = Read &
  (
    | { readonly kind: 'void'; readonly withdrawn: VoidMessage }
    | { readonly kind: 'fact'; readonly fact: FactMessage }
  );

export type ReadableMessage = LineMessage | NewsMessage;

/** A message that could not be read. */
export interface UnreadableMessage {
  readonly message: LogMessage;
  readonly malformed: Malformed;
}

export interface ParsedMessages {
  readonly readable: readonly ReadableMessage[];
  readonly unreadable: readonly UnreadableMessage[];
}

/** The visit that a message is about. */
export function visitOf(message: ReadableMessage): Pick<LineIdentity, 'fixmedinsCode' | 'visitId'> {
  switch (message.kind) {
    case 'line':
      return message.line;
    case 'void':
      return message.withdrawn;
    case 'fact':
      return message.fact.identity;
  }
}

export const isLine = (message: ReadableMessage): message is LineMessage => message.kind === 'line';
export const isNews = (message: ReadableMessage): message is NewsMessage => message.kind !== 'line';

export function parseMessages(messages: readonly LogMessage[]): ParsedMessages {
  const readable: ReadableMessage[] = [];
  const unreadable: UnreadableMessage[] = [];
  for (const message of messages) {
    let unknownFields = 0;
    let droppedCharacters = 0;
    const parsed =
      tooLargeToUnpack(message) ??
      parseLineMessage(
        message.value,
        undefined,
        (names) => (unknownFields += names.length),
        (count) => (droppedCharacters += count),
      );
    if (isMalformed(parsed)) unreadable.push({ message, malformed: parsed });
    else if (parsed.kind === 'line') {
      const { line } = parsed;
      const content = contentOf(line);
      const hash = hashOfContent(content);
      readable.push({ kind: 'line', line, content, hash, message, unknownFields, droppedCharacters });
    } else readable.push({ ...parsed, message, unknownFields, droppedCharacters });
  }
  return { readable, unreadable };
}

/** Such a message is not there to be kept: only its size is known. */
export function tooLargeToUnpack({ unpackedBytes }: LogMessage): Malformed | null {
  if (unpackedBytes === undefined) return null;
  return malformed({
    path: '',
    code: 'TOO_LARGE',
    expected: 'a message that may be unpacked',
    got: `${unpackedBytes} bytes once unpacked; not kept`,
  });
}
