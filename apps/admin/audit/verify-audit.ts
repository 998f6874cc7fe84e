/** Reads the whole audit log, and finds the first entry at which the chain breaks. */
import type { Queryable } from '@gatekeeper/database';
import { chainedHash, GENESIS } from './audit-log';

export type AuditVerdict =
  | { readonly kind: 'whole'; readonly entries: number; readonly lastHash: string }
  | { readonly kind: 'broken'; readonly seq: string; readonly reason: string };

interface AuditRow {
  seq: string;
  text: string;
  previous_hash: string;
  hash: string;
}

const PAGE = 1_000;

/**
 * @param anchor a hash noted elsewhere that the log must still contain: without one, entries cut off the end do not show.
 */
export async function verifyAudit(client: Queryable, anchor?: string): Promise<AuditVerdict> {
  let expected = 1n;
  let previous = GENESIS;
  let anchored = anchor === undefined;
  for (;;) {
    const { rows } = await client.query<AuditRow>(
      `SELECT seq, entry::text AS text, previous_hash, hash FROM audit_entry
       WHERE seq >= $1 ORDER BY seq LIMIT ${PAGE}`,
      [expected.toString()],
    );
    for (const row of rows) {
      const reason = faultOf(row, expected, previous);
      if (reason !== null) return { kind: 'broken', seq: row.seq, reason };
      previous = row.hash;
      anchored ||= row.hash === anchor;
      expected += 1n;
    }
    if (rows.length < PAGE) break;
  }
  const entries = Number(expected - 1n);
  if (!anchored) {
    return {
      kind: 'broken',
      seq: expected.toString(),
      reason: 'the log ends before the entry whose hash was noted: entries were cut off its end',
    };
  }
  return { kind: 'whole', entries, lastHash: previous };
}

function faultOf(row: AuditRow, expected: bigint, previous: string): string | null {
  if (row.seq !== expected.toString()) return `entry ${expected} is missing before it`;
  if (row.previous_hash !== previous) return 'it is not chained to the entry before it';
  if (row.hash !== chainedHash(previous, row.text)) return 'its content is not what was hashed';
  return null;
}
