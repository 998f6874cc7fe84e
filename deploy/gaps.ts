/** `npm run gaps`: what the stream never read, and topics that began anew; whoever answers for one says so here. */
import { formatInstant } from '@gatekeeper/calendar';
import type { StreamGap, StreamStore } from '@gatekeeper/decision-store';
import { commandNamed, EXIT_RESTART_MAY_MEND } from '@gatekeeper/runtime';
import type { ExitCode } from '@gatekeeper/runtime';
import { refused, runOnStreamStore } from './stream-store-command';

interface Options {
  readonly list?: true;
  readonly all?: true;
  readonly acknowledge?: string;
  readonly by?: string;
  readonly reason?: string;
}

const command = commandNamed('gaps')
  .description('Messages of the lines topic that were never read, and topics that began anew')
  .option('--list', 'lists those that nobody has answered for (the default)')
  .option('--all', 'lists all of them')
  .option('--acknowledge <id>', 'answers for one: the gatekeepers are ready again')
  .option('--by <who>', 'who answers for it')
  .option('--reason <why>', 'what was done about it');

function wrongUse({ list, all, acknowledge, by = '', reason = '' }: Options): string | null {
  if (acknowledge === undefined)
    return by === '' && reason === ''
      ? null
      : '--by and --reason answer for a gap: give --acknowledge <id> with them';
  if (list === true || all === true)
    return '--acknowledge answers for a gap and lists none: leave --list and --all out';
  return by.trim() === '' || reason.trim() === '' || !/^\d{1,18}$/.test(acknowledge)
    ? '--acknowledge takes the number of a gap, with --by <who> and --reason <why>'
    : null;
}

async function work(
  stream: StreamStore,
  { acknowledge, by = '', reason = '', all }: Options,
): Promise<ExitCode | undefined> {
  if (acknowledge === undefined) {
    const gaps = await stream.listGaps(all !== true);
    for (const gap of gaps) process.stdout.write(`${lineOf(gap)}\n`);
    if (gaps.length === 0) process.stdout.write('no gaps\n');
    return undefined;
  }
  if (!(await stream.acknowledgeGap(acknowledge, by, reason)))
    return refused(`there is no gap ${acknowledge} that waits to be acknowledged`, EXIT_RESTART_MAY_MEND);
  process.stdout.write(`gap ${acknowledge} is acknowledged\n`);
  return undefined;
}

function lineOf(gap: StreamGap): string {
  const { gapId, kind, topic, partition, fromOffset, untilOffset, seenAt, acknowledged } = gap;
  const answered =
    acknowledged === null ? 'open' : `acknowledged by ${acknowledged.by}: ${acknowledged.reason}`;
  return `${gapId}\t${kind}\t${topic}[${partition}]\t${fromOffset}..${untilOffset}\tseen ${formatInstant(seenAt)}\t${answered}`;
}

runOnStreamStore(command, { wrongUse, work });
