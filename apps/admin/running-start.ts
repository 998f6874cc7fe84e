/** What `npm start` keeps for the console while it runs: files in its folder that only their owner can read. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Environment } from '@gatekeeper/runtime';

/** As `deploy/local/start-secrets.mjs` names them. */
const DATABASE_URL_FILE = 'database-url';
const IDENTITY_KEYS_FILE = join('identity-keys', 'keys');
const IDENTITY_INDEX_KEY_FILE = join('identity-keys', 'index');

const DATABASE_VARIABLES = ['DATABASE_URL', 'DATABASE_URL_FILE'];
const KEY_VARIABLES = [
  'IDENTITY_KEYS',
  'IDENTITY_KEYS_FILE',
  'IDENTITY_INDEX_KEY',
  'IDENTITY_INDEX_KEY_FILE',
];

export interface ConsoleEnvironment {
  readonly environment: Environment;
  /** Which database it is, where the environment does not say so; `null` where it does. */
  readonly note: string | null;
}

/**
 * Completes an environment that names no database by the `npm start` that runs in this project: its database, whose address
 * is another at each start, and the keys made with it. A database that is named stands, and where nothing runs the address is
 * missing as before: nothing is guessed.
 */
export function withRunningStart(environment: Environment): ConsoleEnvironment {
  const isGiven = (name: string): boolean => (environment[name] ?? '') !== '';
  const given = environment['STATE_FOLDER'] ?? '';
  const folder = resolve(given === '' ? '.gatekeeper' : given);
  const databaseUrlFile = join(folder, DATABASE_URL_FILE);
  if (DATABASE_VARIABLES.some(isGiven) || !existsSync(databaseUrlFile)) return { environment, note: null };
  const keysFile = join(folder, IDENTITY_KEYS_FILE);
  const keys =
    KEY_VARIABLES.some(isGiven) || !existsSync(keysFile)
      ? {}
      : { IDENTITY_KEYS_FILE: keysFile, IDENTITY_INDEX_KEY_FILE: join(folder, IDENTITY_INDEX_KEY_FILE) };
  return {
    environment: { ...environment, DATABASE_URL_FILE: databaseUrlFile, ...keys },
    note: `DATABASE_URL is not set: this is the database of the npm start of ${folder}`,
  };
}
