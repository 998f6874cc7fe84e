/** `npm run set-aside`: messages whose bytes are kept in the database, and the bytes of one of them. */
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { StreamStore } from '@gatekeeper/decision-store';
import { runOnStreamStore, streamStoreCommand, wrongUse } from './stream-store-command';

interface Options {
  readonly bytes?: string;
  readonly out?: string;
}

const MOST_LISTED = 1_000;

const command = streamStoreCommand('set-aside')
  .description('Messages whose bytes no topic takes, and those that the gatekeeper failed on')
  .option('--list', 'lists the latest of them (the default)')
  .option('--bytes <id>', 'writes the bytes of one, as the header bytes-kept of its dead letter names it')
  .option('--out <file>', 'writes them there, and not to standard output');

async function run(stream: StreamStore, { bytes, out }: Options): Promise<void> {
  if (bytes === undefined) {
    for (const kept of await stream.listSetAside(MOST_LISTED)) {
      const { setAsideId, errorCode, topic, partition, offset, valueBytes } = kept;
      process.stdout.write(
        `${setAsideId}\t${errorCode}\t${topic}[${partition}] offset ${offset}\t${valueBytes ?? 'no'} bytes\n`,
      );
    }
    return;
  }
  if (!/^\d{1,18}$/.test(bytes)) {
    wrongUse('--bytes takes the number of a message set aside');
    return;
  }
  const pieces = Readable.from(stream.bytesSetAside(bytes));
  if (out === undefined) await pipeline(pieces, process.stdout, { end: false });
  else await pipeline(pieces, createWriteStream(out, { flags: 'wx' }));
}

runOnStreamStore(command, run);
