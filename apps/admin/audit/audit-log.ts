/**
 * The audit log: append-only, each entry chained to the one before by its hash, so that a change, a loss or an insertion
 * anywhere shows (see `verify-audit.ts`). Entries carry codes and ids, never identity numbers, passwords or tokens.
 */
import { createHash } from 'node:crypto';
import type { Instant } from '@gatekeeper/calendar';
import { formatInstant } from '@gatekeeper/calendar';
import type { Queryable } from '@gatekeeper/database';
import { ADVISORY_LOCKS } from '@gatekeeper/database';

export interface AuditEntry {
  readonly at: Instant;
  /** A user's id, or `system`. */
  readonly actor: string;
  /** An operation, as in `OPERATIONS`, or what the system did by itself. */
  readonly action: string;
  /** What it was done to: a case, a user, a code. */
  readonly subject: string;
  readonly details: Readonly<Record<string, unknown>>;
}

/** What the first entry is chained to. */
export const GENESIS = '0'.repeat(64);

/** The hash of an entry: of the previous hash and the entry's own text. */
export const chainedHash = (previousHash: string, entryText: string): string =>
  createHash('sha256').update(`${previousHash}\n${entryText}`, 'utf8').digest('hex');

/**
 * Adds an entry in the caller's transaction, which from then on holds the log until it ends: take every other lock first.
 */
export async function appendAudit(client: Queryable, { at, ...entry }: AuditEntry): Promise<void> {
  await client.query('SELECT pg_advisory_xact_lock($1)', [ADVISORY_LOCKS.auditLog]);
  const { rows } = await client.query<{ seq: string; hash: string }>(
    'SELECT seq, hash FROM audit_entry ORDER BY seq DESC LIMIT 1',
  );
  const last = rows[0] ?? { seq: '0', hash: GENESIS };
  const text = JSON.stringify({ at: formatInstant(at), ...entry });
  await client.query('INSERT INTO audit_entry (seq, entry, previous_hash, hash) VALUES ($1, $2, $3, $4)', [
    (BigInt(last.seq) + 1n).toString(),
    text,
    last.hash,
    chainedHash(last.hash, text),
  ]);
}
