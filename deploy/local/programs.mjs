// Programs of the operating system: looked up on the path, or installed from the distribution where that is possible.
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The full path of a program on PATH, if there is one. @param {string} name @returns {string | undefined} */
export function findProgram(name) {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  return (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name + suffix))
    .find(isExecutable);
}

/** @param {string} path */
export function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Whether Debian packages can be installed here: apt, and the right to use it. */
export function canInstallPackages() {
  return process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
}

/**
 * Installs Debian packages without starting the services they bring.
 * @param {readonly string[]} packages
 * @returns {string | undefined} what went wrong, or nothing
 */
export function installPackages(packages) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const options = { env, encoding: /** @type {const} */ ('utf8'), timeout: 300_000 };
  const install = ['-o', 'DPkg::Lock::Timeout=120', 'install', '-y', '--no-install-recommends', ...packages];
  process.stderr.write(`installing ${packages.join(', ')} with apt-get\n`);
  const update = spawnSync('apt-get', ['-o', 'DPkg::Lock::Timeout=120', 'update'], options);
  const outcome = withoutStartingServices(() => spawnSync('apt-get', install, options));
  if (outcome.status === 0) return undefined;
  return `apt-get ${install.join(' ')} failed: ${lastLines(outcome.stderr) || lastLines(update.stderr) || outcome.error?.message}`;
}

const SERVICE_POLICY = '/usr/sbin/policy-rc.d';

/**
 * Debian asks this script before it starts a service; 101 forbids it. A policy already there is the machine's own and stays.
 * @template T
 * @param {() => T} work
 * @returns {T}
 */
function withoutStartingServices(work) {
  if (existsSync(SERVICE_POLICY)) return work();
  writeFileSync(SERVICE_POLICY, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    return work();
  } finally {
    rmSync(SERVICE_POLICY, { force: true });
  }
}

/** @param {string | null} text */
function lastLines(text) {
  return (text ?? '').trim().split('\n').slice(-3).join(' | ');
}
