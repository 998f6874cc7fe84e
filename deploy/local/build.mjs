// Compiles the sources into dist/ where they changed since the last time. Run by `npm run build` and after `npm ci`.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { projectRoot } from './places.mjs';
import { wordsOf } from './words.mjs';

const SOURCE_FOLDERS = ['apps', 'libs', 'deploy', 'test'];
const ASSETS = /\.(json|sql|ndjson|csv|lua)$/;
const NOT_BUILT = /(^|\/)(node_modules|jsconfig\.json)(\/|$)|\.spec\.ts$|\.d\.ts$/;
const dist = join(projectRoot, 'dist');

/** Brings dist/ up to date; what runs from the old one meanwhile is not disturbed. @throws {Error} when the compiler refuses */
export function build() {
  const sources = sourceFiles();
  const stamp = fingerprint(sources);
  if (existsSync(join(dist, '.stamp')) && readFileSync(join(dist, '.stamp'), 'utf8') === stamp) return;
  // Beside dist, so that the last step is a rename and source maps point the same way.
  const next = `${dist}.next-${process.pid}`;
  const previous = `${dist}.previous-${process.pid}`;
  try {
    compile(next);
    for (const asset of sources.filter(isAsset)) {
      mkdirSync(dirname(join(next, asset)), { recursive: true });
      copyFileSync(join(projectRoot, asset), join(next, asset));
    }
    writeFileSync(join(next, '.stamp'), stamp);
    if (existsSync(dist)) renameSync(dist, previous);
    renameSync(next, dist);
  } finally {
    rmSync(next, { recursive: true, force: true });
    rmSync(previous, { recursive: true, force: true });
  }
}

/** @param {string} target */
function compile(target) {
  const swc = join(projectRoot, 'node_modules', '@swc', 'cli', 'bin', 'swc.js');
  const ignored = ['**/*.spec.ts', '**/*.mjs', '**/*.js', '**/*.d.ts', 'apps/dashboard/**'].flatMap(
    (glob) => ['--ignore', glob],
  );
  const args = [
    swc,
    ...SOURCE_FOLDERS.filter((folder) => existsSync(join(projectRoot, folder))),
    '-d',
    target,
    '--quiet',
    ...ignored,
  ];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: projectRoot,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`the sources do not compile:\n${stdout}${stderr}`);
}

/** Data that code reads from beside itself; tests read theirs from the sources. @param {string} file */
function isAsset(file) {
  return ASSETS.test(file) && !file.startsWith('test/');
}

/** Every file that can change what dist/ holds, relative to the project, in a fixed order. */
function sourceFiles() {
  return SOURCE_FOLDERS.flatMap((folder) => {
    const home = join(projectRoot, folder);
    if (!existsSync(home)) return [];
    return readdirSync(home, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(projectRoot, join(entry.parentPath, entry.name)).replaceAll('\\', '/'));
  })
    .filter(
      (file) =>
        (file.endsWith('.ts') || isAsset(file)) &&
        !NOT_BUILT.test(file) &&
        !file.startsWith('apps/dashboard/'),
    )
    .sort();
}

/** @param {string[]} sources */
function fingerprint(sources) {
  const hash = createHash('sha256');
  for (const file of [...sources, '.swcrc', 'package-lock.json', 'deploy/local/build.mjs']) {
    hash
      .update(file)
      .update('\0')
      .update(readFileSync(join(projectRoot, file)))
      .update('\0');
  }
  return hash.digest('hex');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  wordsOf('npm run build (it takes no words)', {});
  try {
    build();
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
}
