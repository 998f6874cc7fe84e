/** fast-check for mutation runs: the same cases each time, and few enough that thousands of mutants can be asked. */
// Its own name leads here.
const actual = require('fast-check');

const MOST_RUNS = 25;
const SEED = 20_260_101;

const assert = (/** @type {unknown} */ property, /** @type {{ numRuns?: number }} */ given = {}) =>
  actual.assert(property, {
    ...given,
    seed: SEED,
    numRuns: Math.min(given.numRuns ?? MOST_RUNS, MOST_RUNS),
    endOnFailure: true,
  });

const fc = { ...actual, assert };
module.exports = { ...fc, __esModule: true, default: fc };
