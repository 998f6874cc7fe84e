import scopes from './scopes.js';

const { lib } = scopes.asked();
const kept = `.gatekeeper/mutation/${lib}`;

export default {
  mutate: [`libs/${lib}/**/*.ts`, '!**/*.spec.ts', '!**/testing/**'],
  testRunner: 'jest',
  plugins: ['@stryker-mutator/jest-runner', './test/mutation/prose.mjs'],
  ignorers: ['prose'],
  jest: { projectType: 'custom', configFile: 'test/mutation/jest.config.js', enableFindRelatedTests: false },
  coverageAnalysis: 'perTest',
  checkers: [],
  disableTypeChecks: false,
  // Nothing that is mutated here is tested from there.
  ignorePatterns: [
    '/apps',
    '/deploy',
    '/dist',
    '/dist.*',
    '/.gatekeeper',
    '/test/{acceptance,bench,chaos,servers}',
  ],
  tempDirName: `${kept}/sandbox`,
  incremental: true,
  incrementalFile: `${kept}/incremental.json`,
  reporters: ['json', 'progress-append-only'],
  jsonReporter: { fileName: `${kept}/report.json` },
  concurrency: Number(process.env.MUTATION_CONCURRENCY ?? 1),
  timeoutMS: 10_000,
  tempDirCleanup: 'always',
  allowConsoleColors: false,
};
