/** Folders that a command writes: they appear when they are complete, and not before. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { UsageError } from './ending';

/** @throws UsageError when there is a file of that name, or a folder that holds something. */
export function demandNewFolder(path: string): void {
  const folder = resolve(path);
  if (!existsSync(folder)) return;
  if (!statSync(folder).isDirectory()) throw new UsageError(`${folder} is a file, not a folder`);
  if (readdirSync(folder).length > 0)
    throw new UsageError(`${folder} is not empty: name a folder that is new or empty`);
}

/** Lets `write` fill a folder beside the one that is asked for, which then takes its name in one step; nothing is left of one that failed. */
export async function inNewFolder<T>(path: string, write: (folder: string) => Promise<T>): Promise<T> {
  const out = resolve(path);
  demandNewFolder(out);
  mkdirSync(dirname(out), { recursive: true });
  const folder = mkdtempSync(join(dirname(out), `.${basename(out)}-`));
  try {
    const written = await write(folder);
    demandNewFolder(out);
    renameSync(folder, out);
    return written;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
