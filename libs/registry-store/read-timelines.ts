import type { Recorded } from '@gatekeeper/calendar';
import { instantOf, OPEN_END } from '@gatekeeper/calendar';
import type { Queryable } from '@gatekeeper/database';
import { epochMsOf } from '@gatekeeper/database';
import type { RegistryRecord, SubjectTimeline } from '@gatekeeper/vocabulary';
import { JOIN_CORRECTION } from './known-from';
import type { RecordCodec } from './record-body';
import { recordOf } from './record-body';
import { versionOfSubject } from './subject-versions';

/** A timeline, and for each record the registry version at which it became part of this subject's timeline. */
export interface LinkedTimeline {
  readonly timeline: SubjectTimeline;
  readonly linkedAt: readonly number[];
}

interface TimelineRow {
  subject: string;
  version: number;
  body: string;
  linked_at: number;
  known_from_ms: number;
  corrected_at_ms: number | null;
}

/**
 * One statement, so one snapshot: versions and records agree. A record ends where the earliest record that supersedes it
 * was known, whoever's timeline that one is in.
 */
const READ_TIMELINES = `
  SELECT asked.subject, asked.version::float8 AS version, r.body, l.version::float8 AS linked_at,
         ${epochMsOf('r.known_from')} AS known_from_ms,
         ${epochMsOf('correction.known_from')} AS corrected_at_ms
  FROM (SELECT subject, ${versionOfSubject('named.subject')} AS version FROM unnest($1::text[]) AS named (subject)) AS asked
  JOIN registry_subject l ON l.subject = asked.subject
  JOIN registry_record r ON r.record_id = l.record_id
  ${JOIN_CORRECTION}
  ORDER BY asked.subject, r.version, r.record_id`;

/** The timelines of these subjects; one that was never on file has version 0 and no records. */
export async function readTimelines(
  client: Queryable,
  codec: RecordCodec,
  subjects: readonly string[],
): Promise<ReadonlyMap<string, LinkedTimeline>> {
  const distinct = [...new Set(subjects)];
  const { rows } = await client.query<TimelineRow>(READ_TIMELINES, [distinct]);
  const read = new Map<
    string,
    { version: number; records: Recorded<RegistryRecord>[]; linkedAt: number[] }
  >();
  for (const row of rows) {
    const knownFrom = instantOf(row.known_from_ms);
    const until = row.corrected_at_ms === null ? OPEN_END : instantOf(row.corrected_at_ms);
    const soFar = read.get(row.subject) ?? { version: row.version, records: [], linkedAt: [] };
    soFar.records.push({ fact: recordOf(codec, row.body, knownFrom), recorded: { from: knownFrom, until } });
    soFar.linkedAt.push(row.linked_at);
    read.set(row.subject, soFar);
  }
  return new Map(
    distinct.map((subject) => {
      const { version, records, linkedAt } = read.get(subject) ?? { version: 0, records: [], linkedAt: [] };
      return [subject, { timeline: { subject, version, records }, linkedAt }];
    }),
  );
}
