/**
 * When records were held, in SQL: one wording for timelines, chains, look-ups and exports. `known_from` of a record is when
 * this store knew it: by its own clock, or by the sender's for the first load of history.
 */

/** Joins to `r` the moment the earliest record that supersedes it was known, `correction.known_from`. */
export const JOIN_CORRECTION = `
  LEFT JOIN LATERAL (
    SELECT min(later.known_from) AS known_from FROM registry_record later WHERE later.supersedes = r.record_id
  ) AS correction ON true`;

/** Whether a record was held at `knownAt`: known by then, and no correction of it was. */
export const heldAtSql = (record: string, knownAt: string): string => `(
  ${record}.known_from <= ${knownAt} AND NOT EXISTS (
    SELECT FROM registry_record later
    WHERE later.supersedes = ${record}.record_id AND later.known_from <= ${knownAt}
  ))`;

/**
 * Whether `r` is what was held last, at `knownAt`, of its kind about the same code: the description that counts. The
 * sender's clock and the record's name break ties, as they do in deciding.
 */
export const latestHeldSql = (codeColumn: 'code' | 'fixmedins_code', knownAt: string): string => `
  NOT EXISTS (
    SELECT FROM registry_record other
    WHERE other.kind = r.kind AND other.${codeColumn} COLLATE "C" = r.${codeColumn}
      AND (other.known_from, other.recorded_at, other.record_id COLLATE "C")
        > (r.known_from, r.recorded_at, r.record_id COLLATE "C")
      AND ${heldAtSql('other', knownAt)}
  )`;
