// One run of jest over one of its projects, counted; and the running of a command that must end.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { projectRoot, stateFolder } from './places.mjs';

/** @typedef {{ passed: number, failed: number, skipped: number, notes: string[] }} Outcome */

/** A hang must end, and be seen: both count as failures. */
const ENDS_AFTER_REPORT_MS = 20_000;
const LONGEST_GROUP_MS = 45 * 60_000;

/** @type {import('node:child_process').ChildProcess | undefined} */
let child;

/** Passes a signal on to what runs now. @param {NodeJS.Signals} signal */
export function interrupt(signal) {
  child?.kill(signal);
}

/** @param {readonly Outcome[]} outcomes @returns {Outcome} */
export function together(outcomes) {
  /** @param {'passed' | 'failed' | 'skipped'} what */
  const sum = (what) => outcomes.reduce((total, outcome) => total + outcome[what], 0);
  return {
    passed: sum('passed'),
    failed: sum('failed'),
    skipped: sum('skipped'),
    notes: outcomes.flatMap(({ notes }) => notes),
  };
}

/**
 * @param {string} project
 * @param {{ environment?: Record<string, string>, options?: readonly string[], patterns?: readonly string[], longestMs?: number }} how
 *   `options` of jest's; `patterns` of spec files, all of the project's without any
 * @returns {Promise<Outcome>}
 */
export async function jest(project, { environment = {}, options = [], patterns = [], longestMs }) {
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
    ...(patterns.length > 0 ? ['--testPathPatterns', ...patterns] : []),
  ];
  try {
    const status = await run(process.execPath, args, { environment, report, longestMs });
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
 * @param {string} command @param {string[]} args
 * @param {{ environment?: Record<string, string>, report?: string, longestMs?: number | undefined }} [how]
 *   `report` is written when the work is done: what still runs long after it is held up by something left open
 * @returns {Promise<number>} the exit code; not 0 when it had to be ended
 */
export function run(command, args, { environment = {}, report, longestMs = LONGEST_GROUP_MS } = {}) {
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
      if (!held && Date.now() - began < longestMs) return;
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
