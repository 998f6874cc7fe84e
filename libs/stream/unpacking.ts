/**
 * Unpacks what producers pack, by any of Kafka's codecs, piece by piece: what a batch unpacks to is bounded while it is
 * unpacked, and a batch that cannot be unpacked is told by marks on its messages, so that it stops its own partition only.
 */
import { randomUUID } from 'node:crypto';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import * as zlib from 'node:zlib';
import { Defect, messageOf } from '@gatekeeper/runtime';
import { Decompress } from 'fzstd';
import { CompressionCodecs, CompressionTypes } from 'kafkajs';
import { decompressBlock } from 'lz4js';
import { uncompress } from 'snappyjs';
import { BoundedRecords, unreadableRecords } from './bounded-records';
import type { UnpackBounds } from './bounded-records';

/**
 * A line has some 500 bytes; a topic of ours takes messages of 1 MiB. A message that unpacks to more than 8 MiB was meant
 * for nobody; a batch of 128 MiB holds a quarter of a million lines.
 */
export const UNPACK_BOUNDS: UnpackBounds = { recordBytes: 8 * 1024 * 1024, batchBytes: 128 * 1024 * 1024 };

/** Header under which a message says the size that it was too large with; new in each process, so that none can be forged. */
export const TOO_LARGE_MARK = { header: `too-large-${randomUUID()}` };
/** Header under which a message says why it could not be unpacked. */
export const UNREADABLE_MARK = { header: `unreadable-${randomUUID()}` };

type Unpack = (packed: Buffer, piece: (bytes: Uint8Array) => void) => Promise<void>;

const PIECE_BYTES = 256 * 1024;

/** Teaches kafkajs every codec of Kafka. To be called before anything is consumed; again does no harm. */
export function readEveryCodec(bounds: UnpackBounds = UNPACK_BOUNDS): void {
  for (const [type, name, unpack] of [
    [CompressionTypes.GZIP, 'gzip', ungzip],
    [CompressionTypes.Snappy, 'snappy', unsnappy],
    [CompressionTypes.LZ4, 'lz4', unlz4],
    [CompressionTypes.ZSTD, 'zstd', unzstd],
  ] as const) {
    const codec = {
      compress: () => Promise.reject(new Defect(`nothing is published with ${name}`)),
      decompress: (packed: Buffer) => unpacked(name, unpack, packed, bounds),
    };
    CompressionCodecs[type] = () => codec;
  }
}

async function unpacked(name: string, unpack: Unpack, packed: Buffer, bounds: UnpackBounds): Promise<Buffer> {
  const records = new BoundedRecords(bounds, TOO_LARGE_MARK);
  try {
    await unpack(packed, (piece) => records.push(piece));
    return records.end();
  } catch (error) {
    // Thrown from here, it would fail what was fetched of every partition.
    return unreadableRecords(countBefore(packed), UNREADABLE_MARK, `${name}: ${messageOf(error)}`);
  }
}

/** The bytes handed over are a view of the batch they lie in, in which their count stands just before them. */
function countBefore(packed: Buffer): number {
  if (packed.byteOffset < 4) throw new Defect('packed records do not lie in their batch');
  return Buffer.from(packed.buffer, packed.byteOffset - 4, 4).readInt32BE();
}

const ungzip: Unpack = (packed, piece) =>
  streamed(packed, zlib.createGunzip({ chunkSize: PIECE_BYTES }), piece);

/** Node has zstd from 22.15 on. */
const unzstd: Unpack = async (packed, piece) => {
  const made = nodeZstd();
  if (made !== null) await streamed(packed, made, piece);
  else new Decompress(piece).push(packed, true);
};

function nodeZstd(): Transform | null {
  const create: unknown = Reflect.get(zlib, 'createZstdDecompress');
  if (typeof create !== 'function') return null;
  const made: unknown = Reflect.apply(create, zlib, [{ chunkSize: PIECE_BYTES }]);
  return made instanceof Transform ? made : null;
}

async function streamed(
  packed: Buffer,
  transform: Transform,
  piece: (bytes: Uint8Array) => void,
): Promise<void> {
  await pipeline(Readable.from([packed]), transform, async (pieces: AsyncIterable<Uint8Array>) => {
    for await (const bytes of pieces) piece(bytes);
  });
}

const XERIAL = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0x00]);
const XERIAL_HEADER_BYTES = 16;

/** Java's producer cuts into blocks with their length before each; others pack the whole. Snappy packs at most 1:21. */
const unsnappy: Unpack = async (packed, piece) => {
  await Promise.resolve();
  if (!packed.subarray(0, XERIAL.length).equals(XERIAL)) {
    piece(uncompress(packed));
    return;
  }
  for (let at = XERIAL_HEADER_BYTES; at < packed.length;) {
    const size = packed.readUInt32BE(at);
    piece(uncompress(packed.subarray(at + 4, at + 4 + size)));
    at += 4 + size;
  }
};

const LZ4_MAGIC = 0x184d2204;
const LZ4_BLOCK_BYTES: ReadonlyMap<number, number> = new Map([
  [4, 64 * 1024],
  [5, 256 * 1024],
  [6, 1024 * 1024],
  [7, 4 * 1024 * 1024],
]);
/** A block may look back so far into the blocks before it. */
const LZ4_WINDOW_BYTES = 64 * 1024;
const LZ4_STORED = 0x80000000;

/** The frame format of LZ4 (lz4_Frame_format.md, 1.6), block by block. Checksums are the broker's business. */
const unlz4: Unpack = async (packed, piece) => {
  await Promise.resolve();
  if (packed.readUInt32LE(0) !== LZ4_MAGIC) throw new RangeError('no LZ4 frame');
  const flags = packed.readUInt8(4);
  const blockBytes = LZ4_BLOCK_BYTES.get((packed.readUInt8(5) >> 4) & 7);
  if (blockBytes === undefined) throw new RangeError('no LZ4 block size');
  const hasBlockSums = (flags & 0x10) !== 0;
  const hasContentSize = (flags & 0x08) !== 0;
  const into = Buffer.alloc(LZ4_WINDOW_BYTES + blockBytes);
  let from = hasContentSize ? 15 : 7;
  for (;;) {
    const written = packed.readUInt32LE(from);
    from += 4;
    if (written === 0) return;
    const size = written % LZ4_STORED;
    const end =
      written >= LZ4_STORED
        ? LZ4_WINDOW_BYTES + packed.copy(into, LZ4_WINDOW_BYTES, from, from + size)
        : decompressBlock(packed, into, from, size, LZ4_WINDOW_BYTES);
    if (from + size > packed.length || end > into.length) throw new RangeError('a block of LZ4 is cut off');
    piece(into.subarray(LZ4_WINDOW_BYTES, end));
    into.copy(into, 0, end - LZ4_WINDOW_BYTES, end);
    from += size + (hasBlockSums ? 4 : 0);
  }
};
