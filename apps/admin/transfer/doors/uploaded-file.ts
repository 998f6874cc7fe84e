/** The bytes of an upload as rows of its format. */
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { readCsv } from '../reading/csv';
import { readNdjson } from '../reading/ndjson';
import { invalid } from '../reading/read-item';
import type { ReadItem, ReadItems } from '../reading/read-item';
import { readRoster } from '../reading/roster';
import { readXlsx } from '../reading/xlsx';
import type { Upload } from '../staging/transfer';
import { fileTooLarge } from './transfer-refusals';

/** The rows of an upload; one of an institution's list that is about another institution is a bad row. */
export async function* readUpload(bytes: Readable, upload: Upload, limitBytes: number): ReadItems {
  for await (const item of itemsOf(limited(bytes, limitBytes), upload)) yield ofInstitution(item, upload);
}

function itemsOf(bytes: Readable, { file, closing }: Upload): ReadItems {
  switch (file.format) {
    case 'ndjson':
      return readNdjson(bytes);
    case 'csv':
      return readCsv(bytes, file.kind, file.encoding);
    case 'xlsx':
      return spooled(bytes, (path) => readXlsx(path, file.kind));
    case 'roster':
      return readRoster(bytes, {
        roster: file.roster,
        institution: closing?.institution ?? '',
        standings: new Map(Object.entries(file.standings)),
        mainSite: file.mainSite,
      });
  }
}

function ofInstitution(item: ReadItem, { closing }: Upload): ReadItem {
  if (closing === null || item.kind !== 'row') return item;
  const isElsewhere = item.records.some(
    ({ kind, partner }) => kind === 'registration' && partner !== closing.institution,
  );
  return isElsewhere
    ? {
        kind: 'bad_row',
        line: item.line,
        problems: [invalid('fixmedins_code', closing.institution, 'another institution')],
      }
    : item;
}

/** A stream that fails with 413 after so many bytes, and when its source ends early. */
function limited(bytes: Readable, limitBytes: number): Readable {
  let taken = 0;
  const counted = new Transform({
    transform(chunk: Buffer, _, done) {
      taken += chunk.length;
      if (taken > limitBytes) done(fileTooLarge(limitBytes));
      else done(null, chunk);
    },
  });
  pipeline(bytes, counted).catch((error: unknown) => {
    // The reader of `counted` is told, and throws it.
    counted.destroy(error instanceof Error ? error : new Error(String(error)));
  });
  return counted;
}

/** A package is read from its end, so that it stands on disk while it is read. */
async function* spooled(bytes: Readable, read: (path: string) => ReadItems): ReadItems {
  const folder = await mkdtemp(join(tmpdir(), 'transfer-'));
  try {
    const path = join(folder, 'upload');
    await pipeline(bytes, createWriteStream(path));
    yield* read(path);
  } finally {
    await rm(folder, { recursive: true });
  }
}
