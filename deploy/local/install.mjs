// Brings node_modules and dist/ to what package-lock.json and the sources say; does nothing where they are.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from './build.mjs';
import { projectRoot } from './places.mjs';
import { wordsOf } from './words.mjs';

const stampFile = join(projectRoot, 'node_modules', '.stamp');

/**
 * Installs with `npm ci` where node_modules is missing or another lockfile's, then builds.
 * @throws {Error} saying which of the two failed
 */
export function install() {
  const lockfile = createHash('sha256')
    .update(readFileSync(join(projectRoot, 'package-lock.json')))
    .digest('hex');
  const installed = existsSync(stampFile) ? readFileSync(stampFile, 'utf8') : undefined;
  if (installed !== lockfile && !matchesHiddenLockfile()) npmCi();
  if (installed !== lockfile) writeFileSync(stampFile, lockfile);
  build();
}

/**
 * After a plain `npm ci` or `npm install` there is no stamp of ours, but npm's own record of what it installed: every package
 * there at the version of the lockfile means there is nothing to do.
 */
function matchesHiddenLockfile() {
  const hidden = join(projectRoot, 'node_modules', '.package-lock.json');
  if (!existsSync(hidden)) return false;
  const { packages: installed } = JSON.parse(readFileSync(hidden, 'utf8'));
  const { packages: wanted } = JSON.parse(readFileSync(join(projectRoot, 'package-lock.json'), 'utf8'));
  return Object.entries(wanted).every(([path, wantedPackage]) => {
    const absent = installed[path] === undefined;
    if (path === '' || (absent && wantedPackage.optional === true)) return true;
    return !absent && installed[path].version === wantedPackage.version;
  });
}

function npmCi() {
  process.stderr.write('installing packages with npm ci\n');
  // Run by npm itself, its own program is named in the environment; on Windows there is no other way to start it without a shell.
  const npm = process.env['npm_execpath'];
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
  const [command, ...leading] = npm ? [process.execPath, npm] : ['npm'];
  const { status, error } = spawnSync(command, [...leading, ...args], {
    cwd: projectRoot,
    // What npm says goes to standard error: standard output is the caller's.
    stdio: ['ignore', 2, 2],
  });
  if (status !== 0)
    throw new Error(`npm ${args.join(' ')} failed: ${error?.message ?? `exit code ${status}, see above`}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  wordsOf('node deploy/local/install.mjs (it takes no words)', {});
  try {
    install();
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
}
