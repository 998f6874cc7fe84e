/** The unit project's settings, for one test file that holds every spec of the mutated lib. */
const { projects } = require('../../jest.config.js');
const { ROOT } = require('./scopes');

const { displayName: _, testMatch: __, ...unit } = projects[0];

module.exports = {
  ...unit,
  roots: ['<rootDir>/libs', '<rootDir>/test'],
  testMatch: ['<rootDir>/test/mutation/all-specs.js'],
  testEnvironment: `${ROOT}/test/mutation/first-failure.js`,
  moduleNameMapper: {
    '^@gatekeeper/wire$': '<rootDir>/test/mutation/wire-door.js',
    ...unit.moduleNameMapper,
    '^fast-check$': '<rootDir>/test/mutation/few-runs.js',
    '^fast-check as shipped$': require.resolve('fast-check'),
  },
};
