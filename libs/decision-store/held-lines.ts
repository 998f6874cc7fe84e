/** Lines that wait now: how many, for how long, for what money, and which (CONTRACT 2, holds). */
import type { Instant } from '@gatekeeper/calendar';
import { instantOf } from '@gatekeeper/calendar';
import type { Queryable } from '@gatekeeper/database';
import { epochMsOf, timestampText } from '@gatekeeper/database';
import type { Fen, HeldLine, HoldCode } from '@gatekeeper/vocabulary';
import { HOLD_CODES } from '@gatekeeper/vocabulary';
import { heldJson, heldLineFrom } from './stored-decision';
import { StoredRowUnreadable } from './stored-fields';

/** What waits under one hold code. */
export interface HoldFigures {
  readonly lines: number;
  /** Since the longest waiting of them began to, by the server's clock, seconds; 0: none waits. */
  readonly oldestSeconds: number;
  /** All fund money of these lines (`fund_pay_amt`), and the pooled fund's part of it, as signed. */
  readonly fundAmount: Fen;
  readonly pooledAmount: Fen;
}

/** What waits in the whole installation, by hold code; one look over the index of open holds. */
export async function holdFigures(client: Queryable): Promise<ReadonlyMap<HoldCode, HoldFigures>> {
  const { rows } = await client.query<FiguresRow>(FIGURES);
  return new Map(
    rows.map((row) => [
      codeFrom(row.hold_code),
      {
        lines: row.lines,
        oldestSeconds: Math.max(0, row.oldest_seconds),
        fundAmount: BigInt(row.fund_fen),
        pooledAmount: BigInt(row.pool_fen),
      },
    ]),
  );
}

/** Which waiting lines are asked for; what is `null` is not asked. */
export interface HeldAsked {
  /** Of these institutions alone, folded. */
  readonly institutions: readonly string[] | null;
  readonly holdCode: HoldCode | null;
  /** Those that have waited since then or before. */
  readonly waitingSince: Instant | null;
  /** Behind this one. */
  readonly after: HeldPlace | null;
  readonly limit: number;
}

/** Where in the list a waiting line stands. */
export interface HeldPlace {
  readonly since: Instant;
  readonly fixmedinsCode: string;
  /** 64 bits, as decimal text. */
  readonly holdId: string;
}

export interface WaitingLine extends HeldLine {
  readonly place: HeldPlace;
  /** As in `HoldFigures`; `null`: not on file. */
  readonly amounts: { readonly fundAmount: Fen; readonly pooledAmount: Fen } | null;
}

/** Lines that wait, the longest waiting first. */
export async function listHeld(client: Queryable, asked: HeldAsked): Promise<readonly WaitingLine[]> {
  const { institutions, holdCode, waitingSince, after, limit } = asked;
  const { rows } = await client.query<WaitingRow>(LIST, [
    institutions,
    holdCode,
    waitingSince === null ? null : timestampText(waitingSince),
    after === null ? null : timestampText(after.since),
    after?.fixmedinsCode ?? '',
    after?.holdId ?? '0',
    limit,
  ]);
  return rows.map(({ held, since_ms, fixmedins_code, hold_id, fund_fen, pool_fen }) => ({
    ...heldLineFrom(held),
    place: { since: instantOf(since_ms), fixmedinsCode: fixmedins_code, holdId: hold_id },
    amounts:
      fund_fen === null || pool_fen === null
        ? null
        : { fundAmount: BigInt(fund_fen), pooledAmount: BigInt(pool_fen) },
  }));
}

function codeFrom(written: string): HoldCode {
  const code = HOLD_CODES.find((one) => one === written);
  if (code === undefined) throw new StoredRowUnreadable(`hold_record.hold_code is ${written}`);
  return code;
}

interface FiguresRow {
  hold_code: string;
  lines: number;
  oldest_seconds: number;
  fund_fen: string;
  pool_fen: string;
}

interface WaitingRow {
  held: unknown;
  since_ms: number;
  fixmedins_code: string;
  hold_id: string;
  fund_fen: string | null;
  pool_fen: string | null;
}

const FIGURES = `
  SELECT hold_code, count(*)::float8 AS lines, extract(epoch FROM now() - min(since))::float8 AS oldest_seconds,
    coalesce(sum(fund_fen), 0)::text AS fund_fen, coalesce(sum(pool_fen), 0)::text AS pool_fen
  FROM hold_record WHERE released_at IS NULL GROUP BY hold_code`;

const LIST = `
  SELECT ${heldJson('h')} AS held, ${epochMsOf('h.since')} AS since_ms, h.fixmedins_code, h.hold_id::text,
    h.fund_fen::text, h.pool_fen::text
  FROM hold_record h
  WHERE h.released_at IS NULL AND ($1::text[] IS NULL OR h.fixmedins_code = ANY ($1::text[]))
    AND ($2::text IS NULL OR h.hold_code = $2) AND ($3::timestamptz IS NULL OR h.since <= $3)
    AND ($4::timestamptz IS NULL OR (h.since, h.fixmedins_code, h.hold_id) > ($4, $5::text, $6::bigint))
  ORDER BY h.since, h.fixmedins_code, h.hold_id LIMIT $7`;
