import type { Instant } from '@gatekeeper/calendar';
import { instantOf } from '@gatekeeper/calendar';
import { epochMsOf } from '@gatekeeper/database';
import type { Decision, HeldLine, LineIdentity } from '@gatekeeper/vocabulary';
import { decisionFrom, decisionJson, heldJson, heldLineFrom } from './stored-decision';

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
  /** When the fund paid it, by the line itself or by a notice, whichever says earlier; `null`: not known to be paid. */
  readonly paidAt: Instant | null;
  readonly arrival: Arrival;
}

/** A line on file with the content of its current revision. */
export interface StoredLine {
  readonly known: KnownLine;
  readonly content: string;
  readonly settlementId: string | null;
  readonly settledAt: Instant | null;
}

export interface KnownLineRow {
  fixmedins_code: string;
  mdtrt_id: string;
  chrg_bchno: string;
  feedetl_sn: string;
  revision: number;
  content_hash: string;
  paid_at_ms: number | null;
  arrived_in: string;
  arrived_offset: string;
  current: unknown;
  held: unknown;
}

export interface StoredLineRow extends KnownLineRow {
  content: string;
  setl_id: string | null;
  settled_at_ms: number | null;
}

/** Columns of `KnownLineRow`, over `line_identity i` with `KNOWN_LINE_JOINS`. */
export const KNOWN_LINE_COLUMNS = `
  i.fixmedins_code, i.mdtrt_id, i.chrg_bchno, i.feedetl_sn, i.revision, i.content_hash,
  ${epochMsOf('i.paid_at')} AS paid_at_ms, i.arrived_in::text, i.arrived_offset::text, ${decisionJson('d')} AS current, ${heldJson('h')} AS held`;

export const KNOWN_LINE_JOINS = `
  LEFT JOIN decision d ON d.fixmedins_code = i.fixmedins_code AND d.decision_id = i.decision_id
  LEFT JOIN hold_record h ON i.held AND h.released_at IS NULL AND h.fixmedins_code = i.fixmedins_code
    AND h.mdtrt_id = i.mdtrt_id AND h.feedetl_sn = i.feedetl_sn AND h.chrg_bchno = i.chrg_bchno`;

/** What `StoredLineRow` has more, with `STORED_LINE_JOIN`. */
export const STORED_LINE_COLUMNS = `l.content, l.setl_id, ${epochMsOf('l.settled_at')} AS settled_at_ms`;

export const STORED_LINE_JOIN = `
  JOIN settlement_line l ON l.fixmedins_code = i.fixmedins_code AND l.mdtrt_id = i.mdtrt_id
    AND l.feedetl_sn = i.feedetl_sn AND l.chrg_bchno = i.chrg_bchno AND l.revision = i.revision`;

export const knownLineFrom = (row: KnownLineRow): KnownLine => ({
  identity: {
    fixmedinsCode: row.fixmedins_code,
    visitId: row.mdtrt_id,
    chargeBatch: row.chrg_bchno,
    lineNo: row.feedetl_sn,
  },
  revision: row.revision,
  contentHash: row.content_hash,
  current: row.current === null ? null : decisionFrom(row.current),
  held: row.held === null ? null : heldLineFrom(row.held),
  paidAt: row.paid_at_ms === null ? null : instantOf(row.paid_at_ms),
  arrival: { publication: BigInt(row.arrived_in), offset: BigInt(row.arrived_offset) },
});

export const storedLineFrom = (row: StoredLineRow): StoredLine => ({
  known: knownLineFrom(row),
  content: row.content,
  settlementId: row.setl_id,
  settledAt: row.settled_at_ms === null ? null : instantOf(row.settled_at_ms),
});
