/** A year cleared from an installation's database: by set logic and line by line, beside a COPY-out of the same rows. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as after } from 'node:timers/promises';
import { openDatabase, poolOf } from '@gatekeeper/database';
import { RegistryStore } from '@gatekeeper/registry-store';
import { registryCodec } from '@gatekeeper/wire';
import { to as copyTo } from 'pg-copy-streams';
import type { DataSource } from 'typeorm';
import { recordOf } from '../gatekeeper/inputs';
import { sanctionRow } from '../gatekeeper/rows';
import { clinicianOfCopies, multiply, registerAll, SITE_OF_MANY, TEMPLATE } from './lines-on-file';
import { outputOf } from './processes';
import { startGatekeeper } from './stream-figures';
import { emptyDatabase, publishTexts, streamSetting } from './stream-setting';

export interface ClearingFigures {
  readonly onFile: number;
  readonly bySetLogic: ClearedOnce;
  readonly lineByLine: ClearedOnce;
  /** Every line and every decision, one table after the other, read to nowhere. */
  readonly copiedPerSecond: number;
}

export interface ClearedOnce {
  readonly linesPerSecond: number;
  readonly seconds: number;
  /** The most memory that the command ever held. */
  readonly peakBytes: number;
}

/** Clinicians suspended after their lines were decided: one in a hundred of those who share the copies. */
const SUSPENDED = 100;
const LOOK_EVERY_MS = 50;

/** @param onFile how many lines are on file, in steps: each adds to the one before */
export async function clearingFigures(
  onFile: readonly number[],
  say: (text: string) => void,
): Promise<readonly ClearingFigures[]> {
  const setting = await streamSetting('clearing');
  const database = await emptyDatabase('clearing');
  const folder = mkdtempSync(join(tmpdir(), 'gatekeeper-bench-'));
  const dataSource = await openDatabase(database.url, {
    ...{ poolSize: 2, applicationName: 'bench', statementTimeoutMs: 0 },
  });
  try {
    await registerAll(dataSource, 0);
    await publishTexts(setting, [TEMPLATE]);
    const gatekeeper = startGatekeeper(setting, database.url, []);
    await untilDecided(dataSource);
    await gatekeeper.stop();
    const clearing = { databaseUrl: database.url, folder, say };
    const figures: ClearingFigures[] = [];
    let there = 0;
    for (const [step, count] of onFile.entries()) {
      say(`bringing ${count.toLocaleString('en-US')} lines on file`);
      await multiply(dataSource, `S${step}`, count - there, null);
      there = count;
      if (step === 0) await suspendSome(dataSource);
      await poolOf(dataSource).query('VACUUM (ANALYZE) settlement_line, line_identity, decision');
      const bySetLogic = await cleared(clearing, count, []);
      const copiedPerSecond = count / (await secondsToCopy(dataSource));
      const lineByLine = await cleared(clearing, count, ['--full']);
      if (bySetLogic.digest !== lineByLine.digest) throw new Error('set logic gives other files than --full');
      figures.push({ onFile: count, bySetLogic, lineByLine, copiedPerSecond });
    }
    return figures;
  } finally {
    rmSync(folder, { recursive: true, force: true });
    await dataSource.destroy();
    await database.drop();
  }
}

async function untilDecided(dataSource: DataSource): Promise<void> {
  for (;;) {
    const { rowCount } = await poolOf(dataSource).query('SELECT FROM decision LIMIT 1');
    if (rowCount !== 0) return;
    await after(LOOK_EVERY_MS);
  }
}

async function suspendSome(dataSource: DataSource): Promise<void> {
  const rows = Array.from({ length: SUSPENDED }, (_, n) =>
    sanctionRow(clinicianOfCopies(n), SITE_OF_MANY, `LATE-${n}`, { from: '2024-06-01', until: '2026-06-01' }),
  );
  const written = await new RegistryStore(dataSource, registryCodec).append(rows.map(recordOf));
  if (written.kind !== 'appended') throw new Error(`suspensions were not taken: ${written.kind}`);
}

interface Clearing {
  readonly databaseUrl: string;
  readonly folder: string;
  say(this: void, text: string): void;
}

async function cleared(
  { databaseUrl, folder, say }: Clearing,
  lines: number,
  options: readonly string[],
): Promise<ClearedOnce & { readonly digest: string }> {
  say(`clearing ${lines.toLocaleString('en-US')} lines ${options.join(' ')}`);
  const [out, peak] = [join(folder, `${lines}${options.join('')}`), join(folder, 'peak')];
  const began = performance.now();
  await outputOf('apps/cli/main.js', {
    nodeOptions: ['-r', require.resolve('./report-peak')],
    environment: { DATABASE_URL: databaseUrl, REPORT_PEAK_TO: peak },
    args: ['clear', '--area', '44', '--period', '2025', '--out', out, ...options],
  });
  const seconds = (performance.now() - began) / 1_000;
  const { digest, lines: counted } = JSON.parse(readFileSync(join(out, 'summary.json'), 'utf8')) as {
    readonly digest: string;
    readonly lines: number;
  };
  // The line that was streamed is on file beside its copies.
  if (counted !== lines + 1) throw new Error(`${counted} lines were cleared of ${lines + 1}`);
  say(`it took ${seconds.toFixed(1)} s`);
  return {
    seconds,
    linesPerSecond: counted / seconds,
    peakBytes: Number(readFileSync(peak, 'utf8')),
    digest,
  };
}

async function secondsToCopy(dataSource: DataSource): Promise<number> {
  const client = await poolOf(dataSource).connect();
  const began = performance.now();
  try {
    for (const table of ['settlement_line', 'decision']) {
      const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
      await pipeline(client.query(copyTo(`COPY (SELECT * FROM ${table}) TO STDOUT`)), nowhere);
    }
    return (performance.now() - began) / 1_000;
  } finally {
    client.release(true);
  }
}
