/** Unit tests live beside what they test; articles, laws and suites that need servers live under test/ and are run by `npm test`. */
const base = {
  rootDir: __dirname,
  testEnvironment: 'node',
  transform: { '^.+\\.(t|j)s$': '@swc/jest' },
  moduleNameMapper: { '^@gatekeeper/([^/]+)$': '<rootDir>/libs/$1/index.ts' },
  modulePathIgnorePatterns: ['<rootDir>/dist[^/]*/', '<rootDir>/.gatekeeper/'],
};
const onServers = {
  ...base,
  // A project's own testTimeout is not heeded by jest 30.5; the setup file sets it.
  setupFilesAfterEnv: ['<rootDir>/test/servers/patience.ts'],
};
module.exports = {
  // jest leaves one core idle unless told otherwise: on two cores that is half of the machine.
  maxWorkers: '100%',
  projects: [
    {
      ...base,
      displayName: 'unit',
      testMatch: ['<rootDir>/{libs,apps,deploy}/**/*.spec.ts', '<rootDir>/test/architecture/**/*.spec.ts'],
    },
    {
      ...base,
      displayName: 'regulation',
      testMatch: ['<rootDir>/test/{laws,regulation}/**/*.spec.ts'],
    },
    {
      ...onServers,
      displayName: 'servers',
      testMatch: ['<rootDir>/test/{servers,replay,acceptance,chaos}/**/*.spec.ts'],
      testPathIgnorePatterns: ['\\.alone\\.spec\\.ts$'],
    },
    {
      ...onServers,
      displayName: 'alone',
      testMatch: ['<rootDir>/test/{servers,replay,acceptance,chaos}/**/*.alone.spec.ts'],
    },
  ],
};
