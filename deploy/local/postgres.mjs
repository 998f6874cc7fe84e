// A real PostgreSQL on a free loopback port, with its data in a given folder.
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startServer, tailOf } from './child-server.mjs';
import { claimFolder } from './places.mjs';
import { ask, freePorts } from './ports.mjs';
import { findPostgres } from './postgres-binaries.mjs';
import { preparePostgresFolder } from './postgres-folder.mjs';
import { processIs } from './processes.mjs';

/** `nobody`: PostgreSQL refuses to run as root. */
const UNPRIVILEGED = 65534;
const USER = 'gatekeeper';
const DATABASE = 'gatekeeper';
/** Data that need not outlive the server: nothing waits for the disk, and the log holds no more than a session's own crash needs. */
const THROW_AWAY = { fsync: 'off', full_page_writes: 'off', wal_level: 'minimal', max_wal_senders: 0 };

/**
 * Starts PostgreSQL; creates the cluster, its user, a random password and the database where the folder is empty.
 * @param {{ dir: string, port?: number, fsync?: boolean, maxConnections?: number }} options `dir` holds data, password and log;
 *   `fsync: false` is for throw-away data only
 * @returns {Promise<import('./child-server.mjs').LocalServer>} `url` carries the password
 * @throws {Error} when another start uses the folder, no PostgreSQL runs here, or it does not come up (with the tail of its log)
 */
export async function startPostgres({ dir, port, fsync = true, maxConnections = 200 }) {
  const uid = process.getuid?.() === 0 ? UNPRIVILEGED : undefined;
  const home = preparePostgresFolder(resolve(dir), uid);
  const release = claimFolder(home);
  try {
    const binaries = findPostgres(uid);
    const data = join(home, 'data');
    const log = join(home, 'postgres.log');
    if (!existsSync(join(data, 'PG_VERSION'))) createCluster(binaries, home, data, uid);
    refuseOtherVersion(data, binaries);
    await endOrphan(data);
    const password = readFileSync(join(home, 'password'), 'utf8').trim();
    const listenOn = port ?? (await freePorts(1))[0];
    const plan = {
      name: 'PostgreSQL',
      command: join(binaries.folder, 'postgres'),
      args: [
        '-D',
        data,
        ...settings({
          listen_addresses: '127.0.0.1',
          port: listenOn,
          unix_socket_directories: '',
          ...(fsync ? {} : THROW_AWAY),
          max_connections: maxConnections,
          max_wal_size: '4GB',
          timezone: 'UTC',
          log_timezone: 'UTC',
        }),
      ],
      log,
      cwd: home,
      uid,
      answers: () => acceptsConnections(listenOn),
      readyWithinMs: 60_000,
      // Sessions of a killed server end on their own, a moment after it.
      passes: /pre-existing shared memory block|lock file .* already exists/,
      stopSignal: /** @type {const} */ ('SIGINT'),
      stopWithinMs: 10_000,
    };
    const url = `postgres://${USER}:${password}@127.0.0.1:${listenOn}/${DATABASE}`;
    return await startServer(plan, { url, port: listenOn, dir: home }, release);
  } catch (error) {
    release();
    throw error;
  }
}

/** @param {Record<string, string | number>} values */
function settings(values) {
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

/**
 * @param {import('./postgres-binaries.mjs').PostgresBinaries} binaries
 * @param {string} home @param {string} data @param {number | undefined} uid
 */
function createCluster(binaries, home, data, uid) {
  // What an interrupted first start left behind is not a cluster, and initdb wants an empty folder.
  rmSync(data, { recursive: true, force: true });
  const passwordFile = join(home, 'password');
  rmSync(passwordFile, { force: true });
  writeFileSync(passwordFile, randomBytes(18).toString('base64url'), { mode: 0o600 });
  if (uid !== undefined) chownSync(passwordFile, uid, uid);
  const locale =
    binaries.version >= 17
      ? ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
      : ['--locale=C.UTF-8'];
  const initdb = [
    '-D',
    data,
    '-U',
    USER,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    ...locale,
  ];
  run(join(binaries.folder, 'initdb'), initdb, home, uid);
  // The single-user mode needs no client program, and the npm binaries bring none.
  run(
    join(binaries.folder, 'postgres'),
    ['--single', '-D', data, 'postgres'],
    home,
    uid,
    `CREATE DATABASE ${DATABASE}\n`,
  );
}

/** @param {string} command @param {string[]} args @param {string} home @param {number | undefined} uid */
function run(command, args, home, uid, input = '') {
  const identity = uid === undefined ? {} : { uid, gid: uid };
  const { status, signal, stdout, stderr, error } = spawnSync(command, args, {
    cwd: home,
    input,
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' },
    ...identity,
  });
  writeFileSync(join(home, 'postgres.log'), `${stdout}${stderr}`, { flag: 'a' });
  if (status !== 0) {
    const reason = error?.message ?? (signal ? `ended by ${signal}` : `exit code ${status}`);
    throw new Error(
      `${command} failed (${reason}).\n  tried: ${[command, ...args].join(' ')}\n${tailOf(join(home, 'postgres.log'))}`,
    );
  }
}

/** @param {string} data @param {import('./postgres-binaries.mjs').PostgresBinaries} binaries */
function refuseOtherVersion(data, binaries) {
  const version = Number(readFileSync(join(data, 'PG_VERSION'), 'utf8'));
  if (version === binaries.version) return;
  throw new Error(
    `the data in ${data} is PostgreSQL ${version}'s, and what runs here is ${binaries.version} (${binaries.source}); delete the folder to start afresh, or move the data over with pg_dump`,
  );
}

/**
 * The folder is claimed, so a server still running on it has lost its starter to a kill: it is ended in order. PostgreSQL
 * itself cannot tell a recycled process id from a running server; its command line can.
 * @param {string} data
 */
async function endOrphan(data) {
  const pidFile = join(data, 'postmaster.pid');
  if (!existsSync(pidFile)) return;
  const pid = Number(readFileSync(pidFile, 'utf8').split('\n')[0]);
  const deadline = Date.now() + 10_000;
  if (processIs(pid, data)) process.kill(pid, 'SIGINT');
  while (processIs(pid, data)) {
    if (Date.now() > deadline) {
      throw new Error(
        `a PostgreSQL (process ${pid}) runs on ${data} and does not end; stop it with \`kill -QUIT ${pid}\``,
      );
    }
    await pause(100);
  }
  rmSync(pidFile, { force: true });
}

/** The start of a session, as far as the server's answer to it: `R` asks for a password, `E` says "starting up". @param {number} port */
function acceptsConnections(port) {
  const body = Buffer.from(`user\0${USER}\0database\0${DATABASE}\0\0`);
  const message = Buffer.alloc(8 + body.length);
  message.writeInt32BE(message.length, 0);
  message.writeInt32BE(196_608, 4);
  body.copy(message, 8);
  return ask(port, message, (answer) => (answer.length === 0 ? undefined : answer[0] === 0x52));
}
