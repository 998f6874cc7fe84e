/** When records were known, in SQL: one wording for timelines, chains, look-ups and exports. */

/** When this store knew a record: by its own clock, or by the sender's for the first load of history. */
export const knownFromOf = (record: string, commit: string): string =>
  `CASE WHEN ${commit}.as_recorded THEN ${record}.recorded_at ELSE ${commit}.received_at END`;

/** Joins to `r` the moment the earliest record that supersedes it was known, `correction.known_from`. */
export const JOIN_CORRECTION = `
  LEFT JOIN LATERAL (
    SELECT min(${knownFromOf('later', 'lc')}) AS known_from
    FROM registry_record later JOIN registry_commit lc ON lc.version = later.version
    WHERE later.supersedes = r.record_id
  ) AS correction ON true`;
