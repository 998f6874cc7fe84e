/** From what is current about lines to the lines as callers see them, with their decisions and contents. */
import type { Instant } from '@gatekeeper/calendar';
import { instantOf } from '@gatekeeper/calendar';
import type { Queryable } from '@gatekeeper/database';
import { epochMsOf } from '@gatekeeper/database';
import type { Decision, HeldLine, LineIdentity, StatedSettlement } from '@gatekeeper/vocabulary';
import { identityKey } from '@gatekeeper/vocabulary';
import type { LineNews } from './line-news';
import { findNews } from './line-news';
import { heldJson, heldLineFrom } from './stored-decision';
import { readContents, readDecisions } from './read-by-month';
import type { RowByMonth } from './read-by-month';
import { identityFrom } from './line-keys';

/** When the identity of a line first came: the publication it went into, and its message's offset there. */
export interface Arrival {
  readonly publication: bigint;
  readonly offset: bigint;
}

/** What is on file about a line now. */
export interface KnownLine {
  readonly identity: LineIdentity;
  /** The current revision and its content. */
  readonly revision: number;
  readonly contentHash: string;
  /** The current decision, whole; it may stand on an earlier revision while the current one is held. */
  readonly current: Decision | null;
  readonly held: HeldLine | null;
  /** The latest stated of each, by whichever revision or resend, since it was last withdrawn. */
  readonly settlement: StatedSettlement;
  /** The voids and facts that named it, in the order in which they came. */
  readonly news: readonly LineNews[];
  readonly arrival: Arrival;
  /** Another as soon as anything of the above is recorded: whoever records by it says so (`RecordedBatch.versions`). */
  readonly version: string;
}

/** A line on file with the content of its current revision. */
export interface StoredLine {
  readonly known: KnownLine;
  readonly content: string;
  /** The `known_at` at which this revision was taken. */
  readonly receivedAt: Instant;
}

/** A row of `line_identity` with the open hold: the first of the reads that make a `KnownLine`. */
export interface IdentityRow extends RowByMonth {
  content_hash: string;
  setl_id: string | null;
  settled_at_ms: number | null;
  paid_at_ms: number | null;
  arrived_in: string;
  arrived_offset: string;
  has_news: boolean;
  held: unknown;
  version: string;
}

/** A row of `line_identity` with what tells it from every earlier and later one: which transaction wrote it. */
export const IDENTITY_ROW = 'SELECT i.*, i.xmin::text AS version FROM line_identity i';

/** Columns of `IdentityRow`, over an `IDENTITY_ROW` with `OPEN_HOLD_JOIN`. */
export const IDENTITY_COLUMNS = `
  i.fixmedins_code, i.mdtrt_id, i.chrg_bchno, i.feedetl_sn, i.revision, i.content_hash, i.fee_month::text AS fee_month,
  i.decision_id, i.decision_month::text AS decision_month, i.setl_id, ${epochMsOf('i.settled_at')} AS settled_at_ms,
  ${epochMsOf('i.paid_at')} AS paid_at_ms, i.arrived_in::text, i.arrived_offset::text, i.has_news, i.version, ${heldJson('h')} AS held`;

export const OPEN_HOLD_JOIN = `
  LEFT JOIN LATERAL (
    SELECT * FROM hold_record h
    WHERE i.held AND h.released_at IS NULL AND h.fixmedins_code = i.fixmedins_code AND h.mdtrt_id = i.mdtrt_id
      AND h.feedetl_sn = i.feedetl_sn AND h.chrg_bchno = i.chrg_bchno
    LIMIT 1
  ) AS h ON true`;

/** The lines of these rows, in their order. @throws StoredRowUnreadable */
export async function knownLines(
  client: Queryable,
  rows: readonly IdentityRow[],
): Promise<readonly KnownLine[]> {
  const decisions = await readDecisions(client, rows);
  const identities = rows.map(identityFrom);
  const news = await findNews(
    client,
    identities.filter((_, place) => rows[place]?.has_news === true),
  );
  return rows.map((row, place) => ({
    identity: identityFrom(row),
    revision: row.revision,
    contentHash: row.content_hash,
    current: decisions[place] ?? null,
    held: row.held === null ? null : heldLineFrom(row.held),
    settlement: {
      settlementId: row.setl_id,
      settledAt: momentFrom(row.settled_at_ms),
      paidAt: momentFrom(row.paid_at_ms),
    },
    news: (row.has_news ? news.get(identityKey(identityFrom(row))) : undefined) ?? [],
    arrival: { publication: BigInt(row.arrived_in), offset: BigInt(row.arrived_offset) },
    version: row.version,
  }));
}

/** The same with the contents of their current revisions. @throws StoredRowUnreadable */
export async function storedLines(
  client: Queryable,
  rows: readonly IdentityRow[],
): Promise<readonly StoredLine[]> {
  const known = await knownLines(client, rows);
  const contents = await readContents(client, rows);
  return rows.flatMap((_, place) => {
    const [line, stored] = [known[place], contents.get(place)];
    if (line === undefined || stored === undefined) return [];
    return [{ known: line, ...stored }];
  });
}

const momentFrom = (ms: number | null): Instant | null => (ms === null ? null : instantOf(ms));
