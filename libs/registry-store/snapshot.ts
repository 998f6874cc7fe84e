import { instantOf } from '@gatekeeper/calendar';
import type { Queryable } from '@gatekeeper/database';
import { epochMsOf } from '@gatekeeper/database';
import type { Fence } from './fence';
import { latestVersions, VERSIONS_OF_SUBJECTS, versionsOnFile } from './subject-versions';

/** Longer than a registry write takes from its stamp to the end of its COMMIT, which is all it does in between. */
const LAST_STEP = '2 seconds';

interface SnapshotRow {
  known_at_ms: number;
  registry_version: number;
  subject: string | null;
  subject_version: number | null;
}

/**
 * What `openFence` reads, without the fence: for whoever answers and records nothing. No lock is taken, nothing is written,
 * and no registry write waits for it.
 *
 * `knownAt` is the last write's stamp, or a moment shortly before now where that is later: a write that is being committed
 * meanwhile is stamped later than either, so that `knownAt` holds every record of the snapshot and no other. (Were a write to
 * take longer than that for its last step, the answer would name a moment at which that write is known and was not heeded;
 * `registryVersion` still says which were.)
 * @param client a client inside a REPEATABLE READ transaction.
 */
export async function readSnapshot(client: Queryable, subjects: readonly string[]): Promise<Fence> {
  const { rows } = await client.query<SnapshotRow>(READ_SNAPSHOT, [subjects]);
  const [first] = rows;
  if (first === undefined) throw new Error('the snapshot query gave no row');
  const versions = latestVersions(subjects, versionsOnFile(rows));
  return { knownAt: instantOf(first.known_at_ms), registryVersion: first.registry_version, versions };
}

const READ_SNAPSHOT = `
  WITH moment AS (
    SELECT greatest(date_trunc('milliseconds', clock_timestamp() - interval '${LAST_STEP}'), last.received_at) AS known_at,
           coalesce(last.version, 0)::float8 AS registry_version
    FROM (SELECT 1) AS always
    LEFT JOIN LATERAL (
      SELECT version, received_at FROM registry_commit ORDER BY version DESC LIMIT 1
    ) AS last ON true
  )
  SELECT ${epochMsOf('moment.known_at')} AS known_at_ms, moment.registry_version,
         v.subject, v.version AS subject_version
  FROM moment LEFT JOIN (${VERSIONS_OF_SUBJECTS}) AS v ON true`;
