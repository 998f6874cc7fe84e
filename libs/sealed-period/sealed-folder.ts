/** The folder that a sealed period is kept in: which files, and the manifest that every byte of them follows from. */
import { createHash } from 'node:crypto';
import { closeSync, createReadStream, existsSync, fsyncSync, openSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { UnusableInput } from '@gatekeeper/runtime';

export const MANIFEST = 'manifest.json';
export const SEAL = 'seal.json';

/** Each in the order of the tree, its first column `position`: the leaf's index. */
export const TABLE_FILES = {
  /** One row a line of the period: identity, leaf, and what was current about it when it was written. */
  period_line: 'lines.parquet',
  /** Rows of `settlement_line`, `decision` and `hold_record`, column by column. */
  settlement_line: 'contents.parquet',
  decision: 'decisions.parquet',
  hold_record: 'holds.parquet',
} as const;
export type KeptTable = keyof typeof TABLE_FILES;
export const KEPT_TABLES = Object.keys(TABLE_FILES) as readonly KeptTable[];

/** The files that a manifest names: these, and no other. */
export const FILES: readonly string[] = [SEAL, ...Object.values(TABLE_FILES)];

export interface KeptFile {
  readonly name: string;
  /** Of its bytes, in hex. */
  readonly sha256: string;
}

export interface FolderManifest {
  readonly format: 1;
  /** `<area>/<period>` */
  readonly origin: string;
  readonly closing_id: string;
  readonly lines: number;
  /** `YYYY-MM-DD`: the first and the last month in which a line of it ever lay, by fee or by settlement. */
  readonly first_month: string;
  readonly last_month: string;
  /** When a line of it was last decided after the closing, as PostgreSQL writes it in UTC; `null`: none was. */
  readonly corrected_at: string | null;
  readonly files: readonly KeptFile[];
}

export interface SealedFolder {
  readonly manifest: FolderManifest;
  /** SHA-256 of the manifest, in hex. */
  readonly digest: string;
}

/** @throws UnusableInput where there is no such folder, or its manifest cannot be read */
export function manifestIn(folder: string): SealedFolder {
  const path = join(folder, MANIFEST);
  if (!existsSync(path))
    throw new UnusableInput(`${folder} holds no sealed period: there is no ${MANIFEST} in it`);
  const bytes = readFileSync(path);
  let read: unknown;
  try {
    read = JSON.parse(bytes.toString('utf8'));
  } catch {
    throw new UnusableInput(`${path} is not JSON`);
  }
  if (!isManifest(read)) throw new UnusableInput(`${path} is no manifest of a sealed period`);
  return { manifest: read, digest: createHash('sha256').update(bytes).digest('hex') };
}

/** @returns of a file's bytes, in hex; `null`: there is none */
export async function sha256Of(path: string): Promise<string | null> {
  if (!existsSync(path)) return null;
  const hash = createHash('sha256');
  for await (const bytes of createReadStream(path)) if (Buffer.isBuffer(bytes)) hash.update(bytes);
  return hash.digest('hex');
}

/** What is kept outlives a machine that loses its power: files, their names, and the folder's own. */
export function settleOnDisk(folder: string, { manifest }: SealedFolder): void {
  const paths = [MANIFEST, ...manifest.files.map(({ name }) => name)].map((name) => join(folder, name));
  for (const path of [...paths, folder, dirname(resolve(folder))]) {
    const descriptor = openSync(path, 'r');
    try {
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  }
}

function isManifest(read: unknown): read is FolderManifest {
  if (typeof read !== 'object' || read === null) return false;
  const fields = new Map<string, unknown>(Object.entries(read));
  const files = fields.get('files');
  const corrected = fields.get('corrected_at');
  return (
    fields.get('format') === 1 &&
    ['origin', 'closing_id', 'first_month', 'last_month'].every(
      (name) => typeof fields.get(name) === 'string',
    ) &&
    Number.isSafeInteger(fields.get('lines')) &&
    (corrected === null || typeof corrected === 'string') &&
    Array.isArray(files) &&
    files.every(isFile)
  );
}

const isFile = (file: unknown): boolean =>
  typeof file === 'object' &&
  file !== null &&
  'name' in file &&
  typeof file.name === 'string' &&
  'sha256' in file &&
  typeof file.sha256 === 'string';
