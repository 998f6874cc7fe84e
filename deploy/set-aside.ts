/** `npm run set-aside`: messages whose bytes are kept in the database, and the bytes of one of them. */
import { open, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { StreamStore } from '@gatekeeper/decision-store';
import { commandNamed, EXIT_RESTART_MAY_MEND, messageOf } from '@gatekeeper/runtime';
import type { ExitCode } from '@gatekeeper/runtime';
import { refused, runOnStreamStore } from './stream-store-command';

interface Options {
  readonly list?: true;
  readonly bytes?: string;
  readonly out?: string;
}

const MOST_LISTED = 1_000;

const command = commandNamed('set-aside')
  .description('Messages whose bytes no topic takes, and those that the gatekeeper failed on')
  .option('--list', 'lists the latest of them (the default)')
  .option('--bytes <id>', 'writes the bytes of one, as the header bytes-kept of its dead letter names it')
  .option(
    '--out <file>',
    'writes them to this file, which must not be there yet, and not to standard output',
  );

function wrongUse({ list, bytes, out }: Options): string | null {
  if (out !== undefined && bytes === undefined)
    return '--out says where the bytes of --bytes <id> go: give both';
  if (list === true && bytes !== undefined) return '--list and --bytes are two questions: ask one of them';
  return bytes === undefined || /^\d{1,18}$/.test(bytes)
    ? null
    : `--bytes takes the number of a message set aside (it is '${bytes}')`;
}

async function work(stream: StreamStore, { bytes, out }: Options): Promise<ExitCode | undefined> {
  return bytes === undefined ? list(stream) : writeBytes(stream, bytes, out);
}

async function list(stream: StreamStore): Promise<undefined> {
  const kept = await stream.listSetAside(MOST_LISTED);
  for (const { setAsideId, errorCode, topic, partition, offset, valueBytes } of kept) {
    process.stdout.write(
      `${setAsideId}\t${errorCode}\t${topic}[${partition}] offset ${offset}\t${valueBytes ?? 'no'} bytes\n`,
    );
  }
  if (kept.length === 0) process.stdout.write('nothing is set aside\n');
}

async function writeBytes(
  stream: StreamStore,
  setAsideId: string,
  out: string | undefined,
): Promise<ExitCode | undefined> {
  const pieces = stream.bytesSetAside(setAsideId);
  const first = await pieces.next();
  if (first.done === true)
    return refused(
      `no bytes are kept under the number ${setAsideId}: \`npm run set-aside\` lists what is set aside`,
      EXIT_RESTART_MAY_MEND,
    );
  const all = Readable.from(startingWith(first.value, pieces));
  if (out === undefined) {
    await pipeline(all, process.stdout, { end: false });
    return undefined;
  }
  return writeAnew(out, all);
}

async function* startingWith<Piece>(first: Piece, others: AsyncIterable<Piece>): AsyncGenerator<Piece> {
  yield first;
  yield* others;
}

/** A file that is there is left as it is; one that could not be written whole is not left at all. */
async function writeAnew(path: string, content: Readable): Promise<ExitCode | undefined> {
  const file = await open(path, 'wx').catch((error: unknown) =>
    error instanceof Error && 'code' in error && error.code === 'EEXIST'
      ? `${path} is there already and was left as it is: name another file with --out`
      : `${path} cannot be written: ${messageOf(error)}`,
  );
  if (typeof file === 'string') return refused(file);
  try {
    await pipeline(content, file.createWriteStream());
    return undefined;
  } catch (error) {
    await rm(path, { force: true });
    return refused(
      `${path} could not be written whole and was removed: ${messageOf(error)}`,
      EXIT_RESTART_MAY_MEND,
    );
  }
}

runOnStreamStore(command, { wrongUse, work });
