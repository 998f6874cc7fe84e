/** What each write of the registry changed, for whoever asks lines again because of it: subjects, and the pharmacies of principals. */
import type { Instant, Interval } from '@gatekeeper/calendar';
import { instantOf, OPEN_END, BEFORE_ALL } from '@gatekeeper/calendar';
import type { Queryable } from '@gatekeeper/database';
import { epochMsOf, readByCursor } from '@gatekeeper/database';
import { append } from '@gatekeeper/vocabulary';

/** A write, as it was committed. */
export interface RegistryCommit {
  readonly version: number;
  /** Later than the `known_at` of every decision that was taken without it. */
  readonly receivedAt: Instant;
  /** The first load of history, whose records were known at moments of their own. */
  readonly asRecorded: boolean;
}

/** The writes after a version, the earliest first. */
export async function commitsAfter(
  client: Queryable,
  version: number,
  atMost: number,
): Promise<readonly RegistryCommit[]> {
  const { rows } = await client.query<CommitRow>(COMMITS, [version, atMost]);
  return rows.map(commitFrom);
}

/** Whose timelines a write changed, in pages. The caller's transaction holds the cursor. */
export async function* subjectsChangedBy(
  client: Queryable,
  version: number,
  pageSize: number,
): AsyncGenerator<readonly string[]> {
  const pages = readByCursor<{ subject: string }>(client, 'changed_subjects', SUBJECTS, [version], pageSize);
  for await (const rows of pages) yield rows.map(({ subject }) => subject);
}

/** A pharmacy and when, by one record, a person was its principal. */
export interface PrincipalPlace {
  readonly fixmedinsCode: string;
  readonly interval: Interval;
}

/** Where each of these persons is or was said to be principal, by any record ever; persons who never were are absent. */
export async function principalPlacesOf(
  client: Queryable,
  persons: readonly string[],
): Promise<ReadonlyMap<string, readonly PrincipalPlace[]>> {
  const { rows } = await client.query<{
    code: string;
    fixmedins_code: string;
    from_ms: number | null;
    until_ms: number | null;
  }>(PRINCIPALS, [persons]);
  const places = new Map<string, PrincipalPlace[]>();
  for (const row of rows)
    append(places, row.code, {
      fixmedinsCode: row.fixmedins_code,
      interval: {
        from: row.from_ms === null ? BEFORE_ALL : instantOf(row.from_ms),
        until: row.until_ms === null ? OPEN_END : instantOf(row.until_ms),
      },
    });
  return places;
}

/** The write of this version. */
export async function commitOf(client: Queryable, version: number): Promise<RegistryCommit> {
  const { rows } = await client.query<CommitRow>(
    `SELECT ${COMMIT_COLUMNS} FROM registry_commit WHERE version = $1`,
    [version],
  );
  const [row] = rows;
  if (row === undefined) throw new Error(`the registry has no write of version ${version}`);
  return commitFrom(row);
}

interface CommitRow {
  version: number;
  received_at_ms: number;
  as_recorded: boolean;
}

const commitFrom = (row: CommitRow): RegistryCommit => ({
  version: row.version,
  receivedAt: instantOf(row.received_at_ms),
  asRecorded: row.as_recorded,
});

const COMMIT_COLUMNS = `version::float8 AS version, ${epochMsOf('received_at')} AS received_at_ms, as_recorded`;

const COMMITS = `
  SELECT ${COMMIT_COLUMNS} FROM registry_commit
  WHERE version > $1 ORDER BY version LIMIT $2`;

const WRITTEN = `
  SELECT w.record_id, w.supersedes FROM registry_record_written w
  WHERE w.write_id = (SELECT write_id FROM registry_commit WHERE version = $1)`;

const SUBJECTS = `
  WITH written AS (${WRITTEN})
  SELECT l.subject FROM written JOIN registry_subject l USING (record_id)
  UNION
  SELECT l.subject FROM written JOIN registry_subject l ON l.record_id = written.supersedes`;

const PRINCIPALS = `
  SELECT r.code, r.fixmedins_code,
         CASE WHEN lower_inf(r.effective) THEN NULL ELSE ${epochMsOf('lower(r.effective)')} END AS from_ms,
         CASE WHEN upper_inf(r.effective) THEN NULL ELSE ${epochMsOf('upper(r.effective)')} END AS until_ms
  FROM registry_record r
  WHERE r.code COLLATE "C" = ANY ($1::text[]) AND r.kind IN ('registration', 'pharmacy_principal') -- as its index says
    AND r.kind = 'pharmacy_principal' AND NOT isempty(r.effective)`;
