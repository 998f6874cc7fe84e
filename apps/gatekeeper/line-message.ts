import type { LogMessage } from '@gatekeeper/stream';
import type { SettlementLine } from '@gatekeeper/vocabulary';

/** A message that could be read, with where it came from. */
export interface LineMessage {
  readonly line: SettlementLine;
  /** Its canonical content, and what that hashes to. */
  readonly content: string;
  readonly hash: string;
  readonly message: LogMessage;
}
