// Questions about processes that this one did not start.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Whether a process with this id exists and its command line matches. @param {number} pid @param {RegExp | string} command */
export function processIs(pid, command) {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    const existsButIsNotOurs = error instanceof Error && 'code' in error && error.code === 'EPERM';
    if (!existsButIsNotOurs) return false;
  }
  const line = commandLine(pid);
  return typeof command === 'string' ? line.includes(command) : command.test(line);
}

/** @param {number} pid */
function commandLine(pid) {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    // No /proc (macOS), or the process ended just now: ps answers for both, with nothing for a process that is gone.
    return spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout ?? '';
  }
}
