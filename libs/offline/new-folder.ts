import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { UnusableInput } from '@gatekeeper/runtime';

/**
 * Fills a folder that appears under its name when it is complete, and not before: it is made beside it and takes the name in
 * one step.
 * @param path a folder that is new, or empty
 * @throws UnusableInput: it is a file, or holds something
 */
export async function inNewFolder<Filled>(
  path: string,
  fill: (folder: string) => Promise<Filled>,
): Promise<Filled> {
  const out = resolve(path);
  demandEmpty(path);
  mkdirSync(dirname(out), { recursive: true });
  const folder = mkdtempSync(join(dirname(out), `.${basename(out)}-`));
  try {
    const filled = await fill(folder);
    demandEmpty(path);
    renameSync(folder, out);
    return filled;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @throws UnusableInput: what is there is a file, or holds something */
export function demandEmpty(path: string): void {
  const folder = resolve(path);
  if (!existsSync(folder)) return;
  if (!statSync(folder).isDirectory()) throw new UnusableInput(`${path} is a file, not a folder`);
  if (readdirSync(folder).length > 0)
    throw new UnusableInput(`${path} is not empty: name a folder that is new or empty`);
}
