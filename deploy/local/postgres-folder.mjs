// The folder of a PostgreSQL: owned by the user that runs it, in a place that this user can reach.
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { sharedStateFolder } from './places.mjs';

/**
 * Makes the folder, for the user that will run the server. Where that user cannot reach it, the real folder is one that it
 * can, and the asked-for path a link to it.
 * @param {string} dir @param {number | undefined} uid
 * @returns {string} the real folder
 */
export function preparePostgresFolder(dir, uid) {
  if (uid === undefined) {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    return dir;
  }
  if (!existsSync(dir)) {
    mkdirSync(dirname(dir), { recursive: true });
    if (isDeadLink(dir)) rmSync(dir);
    if (canEnter(dirname(dir), uid)) mkdirSync(dir);
    else {
      mkdirSync(sharedStateFolder(), { recursive: true, mode: 0o755 });
      const reachable = join(sharedStateFolder(), `postgres-${randomBytes(4).toString('hex')}`);
      mkdirSync(reachable);
      symlinkSync(reachable, dir);
    }
  }
  const home = realpathSync(dir);
  chmodSync(home, 0o700);
  chownSync(home, uid, uid);
  return home;
}

/** @param {string} path */
function isDeadLink(path) {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;
}

/** @param {string} folder @param {number} uid */
function canEnter(folder, uid) {
  return spawnSync('/bin/sh', ['-c', 'cd -- "$1"', 'sh', folder], { uid, gid: uid, cwd: '/' }).status === 0;
}
