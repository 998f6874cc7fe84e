/**
 * Runs the specs in the process itself. Jest starts over for each mutant: a second of work to ask what a failing
 * assertion answers in a millisecond. Here each mutant gets the libs and specs loaded anew and nothing else; `expect`
 * and the tables of `it.each` are jest's own packages, so an assertion means what it means in `npm test`.
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { INSTRUMENTER_CONSTANTS } from '@stryker-mutator/api/core';
import { declareClassPlugin, PluginKind } from '@stryker-mutator/api/plugin';
import {
  determineHitLimitReached,
  DryRunStatus,
  MutantRunStatus,
  TestStatus,
} from '@stryker-mutator/api/test-runner';

/** @typedef {{ readonly id: string, readonly spec: string, readonly run: () => unknown }} Test */

/** What Stryker's instrumented code reads and writes. */
const stryker = (globalThis[INSTRUMENTER_CONSTANTS.NAMESPACE] ??= {});

class InProcessRunner {
  capabilities() {
    return { reloadEnvironment: true };
  }

  init() {
    // Of the copy that holds the mutants: Stryker enters it after this file is loaded.
    this.specs = createRequire(join(process.cwd(), 'test/mutation/runner.mjs'))('./specs.js');
    /** By mutated file, the specs that killed one of its mutants, the latest first. @type {Map<string, string[]>} */
    this.killers = new Map();
  }

  async dryRun() {
    stryker.activeMutant = undefined;
    stryker.mutantCoverage = undefined;
    this.specs.forget();
    const results = [];
    for (const file of this.specs.files()) {
      for (const test of this.specs.testsOf(file)) {
        stryker.currentTestId = test.id;
        const started = performance.now();
        const failureMessage = await failureOf(test);
        const timeSpentMs = performance.now() - started;
        const status = failureMessage === null ? TestStatus.Success : TestStatus.Failed;
        results.push({
          id: test.id,
          name: test.id,
          fileName: test.spec,
          timeSpentMs,
          status,
          failureMessage,
        });
        stryker.currentTestId = undefined;
      }
    }
    return { status: DryRunStatus.Complete, tests: results, mutantCoverage: stryker.mutantCoverage };
  }

  /** One failing test kills the mutant: what comes after it is neither run nor loaded. */
  async mutantRun({ activeMutant, testFilter, hitLimit, mutantActivation }) {
    stryker.hitLimit = hitLimit;
    stryker.hitCount = hitLimit === undefined ? undefined : 0;
    const asked = testFilter === undefined ? null : new Set(testFilter);
    const isAsked = (/** @type {string} */ file) =>
      asked === null || testFilter.some((id) => id.startsWith(this.specs.pathOf(file)));
    this.specs.forget();
    let nrOfTests = 0;
    // A spec that killed a neighbour is asked first: it is the likeliest to notice, and one that notices is enough.
    const killers = this.killers.get(activeMutant.fileName) ?? [];
    for (const file of new Set([...killers, ...this.specs.files()].filter(isAsked))) {
      stryker.activeMutant = mutantActivation === 'static' ? activeMutant.id : undefined;
      const tests = this.specs.testsOf(file);
      stryker.activeMutant = activeMutant.id;
      for (const test of tests) {
        if (asked !== null && !asked.has(test.id)) continue;
        nrOfTests += 1;
        const failureMessage = await failureOf(test);
        const endless = determineHitLimitReached(stryker.hitCount, hitLimit);
        if (endless !== undefined) return { ...endless, status: MutantRunStatus.Timeout };
        if (failureMessage !== null) {
          this.killers.set(activeMutant.fileName, [file, ...killers.filter((it) => it !== file)]);
          return { status: MutantRunStatus.Killed, killedBy: [test.id], failureMessage, nrOfTests };
        }
      }
    }
    return { status: MutantRunStatus.Survived, nrOfTests };
  }
}

/** @param {Test} test @returns {Promise<string | null>} what a test fails with */
async function failureOf({ run }) {
  try {
    const given = run();
    if (given instanceof Promise) await given;
    return null;
  } catch (error) {
    return String(error instanceof Error ? error.message : error);
  }
}

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, 'in-process', InProcessRunner)];
