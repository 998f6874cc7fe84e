import type { Instant } from '@gatekeeper/calendar';
import { instantOf } from '@gatekeeper/calendar';
import type { Queryable } from '@gatekeeper/database';
import { ADVISORY_LOCKS, epochMsOf } from '@gatekeeper/database';
import { latestVersions, VERSIONS_OF_SUBJECTS, versionsOnFile } from './subject-versions';

/** The moment at which a recording transaction sees the registry, and what it must see there. */
export interface Fence {
  /** Ask the registry as known then: it holds every record received at or before, and no later one can become visible. */
  readonly knownAt: Instant;
  /** The version of the last registry write; 0 for an empty registry. */
  readonly registryVersion: number;
  /** Of each subject asked for, the version of the last write that touched it; 0: never on file. */
  readonly versions: ReadonlyMap<string, number>;
}

/** Longer than deciding the largest batch takes on a busy machine: that is done between two statements. */
const RECORDING_IDLE_MS = 10_000;

interface FenceRow {
  known_at_ms: number;
  registry_version: number;
  subject: string | null;
  subject_version: number | null;
}

/**
 * Joins the caller's transaction to the registry's fence until it ends, then reads the moment and the versions. While
 * any transaction holds the fence no registry write can commit (its last step takes the exclusive form), so what is read
 * after this call is still so when the caller commits, and `knownAt` parts the registry's history exactly.
 *
 * The lock is a statement of its own: under READ COMMITTED the next statement sees everything that was committed before
 * the lock was had.
 * @param client a client inside a READ COMMITTED transaction.
 * @param idleMs how long the transaction may stand between two statements before PostgreSQL ends it: a recorder that hangs
 * would keep every write of the registry waiting.
 */
export async function openFence(
  client: Queryable,
  subjects: readonly string[],
  idleMs: number = RECORDING_IDLE_MS,
): Promise<Fence> {
  await client.query(
    `SET LOCAL idle_in_transaction_session_timeout = ${idleMs}; SELECT pg_advisory_xact_lock_shared(${ADVISORY_LOCKS.registryFence})`,
  );
  const { rows } = await client.query<FenceRow>(OPEN_FENCE, [subjects]);
  const [first] = rows;
  if (first === undefined) throw new Error('the fence query gave no row');
  const versions = latestVersions(subjects, versionsOnFile(rows));
  return { knownAt: instantOf(first.known_at_ms), registryVersion: first.registry_version, versions };
}

/**
 * Ends with at least one row: the moment alone, when no subject is on file. The moment is also left in
 * `recording_moment`, a row for each connection: a registry write stamps itself later than all of them, so that
 * `knownAt` parts history even where the server's clock was set back, or another server took over with a slower one.
 */
const OPEN_FENCE = `
  WITH moment AS (
    SELECT greatest(date_trunc('milliseconds', clock_timestamp()), last.received_at) AS known_at,
           coalesce(last.version, 0)::float8 AS registry_version
    FROM (SELECT 1) AS always
    LEFT JOIN LATERAL (
      SELECT version, received_at FROM registry_commit ORDER BY version DESC LIMIT 1
    ) AS last ON true
  ), kept AS (
    INSERT INTO recording_moment AS r (backend, known_at) SELECT pg_backend_pid(), known_at FROM moment
    ON CONFLICT (backend) DO UPDATE SET known_at = greatest(r.known_at, excluded.known_at)
  )
  SELECT ${epochMsOf('moment.known_at')} AS known_at_ms, moment.registry_version, v.subject, v.version AS subject_version
  FROM moment LEFT JOIN (${VERSIONS_OF_SUBJECTS}) AS v ON true`;
