import scopes from './scopes.js';

const lib = scopes.mutatedLib();
const kept = `.gatekeeper/mutation/${lib}`;
const files = (process.env.MUTATED_FILES ?? '').split(',').filter((file) => file !== '');
const mutated = files.length === 0 ? ['**/*.ts'] : files;

export default {
  mutate: [...mutated.map((file) => `libs/${lib}/${file}`), '!**/*.spec.ts', '!**/testing/**'],
  testRunner: 'in-process',
  plugins: ['runner', 'prose', 'survivors'].map((name) => `./test/mutation/${name}.mjs`),
  ignorers: ['prose'],
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
  reporters: ['json', 'progress-append-only', 'survivors'],
  jsonReporter: { fileName: `${kept}/report.json` },
  concurrency: Number(process.env.MUTATION_CONCURRENCY ?? 1),
  timeoutMS: 30_000,
  allowConsoleColors: false,
};
