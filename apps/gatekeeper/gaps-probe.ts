import type { GapKind, StreamGap, StreamStore } from '@gatekeeper/decision-store';
import { OK } from '@gatekeeper/runtime';
import type { PartHealth } from '@gatekeeper/runtime';

const WORDS: Readonly<Record<GapKind, string>> = {
  skipped: 'was deleted before it was read',
  topic_made_anew: 'was of a topic that is no more',
  log_shortened: 'was lost by the brokers after it was recorded',
};

/** What was never read, or whose topic began anew: not ready until somebody has answered for it. */
export const gapsProbe = (stream: Pick<StreamStore, 'listGaps'>) => async (): Promise<PartHealth> => {
  const open = await stream.listGaps(true);
  const [latest] = open;
  if (latest === undefined) return OK;
  return `${open.length} to be acknowledged (npm run gaps -- --list), the latest: ${gapWords(latest)}`;
};

export const gapWords = ({ kind, topic, partition, fromOffset, untilOffset }: StreamGap): string =>
  `${topic}[${partition}] from offset ${fromOffset} until before ${untilOffset} ${WORDS[kind]}`;
