/** How the command ends when its output cannot be written, and when an argument would overwrite another. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  closeSync,
  createWriteStream,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gatekeeper } from '../gatekeeper/command';
import { cleanEnvironment } from '../servers/addresses';
import { sampleFiles } from '../gatekeeper/sample';
import { until } from '../gatekeeper/until';

const MAIN = join(__dirname, '..', '..', 'dist', 'apps', 'cli', 'main.js');
const ONE_LINE = /^gatekeeper: cannot write to standard output: [^\n]+\n$/;

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'outputs-'))));
afterAll(() => rmSync(folder, { recursive: true }));

const checking = ['check', '--registry', sampleFiles.registry, '--lines', sampleFiles.lines];

/** The command with a standard output of one's own. @returns its exit code and what stood on stderr after the figures. */
async function ending(args: readonly string[], stdout: number | 'closed after a line') {
  const child = spawn(process.execPath, [MAIN, ...args], {
    env: cleanEnvironment(),
    stdio: ['ignore', typeof stdout === 'number' ? stdout : 'pipe', 'pipe'],
  });
  let told = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (told += text));
  child.stdout?.once('data', () => child.stdout?.destroy());
  await once(child, 'close');
  return { code: child.exitCode, told };
}

describe('an output that cannot be written', () => {
  it.each([
    ['check', checking],
    ['packs', ['packs', '--json']],
    ['packs --diff', ['packs', '--diff', 'national-2024', 'hainan-2022']],
  ])('on a full disk ends %s with 2 and one line', async (_, args) => {
    const full = openSync('/dev/full', 'w');
    try {
      const { code, told } = await ending(args, full);
      expect(code).toBe(2);
      expect(told).toMatch(ONE_LINE);
    } finally {
      closeSync(full);
    }
  });

  it('into a pipe that breaks ends check with 2 and one line', async () => {
    const { code, told } = await ending(checking, 'closed after a line');
    expect(code).toBe(2);
    expect(told).toMatch(ONE_LINE);
  });
});

describe('a clearing that is ended by a signal', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('%s: leaves neither scratch nor half a folder', async (signal) => {
    const own = mkdtempSync(join(folder, 'ended-'));
    const scratch = join(own, 'scratch');
    mkdirSync(scratch);
    // Lines that go on coming: the command waits for more of them.
    const lines = join(own, 'lines.ndjson');
    spawnSync('mkfifo', [lines]);
    const asked = ['--area', '44', '--period', '2025-06', '--out', join(own, 'out')];
    const child = spawn(
      process.execPath,
      [MAIN, 'clear', '--registry', sampleFiles.registry, '--lines', lines, ...asked],
      { env: { ...cleanEnvironment(), TMPDIR: scratch }, stdio: 'ignore' },
    );
    const ended = once(child, 'close');
    const writer = createWriteStream(lines);
    // Nobody reads the rest of them once it has ended.
    const unread: string[] = [];
    writer.on('error', (error) => unread.push(error.message));
    writer.write(readFileSync(sampleFiles.lines));
    await until('rows kept', () =>
      Promise.resolve(readdirSync(scratch).length > 0 || child.exitCode !== null),
    );
    child.kill(signal);
    await ended;
    writer.destroy();
    expect([child.signalCode, readdirSync(scratch), readdirSync(own).sort()]).toEqual([
      signal,
      [],
      ['lines.ndjson', 'scratch'],
    ]);
    expect(unread.filter((message) => !message.startsWith('EPIPE'))).toEqual([]);
  });
});

describe('arguments that name one file', () => {
  it('end with 2 before anything is written', async () => {
    const lines = join(folder, 'lines.ndjson');
    writeFileSync(lines, readFileSync(sampleFiles.lines));
    const { code, stderr } = await gatekeeper([
      ...['check', '--registry', sampleFiles.registry, '--lines', lines, '--out', lines],
    ]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^gatekeeper: --lines and --out name the same file: /);
    expect(readFileSync(lines)).toEqual(readFileSync(sampleFiles.lines));
  });
});
