/** `npm run bench`: the figures of the system beside their yardsticks, all measured in one run. */
import 'reflect-metadata';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Policy } from '@gatekeeper/policy';
import { loadPolicy } from '@gatekeeper/wire';
import { benchServers } from './bench-servers';
import { checkFigures } from './check-figures';
import { clearingFigures } from './clearing-figures';
import type { DecideFigures } from './decide-figures';
import type { DrainRate } from './drained';
import { enforcementFigures } from './enforcement-figures';
import type { FigureRow } from './figures';
import { mean, megabytes, milliseconds, percentile, perSecond, printTable, ratio } from './figures';
import { outputOf } from './processes';
import { printStages } from './stages';
import { storageFigures } from './storage-figures';
import { stockTransport, streamFigures } from './stream-figures';
import { sweepFigures } from './sweep-figures';
import { transferFigures } from './transfer-figures';
import { writesFigures } from './writes-figures';

const PARTS = [
  'decide',
  'stream',
  'stock',
  'check',
  'enforcement',
  'transfer',
  'storage',
  'writes',
  'sweep',
  'clearing',
] as const;
type Part = (typeof PARTS)[number];
const STOCK_LINES = 5_000;
const PROFILES = resolve('.gatekeeper/bench-profiles');

interface BenchOptions {
  readonly lines: number;
  readonly changes: number;
  /** Of the roster that is applied while suspensions are written. */
  readonly rows: number;
  /** Lines on file when a late suspension is swept, in steps; and when a year is cleared. */
  readonly onFile: readonly number[];
  readonly onFileCleared: readonly number[];
  /** Of which it touches so many. */
  readonly touched: number;
  readonly parts: readonly Part[];
  readonly profile: boolean;
}

function optionsOf(args: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      lines: { type: 'string', default: '100000' },
      changes: { type: 'string', default: '1000' },
      rows: { type: 'string', default: '200000' },
      'on-file': { type: 'string' },
      touched: { type: 'string', default: '100000' },
      only: { type: 'string', multiple: true, default: [...PARTS] },
      profile: { type: 'boolean', default: false },
    },
  });
  const [lines, changes] = [Number(values.lines), Number(values.changes)];
  const rows = Number(values.rows);
  const stepsOf = (usual: string): readonly number[] => (values['on-file'] ?? usual).split(',').map(Number);
  const onFile = stepsOf('1000000,10000000');
  const onFileCleared = stepsOf('100000,1000000,10000000');
  const touched = Number(values.touched);
  const parts = PARTS.filter((part) => values.only.includes(part));
  const areNumbers = [lines, changes, rows, touched, ...onFile].every((each) => Number.isInteger(each));
  if (!areNumbers || lines < 1_000 || changes < 1 || rows < 1 || parts.length < new Set(values.only).size)
    throw new Error(
      `usage: npm run bench -- [--lines N] [--changes N] [--rows N] [--on-file N,M] [--touched N] [--only ${PARTS.join('|')}]… [--profile]`,
    );
  return { lines, changes, rows, onFile, onFileCleared, touched, parts, profile: values.profile };
}

const say = (text: string): void => void process.stderr.write(`  … ${text}\n`);

async function main(): Promise<void> {
  const options = optionsOf(process.argv.slice(2));
  const loaded = loadPolicy();
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  const { policy } = loaded.value;
  const rows: FigureRow[] = [];
  if (options.parts.includes('decide')) rows.push(...(await decideRows()));
  if (options.parts.includes('check')) rows.push(...(await checkRows(options, policy)));
  if (options.parts.includes('stream')) rows.push(...(await streamRows(options, policy)));
  if (options.parts.includes('transfer')) rows.push(...(await transferRows(options)));
  if (options.parts.includes('enforcement')) rows.push(...(await enforcementRows(options)));
  if (options.parts.includes('storage')) rows.push(...(await storageRows(options, policy)));
  if (options.parts.includes('writes')) rows.push(...(await writesRows(options, policy)));
  if (options.parts.includes('sweep')) rows.push(...(await sweepRows(options, policy)));
  if (options.parts.includes('clearing')) rows.push(...(await clearingRows(options)));
  process.stdout.write(`${printTable(rows)}\n`);
  if (options.profile) process.stdout.write(`${printStages(PROFILES)}\n`);
}

async function decideRows(): Promise<readonly FigureRow[]> {
  say('decide, and the same rule in rule engines');
  const figures: DecideFigures = JSON.parse(
    await outputOf('test/bench/decide-figures.js', {
      nodeOptions: ['--expose-gc', '--max-semi-space-size=128'],
    }),
  );
  const { decidePerSecond, jsonRulesEnginePerSecond, zenPerSecond } = figures;
  const against = (other: number): string => `decide is ${ratio(decidePerSecond, other)} times that`;
  return [
    {
      what: 'decide, one core',
      figure: perSecond(decidePerSecond),
      note: `${figures.bytesEach.toFixed(0)} bytes of heap each; ${Object.entries(figures.outcomes)
        .map(([outcome, count]) => `${count} ${outcome}`)
        .join(', ')}`,
    },
    {
      what: 'decide with gathering its facts',
      figure: perSecond(figures.withFactsPerSecond),
      note: ratio(figures.withFactsPerSecond, decidePerSecond),
    },
    {
      what: 'json-rules-engine, the one rule of a suspension',
      figure: perSecond(jsonRulesEnginePerSecond),
      note: against(jsonRulesEnginePerSecond),
    },
    {
      what: "ZEN's synchronous expression, the same rule",
      figure: perSecond(zenPerSecond),
      note: against(zenPerSecond),
    },
  ];
}

async function checkRows({ lines }: BenchOptions, policy: Policy): Promise<readonly FigureRow[]> {
  return (await checkFigures([lines, 5 * lines], policy, say)).map((figures) => ({
    what: `check of ${figures.lines.toLocaleString('en-US')} lines`,
    figure: perSecond(figures.linesPerSecond),
    note: `${figures.processorMicrosEach.toFixed(1)} µs of processor each; at most ${megabytes(figures.anonymousPeakBytes)} of anonymous memory, ${megabytes(figures.residentPeakBytes)} resident`,
  }));
}

/** Of as many rows as lines are measured, and of ten times as many: 1,000,000 unless told otherwise. */
async function transferRows({ lines }: BenchOptions): Promise<readonly FigureRow[]> {
  const servers = await benchServers();
  try {
    for (const line of servers.found) say(line);
    return await transferFigures([lines, 10 * lines], say);
  } finally {
    await servers.stop();
  }
}

async function storageRows({ lines }: BenchOptions, policy: Policy): Promise<readonly FigureRow[]> {
  const servers = await benchServers();
  try {
    for (const line of servers.found) say(line);
    const figures = await storageFigures(lines, policy, say);
    return figures.map(({ batches, months, plainMicros, cutMicros, ratio: paired }) => ({
      what: `recording a line, cut into ${months} months and by institution`,
      figure: `${cutMicros.toFixed(1)} µs`,
      note: `plain tables ${plainMicros.toFixed(1)} µs; median of ${batches} pairs: ${paired.toFixed(2)} times that`,
    }));
  } finally {
    await servers.stop();
  }
}

async function streamRows({ lines, parts, profile }: BenchOptions, policy: Policy): Promise<FigureRow[]> {
  const servers = await benchServers();
  try {
    for (const line of servers.found) say(line);
    const run = { lines, policy, profileInto: profile ? PROFILES : null, say };
    const { gatekeeper, bareLoop, outcomes } = await streamFigures(run);
    const bare = mean(bareLoop.map(({ linesPerSecond }) => linesPerSecond));
    const rows: FigureRow[] = [
      {
        what: 'one gatekeeper, Kafka in → recorded → Kafka out',
        figure: perSecond(gatekeeper.linesPerSecond),
        note: `${ratio(gatekeeper.linesPerSecond, bare)} of the bare loop; ${JSON.stringify(outcomes)}`,
      },
      {
        what: 'bare loop on the same lines',
        figure: perSecond(bare),
        note: `mean of before and after: ${bareLoop.map(({ linesPerSecond }) => perSecond(linesPerSecond)).join(', ')}`,
      },
      processorRow(gatekeeper, bareLoop),
    ];
    if (parts.includes('stock')) {
      const { linesPerSecond } = await stockTransport(run, STOCK_LINES);
      rows.push({
        what: `stock Nest transport, GET, INSERT and send for each of ${STOCK_LINES} lines`,
        figure: perSecond(linesPerSecond),
        note: `one gatekeeper is ${ratio(gatekeeper.linesPerSecond, linesPerSecond)} times that`,
      });
    }
    return rows;
  } finally {
    await servers.stop();
  }
}

async function enforcementRows({ changes }: BenchOptions): Promise<readonly FigureRow[]> {
  const servers = await benchServers();
  try {
    for (const line of servers.found) say(line);
    const { unchangedMs, decidedAfterMs, inRedisAfterMs, outcomes } = await enforcementFigures(changes, say);
    const accepted = outcomes['accept'] ?? 0;
    return [
      {
        what: `commit of a suspension → a gatekeeper rejects, ${changes} changes`,
        figure: percentiles(decidedAfterMs),
        note: `${accepted} accepted after the commit; ${JSON.stringify(outcomes)}; longest ${milliseconds(decidedAfterMs.at(-1) ?? Number.NaN)}`,
      },
      {
        what: 'a line sent where nothing was changed before it → its decision',
        figure: percentiles(unchangedMs),
        note: `between the changes; longest ${milliseconds(unchangedMs.at(-1) ?? Number.NaN)}`,
      },
      {
        what: 'commit of a suspension → its version in Redis',
        figure: percentiles(inRedisAfterMs),
        note: `longest ${milliseconds(inRedisAfterMs.at(-1) ?? Number.NaN)}`,
      },
    ];
  } finally {
    await servers.stop();
  }
}

/** Lines for each row of the roster, so that the backlog outlasts it; at least ten times as many as are measured. */
const LINES_PER_ROW = 12;

async function writesRows({ lines, rows }: BenchOptions, policy: Policy): Promise<readonly FigureRow[]> {
  const servers = await benchServers();
  try {
    for (const line of servers.found) say(line);
    const figures = await writesFigures({
      lines: Math.max(10 * lines, LINES_PER_ROW * rows),
      rows,
      policy,
      say,
    });
    const { aloneMs, underLoadMs, fenceWaits, streamAlonePerSecond, streamUnderWritesPerSecond } = figures;
    const waitsMs = fenceWaits.map(({ seconds }) => seconds * 1_000).sort((a, b) => a - b);
    const tries = fenceWaits.reduce((sum, wait) => sum + wait.tries, 0);
    return [
      {
        what: `commit of a suspension while ${rows} registrations are applied, two gatekeepers in backlog`,
        figure: percentiles(underLoadMs),
        note: `${underLoadMs.length} of them, longest ${milliseconds(underLoadMs.at(-1) ?? Number.NaN)}; alone ${percentiles(aloneMs)}`,
      },
      {
        what: 'of which before the fence',
        figure: percentiles(waitsMs),
        note: `${ratio(tries, fenceWaits.length)} tries each`,
      },
      {
        what: 'the stream meanwhile',
        figure: perSecond(streamUnderWritesPerSecond),
        note: `${ratio(streamUnderWritesPerSecond, mean(streamAlonePerSecond))} of its own rate alone, before and after: ${streamAlonePerSecond.map(perSecond).join(', ')}; the roster took ${figures.rosterSeconds} s`,
      },
    ];
  } finally {
    await servers.stop();
  }
}

async function sweepRows(
  { lines, onFile, touched }: BenchOptions,
  policy: Policy,
): Promise<readonly FigureRow[]> {
  const servers = await benchServers();
  try {
    for (const line of servers.found) say(line);
    const figures = await sweepFigures({
      onFile,
      touched,
      // The sweep beside it has to end before it does.
      streamed: Math.max(5 * lines, 10 * touched),
      policy,
      say,
    });
    return figures.flatMap((each) => [
      {
        what: `a late suspension of ${each.touched} paid lines among ${each.onFile.toLocaleString('en-US')}`,
        figure: `preview ${each.previewSeconds.toFixed(1)} s, sweep ${each.sweepSeconds.toFixed(1)} s`,
        note: `beside the stream ${each.besideStreamSeconds.toFixed(1)} s; at most ${megabytes(each.peakBytes)} of memory`,
      },
      {
        what: 'the stream meanwhile',
        figure: perSecond(each.streamMeanwhilePerSecond),
        note: `${ratio(each.streamMeanwhilePerSecond, each.streamAlonePerSecond)} of its rate alone, ${perSecond(each.streamAlonePerSecond)}`,
      },
      {
        what: 'commit of a suspension while lines flow → no line stands that was decided before',
        figure: percentiles(each.raceMs),
        note: `${each.raceMs.length} of them, longest ${milliseconds(each.raceMs.at(-1) ?? Number.NaN)}`,
      },
    ]);
  } finally {
    await servers.stop();
  }
}

async function clearingRows({ onFileCleared }: BenchOptions): Promise<readonly FigureRow[]> {
  const servers = await benchServers();
  try {
    for (const line of servers.found) say(line);
    const figures = await clearingFigures(onFileCleared, say);
    return figures.flatMap(({ onFile, bySetLogic, lineByLine, copiedPerSecond }) =>
      [['by set logic', bySetLogic] as const, ['--full', lineByLine] as const].map(([how, cleared]) => ({
        what: `clearing a year of ${onFile.toLocaleString('en-US')} lines, ${how}`,
        figure: perSecond(cleared.linesPerSecond),
        note: `${cleared.seconds.toFixed(0)} s, at most ${megabytes(cleared.peakBytes)} of memory; ${ratio(cleared.linesPerSecond, copiedPerSecond)} of a COPY-out of the same rows`,
      })),
    );
  } finally {
    await servers.stop();
  }
}

const percentiles = (sorted: readonly number[]): string =>
  `p50 ${milliseconds(percentile(sorted, 0.5))}, p99 ${milliseconds(percentile(sorted, 0.99))}`;

/** Steadier than the rates where others use the machine. */
function processorRow(gatekeeper: DrainRate, bareLoop: readonly DrainRate[]): FigureRow {
  const bare = mean(bareLoop.map(({ processorMicrosEach }) => processorMicrosEach));
  return {
    what: 'processor time of the gatekeeper for a line',
    figure: `${gatekeeper.processorMicrosEach.toFixed(0)} µs`,
    note: `bare loop ${bare.toFixed(0)} µs: ${ratio(bare, gatekeeper.processorMicrosEach)} of it`,
  };
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 1;
});
