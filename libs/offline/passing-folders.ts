/** Folders that are gone when the command is, also when it is ended by a signal: they may hold the lines of a whole month. */
import { mkdtempSync, rmSync } from 'node:fs';

const standing = new Set<string>();
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** @param prefix of its path: what makes the name its own is added. @throws what the system refuses */
export function passingFolder(prefix: string): string {
  const folder = mkdtempSync(prefix);
  if (standing.size === 0) for (const signal of SIGNALS) process.once(signal, endWith);
  standing.add(folder);
  return folder;
}

/** Takes it away, if it is still there. */
export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  standing.delete(folder);
  if (standing.size === 0) for (const signal of SIGNALS) process.off(signal, endWith);
}

/** Ends the process as the signal would have. */
function endWith(signal: NodeJS.Signals): void {
  for (const folder of standing) removeFolder(folder);
  process.kill(process.pid, signal);
}
