/** Reads the timelines that a standing rests on: of persons, then of every institution they name. */
import { neverOnFile } from '@gatekeeper/adjudication';
import type { Queryable } from '@gatekeeper/database';
import type { RegistryStore } from '@gatekeeper/registry-store';
import type { SubjectTimeline } from '@gatekeeper/vocabulary';

export type Timelines = ReadonlyMap<string, SubjectTimeline>;

/** Persons (folded codes) and the institutions of their registrations and sanctions. @throws an outage of the database. */
export async function readPersons(
  registry: Pick<RegistryStore, 'timelines'>,
  codes: readonly string[],
): Promise<{ readonly persons: Timelines; readonly institutions: Timelines }> {
  const persons = await registry.timelines(codes);
  const named = [...persons.values()].flatMap(({ records }) =>
    records.flatMap(({ fact }) =>
      fact.kind === 'registration' || fact.kind === 'sanction' ? [fact.fixmedinsCode] : [],
    ),
  );
  return { persons, institutions: await registry.timelines([...new Set(named)]) };
}

/** One of those read; a subject that was read and is not on file has an empty timeline. */
export const timelineOf = (read: Timelines, subject: string): SubjectTimeline =>
  read.get(subject) ?? neverOnFile(subject);

/** Codes of everyone who is or was registered at an institution, in the order of codes, after the one named. */
export async function peopleOf(
  client: Queryable,
  fixmedinsCode: string,
  limit: number,
  after: string | null,
): Promise<readonly string[]> {
  const { rows } = await client.query<{ code: string }>(
    `SELECT DISTINCT code COLLATE "C" AS code FROM registry_record
     WHERE kind = 'registration' AND fixmedins_code = $1 AND ($2::text IS NULL OR code COLLATE "C" > $2)
     ORDER BY 1 LIMIT $3`,
    [fixmedinsCode, after, limit],
  );
  return rows.map(({ code }) => code);
}

/** Codes of those of an institution's people who have ever been sanctioned. */
export async function sanctionedPeopleOf(
  client: Queryable,
  fixmedinsCode: string,
): Promise<readonly string[]> {
  const { rows } = await client.query<{ code: string }>(
    `SELECT DISTINCT registered.code COLLATE "C" AS code
     FROM registry_record registered
     JOIN registry_subject belongs ON belongs.subject = registered.code
     JOIN registry_record sanction ON sanction.record_id = belongs.record_id AND sanction.kind = 'sanction'
     WHERE registered.kind = 'registration' AND registered.fixmedins_code = $1
     ORDER BY 1`,
    [fixmedinsCode],
  );
  return rows.map(({ code }) => code);
}
