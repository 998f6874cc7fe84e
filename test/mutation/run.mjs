/**
 * Mutates the libs that decide and says how many mutants the specs kill.
 *
 *   npm run mutation                        all of them, from nothing
 *   npm run mutation -- --lib calendar      one
 *   npm run mutation -- --lib clearing --file closing.ts     one file of it, or several
 *   npm run mutation -- --again             what was killed last time in unchanged code is not asked again
 *   npm run mutation -- --report            the last run's figures, nothing is run
 *
 * Ends with 1 where a lib is under the score to reach, or a comparison survives that is not explained in explained.json,
 * or an explanation explains nothing any more; with 2 where it cannot run.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { wordsOf } from '../../deploy/local/words.mjs';
import scopes from './scopes.js';

const { LIBS, ROOT } = scopes;
const SCORE_TO_REACH = 90;

/**
 * @typedef {{ line: number, column: number }} Position
 * @typedef {{ status: string, mutatorName: string, replacement?: string, location: { start: Position, end: Position } }} Mutant
 * @typedef {{ files: Record<string, { source: string, mutants: Mutant[] }> }} Report
 * @typedef {{ file: string, line: number, code: string, mutatorName: string, original: string, replacement: string }} Survivor
 * @typedef {{ file: string, code: string, mutants: string[], why: string }} Explanation
 */

const kept = (/** @type {string} */ lib, /** @type {string} */ file) =>
  join(ROOT, '.gatekeeper/mutation', lib, file);

/** @returns {Report} */
const read = (/** @type {string} */ file) => JSON.parse(readFileSync(file, 'utf8'));

const DETECTED = ['Killed', 'Timeout'];
const UNDETECTED = ['Survived', 'NoCoverage'];

/**
 * Leaves in the file of the last run only what a test killed: a survivor is asked again, because specs may have changed, and
 * so is a mutant that ran out of time, because the machine may have been busy.
 */
function keepKilled(/** @type {string} */ file, /** @type {(file: string) => boolean} */ isAsked) {
  const report = read(file);
  for (const [path, entry] of Object.entries(report.files).filter(([asked]) => isAsked(asked)))
    report.files[path] = { ...entry, mutants: entry.mutants.filter(({ status }) => status === 'Killed') };
  writeFileSync(file, JSON.stringify(report));
}

/** @returns {boolean} whether the lib's mutants could be asked */
function mutate(
  /** @type {string} */ lib,
  /** @type {boolean} */ again,
  /** @type {readonly string[]} */ files,
) {
  const last = kept(lib, 'incremental.json');
  if (again && existsSync(last))
    keepKilled(last, (path) => files.length === 0 || files.some((file) => path === `libs/${lib}/${file}`));
  // What is known of the files that are not asked stands.
  else if (files.length === 0) rmSync(last, { force: true });
  const stryker = join(ROOT, 'node_modules/@stryker-mutator/core/bin/stryker.js');
  const { status } = spawnSync(process.execPath, [stryker, 'run', 'test/mutation/stryker.config.mjs'], {
    cwd: ROOT,
    env: { ...process.env, MUTATED_LIB: lib, MUTATED_FILES: files.join(',') },
    stdio: 'inherit',
  });
  return status === 0;
}

/** @returns {Survivor} */
function survivorOf(/** @type {string} */ file, /** @type {string} */ source, /** @type {Mutant} */ mutant) {
  const { start, end } = mutant.location;
  const lines = source.split('\n').slice(start.line - 1, end.line);
  const [first = ''] = lines;
  const original = [...lines];
  original[original.length - 1] = (original.at(-1) ?? '').slice(0, end.column - 1);
  original[0] = (original[0] ?? '').slice(start.column - 1);
  const flat = (/** @type {string} */ text) => text.replace(/\s+/g, ' ').trim();
  return {
    file,
    line: start.line,
    code: first.trim(),
    mutatorName: mutant.mutatorName,
    original: flat(original.join('\n')),
    replacement: flat(mutant.replacement ?? ''),
  };
}

/** Whether the mutant stands on a comparison: the operator changed, or what it says made constant. */
const isComparison = (/** @type {Survivor} */ { mutatorName, original }) =>
  mutatorName === 'EqualityOperator' ||
  (mutatorName === 'ConditionalExpression' && /^[^&|?]*([<>]=?|[!=]==)[^&|?]*$/.test(original));

/** @returns {boolean} whether the lib is as it must be */
function tell(/** @type {string} */ lib, /** @type {readonly Explanation[]} */ explanations) {
  const entries = Object.entries(read(kept(lib, 'report.json')).files);
  const count = (/** @type {readonly string[]} */ statuses) =>
    entries.flatMap(([, { mutants }]) => mutants).filter(({ status }) => statuses.includes(status)).length;
  const survivors = entries.flatMap(([file, { source, mutants }]) =>
    mutants
      .filter(({ status }) => UNDETECTED.includes(status))
      .map((mutant) => survivorOf(file, source, mutant)),
  );
  const [killed, survived] = [count(DETECTED), count(UNDETECTED)];
  const score = (100 * killed) / Math.max(1, killed + survived);
  const explains = (/** @type {Explanation} */ explanation, /** @type {Survivor} */ survivor) =>
    explanation.file === survivor.file &&
    explanation.code === survivor.code &&
    explanation.mutants.includes(`${survivor.original} → ${survivor.replacement}`);
  const own = explanations.filter(({ file }) => file.startsWith(`libs/${lib}/`));
  const isExplained = (/** @type {Survivor} */ survivor) => own.some((it) => explains(it, survivor));
  const open = survivors.filter((survivor) => isComparison(survivor) && !isExplained(survivor));
  const idle = own.flatMap((it) =>
    it.mutants
      .filter((mutant) => !survivors.some((survivor) => explains({ ...it, mutants: [mutant] }, survivor)))
      .map((mutant) => ({ ...it, mutant })),
  );
  const failed = count(['RuntimeError', 'CompileError']);
  const out = [
    `${lib}: ${score.toFixed(2)} % killed (${killed} of ${killed + survived}; ${count(['Timeout'])} of them by time), ` +
      `${count(['Ignored'])} left out, ${failed} without an answer; of ${survivors.filter(isComparison).length} comparisons that survive, ` +
      `${open.length} are not explained`,
    ...entries.map(([file, { mutants }]) => {
      const countIn = (/** @type {readonly string[]} */ statuses) =>
        mutants.filter(({ status }) => statuses.includes(status)).length;
      const [killedIn, survivedIn] = [countIn(DETECTED), countIn(UNDETECTED)];
      const percent = (100 * killedIn) / Math.max(1, killedIn + survivedIn);
      return `  ${percent.toFixed(2)} %  ${killedIn} of ${killedIn + survivedIn}  ${file}`;
    }),
    ...survivors.map((it) => {
      const mark = isExplained(it) ? 'explained' : isComparison(it) ? 'COMPARISON' : 'survives';
      return `  ${mark}  ${it.file}:${it.line}  ${it.mutatorName}  ${it.original}  →  ${it.replacement}`;
    }),
    ...idle.map(({ file, code, mutant }) => `  explains nothing  ${file}  ${code}  ${mutant}`),
  ];
  process.stdout.write(`${out.join('\n')}\n`);
  return score >= SCORE_TO_REACH && open.length === 0 && idle.length === 0 && failed === 0;
}

const { values } = wordsOf('npm run mutation -- [--lib LIB]… [--file FILE]… [--again] [--report]', {
  options: {
    lib: { type: 'string', multiple: true, default: LIBS },
    file: { type: 'string', multiple: true, default: [] },
    again: { type: 'boolean', default: false },
    report: { type: 'boolean', default: false },
  },
});
const unknown = values.lib.filter((lib) => !LIBS.includes(lib));
if (unknown.length > 0) {
  process.stderr.write(`no lib to mutate is called ${unknown.join(', ')}; there are ${LIBS.join(', ')}\n`);
  process.exit(2);
}
if (values.file.length > 0 && values.lib.length !== 1) {
  process.stderr.write('--file goes with one --lib: the file is one of it\n');
  process.exit(2);
}
/** @type {readonly Explanation[]} */
const explanations = JSON.parse(readFileSync(join(import.meta.dirname, 'explained.json'), 'utf8'));
if (!values.report) {
  const stopped = values.lib.filter((lib) => !mutate(lib, values.again, values.file));
  if (stopped.length > 0) {
    process.stderr.write(`no mutants could be asked for ${stopped.join(', ')}: see above\n`);
    process.exit(2);
  }
}
const asTheyMustBe = values.lib.map((lib) => tell(lib, explanations));
process.exit(asTheyMustBe.every(Boolean) ? 0 : 1);
