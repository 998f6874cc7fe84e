/** Two arguments that name the same file end the command before anything is opened for writing (CONTRACT 5). */
import { fstatSync, lstatSync, readlinkSync, realpathSync, statSync } from 'node:fs';
import type { BigIntStats } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { UsageError } from './ending';

/** An option that names a file, `-` being standard input or output; undefined where it was not given. */
export interface NamedFile {
  readonly option: string;
  readonly path: string | undefined;
  readonly use: 'read' | 'written';
}

const STANDARD = '-';
const STANDARD_INPUT = 0;
const STANDARD_OUTPUT = 1;
/** As many links as Linux follows from one name. */
const MOST_LINKS = 40;

/** @throws UsageError naming both options, where two of them mean one file, by whatever path, link or redirection. */
export function demandDistinctFiles(files: readonly NamedFile[]): void {
  const seen = new Map<string, NamedFile>();
  for (const file of files) {
    if (file.path === undefined) continue;
    for (const identity of identitiesOf(file.path, file.use)) {
      const other = seen.get(identity);
      if (other !== undefined) throw new UsageError(sameFile(other, file));
      seen.set(identity, file);
    }
  }
}

function sameFile(one: NamedFile, other: NamedFile): string {
  if (one.path === STANDARD && other.path === STANDARD) {
    const stream = one.use === 'read' ? 'standard input' : 'standard output';
    return `${one.option} and ${other.option} cannot both be ${stream}`;
  }
  const named = (path: string | undefined): string => (path === STANDARD ? 'what - stands for' : `${path}`);
  return `${one.option} and ${other.option} name the same file: ${named(one.path)}, ${named(other.path)}`;
}

/** Whatever makes the file one and the same: none for devices such as /dev/null, which may be named again. */
function identitiesOf(path: string, use: NamedFile['use']): readonly string[] {
  if (path === STANDARD) {
    const descriptor = use === 'read' ? STANDARD_INPUT : STANDARD_OUTPUT;
    return [`standard ${use}`, ...ofStat(statOrNull(() => fstatSync(descriptor, { bigint: true })))];
  }
  const stat = statOrNull(() => statSync(path, { bigint: true, throwIfNoEntry: false }));
  return stat === null ? [`to be made at ${placeOf(path)}`] : ofStat(stat);
}

const ofStat = (stat: BigIntStats | null): readonly string[] =>
  stat === null || stat.isCharacterDevice() ? [] : [`inode ${stat.dev}:${stat.ino}`];

/** What cannot be looked at is named by opening it, with the reason. */
function statOrNull(look: () => BigIntStats | undefined): BigIntStats | null {
  try {
    return look() ?? null;
  } catch {
    return null;
  }
}

/** Where a file that does not exist yet would be made: links that lead nowhere are followed to where they lead. */
function placeOf(path: string): string {
  let place = resolve(path);
  for (let links = 0; links < MOST_LINKS; links++) {
    const folder = realFolder(dirname(place));
    place = join(folder, basename(place));
    const link = lstatSync(place, { throwIfNoEntry: false })?.isSymbolicLink() === true;
    if (!link) return place;
    place = resolve(folder, readlinkSync(place));
  }
  return place;
}

function realFolder(folder: string): string {
  try {
    return realpathSync(folder);
  } catch {
    return folder;
  }
}
