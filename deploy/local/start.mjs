// `npm start`: installs what is missing, builds, brings up PostgreSQL (unless DATABASE_URL names one), the gatekeeper, the
// admin app and a clearing worker, until Ctrl-C or SIGTERM; then these end first and PostgreSQL after them.
import { join } from 'node:path';
import { install } from './install.mjs';
import { claimFolder, projectRoot, stateFolder } from './places.mjs';
import { whyNotListen } from './ports.mjs';
import { startPostgres } from './postgres.mjs';
import { identityKeyFiles, tellConsole } from './start-secrets.mjs';
import { StartedProcesses } from './started-processes.mjs';

const entryOf = (/** @type {string} */ app) => join(projectRoot, 'dist', 'apps', app, 'start.js');
const DOORS = [
  { variable: 'GATEKEEPER_PORT', usual: 3001 },
  { variable: 'ADMIN_PORT', usual: 3000 },
  { variable: 'CLEARING_PORT', usual: 3002 },
];
const KEY_VARIABLES = [
  'IDENTITY_KEYS',
  'IDENTITY_KEYS_FILE',
  'IDENTITY_INDEX_KEY',
  'IDENTITY_INDEX_KEY_FILE',
];
const EXIT_SETTING_MUST_CHANGE = 2;

const processes = new StartedProcesses();
let asked = false;
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
  process.on(signal, () => {
    asked = true;
    processes.end();
  });
}

process.exitCode = process.argv.length > 2 ? answerWords() : await main();

/** @returns {Promise<number>} the exit code */
async function main() {
  const problem = await problemOfPorts();
  if (problem !== undefined) {
    process.stderr.write(`${problem}\n`);
    return EXIT_SETTING_MUST_CHANGE;
  }
  const given = process.env['DATABASE_URL'] || process.env['DATABASE_URL_FILE'];
  try {
    install();
    if (given) return await run({});
    const release = claimFolder(stateFolder);
    try {
      return await runOnOwnPostgres();
    } finally {
      release();
    }
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  }
}

/** It takes no words: whoever gives one wants to know what it does, or something that it does not do. @returns {number} the exit code */
function answerWords() {
  const isAsked = process.argv.slice(2).every((word) => word === '--help' || word === '-h');
  const out = isAsked ? process.stdout : process.stderr;
  if (!isAsked)
    out.write(`npm start takes no words, only variables: not ${process.argv.slice(2).join(' ')}\n`);
  out.write(
    'npm start brings up PostgreSQL, the gatekeeper, the admin app and a clearing worker, until Ctrl-C: see README.md\n',
  );
  return isAsked ? 0 : EXIT_SETTING_MUST_CHANGE;
}

/** @returns {Promise<string | undefined>} what keeps the HTTP doors from opening */
async function problemOfPorts() {
  const host = process.env['HOST'] || '127.0.0.1';
  const metricsPort = process.env['METRICS_PORT'] || '0';
  // 0 is a free port, another one for each.
  if (metricsPort !== '0')
    return `METRICS_PORT is one port (${metricsPort}), and npm start runs three processes: leave it out, or set it to 0 for a free one each`;
  /** @type {Map<number, string>} */
  const doors = new Map();
  for (const { variable, usual } of DOORS) {
    const port = Number(process.env[variable] || usual);
    if (!Number.isInteger(port) || port < 0 || port > 65_535)
      return `${variable} must be a port number (it is '${process.env[variable]}')`;
    const other = doors.get(port);
    if (other !== undefined)
      return `${other} and ${variable} are both ${port}: set one of them to another port`;
    // 0 is a free port, another one for each.
    if (port !== 0) doors.set(port, variable);
  }
  for (const [port, variable] of doors) {
    const reason = await whyNotListen(port, host);
    if (reason === 'EADDRINUSE')
      return `port ${port} of ${host} is taken: stop what listens there, or set ${variable} to another one`;
    if (reason === 'EACCES') return `${variable} is port ${port} of ${host}, where this user may not listen`;
    if (reason !== undefined) return `HOST is ${host}, which is no address of this machine (${reason})`;
  }
  return undefined;
}

async function runOnOwnPostgres() {
  if (asked) return 0;
  const postgres = await startPostgres({ dir: join(stateFolder, 'postgres') });
  try {
    const forget = tellConsole(stateFolder, postgres.url);
    try {
      const keysAreGiven = KEY_VARIABLES.some((name) => process.env[name]);
      const keys = keysAreGiven ? {} : identityKeyFiles(stateFolder);
      return await run({ DATABASE_URL: postgres.url, ...keys });
    } finally {
      forget();
    }
  } finally {
    await postgres.stop();
  }
}

/**
 * The others follow the gatekeeper, which migrates the database first.
 * @param {Record<string, string>} environment
 * @returns {Promise<number>} the exit code
 */
async function run(environment) {
  if (asked) return 0;
  try {
    const gatekeeper = await processes.start('the gatekeeper', entryOf('gatekeeper'), environment);
    const admin = gatekeeper && (await processes.start('the admin app', entryOf('admin'), environment));
    const clearing =
      admin && (await processes.start('the clearing worker', entryOf('clearing'), environment));
    if (clearing && admin['administrators'] === 0) sayWhoIsFirst(environment['DATABASE_URL'] !== undefined);
    if (clearing) process.stdout.write('\nall three stay up; Ctrl-C ends them\n');
    return await processes.ended;
  } finally {
    // Whatever went wrong here: PostgreSQL is not stopped under processes that run.
    processes.end();
    await processes.ended;
  }
}

/** @param {boolean} isOwn the console finds the database of this start by itself */
function sayWhoIsFirst(isOwn) {
  const where = isOwn && process.env['STATE_FOLDER'] ? `STATE_FOLDER=${shellWord(stateFolder)} ` : '';
  process.stdout.write(
    `\nnobody can sign in yet: create the first administrator in another terminal${isOwn ? '' : ', with the DATABASE_URL of this one'}; it asks for a password\n` +
      `  ${where}npm run admin -- first-administrator --login admin\n`,
  );
}

/** @param {string} text */
function shellWord(text) {
  return /^[\w./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
