import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { open } from 'lmdb';
import type { RootDatabase } from 'lmdb';
import { passingFolder, removeFolder } from './passing-folders';

/** Sorts before every character that an identifier may hold, so that what begins alike lies together. */
export const SEPARATOR = '\u0001';
const AFTER_SEPARATOR = '\u0002';
/** Sorts behind every key that begins with what stands before it: characters beyond U+FFFF have the greatest bytes. */
export const LAST = '\u{10ffff}';

/** What comes behind every key that begins with a prefix. @param prefix ends with a separator */
export const behind = (prefix: string): string => prefix.slice(0, -1) + AFTER_SEPARATOR;

/** Texts by key in a file of the system's temporary folder, ordered by the bytes of their keys; gone with the run. */
export class ScratchFile {
  private readonly folder = passingFolder(join(tmpdir(), 'gatekeeper-'));
  private readonly database: RootDatabase<string, Buffer>;

  constructor() {
    this.database = open<string, Buffer>({
      path: join(this.folder, 'lines'),
      encoding: 'string',
      // Keys as their UTF-8 bytes, which sort as the separators ask; the default key encoding changes with the length.
      keyEncoding: 'binary',
      // A scratch file: lost with the run, so nothing waits for the disk.
      noSync: true,
      noMetaSync: true,
      overlappingSync: false,
    });
  }

  /** Runs work that writes; its writes become one transaction. */
  inTransaction(work: () => void): void {
    this.database.transactionSync(work);
  }

  get(key: string): string | undefined {
    return this.database.get(keyOf(key));
  }

  put(key: string, text: string): void {
    this.database.putSync(keyOf(key), text);
  }

  remove(key: string): void {
    this.database.removeSync(keyOf(key));
  }

  /** In the order of their keys. */
  *between(from: string, until: string): Generator<{ readonly key: string; readonly text: string }> {
    for (const { key, value } of this.database.getRange({ start: keyOf(from), end: keyOf(until) }))
      yield { key: key.toString('utf8'), text: value };
  }

  *keysBetween(from: string, until: string): Generator<string> {
    for (const key of this.database.getKeys({ start: keyOf(from), end: keyOf(until) }))
      yield key.toString('utf8');
  }

  async close(): Promise<void> {
    await this.database.close();
    removeFolder(this.folder);
  }
}

const keyOf = (text: string): Buffer => Buffer.from(text, 'utf8');
