/** Lanes of the sweep: what is recorded on one is published in its own order, by one worker at a time. */
import { ADVISORY_LOCKS, withSessionLock } from '@gatekeeper/database';
import type { TopicPartition } from '@gatekeeper/decision-store';
import type { DataSource } from 'typeorm';
import { orOutage } from './or-outage';

/** Its place among the partitions of topics. */
export const SWEEP_TOPIC = 'sweep';

/** As many workers, of any processes, sweep side by side. */
const LANES = 4;

/** Lane 0 is that of lines asked because of what was recorded behind them, the others those of registry writes. */
export const lane = (number: number): TopicPartition => ({
  topic: SWEEP_TOPIC,
  topicId: SWEEP_TOPIC,
  partition: number,
});

export const ALL_LANES: readonly TopicPartition[] = Array.from({ length: LANES + 1 }, (_, n) => lane(n));

/** Works on the first lane that nobody else has. @returns false where all are taken. */
export async function onFreeLane(
  dataSource: DataSource,
  work: (lost: AbortSignal, lane: TopicPartition) => Promise<void>,
): Promise<boolean> {
  for (let number = 1; number <= LANES; number++) {
    const exclusive = await orOutage(() =>
      withSessionLock(dataSource, ADVISORY_LOCKS.sweepLanes + number, (lost) => work(lost, lane(number))),
    );
    if (exclusive.kind === 'done') return true;
  }
  return false;
}
