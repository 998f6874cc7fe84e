/** Signals: what looks odd among lines on file. They are looked into by people and enter no decision. */
import type { ClientBase } from 'pg';
import type { Day } from '@gatekeeper/calendar';
import type { Queryable } from '@gatekeeper/database';
import { ADVISORY_LOCKS, epochMsOf } from '@gatekeeper/database';
import { dateText } from './fee-months';
import { DUE_BY_REGISTRY, replaceFound } from './signal-statements';
import type { SignalKind } from './signal-statements';

/** A day of fees of an institution, taken to be looked at. */
export interface ExaminedDay {
  readonly fixmedinsCode: string;
  /** As PostgreSQL writes it. */
  readonly feeDay: string;
}

/** What is taken for longer was left by a process that died, or failed: it is due again. */
const LEFT_AFTER_MS = 60 * 60_000;

/**
 * Has the days looked at that registry writes since the last call are about, and those that were taken and left; on a
 * short transaction of its own.
 */
export async function gatherDueDays(client: ClientBase): Promise<void> {
  await client.query(RETURN_LEFT, [LEFT_AFTER_MS]);
  const { rows } = await client.query<{ before: string; now: string }>(MOVED);
  const [moved] = rows;
  if (moved === undefined || moved.before === moved.now) return;
  await client.query(DUE_BY_REGISTRY, [moved.before, moved.now]);
  await client.query('UPDATE signal_cursor SET registry_version = $1', [moved.now]);
}

/**
 * Takes the day that has been due for longest, which nobody else looks at; a statement of its own, so that whoever folds
 * figures never waits for what is being looked at.
 * @param dueForMs for so long it must have been due: a day that is running changes over and over
 */
export async function takeDueDay(client: Queryable, dueForMs: number): Promise<ExaminedDay | null> {
  const { rows } = await client.query<{ fixmedins_code: string; fee_day: string }>(TAKE, [dueForMs]);
  const [day] = rows;
  return day === undefined ? null : { fixmedinsCode: day.fixmedins_code, feeDay: day.fee_day };
}

/** Looks at it, on the caller's transaction, and puts what is found in the place of what was. */
export async function examineDay(client: ClientBase, { fixmedinsCode, feeDay }: ExaminedDay): Promise<void> {
  const of = [fixmedinsCode, feeDay];
  await client.query('SET LOCAL statement_timeout = 120000');
  await client.query(replaceFound('volume_moved'), of);
  await client.query(replaceFound('placeholder_codes'), of);
  // It writes rows of other sites too: whoever looks at one of them at this moment must not write them the other way round.
  await client.query('SELECT pg_advisory_xact_lock($1)', [ADVISORY_LOCKS.signals]);
  await client.query(replaceFound('two_sites'), of);
  await client.query(
    'DELETE FROM signal_due WHERE fixmedins_code = $1 AND fee_day = $2::date AND is_taken',
    of,
  );
}

const MOVED = `
  SELECT c.registry_version::text AS before,
         greatest(c.registry_version, (SELECT coalesce(max(version), 0) FROM registry_commit))::text AS now
  FROM signal_cursor c FOR UPDATE`;

const RETURN_LEFT = `
  WITH gone AS (
    DELETE FROM signal_due WHERE is_taken AND due_since < clock_timestamp() - $1::float8 * INTERVAL '1 millisecond'
    RETURNING fixmedins_code, fee_day
  )
  INSERT INTO signal_due (fixmedins_code, fee_day) SELECT fixmedins_code, fee_day FROM gone ORDER BY 1, 2
  ON CONFLICT DO NOTHING`;

/** A change that comes while a day is looked at is a row of its own: the day is looked at once more. */
const TAKE = `
  WITH next AS (
    SELECT fixmedins_code, fee_day FROM signal_due d
    WHERE NOT is_taken AND due_since <= clock_timestamp() - $1::float8 * INTERVAL '1 millisecond'
      AND NOT EXISTS (
        SELECT FROM signal_due t WHERE t.fixmedins_code = d.fixmedins_code AND t.fee_day = d.fee_day AND t.is_taken)
    ORDER BY due_since LIMIT 1 FOR UPDATE SKIP LOCKED
  )
  UPDATE signal_due d SET is_taken = true, due_since = clock_timestamp() FROM next
  WHERE d.fixmedins_code = next.fixmedins_code AND d.fee_day = next.fee_day AND NOT d.is_taken
  RETURNING d.fixmedins_code, d.fee_day::text`;

export interface SignalsAsked {
  /** Signals whose period begins on one of the days `[from, until)`. */
  readonly from: Day;
  readonly until: Day;
  readonly within: { readonly areas: readonly string[]; readonly institutions: readonly string[] } | null;
  readonly area?: string | undefined;
  readonly institution?: string | undefined;
  readonly clinician?: string | undefined;
  readonly kind?: SignalKind | undefined;
  /** Institution and `signalId` of the row after which to begin. */
  readonly after: readonly [institution: string, signalId: string] | null;
  readonly limit: number;
}

export interface Signal {
  /** 64 bits, as decimal text. */
  readonly signalId: string;
  readonly kind: string;
  readonly fixmedinsCode: string;
  readonly area: string;
  /** The clinician it is about; empty where it is about the institution. */
  readonly subject: string;
  /** The colleague, or the other institution; empty where there is none. */
  readonly beside: string;
  /** `YYYY-MM-DD`, `[from, until)`. */
  readonly fromDay: string;
  readonly untilDay: string;
  readonly figures: unknown;
  readonly evidence: unknown;
  readonly foundAtMs: number;
}

interface SignalRow {
  signal_id: string;
  kind: string;
  fixmedins_code: string;
  area: string;
  subject: string;
  beside: string;
  from_day: string;
  until_day: string;
  figures: unknown;
  evidence: unknown;
  found_at_ms: number;
}

/** By institution, in the order in which they were found. */
export async function listSignals(client: Queryable, asked: SignalsAsked): Promise<readonly Signal[]> {
  const { rows } = await client.query<SignalRow>(LIST, [
    dateText(asked.from),
    dateText(asked.until),
    asked.within?.areas ?? null,
    asked.within?.institutions ?? null,
    asked.area ?? null,
    asked.institution ?? null,
    asked.clinician ?? null,
    asked.kind ?? null,
    asked.after?.[0] ?? null,
    asked.after?.[1] ?? null,
    asked.limit,
  ]);
  return rows.map((row) => ({
    signalId: row.signal_id,
    kind: row.kind,
    fixmedinsCode: row.fixmedins_code,
    area: row.area,
    subject: row.subject,
    beside: row.beside,
    fromDay: row.from_day,
    untilDay: row.until_day,
    figures: row.figures,
    evidence: row.evidence,
    foundAtMs: row.found_at_ms,
  }));
}

const LIST = `
  SELECT signal_id::text, kind, fixmedins_code, area, subject, beside, to_char(from_day, 'YYYY-MM-DD') AS from_day,
         to_char(until_day, 'YYYY-MM-DD') AS until_day, figures, evidence, ${epochMsOf('found_at')} AS found_at_ms
  FROM signal
  WHERE from_day >= $1::date AND from_day < $2::date
    AND ($3::text[] IS NULL OR EXISTS (SELECT FROM unnest($3::text[]) AS prefix WHERE starts_with(area, prefix))
         OR fixmedins_code = ANY ($4::text[]))
    AND ($5::text IS NULL OR starts_with(area, $5)) AND ($6::text IS NULL OR fixmedins_code = $6)
    AND ($7::text IS NULL OR $7 IN (subject, beside)) AND ($8::text IS NULL OR kind = $8)
    AND ($9::text IS NULL OR (fixmedins_code, signal_id) > ($9, $10::bigint))
  ORDER BY fixmedins_code, signal_id LIMIT $11`;
