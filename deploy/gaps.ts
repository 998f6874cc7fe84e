/** `npm run gaps`: what the stream never read, and topics that began anew; whoever answers for one says so here. */
import { formatInstant } from '@gatekeeper/calendar';
import type { StreamGap, StreamStore } from '@gatekeeper/decision-store';
import { runOnStreamStore, streamStoreCommand, wrongUse } from './stream-store-command';

interface Options {
  readonly list?: true;
  readonly all?: true;
  readonly acknowledge?: string;
  readonly by?: string;
  readonly reason?: string;
}

const command = streamStoreCommand('gaps')
  .description('Messages of the lines topic that were never read, and topics that began anew')
  .option('--list', 'lists those that nobody has answered for (the default)')
  .option('--all', 'lists all of them')
  .option('--acknowledge <id>', 'answers for one: the gatekeepers are ready again')
  .option('--by <who>', 'who answers for it')
  .option('--reason <why>', 'what was done about it');

async function run(stream: StreamStore, { acknowledge, by = '', reason = '', all }: Options): Promise<void> {
  if (acknowledge === undefined) {
    const gaps = await stream.listGaps(all !== true);
    for (const gap of gaps) process.stdout.write(`${lineOf(gap)}\n`);
    if (gaps.length === 0) process.stdout.write('no gaps\n');
    return;
  }
  if (by.trim() === '' || reason.trim() === '' || !/^\d{1,18}$/.test(acknowledge)) {
    wrongUse('--acknowledge takes the number of a gap, with --by <who> and --reason <why>');
    return;
  }
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

runOnStreamStore(command, run);
