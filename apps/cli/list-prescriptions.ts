/** `gatekeeper prescriptions`: what was filled outside during a stay, from a folder that `export` wrote (hainan-institutions-2024 art. 4). */
import { join } from 'node:path';
import { registryTimelines, Views } from '@gatekeeper/adjudication';
import { parsePeriod, PRESCRIPTIONS_HEADER } from '@gatekeeper/clearing';
import type { ClearingTerms } from '@gatekeeper/clearing';
import {
  FileVisits,
  newSha256,
  NO_PLANS,
  prescriptionsOutside,
  readExportedFolder,
} from '@gatekeeper/clearing-run';
import type { ExportedFolder } from '@gatekeeper/clearing-run';
import { everyoneIn, readRegistryFile, RowWriter } from '@gatekeeper/offline';
import { demandDistinctFiles } from './distinct-files';
import { UsageError } from './ending';
import { BytesAndLines } from './progress';

export interface PrescriptionsOptions {
  readonly from: string;
  readonly out: string;
  readonly period?: string;
}

/** @throws UsageError, UnusableInput: options or a folder that cannot be used. */
export async function listPrescriptions({ from, out, period }: PrescriptionsOptions): Promise<void> {
  const [registry, lines] = [join(from, 'registry.ndjson'), join(from, 'lines.ndjson')];
  demandDistinctFiles([
    { option: '--from', path: registry, use: 'read' },
    { option: '--from', path: lines, use: 'read' },
    { option: '--out', path: out, use: 'written' },
  ]);
  const folder = readExportedFolder(from);
  const terms = termsOf(folder, from, period ?? folder.period);
  const { records, bad } = await readRegistryFile(registry);
  if (bad.length > 0) throw new UsageError(`${registry} has rows that cannot be read`);
  const progress = new BytesAndLines([lines], 'reading');
  const visits = await FileVisits.read(
    { lines, linesAsTable: null, payments: null, decisions: null, holds: null },
    {
      ...{ knownAt: terms.knownAt, plans: NO_PLANS },
      onRead: (bytes) => progress.read(bytes),
      onSetAside: (named) => {
        throw new UsageError(`${named}: ${from} is not as gatekeeper export wrote it`);
      },
    },
  );
  try {
    const writer = RowWriter.open(out);
    writer.write(PRESCRIPTIONS_HEADER);
    const found = await prescriptionsOutside(visits.visits(), {
      terms,
      deciding: {
        ...{ timelineOf: everyoneIn(registryTimelines(records)), views: new Views() },
        ...{ policy: terms.policy, knownAt: terms.knownAt },
      },
      onRow: (row) => {
        writer.write(row);
        return writer.drain();
      },
    }).finally(() => progress.stop());
    await writer.close();
    process.stderr.write(`${found} prescription(s) filled during a stay written to ${out}\n`);
  } finally {
    visits.close();
  }
}

function termsOf(folder: ExportedFolder, from: string, written: string): ClearingTerms {
  const period = parsePeriod(written);
  if (period === null)
    throw new UsageError(`--period takes a month such as 2025-06 or a year such as 2025, not "${written}"`);
  if (written !== folder.period && !written.startsWith(`${folder.period}-`))
    throw new UsageError(`${from} holds the period ${folder.period}, not all of ${written}`);
  const { area, knownAt, policy, closed } = folder;
  return {
    ...{ area, areaOf: 'treatment', period, by: 'settlement', closed, knownAt, policy },
    ...{ seed: null, compares: false, newSha256 },
  };
}
