/** Messages of the lines topic as they are read: lines, and what goes to the dead letters. */
import type { LogMessage } from '@gatekeeper/stream';
import type { SettlementLine } from '@gatekeeper/vocabulary';
import type { Malformed } from '@gatekeeper/wire';
import { contentOf, hashOfContent, isMalformed, malformed, parseSettlementLine } from '@gatekeeper/wire';

/** A message that could be read, with where it came from. */
export interface LineMessage {
  readonly line: SettlementLine;
  /** Its canonical content, and what that hashes to. */
  readonly content: string;
  readonly hash: string;
  readonly message: LogMessage;
  /** How many fields outside the contract it carried. */
  readonly unknownFields: number;
  /** How many characters that nobody sees were dropped from fields that never decide. */
  readonly droppedCharacters: number;
}

/** A message that could not be read. */
export interface UnreadableMessage {
  readonly message: LogMessage;
  readonly malformed: Malformed;
}

export interface ParsedMessages {
  readonly lines: readonly LineMessage[];
  readonly unreadable: readonly UnreadableMessage[];
}

export function parseMessages(messages: readonly LogMessage[]): ParsedMessages {
  const lines: LineMessage[] = [];
  const unreadable: UnreadableMessage[] = [];
  for (const message of messages) {
    let unknownFields = 0;
    let droppedCharacters = 0;
    const line =
      tooLargeToUnpack(message) ??
      parseSettlementLine(
        message.value,
        undefined,
        (names) => (unknownFields += names.length),
        (count) => (droppedCharacters += count),
      );
    if (isMalformed(line)) unreadable.push({ message, malformed: line });
    else {
      const content = contentOf(line);
      lines.push({ line, content, hash: hashOfContent(content), message, unknownFields, droppedCharacters });
    }
  }
  return { lines, unreadable };
}

/** Such a message is not there to be kept: only its size is known. */
function tooLargeToUnpack({ unpackedBytes }: LogMessage): Malformed | null {
  if (unpackedBytes === undefined) return null;
  return malformed({
    path: '',
    code: 'TOO_LARGE',
    expected: 'a message that may be unpacked',
    got: `${unpackedBytes} bytes once unpacked; not kept`,
  });
}
