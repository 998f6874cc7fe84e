/** Registry files of CONTRACT 3, a JSON object on each line. */
import type { Readable } from 'node:stream';
import { isMalformed, parseRegistryRow, readRows } from '@gatekeeper/wire';
import type { RegistryRecord } from '@gatekeeper/vocabulary';
import { formatInstant } from '@gatekeeper/calendar';
import { rowProblem } from './read-item';
import type { ReadItems } from './read-item';
import { readRecord } from './read-record';

const LONGEST_ROW_BYTES = 1024 * 1024;

const headOf = (record: RegistryRecord) => ({
  recordId: record.recordId,
  recordedAt: formatInstant(record.recordedAt),
  supersedes: record.supersedes,
});

/** Every row is taken as it names itself: `record_id` decides what is on file already, `supersedes` what it corrects. */
export async function* readNdjson(bytes: Readable): ReadItems {
  for await (const rows of readRows(bytes, { longestRowBytes: LONGEST_ROW_BYTES + 1 })) {
    for (const { row: line, bytes: text } of rows) {
      const record = parseRegistryRow(text);
      if (isMalformed(record)) {
        yield { kind: 'bad_row', line, problems: record.problems.map((problem) => rowProblem(problem)) };
      } else {
        yield { kind: 'row', line, records: [readRecord(record, headOf(record))] };
      }
    }
  }
}
