// What `npm start` keeps in its folder for its own processes and for the console, in files that only their owner can read.
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const OWNER_ONLY = 0o600;
const KEY_BYTES = 32;

/**
 * The keys of identity and phone numbers, made once and kept beside the data they open.
 * @param {string} folder
 * @returns {Record<string, string>} as the admin app takes them
 */
export function identityKeyFiles(folder) {
  const home = join(folder, 'identity-keys');
  if (!existsSync(home)) {
    // Both or none: one without the other would open nothing.
    const next = `${home}.next`;
    rmSync(next, { recursive: true, force: true });
    mkdirSync(next, { mode: 0o700 });
    // A name of its own for each: a number says by which key it opens, and no later key may pass for this one.
    writeSecret(join(next, 'keys'), `start-${randomBytes(4).toString('hex')}:${newKey()}`);
    writeSecret(join(next, 'index'), newKey());
    renameSync(next, home);
  }
  return { IDENTITY_KEYS_FILE: join(home, 'keys'), IDENTITY_INDEX_KEY_FILE: join(home, 'index') };
}

/**
 * Tells the console where the database is, which is another port at each start.
 * @param {string} folder @param {string} url carries the password
 * @returns {() => void} removes it again
 */
export function tellConsole(folder, url) {
  const file = join(folder, 'database-url');
  writeSecret(file, url);
  return () => rmSync(file, { force: true });
}

const newKey = () => randomBytes(KEY_BYTES).toString('base64');

/** A file that was there keeps its mode when it is written over: it is made anew. @param {string} file @param {string} content */
function writeSecret(file, content) {
  rmSync(file, { force: true });
  writeFileSync(file, `${content}\n`, { mode: OWNER_ONLY, flag: 'wx' });
}
