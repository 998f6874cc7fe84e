/** `gatekeeper clear` (CONTRACT 9): where its lines come from, and what it says. */
import { extname, join } from 'node:path';
import { registryTimelines } from '@gatekeeper/adjudication';
import type { Instant } from '@gatekeeper/calendar';
import { formatInstant } from '@gatekeeper/calendar';
import type { ClearingTerms } from '@gatekeeper/clearing';
import {
  clearFiles,
  csvTable,
  ENCODINGS,
  newSha256,
  NO_PLANS,
  parquetTable,
  readColumnNames,
  readExportedFolder,
} from '@gatekeeper/clearing-run';
import type { ExportedFolder, FilesToClear, TableOfLines, VisitFiles } from '@gatekeeper/clearing-run';
import {
  demandEmpty,
  everyoneIn,
  inNewFolder,
  loadRegistry,
  readRegistryFile,
  sizeOf,
} from '@gatekeeper/offline';
import { demandDistinctFiles } from './distinct-files';
import { UsageError } from './ending';
import { currentInstant, knownAtFrom } from './moment-options';
import { areaFrom, periodFrom } from './period-options';
import type { PolicyOptions } from './policy-options';
import { policyFilesNamed, policyFrom } from './policy-options';
import { BytesAndLines } from './progress';
import { SetAsideRows } from './set-aside-rows';
import { worthKnowing } from './worth-knowing';

export interface ClearOptions extends PolicyOptions {
  readonly area: string;
  readonly period: string;
  readonly out: string;
  readonly by: string;
  readonly areaOf: string;
  readonly knownAt?: string;
  readonly full?: boolean;
  readonly seed?: string;
  readonly workers: string;
  readonly from?: string;
  readonly registry?: string;
  readonly lines?: string;
  readonly columns?: string;
  readonly encoding?: string;
  readonly payments?: string;
  readonly decisions?: string;
  readonly holds?: string;
  readonly setAside?: string;
  /** Where another command makes the folder for itself: what was cleared is not told. */
  readonly silent?: boolean;
}

/** What an installation and its exports bring themselves. */
const OF_OWN_FILES = [
  ...(['registry', 'columns', 'encoding', 'payments', 'decisions', 'holds'] as const),
  ...(['packMap', 'values', 'set'] as const),
] as const;

type Asked = Pick<ClearingTerms, 'area' | 'areaOf' | 'period' | 'by' | 'seed'>;

/** @throws UsageError: options that cannot be used or do not go together; an input that cannot be read. */
export async function clearPeriod(options: ClearOptions): Promise<void> {
  const asked = askedBy(options);
  demandEmpty(options.out);
  if (options.from !== undefined) await clearExported(asked, options, options.from);
  else if (options.lines !== undefined) await clearOwnFiles(asked, options, options.lines);
  else await clearInstallation(asked, options);
}

async function clearInstallation(asked: Asked, options: ClearOptions): Promise<void> {
  const beside = OF_OWN_FILES.filter((name) => options[name] !== undefined);
  if (beside.length > 0) throw new UsageError(`${beside.map(optionName).join(', ')} goes with --lines alone`);
  if (options.setAside !== undefined)
    throw new UsageError('--set-aside is of rows of files: what is in a database was read once already');
  const { clearDatabase } = await import('./clear-database.js');
  await clearDatabase({
    ...asked,
    knownAt: options.knownAt === undefined ? null : knownAtFrom(options.knownAt),
    full: options.full === true,
    workers: workersFrom(options.workers),
    out: options.out,
  });
}

function workersFrom(written: string): number {
  const workers = Number(written);
  if (/^[0-9]{1,2}$/.test(written)) return workers;
  throw new UsageError(`--workers takes a number from 0 to 99, not "${written}"`);
}

function askedBy({ area: written, areaOf, period, by, seed }: ClearOptions): Asked {
  const area = areaFrom(written);
  if (areaOf !== 'treatment' && areaOf !== 'insurance')
    throw new UsageError(`--area-of takes treatment or insurance, not "${areaOf}"`);
  if (by !== 'settlement' && by !== 'fee') throw new UsageError(`--by takes settlement or fee, not "${by}"`);
  if (seed === '') throw new UsageError('--seed takes a text that is not empty');
  return { area, areaOf, by, seed: seed ?? null, period: periodFrom(period) };
}

const EXPORTED_FILES = [
  ...[
    'installation.json',
    'registry.ndjson',
    'lines.ndjson',
    'payments.ndjson',
    'decisions.ndjson',
    'holds.ndjson',
  ],
] as const;

/** What `export` chose must hold all that is asked for. */
async function clearExported(asked: Asked, options: ClearOptions, from: string): Promise<void> {
  const beside = (['lines', ...OF_OWN_FILES] as const).filter((name) => options[name] !== undefined);
  if (beside.length > 0)
    throw new UsageError(`--from brings everything that ${beside.map(optionName).join(', ')} would`);
  demandDistinctFiles([
    ...EXPORTED_FILES.map((name) => ({ option: '--from', path: join(from, name), use: 'read' }) as const),
    { option: '--set-aside', path: options.setAside, use: 'written' } as const,
  ]);
  const folder = readExportedFolder(from);
  demandCovered(asked, folder, from);
  const knownAt = options.knownAt === undefined ? folder.knownAt : knownAtFrom(options.knownAt);
  if (knownAt > folder.knownAt)
    throw new UsageError(
      `${from} holds what was known at ${formatInstant(folder.knownAt)}; to clear as known later, export anew with --known-at ${formatInstant(knownAt)}`,
    );
  const path = (name: string): string => join(from, name);
  // Records about people who are not on file were named when they were written.
  const { records, bad } = await readRegistryFile(path('registry.ndjson'));
  if (bad.length > 0) throw new UsageError(`${path('registry.ndjson')} has rows that cannot be read`);
  for (const words of folder.unsettled) process.stderr.write(`gatekeeper: ${words}\n`);
  await clear(options, {
    files: {
      ...{ lines: path('lines.ndjson'), linesAsTable: null, payments: path('payments.ndjson') },
      ...{ decisions: path('decisions.ndjson'), holds: path('holds.ndjson') },
    },
    terms: termsOf(asked, knownAt, folder, true),
    timelineOf: everyoneIn(registryTimelines(records)),
    plans: folder.plans,
    adopted: folder.adopted,
  });
}

function demandCovered({ area, areaOf, period }: Asked, folder: ExportedFolder, from: string): void {
  if (areaOf === 'insurance')
    throw new UsageError(`${from} was exported by area of treatment: --area-of insurance needs the database`);
  if (!area.startsWith(folder.area))
    throw new UsageError(`${from} holds the area ${folder.area}, not all of ${area}`);
  if (period.text !== folder.period && !period.text.startsWith(`${folder.period}-`))
    throw new UsageError(`${from} holds the period ${folder.period}, not all of ${period.text}`);
}

async function clearOwnFiles(asked: Asked, options: ClearOptions, lines: string): Promise<void> {
  const { registry, payments, decisions, holds } = options;
  if (registry === undefined) throw new UsageError('--lines needs --registry: who may be paid');
  if (holds !== undefined && decisions === undefined)
    throw new UsageError('--holds stands beside --decisions: give these too');
  demandDistinctFiles([
    { option: '--registry', path: registry, use: 'read' },
    { option: '--lines', path: lines, use: 'read' },
    { option: '--columns', path: options.columns, use: 'read' },
    { option: '--payments', path: payments, use: 'read' },
    { option: '--decisions', path: decisions, use: 'read' },
    { option: '--holds', path: holds, use: 'read' },
    { option: '--set-aside', path: options.setAside, use: 'written' },
    ...policyFilesNamed(options),
  ]);
  const { policy } = policyFrom(options);
  for (const path of [registry, lines, payments, decisions, holds]) if (path !== undefined) sizeOf(path);
  // A table without rows has a header; what an installation exports of a month without lines is read by --from.
  if (extname(lines).toLowerCase() !== '.csv' && sizeOf(lines) === 0)
    throw new UsageError(`${lines} is empty: it has no lines`);
  const knownAt = options.knownAt === undefined ? currentInstant() : knownAtFrom(options.knownAt);
  const files: VisitFiles = {
    ...{ lines, linesAsTable: tableOf(lines, options), payments: payments ?? null },
    ...{ decisions: decisions ?? null, holds: holds ?? null },
  };
  await clear(options, {
    files,
    terms: termsOf(asked, knownAt, { policy, closed: [] }, decisions !== undefined),
    timelineOf: everyoneIn(await loadRegistry(registry)),
    plans: NO_PLANS,
    adopted: [],
  });
}

/** By the ending of its name; `null`: NDJSON. */
function tableOf(lines: string, { columns, encoding: written }: ClearOptions): TableOfLines | null {
  const encoding = ENCODINGS.find((each) => each === written) ?? null;
  if (written !== undefined && encoding === null)
    throw new UsageError(`--encoding takes ${ENCODINGS.join(', ')}, not "${written}"`);
  const names = columns === undefined ? new Map<string, string>() : readColumnNames(columns);
  const ending = extname(lines).toLowerCase();
  if (ending === '.csv') return (path) => csvTable(path, names, encoding);
  if (written !== undefined) throw new UsageError('--encoding is that of a .csv file');
  if (ending === '.parquet') return (path) => parquetTable(path, names);
  if (columns !== undefined) throw new UsageError('--columns names those of a .csv or .parquet file');
  return null;
}

const termsOf = (
  asked: Asked,
  knownAt: Instant,
  { policy, closed }: Pick<ClearingTerms, 'policy' | 'closed'>,
  compares: boolean,
): ClearingTerms => ({
  ...asked,
  knownAt,
  policy,
  closed: closed.filter(({ closedFrom }) => closedFrom <= knownAt),
  compares,
  newSha256,
});

async function clear(
  { out, silent, setAside: path }: ClearOptions,
  run: Omit<FilesToClear, 'folder'>,
): Promise<void> {
  const { lines, payments, decisions, holds } = run.files;
  const setAside = SetAsideRows.open(path, out);
  const progress = new BytesAndLines(
    [lines, payments, decisions, holds].flatMap((each) => each ?? []),
    'clearing',
  );
  const cleared = await inNewFolder(out, (folder) =>
    clearFiles({
      ...{ ...run, folder },
      onRead: (bytes) => {
        progress.read(bytes);
        return setAside.drain();
      },
      onLines: (count) => {
        progress.settled(count);
        return setAside.drain();
      },
      onSetAside: (named) => setAside.add(named),
    }),
  ).finally(() => progress.stop());
  await setAside.close();
  if (silent === true) return;
  for (const words of worthKnowing(run.terms, cleared.lines)) process.stderr.write(`gatekeeper: ${words}\n`);
  process.stderr.write(`${cleared.lines} lines cleared to ${out}, digest ${cleared.digest}\n`);
}

const optionName = (name: string): string =>
  `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
