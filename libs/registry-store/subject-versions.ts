/**
 * The version of a subject: that of the last write that touched it. `subject_version` has it, but for bulk writes that are
 * committed and not yet folded in: of these `registry_change` says whom they touched, and the later version counts.
 */
export interface SubjectVersionRow {
  subject: string;
  version: number;
}

/**
 * The names come by a sub-select: as a constant, the planner would weigh each of some thousand of them, twice.
 */
const ASKED = '((SELECT $1::text[])::text[])';

/** $1 subjects. A subject may come more than once, see `latestVersions`. Most of the time no bulk write is unfolded, and its half costs nothing. */
export const VERSIONS_OF_SUBJECTS = `
  SELECT subject, version::float8 AS version FROM subject_version WHERE subject = ANY ${ASKED}
  UNION ALL
  SELECT touched.subject, bulk.version::float8
  FROM registry_bulk bulk CROSS JOIN LATERAL (
    SELECT subject FROM registry_change WHERE write_id = bulk.write_id AND subject = ANY ${ASKED} OFFSET 0
  ) AS touched
  WHERE bulk.version IS NOT NULL`;

/** The same for one subject, an expression: 0 for one that was never on file. */
export const versionOfSubject = (subject: string): string => `greatest(
  0,
  (SELECT version FROM subject_version WHERE subject = ${subject}),
  (SELECT max(bulk.version) FROM registry_bulk bulk
   WHERE bulk.version IS NOT NULL AND EXISTS (
     SELECT FROM registry_change touched WHERE touched.write_id = bulk.write_id AND touched.subject = ${subject}))
)`;

/** Ends an INSERT into `subject_version AS v`: a version only ever rises, whoever is first to write it down. */
export const UNLESS_LATER =
  'ON CONFLICT (subject) DO UPDATE SET version = greatest(v.version, excluded.version)';

/** Each of `subjects` with its latest version; 0: never on file. */
export function latestVersions(
  subjects: readonly string[],
  rows: Iterable<SubjectVersionRow>,
): ReadonlyMap<string, number> {
  const versions = new Map<string, number>(subjects.map((subject) => [subject, 0]));
  for (const { subject, version } of rows)
    versions.set(subject, Math.max(version, versions.get(subject) ?? 0));
  return versions;
}
