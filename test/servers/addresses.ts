/** The servers that `npm test` found or started, and which suites run without the ones it could not have. */
import { resolve } from 'node:path';

export type ServerName = 'postgres' | 'redis' | 'kafka';

const VARIABLES: Readonly<Record<ServerName, string>> = {
  postgres: 'TEST_DATABASE_URL',
  redis: 'TEST_REDIS_URL',
  kafka: 'TEST_KAFKA_BROKERS',
};

/** The PostgreSQL of this run, `postgres://…`; the database it names is nobody's: see `migratedDatabase`. */
export const databaseUrl = (): string => addressOf('postgres');

/** The Redis of this run, `redis://…`; shared by all suites: see `freshPrefix`. */
export const redisUrl = (): string => addressOf('redis');

/** The Kafka brokers of this run, `host:port` each; topics are told apart by `freshPrefix`. */
export const kafkaBrokers = (): readonly string[] => addressOf('kafka').split(',');

/**
 * `describe` for a suite that needs servers: where one of them is not there, the suite is skipped and its name says why.
 * The summary of `npm test` lists it, and with CI=true that is a failure.
 */
export function describeWith(needed: readonly ServerName[], name: string, body: () => void): void {
  const missing = needed.filter((server) => process.env[VARIABLES[server]] === undefined);
  if (missing.length === 0) describe(name, body);
  else describe.skip(`${name} (needs ${missing.map((server) => VARIABLES[server]).join(', ')})`, body);
}

/** Where `npm test` keeps what it fetches and starts. */
export const stateFolder = (): string => resolve(process.env['STATE_FOLDER'] ?? '.gatekeeper');

/** The environment of a process under test: this one's, without the variables of the test run. */
export function cleanEnvironment(): Record<string, string> {
  const inherited = ['PATH', 'HOME', 'TMPDIR', 'JAVA_HOME', 'SystemRoot'];
  return Object.fromEntries(
    inherited.flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

function addressOf(server: ServerName): string {
  const address = process.env[VARIABLES[server]];
  if (address === undefined || address === '') {
    throw new Error(
      `${VARIABLES[server]} is not set: run \`npm test\`, which starts the servers, or wrap the suite in describeWith`,
    );
  }
  return address;
}
