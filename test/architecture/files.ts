/** The project's own files, by their paths from the root. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';

export const ROOT = resolve(__dirname, '../..');

/** Made by tools, never by us. */
const NOT_OURS = new Set(['.git', 'node_modules', 'coverage', '.gatekeeper']);
const isOurs = (name: string): boolean => !NOT_OURS.has(name) && name !== 'dist' && !name.startsWith('dist.');

/** Every file under a folder, by its path from the root, `/` between its parts. */
export function filesUnder(folder = '.'): readonly string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true })
    .filter(({ name }) => isOurs(name))
    .flatMap((entry): readonly string[] => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return filesUnder(path);
      return entry.isFile() ? [path.split(sep).join('/')] : [];
    });
}

export const textOf = (file: string): string => readFileSync(join(ROOT, file), 'utf8');
