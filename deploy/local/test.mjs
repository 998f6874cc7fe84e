// `npm test`: installs what is missing, builds, finds or starts the servers, runs every group of tests and sums up.
//   npm test -- [--only check|unit|regulation|servers]… [pattern of spec files…]
// With CI=true the checks of `npm run check` are a group too, and whatever is skipped is a failure.
// The last line printed is always `N passed, N failed` or `N passed, N failed, N skipped`.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { install } from './install.mjs';
import { projectRoot, stateFolder } from './places.mjs';
import { testServers } from './test-servers.mjs';

/** @typedef {{ passed: number, failed: number, skipped: number, notes: string[] }} Outcome */

/** A hang must end, and be seen: both count as failures. */
const ENDS_AFTER_REPORT_MS = 20_000;
const LONGEST_GROUP_MS = 45 * 60_000;

const GROUPS = ['check', 'unit', 'regulation', 'servers'];
const strict = process.env['CI'] === 'true';
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { only: { type: 'string', multiple: true } },
});
const unknown = (values.only ?? []).filter((group) => !GROUPS.includes(group));
if (unknown.length > 0) {
  process.stderr.write(`--only knows ${GROUPS.join(', ')}; not ${unknown.join(', ')}\n`);
  process.exit(2);
}
const wanted = new Set(values.only ?? (strict ? GROUPS : ['unit', 'regulation', 'servers']));

/** @type {import('node:child_process').ChildProcess | undefined} */
let child;
let interrupted = false;
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
  process.on(signal, () => {
    interrupted = true;
    child?.kill(signal);
  });
}

/** @type {Record<string, Outcome>} */
const outcomes = {};
try {
  install();
  if (wanted.has('check')) outcomes['check'] = await check();
  if (wanted.has('unit')) outcomes['unit'] = await jest('unit', {}, []);
  if (wanted.has('regulation') && !interrupted) outcomes['regulation'] = await jest('regulation', {}, []);
  if (wanted.has('servers') && !interrupted) outcomes['servers'] = await onServers();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  outcomes['preparation'] = { passed: 0, failed: 1, skipped: 0, notes: [] };
}
process.exitCode = summary();

async function onServers() {
  const servers = await testServers();
  try {
    for (const line of servers.found) process.stdout.write(`${line}\n`);
    for (const line of servers.missing) process.stdout.write(`could not be had: ${line}\n`);
    // One at a time: the suites share the machine with the servers, and some of them measure what a kill leaves behind.
    const outcome = interrupted ? undefined : await jest('servers', servers.environment, ['--runInBand']);
    const missing = servers.missing.map((line) => `could not be had: ${line}`);
    return { passed: 0, failed: 0, skipped: 0, ...outcome, notes: [...missing, ...(outcome?.notes ?? [])] };
  } finally {
    await servers.stop();
  }
}

/** @returns {Promise<Outcome>} counts as one test */
async function check() {
  const npm = process.env['npm_execpath'];
  const status = npm
    ? await run(process.execPath, [npm, 'run', 'check'], {})
    : await run('npm', ['run', 'check'], {});
  return { passed: status === 0 ? 1 : 0, failed: status === 0 ? 0 : 1, skipped: 0, notes: [] };
}

/**
 * One run of jest over one of its projects.
 * @param {string} project @param {Record<string, string>} environment @param {string[]} options
 * @returns {Promise<Outcome>}
 */
async function jest(project, environment, options) {
  mkdirSync(stateFolder, { recursive: true });
  const report = join(stateFolder, `jest-${project}-${process.pid}.json`);
  const args = [
    join(projectRoot, 'node_modules', 'jest', 'bin', 'jest.js'),
    '--selectProjects',
    project,
    '--passWithNoTests',
    '--json',
    `--outputFile=${report}`,
    ...options,
    ...(positionals.length > 0 ? ['--testPathPatterns', ...positionals] : []),
  ];
  try {
    const status = await run(process.execPath, args, environment, report);
    if (!existsSync(report))
      return { passed: 0, failed: 1, skipped: 0, notes: [`jest ended with ${status} and no report`] };
    return counted(JSON.parse(readFileSync(report, 'utf8')), status);
  } finally {
    rmSync(report, { force: true });
  }
}

/**
 * @param {{ numPassedTests: number, numFailedTests: number, numPendingTests: number, numTodoTests: number, numRuntimeErrorTestSuites: number, testResults: { name: string, assertionResults: { status: string, fullName: string }[] }[] }} report
 * @param {number} status
 * @returns {Outcome}
 */
function counted(report, status) {
  const skipped = report.numPendingTests + report.numTodoTests;
  const failed = report.numFailedTests + report.numRuntimeErrorTestSuites;
  const notes = report.testResults.flatMap(({ name, assertionResults }) => {
    const names = assertionResults
      .filter((it) => it.status !== 'passed' && it.status !== 'failed')
      .map((it) => it.fullName);
    return names.length === 0
      ? []
      : [`skipped: ${relative(projectRoot, name)}: ${names.length} tests, first: ${names[0]}`];
  });
  // A run that fails as a whole (a broken configuration, a handle left open) must not look green.
  const unexplained = status !== 0 && failed === 0 ? 1 : 0;
  if (unexplained) notes.push(`jest ended with ${status} although no test failed`);
  return { passed: report.numPassedTests, failed: failed + unexplained, skipped, notes };
}

/**
 * @param {string} command @param {string[]} args @param {Record<string, string>} environment
 * @param {string} [report] written when the work is done: what still runs long after it is held up by something left open
 * @returns {Promise<number>} the exit code; not 0 when it had to be ended
 */
function run(command, args, environment, report) {
  return new Promise((resolve) => {
    child = spawn(command, args, {
      cwd: projectRoot,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ...environment },
    });
    child.once('error', (error) => {
      process.stderr.write(`${command}: ${error.message}\n`);
      resolve(1);
    });
    const began = Date.now();
    /** @type {number | undefined} */
    let reportedAt;
    const watch = setInterval(() => {
      if (report !== undefined && existsSync(report)) reportedAt ??= Date.now();
      const held = reportedAt !== undefined && Date.now() - reportedAt > ENDS_AFTER_REPORT_MS;
      if (!held && Date.now() - began < LONGEST_GROUP_MS) return;
      const reason = held
        ? 'a suite left something open: the tests are done, and their process does not end'
        : 'a group of tests takes too long';
      process.stderr.write(`${reason}; it is ended\n`);
      child?.kill('SIGKILL');
    }, 1_000);
    child.once('exit', (code) => {
      clearInterval(watch);
      resolve(code ?? 1);
    });
  });
}

/** Prints what happened; the sum is the last line. @returns {number} the exit code */
function summary() {
  const total = { passed: 0, failed: 0, skipped: 0 };
  process.stdout.write('\n');
  for (const [group, { passed, failed, skipped, notes }] of Object.entries(outcomes)) {
    process.stdout.write(`${group}: ${passed} passed, ${failed} failed, ${skipped} skipped\n`);
    for (const note of notes) process.stdout.write(`  ${note}\n`);
    total.passed += passed;
    total.failed += failed;
    total.skipped += skipped;
  }
  if (interrupted) process.stdout.write('interrupted: what is listed is not everything\n');
  if (strict && total.skipped > 0) process.stdout.write('CI=true: a skipped test is a failure\n');
  const nothing = total.passed + total.failed + total.skipped === 0;
  if (nothing) process.stdout.write('no test was found\n');
  const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
  process.stdout.write(`${total.passed} passed, ${total.failed} failed${skipped}\n`);
  return total.failed > 0 || interrupted || nothing || (strict && total.skipped > 0) ? 1 : 0;
}
