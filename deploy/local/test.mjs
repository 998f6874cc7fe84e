// `npm test`: installs what is missing, builds, finds or starts the servers, runs every group of tests and sums up.
//   npm test -- [--only check|unit|regulation|servers]… [pattern of spec files…]
//   npm run soak -- [pattern of spec files…]    the suites of test/chaos in their long form, with progress; 90 minutes at most
// With CI=true the checks of `npm run check` are a group too, and whatever is skipped is a failure.
// The last line printed is always `N passed, N failed` or `N passed, N failed, N skipped`; the minutes of each group stand before it.
import { readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { install } from './install.mjs';
import { interrupt, jest, run, together } from './jest-run.mjs';
import { projectRoot } from './places.mjs';
import { testServers } from './test-servers.mjs';
import { wordsOf, wrongUse } from './words.mjs';

/** @typedef {import('./jest-run.mjs').Outcome} Outcome */

const LONGEST_SOAK_MS = 90 * 60_000;
const SUITES_ALONE = readdirSync(join(projectRoot, 'test'), { recursive: true, encoding: 'utf8' }).some(
  (file) => file.endsWith('.alone.spec.ts'),
);
/** Suites on servers wait as much as they work: one more than there are cores keeps all of them busy. */
const SIDE_BY_SIDE = Math.min(4, availableParallelism() + 1);

/** In this order: what fails, fails as soon as it can. */
const GROUPS = ['check', 'unit', 'regulation', 'servers'];
const strict = process.env['CI'] === 'true';
const { values, positionals } = wordsOf(
  'npm test -- [--only check|unit|regulation|servers]… [--soak] [pattern of spec files…]',
  {
    allowPositionals: true,
    options: { only: { type: 'string', multiple: true }, soak: { type: 'boolean', default: false } },
  },
);
const unknown = (values.only ?? []).filter((group) => !GROUPS.includes(group));
if (unknown.length > 0) wrongUse(`--only knows ${GROUPS.join(', ')}; not ${unknown.join(', ')}`);
const usual = strict ? GROUPS : ['unit', 'regulation', 'servers'];
const wanted = new Set(values.soak ? ['servers'] : (values.only ?? usual));

let interrupted = false;
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
  process.on(signal, () => {
    interrupted = true;
    interrupt(signal);
  });
}

/** @type {Record<string, Outcome>} */
const outcomes = {};
/** @type {Record<string, number>} */
const minutes = {};
try {
  await timed('preparation', async () => install());
  if (wanted.has('check')) await group('check', check);
  if (wanted.has('unit')) await group('unit', () => jest('unit', { patterns: positionals }));
  if (wanted.has('regulation'))
    await group('regulation', () => jest('regulation', { patterns: positionals }));
  if (wanted.has('servers')) await group('servers', onServers);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  outcomes['preparation'] = { passed: 0, failed: 1, skipped: 0, notes: [] };
}
process.exitCode = summary();

/** @param {string} name @param {() => Promise<Outcome>} work */
async function group(name, work) {
  if (interrupted) return;
  await timed(name, async () => {
    outcomes[name] = await work();
  });
}

/** @param {string} name @param {() => Promise<void>} work */
async function timed(name, work) {
  const began = performance.now();
  try {
    await work();
  } finally {
    minutes[name] = (performance.now() - began) / 60_000;
  }
}

/** @returns {Promise<Outcome>} */
async function onServers() {
  const servers = await testServers();
  try {
    for (const line of servers.found) process.stdout.write(`${line}\n`);
    const missing = servers.missing.map((line) => `could not be had: ${line}`);
    for (const line of missing) process.stdout.write(`${line}\n`);
    const parts = [{ passed: 0, failed: 0, skipped: 0, notes: missing }];
    const usualParts = SUITES_ALONE ? [sideBySide, alone] : [sideBySide];
    for (const part of values.soak ? [soak] : usualParts) {
      if (!interrupted) parts.push(await part(servers.environment));
    }
    return together(parts);
  } finally {
    await servers.stop();
  }
}

/** @param {Record<string, string>} environment */
function sideBySide(environment) {
  const options = [`--maxWorkers=${SIDE_BY_SIDE}`, '--testSequencer=<rootDir>/test/servers/waiting-first.js'];
  return jest('servers', { environment, options, patterns: positionals });
}

/** Those that measure time, or need the whole machine. @param {Record<string, string>} environment */
function alone(environment) {
  return jest('alone', { environment, options: ['--runInBand'], patterns: positionals });
}

/** @param {Record<string, string>} environment */
function soak(environment) {
  const patterns = positionals.length > 0 ? positionals : ['test/chaos/'];
  const options = ['--runInBand', '--verbose'];
  return jest('servers', {
    environment: { ...environment, SOAK: 'true' },
    options,
    patterns,
    longestMs: LONGEST_SOAK_MS,
  });
}

/** @returns {Promise<Outcome>} counts as one test */
async function check() {
  const npm = process.env['npm_execpath'];
  const status = npm
    ? await run(process.execPath, [npm, 'run', 'check'])
    : await run('npm', ['run', 'check']);
  return { passed: status === 0 ? 1 : 0, failed: status === 0 ? 0 : 1, skipped: 0, notes: [] };
}

/** Prints what happened; the sum is the last line. @returns {number} the exit code */
function summary() {
  process.stdout.write('\n');
  for (const [name, { passed, failed, skipped, notes }] of Object.entries(outcomes)) {
    process.stdout.write(`${name}: ${passed} passed, ${failed} failed, ${skipped} skipped\n`);
    for (const note of notes) process.stdout.write(`  ${note}\n`);
  }
  const { passed, failed, skipped } = together(Object.values(outcomes));
  const spent = Object.entries({ ...minutes, all: Object.values(minutes).reduce((sum, it) => sum + it, 0) });
  process.stdout.write(`minutes: ${spent.map(([name, it]) => `${name} ${it.toFixed(1)}`).join(', ')}\n`);
  if (interrupted) process.stdout.write('interrupted: what is listed is not everything\n');
  if (strict && skipped > 0) process.stdout.write('CI=true: a skipped test is a failure\n');
  const nothing = passed + failed + skipped === 0;
  if (nothing) process.stdout.write('no test was found\n');
  const left = skipped > 0 ? `, ${skipped} skipped` : '';
  process.stdout.write(`${passed} passed, ${failed} failed${left}\n`);
  return failed > 0 || interrupted || nothing || (strict && skipped > 0) ? 1 : 0;
}
