/**
 * What an installation has on file of whole visits, as received by a moment: for files that `check` and `verify` read. All of
 * it runs on the caller's one snapshot (REPEATABLE READ), so that the files fit each other; rows come through cursors, page by
 * page, and the server sorts them.
 */
import type { Instant } from '@gatekeeper/calendar';
import { instantOf } from '@gatekeeper/calendar';
import { epochMsOf, readByCursor, timestampText } from '@gatekeeper/database';
import type {
  Decision,
  FactMessage,
  HeldLine,
  LineIdentity,
  PaymentNotice,
  VoidMessage,
} from '@gatekeeper/vocabulary';
import { OFFICER_FACTS } from '@gatekeeper/vocabulary';
import type { ClientBase } from 'pg';
import { decisionFrom, decisionJson, heldJson, heldLineFrom } from './stored-decision';
import { StoredRowUnreadable } from './stored-fields';
import type { KeyRow } from './line-keys';
import { identityFrom } from './line-keys';

const PAGE = 2_000;

export type VisitKey = Pick<LineIdentity, 'fixmedinsCode' | 'visitId'>;

/** In which order rows come: in that of their arrival, or visit by visit (in the order of bytes) and so within each. */
export type RowOrder = 'arrival' | 'visit';

/** A message of the lines topic as it came, or what resends stated last of a line's settlement. */
export type ExportedMessage = { readonly receivedAt: Instant; readonly visit: VisitKey } & (
  | {
      readonly kind: 'line';
      /** The canonical text of the content. */
      readonly content: string;
      readonly settlementId: string | null;
      readonly settledAt: Instant | null;
      readonly paidAt: Instant | null;
    }
  | { readonly kind: 'void'; readonly withdrawn: VoidMessage }
  | { readonly kind: 'fact'; readonly fact: FactMessage }
);

export interface ExportedNotice {
  readonly notice: PaymentNotice;
  readonly receivedAt: Instant;
}

/** A hold, and the decision that has ended it by then. */
export interface ExportedHold {
  readonly held: HeldLine;
  readonly release: { readonly decisionId: string; readonly releasedAt: Instant } | null;
}

/** The moment of the snapshot, which the caller's transaction has just begun: nothing in it was received later. */
export async function snapshotMoment(client: ClientBase): Promise<Instant> {
  const { rows } = await client.query<{ now_ms: number }>(
    `SELECT ${epochMsOf(`date_trunc('milliseconds', clock_timestamp())`)} AS now_ms`,
  );
  return instantOf(rows[0]?.now_ms ?? 0);
}

/** Lines, voids and facts of the chosen visits, in the order in which they came. */
export async function* exportedMessages(
  client: ClientBase,
  knownAt: Instant,
  order: RowOrder = 'arrival',
  places: PlacesRead | null = null,
): AsyncGenerator<readonly ExportedMessage[]> {
  for await (const rows of pagesOf<MessageRow>(client, 'messages', MESSAGES, { order, places, knownAt }))
    yield rows.map(messageFrom);
}

/** Payment notices on lines of the chosen visits, in the order in which they came. */
export async function* exportedNotices(
  client: ClientBase,
  knownAt: Instant,
  order: RowOrder = 'arrival',
  places: PlacesRead | null = null,
): AsyncGenerator<readonly ExportedNotice[]> {
  for await (const rows of pagesOf<NoticeRow>(client, 'notices', NOTICES, { order, places, knownAt }))
    yield rows.map((row) => ({
      receivedAt: instantOf(row.received_at_ms),
      notice: {
        identity: identityFrom(row),
        settlementId: row.setl_id,
        paidAt: instantOf(row.paid_at_ms),
        fundAmount: BigInt(row.fund_fen),
        pooledAmount: BigInt(row.pooled_fen),
      },
    }));
}

/** Every decision on lines of the chosen visits, in the order in which they were taken. */
export async function* exportedDecisions(
  client: ClientBase,
  knownAt: Instant,
  order: RowOrder = 'arrival',
  places: PlacesRead | null = null,
): AsyncGenerator<readonly Decision[]> {
  for await (const rows of pagesOf<{ decision: unknown }>(client, 'decisions', DECISIONS, {
    ...{ order, places, knownAt },
  }))
    yield rows.map(({ decision }) => decisionFrom(decision));
}

/** Every hold on lines of the chosen visits, but those that another hold or revision took the place of. */
export async function* exportedHolds(
  client: ClientBase,
  knownAt: Instant,
  order: RowOrder = 'arrival',
  places: PlacesRead | null = null,
): AsyncGenerator<readonly ExportedHold[]> {
  for await (const rows of pagesOf<HoldRow>(client, 'holds', HOLDS, { order, places, knownAt }))
    yield rows.map(({ held, released_by, released_at_ms }) => ({
      held: heldLineFrom(held),
      release:
        released_by === null || released_at_ms === null
          ? null
          : { decisionId: released_by, releasedAt: instantOf(released_at_ms) },
    }));
}

/** Where the rows of chosen visits lie, where they are all of one institution: no other part of a table is read. */
export interface PlacesRead {
  readonly fixmedinsCode: string;
  /** First days of fee months. */
  readonly months: readonly string[];
}

/** The fee months in which visits that were chosen of one institution have any line, of whichever revision. */
export async function placesOfVisits(client: ClientBase, fixmedinsCode: string): Promise<PlacesRead> {
  const { rows } = await client.query<{ month: string }>(MONTHS_OF_VISITS, [fixmedinsCode]);
  return { fixmedinsCode, months: rows.map(({ month }) => month) };
}

/** The current revision's month; those of earlier ones are asked of the few lines that have any. */
const MONTHS_OF_VISITS = `
  SELECT DISTINCT month::text AS month FROM (
    SELECT i.fee_month AS month
    FROM exported_visit v JOIN line_identity i ON i.fixmedins_code = $1 AND i.mdtrt_id = v.mdtrt_id
    UNION ALL
    SELECT l.fee_month
    FROM exported_visit v JOIN line_identity i ON i.fixmedins_code = $1 AND i.mdtrt_id = v.mdtrt_id AND i.revision > 1
    CROSS JOIN LATERAL (
      SELECT l.fee_month FROM settlement_line l
      WHERE l.fixmedins_code = $1 AND l.mdtrt_id = i.mdtrt_id AND l.feedetl_sn = i.feedetl_sn AND l.chrg_bchno = i.chrg_bchno
      OFFSET 0
    ) AS l
  ) AS lies`;

interface Reading {
  readonly order: RowOrder;
  readonly places: PlacesRead | null;
  readonly knownAt: Instant;
}

/** What limits a table's rows to the places that are read. */
interface Within {
  /** A table that is cut by institution alone. */
  readonly site: (alias: string) => string;
  /** One that is cut by fee month. */
  readonly month: (alias: string) => string;
}

const withinOf = (places: PlacesRead | null): Within =>
  places === null
    ? { site: () => '', month: () => '' }
    : {
        // A statement takes as many parameters as it is given.
        site: (alias) => `AND ${alias}.fixmedins_code = $2 AND $3::date[] IS NOT NULL`,
        month: (alias) => `AND ${alias}.fixmedins_code = $2 AND ${alias}.fee_month = ANY($3::date[])`,
      };

type Statement = (order: RowOrder, within: Within) => string;

const pagesOf = <Row extends object>(
  client: ClientBase,
  name: 'messages' | 'notices' | 'decisions' | 'holds',
  statement: Statement,
  { order, places, knownAt }: Reading,
): AsyncGenerator<readonly Row[]> =>
  readByCursor<Row>(
    client,
    `exported_${name}`,
    statement(order, withinOf(places)),
    [timestampText(knownAt), ...(places === null ? [] : [places.fixmedinsCode, places.months])],
    PAGE,
  );

interface MessageRow {
  kind: 'line' | 'void' | 'fact';
  received_at_ms: number;
  content: string | null;
  fixmedins_code: string;
  mdtrt_id: string;
  chrg_bchno: string | null;
  feedetl_sn: string | null;
  setl_id: string | null;
  settled_at_ms: number | null;
  paid_at_ms: number | null;
  stated_at_ms: number | null;
  fact: string | null;
  document_no: string | null;
  reason: string | null;
}

function messageFrom(row: MessageRow): ExportedMessage {
  const receivedAt = instantOf(row.received_at_ms);
  const visit = { fixmedinsCode: row.fixmedins_code, visitId: row.mdtrt_id };
  switch (row.kind) {
    case 'line':
      return {
        ...{ kind: 'line', receivedAt, visit, content: row.content ?? missing('content') },
        settlementId: row.setl_id,
        settledAt: momentOrNull(row.settled_at_ms),
        paidAt: momentOrNull(row.paid_at_ms),
      };
    case 'void': {
      const [chargeBatch, lineNo, settlementId] = [row.chrg_bchno, row.feedetl_sn, row.setl_id];
      const voidedAt = momentOrNull(row.stated_at_ms) ?? missing('stated_at');
      const withdrawn = { ...visit, chargeBatch, lineNo, settlementId, voidedAt, reason: row.reason };
      return { kind: 'void', receivedAt, visit, withdrawn };
    }
    case 'fact': {
      const lineNo = row.feedetl_sn ?? missing('feedetl_sn');
      const fact = OFFICER_FACTS.find((one) => one === row.fact) ?? missing('fact');
      const documentNo = row.document_no ?? missing('document_no');
      const approvedAt = momentOrNull(row.stated_at_ms) ?? missing('stated_at');
      const identity = { ...visit, chargeBatch: row.chrg_bchno ?? '', lineNo };
      return { kind: 'fact', receivedAt, visit, fact: { identity, fact, documentNo, approvedAt } };
    }
  }
}

const missing = (column: string): never => {
  throw new StoredRowUnreadable(`a message on file has no ${column}`);
};

const momentOrNull = (ms: number | null): Instant | null => (ms === null ? null : instantOf(ms));

interface HoldRow {
  held: unknown;
  released_by: string | null;
  released_at_ms: number | null;
}

interface NoticeRow extends KeyRow {
  received_at_ms: number;
  setl_id: string;
  paid_at_ms: number;
  fund_fen: string;
  pooled_fen: string;
}

const KEY = 'fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno';

const inOrder = (alias: string, order: RowOrder): string =>
  order === 'arrival' ? '' : `${alias}.fixmedins_code COLLATE "C", ${alias}.mdtrt_id COLLATE "C", `;

/**
 * Of a resend from before `settlement_restated` nobody knows when it came: what it stated is said behind the line's current
 * revision, at the moment of the first decision on it that a payment led to.
 */
const MESSAGES: Statement = (order, { site, month }) => `
  SELECT m.kind, ${epochMsOf('m.received_at')} AS received_at_ms, m.content, m.fixmedins_code, m.mdtrt_id, m.chrg_bchno,
    m.feedetl_sn, m.setl_id, ${epochMsOf('m.settled_at')} AS settled_at_ms, ${epochMsOf('m.paid_at')} AS paid_at_ms,
    ${epochMsOf('m.stated_at')} AS stated_at_ms, m.fact, m.document_no, m.reason
  FROM (
    SELECT 'line' AS kind, l.received_at, l.content, l.fixmedins_code, l.mdtrt_id, l.chrg_bchno, l.feedetl_sn, l.setl_id,
      l.settled_at, l.paid_at, NULL::timestamptz AS stated_at, NULL AS fact, NULL AS document_no, NULL AS reason,
      l.source_topic, l.source_partition, l.source_offset, 0 AS behind
    FROM exported_visit v JOIN settlement_line l USING (fixmedins_code, mdtrt_id)
    WHERE true ${month('l')}
    UNION ALL
    SELECT n.kind, n.received_at, NULL, n.fixmedins_code, n.mdtrt_id, n.chrg_bchno, n.feedetl_sn, n.setl_id, NULL, NULL,
      n.stated_at, n.fact, n.document_no, n.reason, n.source_topic, n.source_partition, n.source_offset, 0
    FROM exported_visit v JOIN line_news_message n USING (fixmedins_code, mdtrt_id)
    WHERE true ${site('n')}
    UNION ALL
    SELECT 'line', r.received_at, l.content, l.fixmedins_code, l.mdtrt_id, l.chrg_bchno, l.feedetl_sn, r.setl_id,
      r.settled_at, r.paid_at, NULL, NULL, NULL, NULL, r.source_topic, r.source_partition, r.source_offset, 0
    FROM exported_visit v JOIN settlement_restated r USING (fixmedins_code, mdtrt_id)
    JOIN settlement_line l USING (${KEY}, revision, fee_month)
    WHERE true ${site('r')} ${month('l')}
    UNION ALL
    SELECT 'line', coalesce(paid.known_at, l.received_at), l.content, l.fixmedins_code, l.mdtrt_id, l.chrg_bchno,
      l.feedetl_sn, i.setl_id, i.settled_at, i.paid_at, NULL, NULL, NULL, NULL, l.source_topic, l.source_partition,
      l.source_offset, 1
    FROM exported_visit v JOIN line_identity i USING (fixmedins_code, mdtrt_id)
    JOIN settlement_line l USING (${KEY}, revision, fee_month)
    LEFT JOIN LATERAL (
      SELECT min(d.known_at) AS known_at FROM decision d
      WHERE d.fixmedins_code = i.fixmedins_code AND d.decision_id = i.decision_id AND d.fee_month = i.decision_month
        AND d.trigger = 'payment' ${month('d')}
    ) AS paid ON true
    WHERE (i.setl_id, i.settled_at, i.paid_at) IS DISTINCT FROM (l.setl_id, l.settled_at, l.paid_at)
      AND NOT (i.setl_id IS NULL AND i.settled_at IS NULL AND i.paid_at IS NULL) ${site('i')} ${month('l')}
      AND NOT EXISTS (
        SELECT FROM settlement_restated r
        WHERE r.fixmedins_code = i.fixmedins_code AND r.mdtrt_id = i.mdtrt_id AND r.feedetl_sn = i.feedetl_sn
          AND r.chrg_bchno = i.chrg_bchno)
  ) AS m
  WHERE m.received_at <= $1::timestamptz
  ORDER BY ${inOrder('m', order)}m.received_at, m.source_topic, m.source_partition, m.behind, m.source_offset`;

/** Rows without amounts are no notices: what resends stated before there were any. */
const NOTICES: Statement = (order, { site }) => `
  SELECT ${epochMsOf('n.received_at')} AS received_at_ms, n.fixmedins_code, n.mdtrt_id, n.chrg_bchno, n.feedetl_sn, n.setl_id,
    ${epochMsOf('n.paid_at')} AS paid_at_ms, n.fund_fen::text, n.pooled_fen::text
  FROM exported_visit v JOIN payment_notice n USING (fixmedins_code, mdtrt_id)
  WHERE n.fund_fen IS NOT NULL AND n.received_at <= $1::timestamptz ${site('n')}
  ORDER BY ${inOrder('n', order)}n.notice_id`;

const DECISIONS: Statement = (order, { month }) => `
  SELECT ${decisionJson('d')} AS decision
  FROM exported_visit v JOIN decision d USING (fixmedins_code, mdtrt_id)
  WHERE d.known_at <= $1::timestamptz ${month('d')}
  ORDER BY ${inOrder('d', order)}d.known_at, d.publication_id, d.publication_place`;

const HOLDS: Statement = (order, { site, month }) => `
  SELECT ${heldJson('h')} AS held, CASE WHEN h.ended THEN h.released_by END AS released_by,
    ${epochMsOf('h.released_at')} AS released_at_ms
  FROM (
    SELECT h.*, h.released_at IS NOT NULL AND (h.released_at <= $1::timestamptz OR EXISTS (
      SELECT FROM decision d
      WHERE d.fixmedins_code = h.fixmedins_code AND d.decision_id = h.released_by AND d.known_at <= $1::timestamptz
        AND d.known_at >= h.known_at ${month('d')}
    )) AS ended
    FROM exported_visit v JOIN hold_record h USING (fixmedins_code, mdtrt_id)
    WHERE h.known_at <= $1::timestamptz ${site('h')}
  ) AS h
  WHERE NOT (h.ended AND h.released_by IS NULL)
  ORDER BY ${inOrder('h', order)}h.hold_id`;
