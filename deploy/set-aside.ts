/** `npm run set-aside`: messages whose bytes are kept in the database, and the bytes of one of them. */
import 'reflect-metadata';
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { openDatabase } from '@gatekeeper/database';
import { StreamStore } from '@gatekeeper/decision-store';
import {
  EXIT_SETTING_MUST_CHANGE,
  exitCodeOf,
  loadSettings,
  messageOf,
  processEnvironment,
} from '@gatekeeper/runtime';
import { Command } from 'commander';
import { DatabaseSettings } from './database-settings';

interface Options {
  readonly bytes?: string;
  readonly out?: string;
}

const MOST_LISTED = 1_000;

const command = new Command('set-aside')
  .description('Messages whose bytes no topic takes, and those that the gatekeeper failed on')
  .option('--list', 'lists the latest of them (the default)')
  .option('--bytes <id>', 'writes the bytes of one, as the header bytes-kept of its dead letter names it')
  .option('--out <file>', 'writes them there, and not to standard output')
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : EXIT_SETTING_MUST_CHANGE));

async function main(): Promise<void> {
  const options: Options = command.parse().opts();
  const { databaseUrl, databaseCaFile: caFile } = loadSettings(DatabaseSettings, processEnvironment());
  const dataSource = await openDatabase(databaseUrl, { poolSize: 1, applicationName: 'set-aside', caFile });
  try {
    await run(new StreamStore(dataSource), options);
  } finally {
    await dataSource.destroy();
  }
}

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
  if (!/^\d{1,18}$/.test(bytes)) return wrongUse('--bytes takes the number of a message set aside');
  const pieces = Readable.from(stream.bytesSetAside(bytes));
  if (out === undefined) await pipeline(pieces, process.stdout, { end: false });
  else await pipeline(pieces, createWriteStream(out, { flags: 'wx' }));
}

function wrongUse(reason: string): void {
  process.stderr.write(`${reason}\n`);
  process.exitCode = EXIT_SETTING_MUST_CHANGE;
}

main().catch((error: unknown) => {
  process.stderr.write(`${messageOf(error)}\n`);
  process.exitCode = exitCodeOf(error);
});
