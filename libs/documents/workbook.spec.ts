import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { Workbook } from 'exceljs';
import { workbookOf } from './workbook';
import type { SheetColumn } from './workbook';

const COLUMN: SheetColumn = { head: 'code', holds: 'text', width: 100 };
const ROWS = 60_000;
/** Texts that compress badly: 88 characters of which 64 bytes stay. */
const unlike = (number: number): string => createHash('sha512').update(String(number)).digest('base64');

describe('a workbook of many rows', () => {
  it('takes its rows no faster than they are packed, however fast the reader is', async () => {
    let packed = 0;
    let furthestAhead = 0;
    const rows = function* (): Generator<readonly string[]> {
      for (let made = 0; made < ROWS; made++) {
        furthestAhead = Math.max(furthestAhead, made * 64 - packed);
        yield [unlike(made)];
      }
    };
    const workbook: Readable = workbookOf([{ name: 'many', columns: [COLUMN], rows: rows() }], {
      styled: true,
    });
    for await (const chunk of workbook) packed += (chunk as Buffer).length;
    expect(packed).toBeGreaterThan(ROWS * 64);
    expect(furthestAhead).toBeLessThan((ROWS * 64) / 4);
  });

  it('hands on what its rows throw', async () => {
    const rows = function* (): Generator<readonly string[]> {
      yield ['one'];
      throw new Error('the rows broke');
    };
    const reading = async (): Promise<void> => {
      await buffer(workbookOf([{ name: 'few', columns: [COLUMN], rows: rows() }]));
    };
    await expect(reading()).rejects.toThrow('the rows broke');
  });
});

it('a character that no XML may hold is replaced: the workbook opens', async () => {
  const rows = [['a\uFFFFb\uFFFEc\uD800d𠮷']];
  const bytes = await buffer(workbookOf([{ name: 'odd', columns: [COLUMN], rows }]));
  const opened = new Workbook();
  await opened.xlsx.read(Readable.from([bytes]));
  expect(opened.getWorksheet('odd')?.getCell('A2').value).toBe('a\uFFFDb\uFFFDc\uFFFDd𠮷');
});
