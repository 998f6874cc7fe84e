/**
 * The lines of visits in which nothing happened but lines accepted at once, found by set logic (`plain-lines.ts`,
 * `untouched-visits.ts`). What is asked of them, and why that suffices: README of libs/clearing-run.
 */
import type { Instant } from '@gatekeeper/calendar';
import { instantOf } from '@gatekeeper/calendar';
import { epochMsOf, readByCursor } from '@gatekeeper/database';
import type { Decision, SettlementLine } from '@gatekeeper/vocabulary';
import { FUND_SCOPES, TRANSACTIONS, TRIGGERS } from '@gatekeeper/vocabulary';
import type { ClientBase } from 'pg';
import { reasonsFrom } from './stored-decision';
import { StoredRowUnreadable } from './stored-fields';
import { CLAIMED, OF_TERMS } from './untouched-visits';

/** A line of a visit that nothing touches, and the one decision on it. */
export interface LineUntouched {
  readonly line: Pick<
    SettlementLine,
    | 'transaction'
    | 'fixmedinsCode'
    | 'visitId'
    | 'chargeBatch'
    | 'lineNo'
    | 'treatmentArea'
    | 'insuranceArea'
    | 'feeOccurredAt'
    | 'settledAt'
    | 'orderingCode'
    | 'departmentCode'
    | 'fundAmount'
    | 'pooledAmount'
  >;
  readonly receivedAt: Instant;
  readonly decision: Decision;
  /** Place in the list of terms. */
  readonly terms: number;
  readonly claims: boolean;
}

const PAGE = 2_000;

/** Their lines in the order of the bytes of visit, charge batch and number. */
export async function* linesUntouched(
  client: ClientBase,
  fixmedinsCode: string,
): AsyncGenerator<readonly LineUntouched[]> {
  const reasons = new ReasonsAtHand();
  for await (const rows of readByCursor<UntouchedRow>(client, 'untouched_lines', LINES, [], PAGE))
    yield rows.map((row) => lineFrom(row, fixmedinsCode, reasons));
}

interface UntouchedRow {
  mdtrt_id: string;
  chrg_bchno: string;
  feedetl_sn: string;
  infno: string;
  area: string;
  insurance_area: string;
  fee_ms: number;
  settled_ms: number | null;
  received_ms: number;
  ordering_code: string | null;
  department_code: string | null;
  fund_fen: string;
  pool_fen: string;
  decision_id: string;
  content_hash: string;
  reasons: string;
  fund_scope: string;
  pack: string;
  edition: string;
  registry_version: number;
  known_ms: number;
  decided_ms: number;
  trigger: string;
  terms: number;
  claims: boolean;
}

function lineFrom(row: UntouchedRow, fixmedinsCode: string, reasons: ReasonsAtHand): LineUntouched {
  const identity = {
    ...{ fixmedinsCode, visitId: row.mdtrt_id },
    ...{ chargeBatch: row.chrg_bchno, lineNo: row.feedetl_sn },
  };
  return {
    line: {
      ...identity,
      transaction: oneOf(row.infno, TRANSACTIONS, 'infno'),
      treatmentArea: row.area,
      insuranceArea: row.insurance_area,
      feeOccurredAt: instantOf(row.fee_ms),
      settledAt: row.settled_ms === null ? null : instantOf(row.settled_ms),
      orderingCode: row.ordering_code,
      departmentCode: row.department_code,
      fundAmount: BigInt(row.fund_fen),
      pooledAmount: BigInt(row.pool_fen),
    },
    receivedAt: instantOf(row.received_ms),
    decision: {
      decisionId: row.decision_id,
      line: { ...identity, revision: 1, contentHash: row.content_hash },
      verdict: {
        kind: 'verdict',
        outcome: 'accept',
        reasons: reasons.of(row.reasons),
        refused: 0n,
        recover: 0n,
        liable: 'none',
        fundScope: oneOf(row.fund_scope, FUND_SCOPES, 'fund_scope'),
        pack: row.pack,
        edition: row.edition,
      },
      supersedes: null,
      registryVersion: row.registry_version,
      knownAt: instantOf(row.known_ms),
      decidedAt: instantOf(row.decided_ms),
      trigger: oneOf(row.trigger, TRIGGERS, 'trigger'),
    },
    terms: row.terms,
    claims: row.claims,
  };
}

function oneOf<T extends string>(value: string, allowed: readonly T[], what: string): T {
  const found = allowed.find((one) => one === value);
  if (found === undefined) throw new StoredRowUnreadable(`a decided line has another ${what}`);
  return found;
}

/** The lines of one person share their reasons. */
class ReasonsAtHand {
  private readonly read = new Map<string, Decision['verdict']['reasons']>();

  of(text: string): Decision['verdict']['reasons'] {
    const known = this.read.get(text);
    if (known !== undefined) return known;
    if (this.read.size >= MOST_AT_HAND) this.read.clear();
    const reasons = reasonsFrom(JSON.parse(text));
    this.read.set(text, reasons);
    return reasons;
  }
}

const MOST_AT_HAND = 5_000;

const LINES = `
  SELECT p.mdtrt_id, p.chrg_bchno, p.feedetl_sn, p.infno, p.area, p.insurance_area,
    ${epochMsOf('p.fee_occurred_at')} AS fee_ms, ${epochMsOf('p.settled_at')} AS settled_ms,
    ${epochMsOf('p.received_at')} AS received_ms, p.ordering_code, p.department_code, p.fund_fen, p.pool_fen,
    p.decision_id, p.content_hash, p.reasons, p.fund_scope, p.pack, p.edition, p.registry_version::float8 AS registry_version,
    ${epochMsOf('p.known_at')} AS known_ms, ${epochMsOf('p.decided_at')} AS decided_ms, p.trigger, t.terms,
    ${CLAIMED} <> 0 AS claims
  FROM untouched_visit u JOIN plain_line p USING (mdtrt_id) JOIN untouched_terms t ON ${OF_TERMS}
  ORDER BY p.mdtrt_id COLLATE "C", p.chrg_bchno COLLATE "C", p.feedetl_sn COLLATE "C"`;
