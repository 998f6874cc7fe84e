import { existsSync, lstatSync, mkdirSync, readdirSync, realpathSync, renameSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { messageOf, UnusableInput } from '@gatekeeper/runtime';
import { passingFolder, removeFolder } from './passing-folders';

/**
 * Fills a folder that appears under its name when it is complete, and not before: it is made beside it and takes the name in
 * one step.
 * @param path a folder that is new, or empty
 * @throws UnusableInput: it is a file, holds something, or cannot be made there
 */
export async function inNewFolder<Filled>(
  path: string,
  fill: (folder: string) => Promise<Filled>,
): Promise<Filled> {
  demandEmpty(path);
  const out = placeOf(path);
  const folder = madeBeside(out, path);
  try {
    const filled = await fill(folder);
    demandEmpty(path);
    renameSync(folder, out);
    return filled;
  } finally {
    removeFolder(folder);
  }
}

/** @throws UnusableInput: what is there is a file, holds something, or is no place that a folder can take in one step */
export function demandEmpty(path: string): void {
  const folder = resolve(path);
  if (!existsSync(folder)) {
    if (isLink(folder)) throw new UnusableInput(`${path} is a link that leads nowhere`);
    return;
  }
  const there = statSync(folder);
  if (!there.isDirectory()) throw new UnusableInput(`${path} is a file, not a folder`);
  if (readdirSync(folder).length > 0)
    throw new UnusableInput(`${path} is not empty: name a folder that is new or empty`);
  // Nothing is renamed to where a disk is mounted: better said before the work than after it.
  if (there.dev !== statSync(dirname(realpathSync(folder))).dev)
    throw new UnusableInput(`${path} is where a disk is mounted: name a folder in it`);
}

function isLink(path: string): boolean {
  try {
    return lstatSync(path).isSymbolicLink();
  } catch {
    // Nothing is there: whether something can be made there is seen when it is made.
    return false;
  }
}

/** Where the folder comes to stand: a link that leads to an empty one stays, and what it leads to is filled. */
const placeOf = (path: string): string => (existsSync(path) ? realpathSync(path) : resolve(path));

function madeBeside(out: string, path: string): string {
  try {
    mkdirSync(dirname(out), { recursive: true });
    return passingFolder(join(dirname(out), `.${basename(out)}-`));
  } catch (error) {
    throw new UnusableInput(`cannot write ${path}: ${messageOf(error)}`);
  }
}
