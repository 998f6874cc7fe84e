// Where things are kept: the project's folders, and a lock on a folder that only one starter may use at a time.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { processIs } from './processes.mjs';

/** The folder of package.json. */
export const projectRoot = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Everything the local servers and caches keep; ignored by git, may be deleted when nothing runs: data and keys go together. */
export const stateFolder = resolve(process.env['STATE_FOLDER'] || join(projectRoot, '.gatekeeper'));

/** A folder of this project that users other than root can reach, wherever the project lies. */
export function sharedStateFolder() {
  const project = createHash('sha256').update(projectRoot).digest('hex').slice(0, 12);
  return join('/var/lib/settlement-gatekeeper', project);
}

/** @type {Set<string>} */
const claimedHere = new Set();

/**
 * Claims a folder for this process.
 * @param {string} folder created where missing
 * @returns {() => void} gives it back
 * @throws {Error} naming the process that holds it
 */
export function claimFolder(folder) {
  mkdirSync(folder, { recursive: true });
  if (claimedHere.has(folder)) throw new Error(`${folder} is in use by this very process`);
  const lock = join(folder, 'starter.pid');
  for (let attempt = 0; attempt < 5; attempt++) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' });
      claimedHere.add(folder);
      return () => {
        claimedHere.delete(folder);
        rmSync(lock, { force: true });
      };
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
    const holder = Number(readFileSync(lock, 'utf8'));
    // A recycled process id must not lock the folder for ever: the holder is a node process, and another one.
    if (holder !== process.pid && processIs(holder, /node/)) {
      throw new Error(`${folder} is in use by another start, process ${holder}: stop that one first`);
    }
    rmSync(lock, { force: true });
  }
  throw new Error(`${folder} could not be claimed: another process takes it again and again`);
}
