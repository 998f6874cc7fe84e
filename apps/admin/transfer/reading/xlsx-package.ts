/**
 * An XLSX file made safe to read. Every part is counted by inflating it, against limits, before anything of it is parsed;
 * then the parts that are needed are handed on uncompressed and in the order in which they are read. So a bomb is refused
 * whatever its directory claims, and no sheet has to wait on disk for its strings.
 */
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { types } from 'node:util';
import { createInflateRaw } from 'node:zlib';
import { contentOffset, endOfZip, readZipDirectory, storedHeader } from './zip-directory';
import type { ZipPart } from './zip-directory';

export interface XlsxLimits {
  readonly parts: number;
  /** Uncompressed, of all sheets together. */
  readonly sheetBytes: number;
  /** Uncompressed, of the texts that sheets share: they are held in memory. */
  readonly sharedTextBytes: number;
  /** Uncompressed, of any other part. */
  readonly otherBytes: number;
}

export const XLSX_LIMITS: XlsxLimits = {
  parts: 1_000,
  sheetBytes: 2_000_000_000,
  sharedTextBytes: 128 * 1024 * 1024,
  otherBytes: 4 * 1024 * 1024,
};

const WORKBOOK = 'xl/workbook.xml';
const RELATIONS = 'xl/_rels/workbook.xml.rels';
const STYLES = 'xl/styles.xml';
const SHARED_TEXTS = 'xl/sharedStrings.xml';
const SHEET = /^xl\/worksheets\/sheet(\d+)\.xml$/;
const NO_SHARED_TEXTS =
  '<?xml version="1.0"?><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>';

/** Why a file is not read. */
export interface RefusedPackage {
  readonly expected: string;
  readonly got: string;
}

interface CountedPart {
  readonly part: ZipPart;
  readonly bytes: number;
}

/** A package that keeps the limits. */
export interface XlsxPackage {
  /** A ZIP stream of the needed parts, stored. */
  stream(): Readable;
  close(): Promise<void>;
}

/** @throws the file system's error. */
export async function openXlsx(
  path: string,
  limits: XlsxLimits = XLSX_LIMITS,
): Promise<XlsxPackage | RefusedPackage> {
  const file = await open(path);
  const refuse = async (refused: RefusedPackage): Promise<RefusedPackage> => {
    await file.close();
    return refused;
  };
  const directory = await readZipDirectory(file);
  if (directory === null)
    return refuse({ expected: 'an XLSX file', got: 'a file that is none, or is encrypted' });
  if (directory.length > limits.parts)
    return refuse({ expected: `at most ${limits.parts} parts`, got: `${directory.length} parts` });
  const needed = inReadingOrder(directory);
  if (needed === null) return refuse({ expected: 'a workbook with a sheet', got: 'a ZIP file without one' });
  const counted = await countedParts(file, needed, limits);
  if (!Array.isArray(counted)) return refuse(counted);
  return {
    stream: () => Readable.from(storedParts(file, counted), { objectMode: false }),
    close: () => file.close(),
  };
}

function inReadingOrder(parts: readonly ZipPart[]): readonly ZipPart[] | null {
  const named = (name: string): readonly ZipPart[] => parts.filter((part) => part.name === name).slice(0, 1);
  const numberOf = ({ name }: ZipPart): number => Number(SHEET.exec(name)?.[1]);
  const sheets = parts.filter(({ name }) => SHEET.test(name)).toSorted((a, b) => numberOf(a) - numberOf(b));
  const before = [...named(WORKBOOK), ...named(RELATIONS)];
  if (before.length < 2 || sheets.length === 0) return null;
  return [...before, ...named(STYLES), ...named(SHARED_TEXTS), ...sheets];
}

async function countedParts(
  file: FileHandle,
  parts: readonly ZipPart[],
  limits: XlsxLimits,
): Promise<CountedPart[] | RefusedPackage> {
  const counted: CountedPart[] = [];
  let left = limits.sheetBytes;
  for (const part of parts) {
    const isSheet = SHEET.test(part.name);
    const most = isSheet ? left : part.name === SHARED_TEXTS ? limits.sharedTextBytes : limits.otherBytes;
    const bytes = await countBytes(file, part, most);
    if (typeof bytes !== 'number') return bytes;
    if (isSheet) left -= bytes;
    counted.push({ part, bytes });
  }
  return counted;
}

async function countBytes(file: FileHandle, part: ZipPart, most: number): Promise<number | RefusedPackage> {
  const tooMuch = { expected: `at most ${most} bytes in ${part.name}, uncompressed`, got: 'more' };
  if (part.claimedBytes > most) return tooMuch;
  const content = await contentOf(file, part);
  if (content === null) return damaged(part);
  let bytes = 0;
  try {
    for await (const chunk of content as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > most) return tooMuch;
    }
  } catch (error) {
    if (isZlibError(error)) return damaged(part);
    throw error;
  }
  return bytes;
}

const damaged = ({ name }: ZipPart): RefusedPackage => ({
  expected: 'a whole XLSX file',
  got: `one whose part ${name} is damaged`,
});

/** Not `instanceof`: the error may come from another realm than this code. */
const isZlibError = (error: unknown): boolean =>
  types.isNativeError(error) &&
  'code' in error &&
  typeof error.code === 'string' &&
  error.code.startsWith('Z_');

async function contentOf(file: FileHandle, part: ZipPart): Promise<Readable | null> {
  const start = await contentOffset(file, part);
  if (start === null) return null;
  if (part.compressedBytes === 0) return Readable.from([]);
  const stored = Readable.from(storedChunks(file, start, part.compressedBytes), { objectMode: false });
  if (!part.deflated) return stored;
  const inflated = createInflateRaw();
  stored.once('error', (error) => inflated.destroy(error));
  return stored.pipe(inflated);
}

const CHUNK_BYTES = 64 * 1024;

async function* storedChunks(file: FileHandle, start: number, length: number): AsyncGenerator<Buffer> {
  for (let done = 0; done < length;) {
    const wanted = Math.min(CHUNK_BYTES, length - done);
    const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(wanted), 0, wanted, start + done);
    if (bytesRead === 0) return;
    yield buffer.subarray(0, bytesRead);
    done += bytesRead;
  }
}

async function* storedParts(file: FileHandle, parts: readonly CountedPart[]): AsyncGenerator<Buffer> {
  const hasSharedTexts = parts.some(({ part }) => part.name === SHARED_TEXTS);
  for (const { part, bytes } of parts) {
    if (
      !hasSharedTexts &&
      SHEET.test(part.name) &&
      part === parts.find((it) => SHEET.test(it.part.name))?.part
    )
      yield* noSharedTexts();
    if (part.name === RELATIONS) {
      yield* relativeRelations(file, part);
      continue;
    }
    yield storedHeader(part.name, bytes);
    yield* contentChunks(file, part);
  }
  yield endOfZip();
}

function* noSharedTexts(): Generator<Buffer> {
  const content = Buffer.from(NO_SHARED_TEXTS);
  yield storedHeader(SHARED_TEXTS, content.length);
  yield content;
}

/** Some writers name sheets from the package's root; the reader knows them from the workbook's folder only. */
async function* relativeRelations(file: FileHandle, part: ZipPart): AsyncGenerator<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of contentChunks(file, part)) chunks.push(chunk);
  const content = Buffer.from(Buffer.concat(chunks).toString('utf8').replaceAll('Target="/xl/', 'Target="'));
  yield storedHeader(part.name, content.length);
  yield content;
}

async function* contentChunks(file: FileHandle, part: ZipPart): AsyncGenerator<Buffer> {
  const content = await contentOf(file, part);
  if (content === null) throw new Error(`part ${part.name} has moved while it was read`);
  for await (const chunk of content as AsyncIterable<Buffer>) yield chunk;
}
