// One server process: started with its log in a file, ready only once it answers, stopped and started again on request.
import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/**
 * @typedef {object} ServerPlan
 * @property {string} name what to call it in messages, e.g. `PostgreSQL`
 * @property {string} command the program
 * @property {readonly string[]} args
 * @property {string} log file that receives its output, appended; the process id is written beside it
 * @property {string} [cwd]
 * @property {number} [uid] run under this user and group
 * @property {NodeJS.ProcessEnv} [env]
 * @property {() => Promise<boolean>} answers true once it really serves requests; never throws
 * @property {number} readyWithinMs
 * @property {RegExp} [passes] a complaint in the log, after a restart, that goes away by itself (what the killed one left behind)
 * @property {NodeJS.Signals} stopSignal the signal of an orderly, quick end
 * @property {number} stopWithinMs after this the process is killed
 */

/**
 * @typedef {object} Address
 * @property {string} url what a client is given; may carry a password
 * @property {number} port
 * @property {string} dir the real folder of its data and log
 * @property {string} log
 */

/**
 * @typedef {object} LocalServer
 * @property {string} url what a client is given; may carry a password; stays the same over restarts
 * @property {number} port
 * @property {string} dir the real folder of its data and log
 * @property {string} log
 * @property {number} pid of the running process; the last one after an end
 * @property {() => Promise<void>} stop orderly end; resolves when the process is gone
 * @property {(signal: NodeJS.Signals) => Promise<void>} kill sends a signal; for SIGKILL it resolves when the process is gone
 * @property {() => Promise<void>} restart starts it again (stopping it first where it still runs), same port, same data
 */

const running = new Set();
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** The last lines that the latest start wrote to its log, for a message about a start that failed. @param {string} file */
export function tailOf(file, lines = 25) {
  try {
    const sinceStart =
      readFileSync(file, 'utf8')
        .split(/^--- .* starting .*$/m)
        .at(-1) ?? '';
    return sinceStart.trim().split('\n').slice(-lines).join('\n');
  } catch (error) {
    return `(no log: ${error instanceof Error ? error.message : String(error)})`;
  }
}

/**
 * Starts the server and waits until it answers.
 * @param {ServerPlan} plan
 * @param {Omit<Address, 'log'>} address
 * @param {() => void} release called after `stop`: the folder is free again
 * @returns {Promise<LocalServer>}
 * @throws {Error} naming the command, the reason and the tail of the log, when it ends or stays silent; nothing is left running
 */
export async function startServer(plan, address, release) {
  let current = await launch(plan);
  return {
    ...address,
    log: plan.log,
    get pid() {
      return /** @type {number} */ (current.child.pid);
    },
    async stop() {
      await end(plan, current);
      release();
    },
    async kill(signal) {
      current.child.kill(signal);
      if (signal === 'SIGKILL') await current.ended;
    },
    async restart() {
      await end(plan, current);
      current = await launchAgain(plan);
    },
  };
}

/** @param {ServerPlan} plan */
async function launchAgain(plan) {
  const deadline = Date.now() + plan.readyWithinMs;
  for (;;) {
    try {
      return await launch(plan);
    } catch (error) {
      if (!plan.passes?.test(tailOf(plan.log)) || Date.now() > deadline) throw error;
      await pause(200);
    }
  }
}

/** @param {ServerPlan} plan */
async function launch(plan) {
  const log = openSync(plan.log, 'a', 0o600);
  writeSync(log, `--- ${new Date().toISOString()} starting ${plan.name}\n`);
  // A session of its own: Ctrl-C on the terminal must reach whoever started it, who then ends things in order.
  const identity = plan.uid === undefined ? {} : { uid: plan.uid, gid: plan.uid };
  const child = spawn(plan.command, plan.args, {
    cwd: plan.cwd,
    env: plan.env ?? process.env,
    stdio: ['ignore', log, log],
    detached: true,
    ...identity,
  });
  closeSync(log);
  // For whoever clears up after a starter that was killed.
  if (child.pid !== undefined) writeFileSync(join(dirname(plan.log), 'server.pid'), String(child.pid));
  /** @type {string | undefined} */
  let ending;
  const ended = new Promise((resolve) => {
    child.once('error', (error) => resolve((ending = error.message)));
    child.once('exit', (code, signal) =>
      resolve((ending = signal ? `ended by ${signal}` : `ended with exit code ${code}`)),
    );
  });
  running.add(child);
  void ended.then(() => running.delete(child));

  const deadline = Date.now() + plan.readyWithinMs;
  while (ending === undefined && Date.now() < deadline) {
    if (await plan.answers()) return { child, ended };
    await Promise.race([pause(50), ended]);
  }
  if (ending === undefined) {
    child.kill('SIGKILL');
    await ended;
    ending = `did not answer within ${plan.readyWithinMs / 1000} s`;
  }
  throw new Error(
    `${plan.name} did not start: it ${ending}.\n  tried: ${[plan.command, ...plan.args].join(' ')}\n  log ${plan.log}, last lines:\n${tailOf(plan.log)}`,
  );
}

/** @param {ServerPlan} plan @param {Awaited<ReturnType<typeof launch>>} run */
async function end(plan, { child, ended }) {
  if (!running.has(child)) return;
  child.kill(plan.stopSignal);
  const timer = setTimeout(() => child.kill('SIGKILL'), plan.stopWithinMs);
  await ended;
  clearTimeout(timer);
}
