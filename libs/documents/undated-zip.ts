/**
 * A ZIP package keeps of each part when it was packed, by the clock of the machine. Set to one day, the same content is the same
 * file; nobody reads these days in a workbook, which says in its own properties when it was made.
 */
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';

const END_SIGNATURE = 0x06054b50;
const ENTRY_SIGNATURE = 0x02014b50;
const LOCAL_SIGNATURE = 0x04034b50;
const END_BYTES = 22;
const ENTRY_BYTES = 46;
const TIME_IN_ENTRY = 12;
const TIME_IN_LOCAL = 10;
const IN_ZIP64 = 0xffffffff;
/** 1980-01-01 00:00:00, the first that the format knows: time, then day. */
const FIRST_DAY = Buffer.from([0x00, 0x00, 0x21, 0x00]);

/** @throws when the file is no ZIP package without a comment, or one of 4 GiB or more. */
export async function undateZip(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    const { size } = await file.stat();
    const end = await readAt(file, Math.max(0, size - END_BYTES), END_BYTES);
    if (end.length < END_BYTES || end.readUInt32LE(0) !== END_SIGNATURE)
      throw new Error(`${path} is no ZIP package`);
    const directoryAt = end.readUInt32LE(16);
    if (directoryAt === IN_ZIP64) throw new Error(`${path} has 4 GiB or more`);
    const directory = await readAt(file, directoryAt, end.readUInt32LE(12));
    for (const offset of datedParts(directory, path)) {
      const local = await readAt(file, offset, 4);
      if (local.readUInt32LE(0) !== LOCAL_SIGNATURE)
        throw new Error(`${path} has no part where it says it has`);
      await file.write(FIRST_DAY, 0, FIRST_DAY.length, offset + TIME_IN_LOCAL);
    }
    await file.write(directory, 0, directory.length, directoryAt);
  } finally {
    await file.close();
  }
}

/** Sets the days in the directory, and tells where the parts begin. */
function datedParts(directory: Buffer, path: string): readonly number[] {
  const offsets: number[] = [];
  for (let at = 0; at < directory.length;) {
    if (at + ENTRY_BYTES > directory.length || directory.readUInt32LE(at) !== ENTRY_SIGNATURE)
      throw new Error(`${path} has a directory that cannot be read`);
    FIRST_DAY.copy(directory, at + TIME_IN_ENTRY);
    offsets.push(directory.readUInt32LE(at + 42));
    at +=
      ENTRY_BYTES +
      directory.readUInt16LE(at + 28) +
      directory.readUInt16LE(at + 30) +
      directory.readUInt16LE(at + 32);
  }
  return offsets;
}

async function readAt(file: FileHandle, position: number, bytes: number): Promise<Buffer> {
  const buffer = Buffer.alloc(bytes);
  const { bytesRead } = await file.read(buffer, 0, bytes, position);
  return buffer.subarray(0, bytesRead);
}
