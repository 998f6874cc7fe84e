import { neverOnFile, registryTimelines } from '@gatekeeper/adjudication';
import type { TimelineOf } from '@gatekeeper/adjudication';
import { ringsAmong } from '@gatekeeper/calendar';
import type { RegistryRecord, SubjectTimeline } from '@gatekeeper/vocabulary';
import { encodeRegistryRecord, isMalformed, parseRegistryRow, readRows } from '@gatekeeper/wire';
import { LRUCache } from 'lru-cache';
import { UnusableInput } from '@gatekeeper/runtime';
import { namingNobody, nobodyOnFileText } from './nobody-on-file';
import { openInput } from './files';

/** Kept, so that a view of nobody is made once and not for each line. */
const MOST_ABSENT = 10_000;

/** A bad row of a registry file, with everything that is wrong with it. */
export interface BadRow {
  readonly row: number;
  readonly reason: string;
}

export interface RegistryFile {
  readonly records: readonly RegistryRecord[];
  readonly bad: readonly BadRow[];
}

/**
 * Reads a registry file whole. A `record_id` that comes again with the same content is one record; with other content it is
 * a bad row, and so is each record of a ring of corrections.
 */
export async function readRegistryFile(path: string): Promise<RegistryFile> {
  const records: RegistryRecord[] = [];
  const contentById = new Map<string, string>();
  const rowById = new Map<string, number>();
  const bad: BadRow[] = [];
  for await (const rows of readRows(openInput(path))) {
    for (const { row, bytes } of rows) {
      const record = parseRegistryRow(bytes);
      if (isMalformed(record)) {
        const reasons = record.problems.map(
          ({ path: at, code, expected, got }) =>
            `${at === '' ? 'row' : at}: ${code}, expected ${expected}, got ${got}`,
        );
        bad.push({ row, reason: reasons.join('; ') });
        continue;
      }
      const content = encodeRegistryRecord(record);
      const known = contentById.get(record.recordId);
      if (known === undefined) {
        contentById.set(record.recordId, content);
        records.push(record);
        if (record.supersedes !== null) rowById.set(record.recordId, row);
      } else if (known !== content) {
        bad.push({
          row,
          reason: `record_id: ${record.recordId} stands on an earlier row with other content`,
        });
      }
    }
  }
  return withoutRings(records, rowById, bad);
}

/** Records that correct each other in a ring are refused: which of them holds, nothing could tell. */
function withoutRings(
  records: readonly RegistryRecord[],
  rowById: ReadonlyMap<string, number>,
  bad: readonly BadRow[],
): RegistryFile {
  const rings = ringsAmong(records);
  if (rings.length === 0) return { records, bad };
  const inRings = new Set(rings.flat());
  const refused = rings.flatMap((ring) =>
    ring.map((recordId) => ({
      row: rowById.get(recordId) ?? 0,
      reason: `supersedes: ${[...ring, ring[0]].join(' corrects ')}, in a ring`,
    })),
  );
  return {
    records: records.filter(({ recordId }) => !inRings.has(recordId)),
    bad: [...bad, ...refused].sort((one, other) => one.row - other.row),
  };
}

/** Timelines of a registry that was read whole: whoever is not in it is known to be absent. */
export function everyoneIn(timelines: ReadonlyMap<string, SubjectTimeline>): TimelineOf {
  const absent = new LRUCache<string, SubjectTimeline>({ max: MOST_ABSENT });
  return (subject) => {
    const found = timelines.get(subject) ?? absent.get(subject);
    if (found !== undefined) return found;
    const nobody = neverOnFile(subject);
    absent.set(subject, nobody);
    return nobody;
  };
}

/** The records of a registry file, after saying on stderr which of them name nobody; a bad row ends the command: a sanction that cannot be read must not turn into an accept. */
export async function loadRecords(path: string): Promise<readonly RegistryRecord[]> {
  const { records, bad } = await readRegistryFile(path);
  if (bad.length > 0) throw badRegistry(path, bad);
  process.stderr.write(nobodyOnFileText(namingNobody(records), 'record'));
  return records;
}

/** The timelines of a registry file, read as `loadRecords` does. */
export const loadRegistry = async (path: string): Promise<ReadonlyMap<string, SubjectTimeline>> =>
  registryTimelines(await loadRecords(path));

/** Names the bad rows: whoever mends a file with some of them should need one run. */
export function badRegistry(path: string, bad: readonly BadRow[]): UnusableInput {
  const named = bad.map(({ row, reason }) => `${path}:${row}: ${reason}`);
  return new UnusableInput(
    `${bad.length} bad row(s) in the registry ${path}; nothing was decided or written`,
    named,
  );
}
