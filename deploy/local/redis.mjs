// A real Redis on a free loopback port: password-protected, nothing kept on disk.
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { startServer } from './child-server.mjs';
import { claimFolder } from './places.mjs';
import { ask, freePorts } from './ports.mjs';
import { canInstallPackages, findProgram, installPackages } from './programs.mjs';

/**
 * Starts Redis. After a kill and a restart it is empty, as a cache may be; the password stays the same.
 * @param {{ dir: string, port?: number, keep?: boolean }} options `dir` holds configuration and log; `keep` writes an append-only
 *   file, so that a restart finds its data again
 * @returns {Promise<import('./child-server.mjs').LocalServer>} `url` carries the password
 * @throws {Error} when no `redis-server` can be had, or it does not come up (with the tail of its log)
 */
export async function startRedis({ dir, port, keep = false }) {
  const home = resolve(dir);
  const program = redisProgram();
  const release = claimFolder(home);
  try {
    const passwordFile = join(home, 'password');
    if (!existsSync(passwordFile))
      writeFileSync(passwordFile, randomBytes(18).toString('base64url'), { mode: 0o600 });
    const password = readFileSync(passwordFile, 'utf8').trim();
    const listenOn = port ?? (await freePorts(1))[0];
    // A file, not arguments: arguments are for everybody to read.
    const configuration = join(home, 'redis.conf');
    const lines = [
      'bind 127.0.0.1',
      `port ${listenOn}`,
      `requirepass ${password}`,
      `dir "${home.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`,
      'save ""',
      `appendonly ${keep ? 'yes' : 'no'}`,
      'daemonize no',
    ];
    writeFileSync(configuration, `${lines.join('\n')}\n`, { mode: 0o600 });
    const log = join(home, 'redis.log');
    const plan = {
      name: 'Redis',
      command: program,
      args: [configuration],
      log,
      cwd: home,
      answers: () => ask(listenOn, `AUTH ${password}\r\nPING\r\n`, saysPong),
      readyWithinMs: 30_000,
      stopSignal: /** @type {const} */ ('SIGTERM'),
      stopWithinMs: 5_000,
    };
    const url = `redis://:${password}@127.0.0.1:${listenOn}`;
    return await startServer(plan, { url, port: listenOn, dir: home }, release);
  } catch (error) {
    release();
    throw error;
  }
}

/** Two replies, `+OK` and `+PONG`; anything else is a server that is loading, or another one. @param {Buffer} answer */
function saysPong(answer) {
  const replies = answer.toString('latin1').split('\r\n');
  return replies.length > 2 ? replies[0] === '+OK' && replies[1] === '+PONG' : undefined;
}

/** @returns {string} the path of `redis-server` */
function redisProgram() {
  const found = findProgram('redis-server');
  if (found) return found;
  const tried = ['`redis-server` on PATH: not there'];
  if (canInstallPackages()) {
    tried.push(
      installPackages(['redis-server']) ??
        'apt-get install redis-server: done, but brought no `redis-server`',
    );
    const installed = findProgram('redis-server');
    if (installed) return installed;
  } else tried.push('apt-get install redis-server: needs root on Debian or Ubuntu');
  throw new Error(`no Redis that runs here.\n  tried: ${tried.join('\n  tried: ')}`);
}
