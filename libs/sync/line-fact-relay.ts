/** Says on the lines topic what two officers agreed on about lines, from the rows in which it was recorded (CONTRACT 8, Facts). */
import { ADVISORY_LOCKS, poolOf, withSessionLock } from '@gatekeeper/database';
import { countWaitingLineFacts, lineFactsSent, nextLineFacts } from '@gatekeeper/decision-store';
import { runLoop } from '@gatekeeper/runtime';
import type { Loop, LoopSurroundings } from '@gatekeeper/runtime';
import type { Publisher, TopicNames } from '@gatekeeper/stream';
import { factMessageText, lineMessageKey } from '@gatekeeper/wire';
import type { DataSource } from 'typeorm';

const EVERY_MS = 1_000;
const FACTS_AT_ONCE = 200;

export interface LineFactTargets {
  readonly dataSource: DataSource;
  readonly publisher: Publisher;
  readonly topics: Pick<TopicNames, 'lines'>;
}

export class LineFactRelay {
  constructor(private readonly targets: LineFactTargets) {}

  loop(): Loop {
    return { name: 'line facts', everyMs: EVERY_MS, work: (signal) => this.sayAll(signal) };
  }

  /** How many facts wait to be said. */
  waiting(): Promise<number> {
    return countWaitingLineFacts(poolOf(this.targets.dataSource));
  }

  /**
   * Publishes all that waits, in the order in which it was agreed on, unless another process is about it. A row is told as sent
   * once every in-sync replica has it; whatever happens before that, it is published again.
   * @throws an outage of the log or the database: what waits still waits.
   */
  async sayAll(signal?: AbortSignal): Promise<void> {
    const { dataSource, publisher, topics } = this.targets;
    if ((await this.waiting()) === 0) return;
    await withSessionLock(dataSource, ADVISORY_LOCKS.lineFacts, async (lost, client) => {
      const ends = signal === undefined ? lost : AbortSignal.any([signal, lost]);
      while (!ends.aborted) {
        const facts = await nextLineFacts(client, FACTS_AT_ONCE);
        if (facts.length === 0) return;
        const messages = facts.map(({ fact, sentFixmedinsCode }) => ({
          key: lineMessageKey(sentFixmedinsCode, fact.identity.visitId),
          value: factMessageText(fact),
        }));
        await publisher.publish([{ topic: topics.lines, messages }]);
        await lineFactsSent(client, facts);
      }
    });
  }
}

/** Says what waits until the process ends; any number of processes may. */
export function runLineFacts(targets: LineFactTargets, surroundings: LoopSurroundings): void {
  const relay = new LineFactRelay(targets);
  surroundings.metrics.observedGauge(
    'gatekeeper_line_facts_waiting',
    'Facts about lines that two officers agreed on and that are not on the lines topic yet; NaN: not known now.',
    () => relay.waiting().catch(() => Number.NaN),
  );
  runLoop({ ...relay.loop(), ...surroundings, whenFailing: 'degraded' });
}
