/** The central directory of a ZIP file on disk, as far as an XLSX package needs it: no ZIP64, no encryption. */
import type { FileHandle } from 'node:fs/promises';

export interface ZipPart {
  readonly name: string;
  readonly deflated: boolean;
  readonly compressedBytes: number;
  /** As the directory claims; counted anew when it is read. */
  readonly claimedBytes: number;
  /** Where its local header stands. */
  readonly offset: number;
}

const END_SIGNATURE = 0x06054b50;
const ENTRY_SIGNATURE = 0x02014b50;
const LOCAL_SIGNATURE = 0x04034b50;
const END_BYTES = 22;
const ENTRY_BYTES = 46;
const LOCAL_BYTES = 30;
const LONGEST_COMMENT = 65_535;
const LARGEST_DIRECTORY = 1024 * 1024;
const ENCRYPTED = 0x1;
const STORED = 0;
const DEFLATED = 8;

/** The parts of a package, or null when the file is no ZIP file, or one of a kind that no spreadsheet writes. */
export async function readZipDirectory(file: FileHandle): Promise<readonly ZipPart[] | null> {
  const { size } = await file.stat();
  const tail = await readAt(
    file,
    Math.max(0, size - END_BYTES - LONGEST_COMMENT),
    END_BYTES + LONGEST_COMMENT,
  );
  const end = lastEnd(tail);
  if (end === null) return null;
  const bytes = tail.readUInt32LE(end + 12);
  const offset = tail.readUInt32LE(end + 16);
  if (bytes > LARGEST_DIRECTORY || offset + bytes > size) return null;
  return partsOf(await readAt(file, offset, bytes), tail.readUInt16LE(end + 10));
}

function lastEnd(tail: Buffer): number | null {
  for (let at = tail.length - END_BYTES; at >= 0; at--)
    if (tail.readUInt32LE(at) === END_SIGNATURE) return at;
  return null;
}

function partsOf(directory: Buffer, count: number): readonly ZipPart[] | null {
  const parts: ZipPart[] = [];
  let at = 0;
  for (let part = 0; part < count; part++) {
    if (at + ENTRY_BYTES > directory.length || directory.readUInt32LE(at) !== ENTRY_SIGNATURE) return null;
    const method = directory.readUInt16LE(at + 10);
    if ((method !== STORED && method !== DEFLATED) || (directory.readUInt16LE(at + 8) & ENCRYPTED) !== 0)
      return null;
    const nameBytes = directory.readUInt16LE(at + 28);
    const nameEnd = at + ENTRY_BYTES + nameBytes;
    parts.push({
      name: directory.toString('utf8', at + ENTRY_BYTES, nameEnd).replace(/^\/+/, ''),
      deflated: method === DEFLATED,
      compressedBytes: directory.readUInt32LE(at + 20),
      claimedBytes: directory.readUInt32LE(at + 24),
      offset: directory.readUInt32LE(at + 42),
    });
    at = nameEnd + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
  return parts;
}

/** Where a part's own bytes begin, or null when no local header stands where the directory says. */
export async function contentOffset(file: FileHandle, { offset }: ZipPart): Promise<number | null> {
  const local = await readAt(file, offset, LOCAL_BYTES);
  if (local.length < LOCAL_BYTES || local.readUInt32LE(0) !== LOCAL_SIGNATURE) return null;
  return offset + LOCAL_BYTES + local.readUInt16LE(26) + local.readUInt16LE(28);
}

/** The local header of a part that is stored as it is, of known length. */
export function storedHeader(name: string, bytes: number): Buffer {
  const nameBytes = Buffer.from(name, 'utf8');
  const header = Buffer.alloc(LOCAL_BYTES);
  header.writeUInt32LE(LOCAL_SIGNATURE, 0);
  header.writeUInt16LE(20, 4);
  header.writeUInt32LE(bytes, 18);
  header.writeUInt32LE(bytes, 22);
  header.writeUInt16LE(nameBytes.length, 26);
  return Buffer.concat([header, nameBytes]);
}

/** The end of a ZIP file without a directory: what is read from its beginning needs none. */
export function endOfZip(): Buffer {
  const end = Buffer.alloc(END_BYTES);
  end.writeUInt32LE(END_SIGNATURE, 0);
  return end;
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
}
