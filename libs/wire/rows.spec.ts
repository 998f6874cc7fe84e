import * as fc from 'fast-check';
import { Readable } from 'node:stream';
import { readRows } from '.';

const rowsOf = async (chunks: readonly Buffer[], longestRowBytes?: number) => {
  const rows: { row: number; text: string; truncated: boolean }[] = [];
  const options = longestRowBytes === undefined ? {} : { longestRowBytes };
  for await (const some of readRows(Readable.from(chunks), options)) {
    expect(some.length).toBeGreaterThan(0);
    for (const { row, bytes, truncated } of some)
      rows.push({ row, text: bytes.toString('latin1'), truncated });
  }
  return rows;
};
const brief = async (...chunks: readonly (string | Buffer)[]) =>
  (await rowsOf(chunks.map((chunk) => Buffer.from(chunk)))).map(({ row, text }) => `${row}:${text}`);

describe('rows of a file', () => {
  it.each<readonly [string, readonly (string | Buffer)[], readonly string[]]>([
    ['none', [], []],
    ['one empty chunk', [''], []],
    ['with line ends', ['a\nb\n'], ['1:a', '2:b']],
    ['without the last line end', ['a\nb'], ['1:a', '2:b']],
    ['with carriage returns', ['a\r\nb\r\n'], ['1:a', '2:b']],
    ['blank ones are skipped and counted', ['\n\na\n \t\r\n\nb\n\n'], ['3:a', '6:b']],
    ['only blank ones', ['\n\n \n'], []],
    ['a byte-order mark', [Buffer.from([0xef, 0xbb, 0xbf, 0x61, 0x0a, 0x62])], ['1:a', '2:b']],
    ['a byte-order mark alone', [Buffer.from([0xef, 0xbb, 0xbf])], []],
    ['a byte-order mark cut by a chunk', [Buffer.from([0xef]), Buffer.from([0xbb, 0xbf, 0x61])], ['1:a']],
    [
      'a byte-order mark later is part of its row',
      ['a\n', Buffer.from([0xef, 0xbb, 0xbf, 0x62])],
      ['1:a', '2:ï»¿b'],
    ],
    ['a row over several chunks', ['a', 'b', 'c\nd', 'e'], ['1:abc', '2:de']],
    ['a line end cut by a chunk', ['a\r', '\nb'], ['1:a', '2:b']],
    ['bytes that are not UTF-8 stay', [Buffer.from([0xff, 0x00, 0x0a, 0xc3])], ['1:ÿ\u0000', '2:Ã']],
  ])('%s', async (_, chunks, rows) => expect(await brief(...chunks)).toEqual(rows));

  it.each([
    [
      'at the cap',
      'abcd\nx',
      [
        { row: 1, text: 'abcd', truncated: false },
        { row: 2, text: 'x', truncated: false },
      ],
    ],
    [
      'past the cap',
      'abcde\nx',
      [
        { row: 1, text: 'abcd', truncated: true },
        { row: 2, text: 'x', truncated: false },
      ],
    ],
    [
      'past the cap at the end',
      'x\nabcdefgh',
      [
        { row: 1, text: 'x', truncated: false },
        { row: 2, text: 'abcd', truncated: true },
      ],
    ],
  ])('%s', async (_, text, rows) => {
    expect(await rowsOf([Buffer.from(text)], 4)).toEqual(rows);
    expect(
      await rowsOf(
        Array.from(text, (byte) => Buffer.from(byte)),
        4,
      ),
    ).toEqual(rows);
  });

  it('are the same however the bytes are cut', async () => {
    const bytes = fc
      .uint8Array({ maxLength: 60 })
      .map((some) => Buffer.from(some.map((byte) => (byte < 100 ? 10 : byte))));
    await fc.assert(
      fc.asyncProperty(bytes, fc.array(fc.nat(60), { maxLength: 5 }), async (whole, cuts) => {
        const at = [0, ...cuts.toSorted((a, b) => a - b), 60];
        const chunks = at.slice(1).map((end, index) => whole.subarray(at[index], end));
        expect(await rowsOf(chunks)).toEqual(await rowsOf([whole]));
      }),
    );
  });

  it('keep flat memory over a row that never ends', async () => {
    const chunk = Buffer.alloc(1024 * 1024, 0x61);
    function* endless() {
      for (let chunks = 0; chunks < 200; chunks++) yield chunk;
    }
    for await (const [row] of readRows(Readable.from(endless()), { longestRowBytes: 1000 })) {
      expect(row).toMatchObject({ row: 1, truncated: true });
      expect(row?.bytes).toHaveLength(1000);
    }
  });

  it('of a stream that fails end with its error', async () => {
    function* failing() {
      yield Buffer.from('a\n');
      throw new Error('the disk is gone');
    }
    const readAll = async () => {
      for await (const some of readRows(Readable.from(failing()))) expect(some).toHaveLength(1);
    };
    await expect(readAll()).rejects.toThrow('the disk is gone');
  });
});
