import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { CompressionCodecs, CompressionTypes } from 'kafkajs';
import { logMessage, whyUnreadable } from './log-message';
import { readEveryCodec } from './unpacking';

const varint = (value: number): number[] => {
  const bytes: number[] = [];
  let rest = value >= 0 ? value * 2 : -value * 2 - 1;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) + 0x80);
  return [...bytes, rest];
};

const recordOf = (place: number, key: string, value: Buffer): Buffer => {
  const body = Buffer.concat([
    Buffer.from([0, ...varint(7), ...varint(place), ...varint(key.length)]),
    Buffer.from(key),
    Buffer.from(varint(value.length)),
    value,
    Buffer.from([0]),
  ]);
  return Buffer.concat([Buffer.from(varint(body.length)), body]);
};

/** As kafkajs hands it over: a view of the batch, in which the count stands just before. */
const inBatch = (count: number, packed: Buffer): Buffer => {
  const batch = Buffer.alloc(64 + packed.length);
  batch.writeInt32BE(count, 60);
  packed.copy(batch, 64);
  return batch.subarray(64);
};

interface ReadRecord {
  readonly offset: string;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: Record<string, Buffer>;
}

/** What kafkajs makes of unpacked records, through its own decoder's order of fields. */
function readRecords(bytes: Buffer): readonly ReadRecord[] {
  let at = 0;
  const number = (): number => {
    let value = 0;
    for (let place = 0; ; place += 1) {
      const byte = bytes.readUInt8(at);
      at += 1;
      value += (byte & 0x7f) * 2 ** (7 * place);
      if (byte < 0x80) return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
    }
  };
  const text = (): Buffer | null => {
    const length = number();
    if (length < 0) return null;
    at += length;
    return bytes.subarray(at - length, at);
  };
  const records: ReadRecord[] = [];
  while (at < bytes.length) {
    number();
    at += 1;
    number();
    const offset = String(number());
    const key = text();
    const value = text();
    const headers: Record<string, Buffer> = {};
    for (let left = number(); left > 0; left -= 1) headers[String(text())] = text() ?? Buffer.alloc(0);
    records.push({ offset, key, value, headers });
  }
  return records;
}

async function unpack(count: number, packed: Buffer): Promise<readonly ReadRecord[]> {
  const codec: unknown = CompressionCodecs[CompressionTypes.GZIP]();
  if (typeof codec !== 'object' || codec === null) throw new Error('no codec');
  const decompress: unknown = Reflect.get(codec, 'decompress');
  if (typeof decompress !== 'function') throw new Error('no codec');
  const bytes: unknown = await Reflect.apply(decompress, codec, [inBatch(count, packed)]);
  if (!Buffer.isBuffer(bytes)) throw new Error('nothing unpacked');
  return readRecords(bytes);
}

const asMessage = (record: ReadRecord): ReturnType<typeof logMessage> =>
  logMessage('lines', 0, { ...record, timestamp: '1', attributes: 0 });

describe('a batch is unpacked within bounds', () => {
  beforeAll(() => readEveryCodec({ recordBytes: 1_000, batchBytes: 10_000 }));
  afterAll(() => readEveryCodec());

  it.each([
    ['just below', 970, true],
    ['far above', 5_000_000, false],
  ])('a record %s the bound of records', async (_, size, kept) => {
    const value = Buffer.alloc(size, 'x');
    const [before, record, after] = (
      await unpack(
        3,
        gzipSync(
          Buffer.concat([
            recordOf(0, 'a', Buffer.from('1')),
            recordOf(1, 'b', value),
            recordOf(2, 'c', value.subarray(0, 9)),
          ]),
        ),
      )
    ).map(asMessage);
    expect(before).toMatchObject({ offset: '0', value: Buffer.from('1') });
    expect(record).toMatchObject({ offset: '1', key: Buffer.from('b'), headers: {} });
    if (kept) expect(record).toMatchObject({ value });
    else {
      expect(record?.value).toBeNull();
      expect(record?.unpackedBytes).toBeGreaterThan(size);
    }
    expect(after).toMatchObject({ offset: '2', value: value.subarray(0, 9) });
  });

  it('what lies beyond the bound of batches loses its values, each known by its own offset', async () => {
    const records = Array.from({ length: 40 }, (_, n) => recordOf(n, `k${n}`, Buffer.alloc(500, 'x')));
    const messages = (await unpack(40, gzipSync(Buffer.concat(records)))).map(asMessage);
    expect(messages.map(({ offset }) => offset)).toEqual(records.map((_, n) => String(n)));
    expect(messages.map(({ key }) => String(key))).toEqual(records.map((_, n) => `k${n}`));
    const cut = messages.filter(({ unpackedBytes }) => unpackedBytes !== undefined);
    expect(cut.length).toBeGreaterThan(20);
    expect(messages.slice(-cut.length)).toEqual(cut);
  });

  it('a header of the same meaning that a producer sends is only a header', async () => {
    const [record] = (await unpack(1, gzipSync(recordOf(0, 'a', Buffer.from('1'))))).map(asMessage);
    expect(record?.unpackedBytes).toBeUndefined();
  });

  it.each([
    ['bytes that no codec made', randomBytes(300)],
    [
      'a batch that is cut off',
      gzipSync(Buffer.concat([recordOf(0, 'a', Buffer.alloc(900, 'x'))])).subarray(0, 30),
    ],
    ['records that are cut off', gzipSync(recordOf(0, 'a', Buffer.alloc(900, 'x')).subarray(0, 700))],
    ['a length below nothing', gzipSync(Buffer.from([0x03]))],
  ])('%s: each message in their place says why', async (_, packed) => {
    const records = await unpack(3, packed);
    expect(records.map(({ offset }) => offset)).toEqual(['0', '1', '2']);
    for (const record of records)
      expect(whyUnreadable({ ...record, timestamp: '1', attributes: 0 })).toMatch(/^gzip: ./);
  });
});
