// `npm run check`: format, lint and types, side by side: none of them needs another, and lint alone is half of the work.
// What each has to say is printed when it ends, one after another.
import { spawn } from 'node:child_process';
import { projectRoot } from './places.mjs';
import { wordsOf } from './words.mjs';

wordsOf('npm run check (it takes no words)', {});

/** The longest first. */
const CHECKS = ['check:lint', 'check:types', 'check:format'];

const npm = process.env['npm_execpath'];

/** @param {string} script @returns {Promise<boolean>} whether it found nothing */
function check(script) {
  const args = ['run', '--silent', script];
  return new Promise((resolve) => {
    const child = npm
      ? spawn(process.execPath, [npm, ...args], { cwd: projectRoot, stdio: ['ignore', 'pipe', 'pipe'] })
      : spawn('npm', args, { cwd: projectRoot, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (/** @type {string} */ text) => (said += text));
    child.once('error', (error) => (said += `${error.message}\n`));
    child.once('close', (code) => {
      process.stdout.write(`${script}: ${code === 0 ? 'nothing to complain about' : 'failed'}\n${said}`);
      resolve(code === 0);
    });
  });
}

const clean = await Promise.all(CHECKS.map(check));
process.exitCode = clean.every(Boolean) ? 0 : 1;
