/** The unit project's settings, for one test file that holds every spec of a round. */
const { projects } = require('../../jest.config.js');
const { ROOT } = require('./scopes');

const [unit] = projects;

module.exports = {
  ...unit,
  roots: ['<rootDir>/libs', '<rootDir>/test'],
  testMatch: ['<rootDir>/test/mutation/all-specs.js'],
  testEnvironment: `${ROOT}/test/mutation/first-failure.js`,
  moduleNameMapper: {
    // However it is asked for: the compiler writes the path map into the import.
    '(^@gatekeeper|/libs)/wire(/index(.ts)?)?$': '<rootDir>/test/mutation/wire-door.js',
    ...unit.moduleNameMapper,
    '^fast-check$': '<rootDir>/test/mutation/few-runs.js',
    '^fast-check as shipped$': require.resolve('fast-check'),
  },
};
