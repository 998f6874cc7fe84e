/** A file large enough for several threads comes to what the same rows come to through a pipe, one after another. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { lineRow, REGISTRY } from '../gatekeeper/rows';
import { visitsAtRandom } from '../gatekeeper/visits-at-random';
import { cleanEnvironment } from '../servers/addresses';

const MAIN = join(__dirname, '..', '..', 'dist', 'apps', 'cli', 'main.js');

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'threads-'))));
afterAll(() => rmSync(folder, { recursive: true }));
const inFolder = (name: string): string => join(folder, name);

/** Threads are begun from 16 MiB on; names fill the rows, so that they need not be many. */
const LINES_ALONE = 24_000;
const FILLED = { bilg_dr_name: '王'.repeat(50), orders_dr_name: '李'.repeat(180) };

function writeFiles(): number {
  const visits = visitsAtRandom(40, 20_250_703);
  const rows = visits.flatMap((visit) => visit.rows);
  const between = Math.floor(LINES_ALONE / rows.length);
  const all = rows.flatMap((row, n) => [
    row,
    ...Array.from({ length: between }, (_, at) => lineRow({ ...FILLED, mdtrt_id: `ALONE-${n}-${at}` })),
    ...(n % 10 === 0 ? [lineRow({ mdtrt_id: '', cnt: 'many' })] : []),
  ]);
  writeFileSync(inFolder('lines.ndjson'), all.join('\n'));
  writeFileSync(inFolder('registry.ndjson'), REGISTRY);
  writeFileSync(inFolder('payments.ndjson'), visits.flatMap((visit) => visit.notices).join('\n'));
  return all.length;
}

/** All that is written, without the moment of deciding, and the summary. */
async function checked(lines: string, name: string) {
  const written = (kind: string): string => inFolder(`${name}-${kind}.ndjson`);
  const child = spawn(
    process.execPath,
    [
      ...[MAIN, 'check', '--known-at', '2025-08-01', '--registry', inFolder('registry.ndjson')],
      ...['--lines', lines, '--payments', inFolder('payments.ndjson'), '--out', written('decisions')],
      ...['--holds', written('holds'), '--set-aside', written('set-aside')],
    ],
    { env: cleanEnvironment(), stdio: ['pipe', 'inherit', 'pipe'] },
  );
  let summary = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (summary += text));
  const ended = once(child, 'close');
  if (lines === '-') await pipeline(createReadStream(inFolder('lines.ndjson')), child.stdin);
  await ended;
  const texts = ['decisions', 'holds', 'set-aside'].map((kind) =>
    readFileSync(written(kind), 'utf8').replace(/"decided_at":"[^"]*"/g, ''),
  );
  return { code: child.exitCode, summary, texts };
}

describe('a file of 16 MiB and more', () => {
  it('is decided by several threads to the same bytes, in the same order', async () => {
    const rows = writeFiles();
    const inThreads = await checked(inFolder('lines.ndjson'), 'file');
    const oneAfterAnother = await checked('-', 'pipe');
    expect(inThreads.code).toBe(0);
    expect(inThreads.summary).toContain(`${rows} of ${rows} rows accounted for`);
    expect(inThreads.summary).toBe(oneAfterAnother.summary);
    inThreads.texts.forEach((text, n) => expect(text === oneAfterAnother.texts[n]).toBe(true));
  });
});
