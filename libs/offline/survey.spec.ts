import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UnusableInput } from '@gatekeeper/runtime';
import { VisitMarks } from './line-hash';
import { LinesFile } from './lines-file';
import { survey } from './survey';

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'survey-'))));
afterAll(() => rmSync(folder, { recursive: true }));

const row = (visit: string, lineNo: string, more: object = {}): string =>
  JSON.stringify({ fixmedins_code: 'H1', mdtrt_id: visit, feedetl_sn: lineNo, ...more });

async function opened(text: string, sliceBytes?: number): Promise<LinesFile> {
  const path = join(folder, 'lines.ndjson');
  writeFileSync(path, text);
  const file = await LinesFile.open(path, sliceBytes);
  if (file === null) throw new Error('it is a file');
  return file;
}

/** The visits of V1 to V9 that are marked, and the slices as they are read back. */
async function surveyed(text: string, sliceBytes?: number) {
  const file = await opened(text, sliceBytes);
  try {
    const marks = new VisitMarks();
    const slices = await survey(file, marks);
    const texts = await Promise.all((slices ?? []).map(async (slice) => (await file.read(slice)).toString()));
    const visits = Array.from({ length: 9 }, (_, n) => `V${n + 1}`).filter((visit) => marks.has('H1', visit));
    return { visits, texts, firstRows: slices?.map(({ firstRow }) => firstRow) ?? null };
  } finally {
    await file.close();
  }
}

describe('the visits of a file in which rows speak of each other', () => {
  it.each([
    ['none', [row('V1', '1'), row('V1', '2'), row('V2', '1')], []],
    ['a line that comes twice', [row('V1', '1'), row('V2', '1'), row('V1', '1', { cnt: '2' })], ['V1']],
    ['another batch is another line', [row('V1', '1'), row('V1', '1', { chrg_bchno: 'B' })], []],
    ['a refund', [row('V1', '1'), row('V2', '2', { init_feedetl_sn: '1' })], ['V2']],
    ['a void, and a fact', [row('V3', '0000', { op: 'void' }), row('V4', '1', { op: 'fact' })], ['V3', 'V4']],
    ['rows that cannot be read', ['', '{', '[]', '\u00ff', row('V1', '1')], []],
  ])('%s', async (_, rows, expected) => {
    for (const sliceBytes of [64, 4096])
      expect((await surveyed(rows.join('\n'), sliceBytes)).visits).toEqual(expected);
  });
});

describe('the slices of a file', () => {
  it.each([
    ['whole rows, each with the number of its first', 'a\nbb\nccc\n', 5, ['a\nbb\n', 'ccc\n'], [1, 3]],
    ['a last row without a line end', 'aaa\nb', 5, ['aaa\nb'], [1]],
    ['a row longer than a slice', 'aaaaaaaaaaaaaaa\nb\n', 4, ['aaaaaaaaaaaaaaa\n', 'b\n'], [1, 2]],
    ['blank rows count', '\n\na\n', 2, ['\n\n', 'a\n'], [1, 3]],
    ['none', '', 4, [], []],
  ])('%s', async (_, text, sliceBytes, texts, firstRows) => {
    const { texts: read, firstRows: numbers } = await surveyed(text, sliceBytes);
    expect(read).toEqual(texts);
    expect(numbers).toEqual(firstRows);
  });

  it('a row that is too long to be held whole: none', async () => {
    const { firstRows } = await surveyed(`${row('V1', '1')}\n${'x'.repeat(17 * 1024 * 1024)}\n`);
    expect(firstRows).toBeNull();
  });

  it('a file that grows meanwhile is no input', async () => {
    const file = await opened(`${row('V1', '1')}\n`);
    appendFileSync(join(folder, 'lines.ndjson'), `${row('V1', '1')}\n`);
    await expect(file.demandUnchanged()).rejects.toThrow(UnusableInput);
    await file.close();
  });
});
