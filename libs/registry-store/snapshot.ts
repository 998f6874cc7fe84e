import type { Queryable } from '@gatekeeper/database';
import { epochMsOf } from '@gatekeeper/database';
import type { Fence, FenceRow } from './fence';
import { fenceFrom } from './fence';
import { VERSIONS_OF_SUBJECTS } from './subject-versions';

/** Longer than a registry write takes from its stamp to the end of its COMMIT, which is all it does in between. */
const LAST_STEP = '2 seconds';

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
  const { rows } = await client.query<FenceRow>(READ_SNAPSHOT, [subjects]);
  return fenceFrom(subjects, rows);
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
