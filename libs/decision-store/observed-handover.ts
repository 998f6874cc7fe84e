/**
 * What stood when observing was left and takes something away: said once on the live topics, page by page, by whichever
 * gatekeeper comes to it. What was accepted or withdrawn turns nothing, and is not said again.
 */
import { instantOf } from '@gatekeeper/calendar';
import type { Instant } from '@gatekeeper/calendar';
import { epochMsOf, timestampText } from '@gatekeeper/database';
import type { Decision, HeldLine } from '@gatekeeper/vocabulary';
import type { ClientBase } from 'pg';
import { monthsKept } from './observed-figures';
import { decisionFrom, decisionJson, heldJson, heldLineFrom } from './stored-decision';

const PAGE = 500;

/** One page: said and then moved past, in one transaction, so that what a crash leaves is said again, and nothing is left out. */
export interface HandoverPage {
  readonly decisions: readonly Decision[];
  readonly holds: readonly HeldLine[];
  /** Everything has been said before. */
  readonly isDone: boolean;
  /** Moves past the page, on the same transaction. */
  readonly moveOn: () => Promise<void>;
}

interface HandoverRow {
  mode_id: string;
  part: 'decisions' | 'holds';
  month_from: string | null;
  after_institution: string | null;
  after_id: string | null;
  since_ms: number;
}

/** Whether something of what was observed is still to be said. */
export async function isHandoverOpen(client: Pick<ClientBase, 'query'>): Promise<boolean> {
  const { rows } = await client.query("SELECT FROM observed_handover WHERE part <> 'done' LIMIT 1");
  return rows.length > 0;
}

/**
 * The next page, its place locked until the transaction ends. Lines of the page that wait are kept from being released
 * meanwhile: of holds the last record rules.
 */
export async function nextHandoverPage(client: ClientBase): Promise<HandoverPage> {
  const { rows } = await client.query<HandoverRow>(OPEN);
  const [at] = rows;
  if (at === undefined) return { decisions: [], holds: [], isDone: true, moveOn: () => Promise.resolve() };
  const leftAt = instantOf(at.since_ms);
  return at.part === 'decisions' ? decisionsPage(client, at, leftAt) : holdsPage(client, at, leftAt);
}

async function decisionsPage(client: ClientBase, at: HandoverRow, leftAt: Instant): Promise<HandoverPage> {
  const months = await monthsKept(client);
  // A month that was detached meanwhile is passed over; written dates, and `-infinity`, order as texts.
  const here = months.findIndex(({ from }) => at.month_from === null || from >= at.month_from);
  const kept = months[here];
  const after = kept?.from === at.month_from ? [at.after_institution, at.after_id] : [null, null];
  const { rows } =
    kept === undefined
      ? { rows: [] }
      : await client.query<{ decision: unknown }>(DECISIONS, [
          ...[kept.from, kept.until, timestampText(leftAt), ...after, PAGE],
        ]);
  const decisions = rows.map(({ decision }) => decisionFrom(decision));
  const last = decisions.at(-1);
  const place =
    last !== undefined && rows.length === PAGE
      ? ['decisions', kept?.from ?? null, last.line.fixmedinsCode, last.decisionId]
      : nextMonth(kept === undefined ? undefined : months[here + 1]?.from);
  return { decisions, holds: [], isDone: false, moveOn: () => move(client, at, place, decisions.length) };
}

const nextMonth = (from: string | undefined): readonly (string | null)[] =>
  from === undefined ? ['holds', null, null, null] : ['decisions', from, null, null];

async function holdsPage(client: ClientBase, at: HandoverRow, leftAt: Instant): Promise<HandoverPage> {
  const { rows } = await client.query<{ hold_id: string; fixmedins_code: string; held: unknown }>(HOLDS, [
    ...[at.after_institution, at.after_id, timestampText(leftAt), PAGE],
  ]);
  const last = rows.at(-1);
  const place =
    last !== undefined && rows.length === PAGE
      ? ['holds', null, last.fixmedins_code, last.hold_id]
      : ['done', null, null, null];
  const holds = rows.map(({ held }) => heldLineFrom(held));
  return { decisions: [], holds, isDone: false, moveOn: () => move(client, at, place, holds.length) };
}

async function move(
  client: ClientBase,
  { mode_id }: HandoverRow,
  place: readonly (string | null)[],
  said: number,
): Promise<void> {
  await client.query(MOVE, [mode_id, ...place, said]);
}

const OPEN = `
  SELECT h.mode_id::text, h.part, h.month_from::text, h.after_institution, h.after_id, ${epochMsOf('m.since')} AS since_ms
  FROM observed_handover h JOIN installation_mode m USING (mode_id)
  WHERE h.part <> 'done' ORDER BY h.mode_id LIMIT 1 FOR UPDATE OF h`;

const DECISIONS = `
  SELECT ${decisionJson('d')} AS decision
  FROM decision d CROSS JOIN LATERAL (
    SELECT FROM line_identity i
    WHERE i.fixmedins_code = d.fixmedins_code AND i.mdtrt_id = d.mdtrt_id AND i.feedetl_sn = d.feedetl_sn
      AND i.chrg_bchno = d.chrg_bchno AND i.decision_id = d.decision_id AND NOT i.held
    LIMIT 1
  ) AS i
  WHERE d.fee_month >= $1::date AND d.fee_month < $2::date AND d.outcome IN ('reject', 'claw_back')
    AND d.known_at < $3::timestamptz AND ($4::text IS NULL OR (d.fixmedins_code, d.decision_id) > ($4, $5::text))
  ORDER BY d.fixmedins_code, d.decision_id LIMIT $6`;

const HOLDS = `
  SELECT h.fixmedins_code, h.hold_id::text, ${heldJson('h')} AS held FROM hold_record h
  WHERE h.released_at IS NULL AND h.known_at < $3::timestamptz
    AND ($1::text IS NULL OR (h.fixmedins_code, h.hold_id) > ($1, $2::bigint))
  ORDER BY h.fixmedins_code, h.hold_id LIMIT $4 FOR SHARE OF h`;

const MOVE = `
  UPDATE observed_handover
  SET part = $2, month_from = $3, after_institution = $4, after_id = $5, said = said + $6 WHERE mode_id = $1`;
