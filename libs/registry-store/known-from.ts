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

/** Whether a record was held at `knownAt`: known by then, and no correction of it was. */
export const heldAtSql = (record: string, commit: string, knownAt: string): string => `(
  ${knownFromOf(record, commit)} <= ${knownAt} AND NOT EXISTS (
    SELECT FROM registry_record later JOIN registry_commit lc ON lc.version = later.version
    WHERE later.supersedes = ${record}.record_id AND ${knownFromOf('later', 'lc')} <= ${knownAt}
  ))`;

/**
 * Whether `r` is what was held last, at `knownAt`, of its kind about the same code: the description that counts. The
 * sender's clock and the record's name break ties, as they do in deciding.
 */
export const latestHeldSql = (codeColumn: 'code' | 'fixmedins_code', knownAt: string): string => `
  NOT EXISTS (
    SELECT FROM registry_record other JOIN registry_commit oc ON oc.version = other.version
    WHERE other.kind = r.kind AND other.${codeColumn} COLLATE "C" = r.${codeColumn}
      AND (${knownFromOf('other', 'oc')}, other.recorded_at, other.record_id COLLATE "C")
        > (${knownFromOf('r', 'c')}, r.recorded_at, r.record_id COLLATE "C")
      AND ${heldAtSql('other', 'oc', knownAt)}
  )`;
