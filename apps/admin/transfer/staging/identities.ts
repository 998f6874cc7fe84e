import type { Queryable } from '@gatekeeper/database';

/**
 * Where identity numbers of clinicians are kept, encrypted. A roster states them before anyone has approved it: until it
 * is applied they stand in the staged rows sealed, never in the clear.
 */
export interface Identities {
  /** A text from which only `open` gets the number back, and only for the same code. */
  seal(code: string, number: string): string;
  /** @throws a defect for a text that `seal` did not give for that code. */
  open(code: string, sealed: string): string;
  /** Keeps the number in the client's transaction; the same again changes nothing. */
  put(client: Queryable, code: string, number: string): Promise<void>;
}
