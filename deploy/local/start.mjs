// `npm start`: installs what is missing, builds, brings up PostgreSQL (unless DATABASE_URL names one) and runs the pipeline
// until Ctrl-C or SIGTERM; then the pipeline ends first and PostgreSQL after it.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { install } from './install.mjs';
import { claimFolder, projectRoot, stateFolder } from './places.mjs';
import { portIsFree } from './ports.mjs';
import { startPostgres } from './postgres.mjs';

const ENTRY = join(projectRoot, 'dist', 'apps', 'gatekeeper', 'start.js');
const CHILD_ENDS_WITHIN_MS = 12_000;
const EXIT_SETTING_MUST_CHANGE = 2;

/** @type {import('node:child_process').ChildProcess | undefined} */
let child;
/** @type {NodeJS.Signals | undefined} */
let asked;
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
  process.on(signal, () => {
    if (asked === undefined && child !== undefined) endChild();
    asked ??= signal;
  });
}

process.exitCode = await main();

/** @returns {Promise<number>} the exit code */
async function main() {
  const host = process.env['HOST'] || '127.0.0.1';
  const port = Number(process.env['GATEKEEPER_PORT'] || 3001);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    return refuse(`GATEKEEPER_PORT must be a port number (it is '${process.env['GATEKEEPER_PORT']}')`);
  }
  if (port !== 0 && !(await portIsFree(port, host))) {
    return refuse(
      `port ${port} of ${host} is taken: stop what listens there, or set GATEKEEPER_PORT to another one`,
    );
  }
  const given = process.env['DATABASE_URL'] || process.env['DATABASE_URL_FILE'];
  try {
    install();
    if (given) return await runPipeline({});
    const release = claimFolder(stateFolder);
    try {
      return await onOwnPostgres();
    } finally {
      release();
    }
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  }
}

async function onOwnPostgres() {
  if (asked) return 0;
  const postgres = await startPostgres({ dir: join(stateFolder, 'postgres') });
  try {
    return await runPipeline({ DATABASE_URL: postgres.url });
  } finally {
    await postgres.stop();
  }
}

/** @param {Record<string, string>} environment @returns {Promise<number>} the exit code */
function runPipeline(environment) {
  return new Promise((resolve) => {
    if (asked) return resolve(0);
    // A process group of its own: Ctrl-C reaches it once, from here. The channel tells it when this process dies.
    child = spawn(process.execPath, ['--enable-source-maps', ENTRY], {
      cwd: projectRoot,
      detached: true,
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      env: { ...process.env, ...environment },
    });
    child.once('error', (error) => {
      process.stderr.write(`${ENTRY} did not start: ${error.message}\n`);
      resolve(1);
    });
    child.once('exit', (code, signal) => {
      if (signal && !asked) process.stderr.write(`the gatekeeper was ended by ${signal}\n`);
      resolve(code ?? 1);
    });
  });
}

function endChild() {
  child?.kill('SIGTERM');
  setTimeout(() => {
    process.stderr.write(
      `the gatekeeper did not end within ${CHILD_ENDS_WITHIN_MS / 1000} s and is cut off; nothing recorded is lost\n`,
    );
    child?.kill('SIGKILL');
  }, CHILD_ENDS_WITHIN_MS).unref();
}

/** @param {string} reason */
function refuse(reason) {
  process.stderr.write(`${reason}\n`);
  return EXIT_SETTING_MUST_CHANGE;
}
