import { createHash } from 'node:crypto';
import type { Recorded } from '@gatekeeper/calendar';
import { instantOf, OPEN_END } from '@gatekeeper/calendar';
import type { RecordCodec } from '@gatekeeper/registry-store';
import { bodyOf, recordOf } from '@gatekeeper/registry-store';
import type { RegistryRecord, SubjectTimeline } from '@gatekeeper/vocabulary';

/**
 * One subject's timeline as Redis holds it: `<version>|<digest>|<records>`, a record a line:
 * `<known from, ms> <known until, ms, or -> <body>`. The digest covers the key too, so that an entry which ended up under
 * another subject's key does not count. It guards against damage, not against an attacker.
 */
export interface StoredEntry {
  readonly version: number;
  readonly value: string;
}

/** Names of the keys in Redis; the subject in braces keeps a subject's keys on one node of a cluster. */
export interface KeySpace {
  timeline(subject: string): string;
  /** The subject of such a key; `null` for any other. */
  subjectOf(key: string): string | null;
  /** A pattern, as SCAN takes it, that matches every such key. */
  readonly everyTimeline: string;
  readonly changes: string;
}

const TIMELINE_END = '}:timeline';
/** What a pattern of Redis reads as something else than itself. */
const PATTERN_SIGNS = /[\\*?[\]^]/g;

/** @param prefix keeps several installations on one Redis apart; default `gk:`. */
export const keySpace = (prefix = 'gk:'): KeySpace => ({
  timeline: (subject) => `${prefix}{${subject}${TIMELINE_END}`,
  subjectOf: (key) =>
    key.startsWith(`${prefix}{`) && key.endsWith(TIMELINE_END)
      ? key.slice(prefix.length + 1, -TIMELINE_END.length)
      : null,
  everyTimeline: `${prefix.replace(PATTERN_SIGNS, '\\$&')}{*${TIMELINE_END}`,
  changes: `${prefix}changes`,
});

/** SHA-1 because Redis's own scripts can compute it: the compare-and-set there checks it as well. */
export const digestOf = (key: string, version: string, records: string): string =>
  createHash('sha1').update(`${key}|${version}|${records}`).digest('hex');

export function encodeEntry(codec: RecordCodec, key: string, timeline: SubjectTimeline): StoredEntry {
  const records = timeline.records.map(({ fact, recorded }) => {
    const body = bodyOf(codec, fact);
    if (body.includes('\n'))
      throw new TypeError('a record body has a line break: the codec must give one line');
    return `${recorded.from} ${recorded.until === OPEN_END ? '-' : recorded.until} ${body}`;
  });
  const joined = records.join('\n');
  return {
    version: timeline.version,
    value: `${timeline.version}|${digestOf(key, String(timeline.version), joined)}|${joined}`,
  };
}

const ENTRY = /^(\d{1,15})\|([0-9a-f]{40})\|/;
const RECORD = /^(-?\d{1,16}) (-|-?\d{1,16}) /;

/** Reads an entry; `corrupt` when the digest is not that of its content, or the content cannot be read. */
export function decodeEntry(
  codec: RecordCodec,
  key: string,
  subject: string,
  value: string,
): SubjectTimeline | 'corrupt' {
  const head = ENTRY.exec(value);
  if (head === null) return 'corrupt';
  const [start, version = '', digest] = head;
  const joined = value.slice(start.length);
  if (digestOf(key, version, joined) !== digest) return 'corrupt';
  const records: Recorded<RegistryRecord>[] = [];
  for (const line of joined === '' ? [] : joined.split('\n')) {
    const record = decodeRecord(codec, line);
    if (record === 'corrupt') return 'corrupt';
    records.push(record);
  }
  return { subject, version: Number(version), records };
}

function decodeRecord(codec: RecordCodec, line: string): Recorded<RegistryRecord> | 'corrupt' {
  const head = RECORD.exec(line);
  if (head === null) return 'corrupt';
  const [start, from, until] = head;
  const knownFrom = instantOf(Number(from));
  try {
    const fact = recordOf(codec, line.slice(start.length), knownFrom);
    return {
      fact,
      recorded: { from: knownFrom, until: until === '-' ? OPEN_END : instantOf(Number(until)) },
    };
  } catch {
    // The digest fits, so this was written by a release whose records this one cannot read: the database still can.
    return 'corrupt';
  }
}
