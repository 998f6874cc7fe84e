// The servers of a test run: those whose address is given, else fresh ones that live as long as the run.
import { existsSync, mkdirSync, readFileSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { startKafka } from './kafka.mjs';
import { stateFolder } from './places.mjs';
import { startPostgres } from './postgres.mjs';
import { processIs } from './processes.mjs';
import { startRedis } from './redis.mjs';

/**
 * @typedef {object} TestServers
 * @property {Record<string, string>} environment TEST_DATABASE_URL, TEST_REDIS_URL, TEST_KAFKA_BROKERS, of those that there are
 * @property {string[]} found a line each for the summary
 * @property {string[]} missing a line each for the summary, with what was tried
 * @property {() => Promise<void>} stop
 */

/** Crashes of the system under test are tested with servers of their own; these need not survive a power cut. */
const WANTED = [
  {
    name: 'PostgreSQL',
    variable: 'TEST_DATABASE_URL',
    folder: 'postgres',
    start: (/** @type {string} */ dir) => startPostgres({ dir, fsync: false }),
  },
  {
    name: 'Redis',
    variable: 'TEST_REDIS_URL',
    folder: 'redis',
    start: (/** @type {string} */ dir) => startRedis({ dir }),
  },
  {
    name: 'Kafka',
    variable: 'TEST_KAFKA_BROKERS',
    folder: 'kafka',
    start: (/** @type {string} */ dir) => startKafka({ dir, quick: true }),
  },
];

/** @returns {Promise<TestServers>} never rejects for a server that cannot be had */
export async function testServers() {
  clearAwayDeadRuns();
  const runFolder = join(stateFolder, `test-${process.pid}`);
  mkdirSync(runFolder, { recursive: true });
  /** @type {TestServers} */
  const servers = { environment: {}, found: [], missing: [], stop: async () => undefined };
  /** @type {import('./child-server.mjs').LocalServer[]} */
  const started = [];
  await Promise.all(
    WANTED.map(async ({ name, variable, folder, start }) => {
      const given = process.env[variable];
      if (given) {
        servers.environment[variable] = given;
        servers.found.push(`${name}: the one of ${variable}`);
        return;
      }
      try {
        const server = await start(join(runFolder, folder));
        started.push(server);
        servers.environment[variable] = server.url;
        servers.found.push(`${name}: started on port ${server.port}`);
      } catch (error) {
        servers.missing.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }),
  );
  servers.stop = async () => {
    await Promise.all(started.map((server) => server.stop()));
    removeRun(runFolder);
  };
  return servers;
}

/** A run that was killed leaves its servers and their folders behind. */
function clearAwayDeadRuns() {
  if (!existsSync(stateFolder)) return;
  for (const name of readdirSync(stateFolder)) {
    const owner = Number(/^test-(\d+)$/.exec(name)?.[1] ?? Number.NaN);
    if (Number.isNaN(owner) || (owner !== process.pid && processIs(owner, /node/))) continue;
    const folder = join(stateFolder, name);
    for (const { folder: kind } of WANTED) endLeftOver(join(folder, kind));
    removeRun(folder);
  }
}

/** Ends a server by the process id in its folder, when its command line still names that folder. @param {string} dir */
function endLeftOver(dir) {
  const pidFile = join(dir, 'server.pid');
  if (!existsSync(pidFile)) return;
  const pid = Number(readFileSync(pidFile, 'utf8'));
  if (processIs(pid, realpathSync(dir))) process.kill(pid, 'SIGKILL');
}

/** @param {string} folder */
function removeRun(folder) {
  const data = join(folder, 'postgres');
  // The data may lie elsewhere, behind a link: see postgres.mjs.
  if (existsSync(data)) rmSync(realpathSync(data), { recursive: true, force: true });
  rmSync(folder, { recursive: true, force: true });
}
