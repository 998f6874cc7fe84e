/** A registry file of a million registrations, from upload to registry, with the memory it takes. */
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { FigureRow } from './figures';
import { megabytes, perSecond } from './figures';
import { outputOf } from './processes';
import { emptyDatabase } from './stream-setting';
import type { TransferImport } from './transfer-import';

const ROWS_AT_ONCE = 5_000;
/** The heap of the importing process: whatever were kept of each row would not fit, and would end it. */
const HEAP_MEGABYTES = 48;

/** Imports files of these many rows, each into a registry of its own. */
export async function transferFigures(
  counts: readonly number[],
  say: (text: string) => void,
): Promise<readonly FigureRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-transfer-'));
  try {
    const rows: FigureRow[] = [];
    for (const count of counts) {
      say(`importing ${count.toLocaleString('en-US')} registrations`);
      rows.push(...(await importOf(join(folder, `${count}.ndjson`), count)));
    }
    return rows;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function importOf(path: string, count: number): Promise<readonly FigureRow[]> {
  await pipeline(Readable.from(chunks(count)), createWriteStream(path));
  const database = await emptyDatabase('bench_transfer');
  try {
    const output = await outputOf('test/bench/transfer-import.js', {
      nodeOptions: [`--max-old-space-size=${HEAP_MEGABYTES}`],
      args: [database.url, path],
    });
    const figures = JSON.parse(output) as TransferImport;
    if (figures.added !== count) throw new Error(`${figures.added} of ${count} were added`);
    const { stageSeconds, previewSeconds, applySeconds, peakBytes, beforeBytes } = figures;
    const total = stageSeconds + previewSeconds + applySeconds;
    return [
      {
        what: `import of ${count.toLocaleString('en-US')} registrations`,
        figure: `${total.toFixed(0)} s`,
        note: `${perSecond(count / total)}; upload ${stageSeconds.toFixed(0)} s, preview ${previewSeconds.toFixed(0)} s, applying ${applySeconds.toFixed(0)} s`,
      },
      {
        what: 'its peak of anonymous memory',
        figure: megabytes(peakBytes),
        note: `${megabytes(beforeBytes)} before the file; its heap may hold ${HEAP_MEGABYTES} MB`,
      },
    ];
  } finally {
    await database.drop();
  }
}

function* chunks(count: number): Generator<string> {
  for (let first = 0; first < count; first += ROWS_AT_ONCE) {
    const rows = Array.from({ length: Math.min(ROWS_AT_ONCE, count - first) }, (_, row) =>
      rowText(first + row),
    );
    yield `${rows.join('\n')}\n`;
  }
}

function rowText(row: number): string {
  const number = String(row).padStart(12, '0');
  return JSON.stringify({
    kind: 'registration',
    record_id: `import-${number}`,
    recorded_at: '2025-01-01 00:00:00',
    code: `D${number}`,
    fixmedins_code: `H4602${String(row % 5_000).padStart(7, '0')}`,
    main_site: true,
    from: '2024-01-01',
    committed_on: '2024-01-01',
    certificate_until: '2030-12-31',
  });
}
