import { linkSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RowWriter } from '@gatekeeper/offline';
import { UnusableInput } from '@gatekeeper/runtime';
import { demandDistinctFiles } from './distinct-files';
import type { NamedFile } from './distinct-files';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'files-'));
  writeFileSync(join(folder, 'lines'), 'x');
  symlinkSync(join(folder, 'lines'), join(folder, 'link'));
  linkSync(join(folder, 'lines'), join(folder, 'hard'));
  mkdirSync(join(folder, 'sub'));
  symlinkSync(join(folder, 'sub'), join(folder, 'sub-link'));
  symlinkSync('to-come', join(folder, 'dangling'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const named = (option: string, path: string, use: NamedFile['use']): NamedFile => ({
  option,
  path: path.startsWith('/') || path === '-' ? path : join(folder, path),
  use,
});
const refused = (...files: readonly NamedFile[]): string | null => {
  try {
    demandDistinctFiles(files);
    return null;
  } catch (error) {
    if (!(error instanceof UnusableInput)) throw error;
    return error.message;
  }
};

describe('two arguments that name the same file', () => {
  it.each([
    ['by one name', 'lines', 'lines'],
    ['by another path', 'lines', 'sub/../lines'],
    ['through a symbolic link', 'lines', 'link'],
    ['through a hard link', 'hard', 'link'],
    ['through a linked folder', 'sub-link/out', 'sub/out'],
    ['not there yet', 'out', 'sub/../out'],
    ['not there yet, through a link that leads nowhere', 'dangling', 'to-come'],
  ])('%s are refused', (_, one, other) => {
    const message = refused(named('--lines', one, 'read'), named('--out', other, 'written'));
    expect(message).toMatch(/^--lines and --out name the same file: /);
  });

  it('standard input twice, and standard output twice', () => {
    expect(refused(named('--registry', '-', 'read'), named('--lines', '-', 'read'))).toBe(
      '--registry and --lines cannot both be standard input',
    );
    expect(refused(named('--out', '-', 'written'), named('--holds', '-', 'written'))).toBe(
      '--out and --holds cannot both be standard output',
    );
  });

  it.each<readonly [string, readonly (readonly [string, string | undefined])[]]>([
    [
      'two files',
      [
        ['--holds', 'lines'],
        ['--out', 'out'],
      ],
    ],
    [
      'the same name in two folders',
      [
        ['--out', 'out'],
        ['--holds', 'sub/out'],
      ],
    ],
    [
      'a device twice',
      [
        ['--out', '/dev/null'],
        ['--holds', '/dev/null'],
      ],
    ],
    [
      'an option left out twice',
      [
        ['--out', undefined],
        ['--holds', undefined],
      ],
    ],
  ])('are not %s', (_, files) => {
    const written = files.map(([option, path]) =>
      path === undefined ? { option, path, use: 'written' as const } : named(option, path, 'written'),
    );
    expect(refused(...written)).toBeNull();
  });
});

describe('rows that are written', () => {
  it('stand in the file once it is closed', async () => {
    const path = join(folder, 'out');
    const out = RowWriter.open(path);
    out.write('one');
    out.write('two');
    await out.close();
    expect(readFileSync(path, 'utf8')).toBe('one\ntwo\n');
  });

  it.each([
    ['a few', 1],
    ['many', 100_000],
  ])('to a full disk are a usage error in one line: %s', async (_, rows) => {
    const write = async (): Promise<void> => {
      const out = RowWriter.open('/dev/full');
      for (let row = 0; row < rows; row++) {
        out.write('a row of some length');
        await out.drain();
      }
      await out.close();
    };
    await expect(write()).rejects.toThrow(
      new UnusableInput('cannot write to /dev/full: ENOSPC: no space left on device, write'),
    );
  });

  it('as bytes are told to be taken once all that was queued before them is', async () => {
    const path = join(folder, 'rows');
    const writer = RowWriter.open(path);
    const memory = Buffer.from('1\n2\n');
    writer.writeBytes(memory.subarray(0, 2));
    writer.write('between');
    writer.writeBytes(memory.subarray(2));
    // Whoever is told may write other bytes there.
    writer.writeBytes(memory.subarray(4), () => memory.fill('x'));
    await writer.close();
    expect(readFileSync(path, 'utf8')).toBe('1\nbetween\n2\n');
    expect(memory.toString()).toBe('xxxx');
  });

  it('to a folder that is not there are refused at once', () => {
    expect(() => RowWriter.open(join(folder, 'none', 'out'))).toThrow(UnusableInput);
  });
});
