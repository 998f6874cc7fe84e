/** `npm run gaps`: what the stream never read, and topics that began anew; whoever answers for one says so here. */
import 'reflect-metadata';
import { openDatabase } from '@gatekeeper/database';
import { formatInstant } from '@gatekeeper/calendar';
import { StreamStore } from '@gatekeeper/decision-store';
import type { StreamGap } from '@gatekeeper/decision-store';
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
  readonly list?: true;
  readonly all?: true;
  readonly acknowledge?: string;
  readonly by?: string;
  readonly reason?: string;
}

const command = new Command('gaps')
  .description('Messages of the lines topic that were never read, and topics that began anew')
  .option('--list', 'lists those that nobody has answered for (the default)')
  .option('--all', 'lists all of them')
  .option('--acknowledge <id>', 'answers for one: the gatekeepers are ready again')
  .option('--by <who>', 'who answers for it')
  .option('--reason <why>', 'what was done about it')
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : EXIT_SETTING_MUST_CHANGE));

async function main(): Promise<void> {
  const options: Options = command.parse().opts();
  const { databaseUrl, databaseCaFile: caFile } = loadSettings(DatabaseSettings, processEnvironment());
  const dataSource = await openDatabase(databaseUrl, { poolSize: 1, applicationName: 'gaps', caFile });
  try {
    await run(new StreamStore(dataSource), options);
  } finally {
    await dataSource.destroy();
  }
}

async function run(stream: StreamStore, { acknowledge, by = '', reason = '', all }: Options): Promise<void> {
  if (acknowledge === undefined) {
    const gaps = await stream.listGaps(all !== true);
    for (const gap of gaps) process.stdout.write(`${lineOf(gap)}\n`);
    if (gaps.length === 0) process.stdout.write('no gaps\n');
    return;
  }
  if (by.trim() === '' || reason.trim() === '' || !/^\d{1,18}$/.test(acknowledge))
    return wrongUse('--acknowledge takes the number of a gap, with --by <who> and --reason <why>');
  if (await stream.acknowledgeGap(acknowledge, by, reason)) {
    process.stdout.write(`gap ${acknowledge} is acknowledged\n`);
    return;
  }
  process.stderr.write(`there is no gap ${acknowledge} that waits to be acknowledged\n`);
  process.exitCode = 1;
}

function lineOf(gap: StreamGap): string {
  const { gapId, kind, topic, partition, fromOffset, untilOffset, seenAt, acknowledged } = gap;
  const answered =
    acknowledged === null ? 'open' : `acknowledged by ${acknowledged.by}: ${acknowledged.reason}`;
  return `${gapId}\t${kind}\t${topic}[${partition}]\t${fromOffset}..${untilOffset}\tseen ${formatInstant(seenAt)}\t${answered}`;
}

function wrongUse(reason: string): void {
  process.stderr.write(`${reason}\n`);
  process.exitCode = EXIT_SETTING_MUST_CHANGE;
}

main().catch((error: unknown) => {
  process.stderr.write(`${messageOf(error)}\n`);
  process.exitCode = exitCodeOf(error);
});
