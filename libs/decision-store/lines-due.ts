/** Lines to be asked again, once nobody is left who may have missed why. */
import type { ClientBase } from 'pg';
import type { Queryable } from '@gatekeeper/database';
import type { LineIdentity, Trigger } from '@gatekeeper/vocabulary';
import { isDetached } from './detached-lines';
import type { KeyRow } from './line-keys';
import { identityFrom, keyArrays } from './line-keys';
import { StoredRowUnreadable } from './stored-fields';

/** What due lines are asked for: of a decision that supersedes one. */
export const DUE_TRIGGERS = ['payment', 'status_change'] as const satisfies readonly Trigger[];
export type DueTrigger = (typeof DUE_TRIGGERS)[number];

/** A line that is to be asked again, and what for. */
export interface DueLine {
  /** 64 bits, as decimal text. */
  readonly dueId: string;
  readonly identity: LineIdentity;
  readonly trigger: DueTrigger;
  /** Only its refunds are asked: the line itself stands as it is. */
  readonly onlyRefunds: boolean;
}

/**
 * Has lines asked again, on the transaction that records why.
 * @param onlyRefunds because of refunds of them that may have been recorded meanwhile: without any there is nothing to ask
 */
export async function addDue(
  client: ClientBase,
  lines: readonly LineIdentity[],
  trigger: DueTrigger,
  onlyRefunds = false,
): Promise<void> {
  if (lines.length > 0) await client.query(ADD, [...keyArrays(lines), trigger, onlyRefunds]);
}

/** Lets go of ripe lines that were to be asked because of their refunds, and have none. @returns how many */
export async function dropWithoutRefunds(client: Queryable, atMost: number): Promise<number> {
  const { rowCount } = await client.query(DROP_WITHOUT_REFUNDS, [atMost]);
  return rowCount ?? 0;
}

/**
 * Draws a transaction's number behind the news of every line that is newly due. Must be a transaction of its own: the number
 * has to be drawn after the statement has seen the news committed.
 *
 * Whoever recorded a line without seeing the news had drawn its own number before (a recording transaction draws it with the
 * lock of its position, before it reads), so it is below this one. The number of the transaction that recorded the news
 * would not do: a transaction with a later number may have read before that one committed.
 */
export async function markDue(client: Queryable): Promise<void> {
  await client.query(MARK);
}

/**
 * Lines of whose news everybody who may have missed it is done, the earliest first; those of a detached period wait. @param without `dueId`s left out
 */
export async function findRipe(
  client: Queryable,
  atMost: number,
  without: readonly string[],
): Promise<readonly DueLine[]> {
  const { rows } = await client.query<DueRow>(RIPE, [atMost, without]);
  return rows.map((row) => ({
    dueId: row.due_id,
    identity: identityFrom(row),
    trigger: triggerFrom(row.trigger),
    onlyRefunds: row.only_refunds,
  }));
}

function triggerFrom(written: string): DueTrigger {
  const trigger = DUE_TRIGGERS.find((one) => one === written);
  if (trigger === undefined) throw new StoredRowUnreadable(`line_due.trigger is ${written}`);
  return trigger;
}

/** Removes them, on the transaction that asks their lines. @returns those that nobody else has removed meanwhile. */
export async function takeDue(client: ClientBase, due: readonly DueLine[]): Promise<readonly DueLine[]> {
  const { rows } = await client.query<{ due_id: string }>(TAKE, [due.map(({ dueId }) => dueId)]);
  const taken = new Set(rows.map(({ due_id }) => due_id));
  return due.filter(({ dueId }) => taken.has(dueId));
}

/**
 * Lines that are due, those whose moment is reached but that are not made due yet, and messages that wait: in one look, so that
 * none is missed in between.
 */
export async function countDue(client: Queryable): Promise<number> {
  const { rows } = await client.query<{ count: number }>(COUNT);
  return rows[0]?.count ?? 0;
}

interface DueRow extends KeyRow {
  due_id: string;
  trigger: string;
  only_refunds: boolean;
}

const ADD = `
  INSERT INTO line_due (fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno, trigger, only_refunds)
  SELECT DISTINCT key.*, $5, $6::boolean FROM unnest($1::text[], $2::text[], $3::text[], $4::text[]) AS key`;

const DROP_WITHOUT_REFUNDS = `
  DELETE FROM line_due WHERE due_id IN (
    SELECT due_id FROM line_due d
    WHERE d.only_refunds AND d.seen_in < pg_snapshot_xmin(pg_current_snapshot()) AND NOT EXISTS (
      SELECT FROM line_identity i
      WHERE i.fixmedins_code = d.fixmedins_code AND i.mdtrt_id = d.mdtrt_id AND i.init_feedetl_sn = d.feedetl_sn
    ) ORDER BY d.due_id LIMIT $1)`;

const COUNT = `
  SELECT (SELECT count(*) FROM line_due)::float8 + (SELECT count(*) FROM waiting_message)::float8
    + (SELECT count(*) FROM line_turning WHERE at <= now())::float8 AS count`;

/** Numbers that this server has not reached yet are of another one, from which the database was restored. */
const MARK = `
  UPDATE line_due SET seen_in = pg_current_xact_id()
  WHERE seen_in IS NULL OR seen_in >= pg_snapshot_xmax(pg_current_snapshot())`;

const RIPE = `
  SELECT due_id::text, fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno, trigger, only_refunds FROM line_due
  WHERE seen_in < pg_snapshot_xmin(pg_current_snapshot()) AND due_id <> ALL ($2::bigint[])
    AND NOT ${isDetached('line_due')}
  ORDER BY line_due.due_id LIMIT $1`;

const TAKE = `DELETE FROM line_due WHERE due_id = ANY ($1::bigint[]) RETURNING due_id::text`;
