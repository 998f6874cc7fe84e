/** What stood refused, recovered or held when two people left observing is told on the live topics, once. */
import { ADVISORY_LOCKS, inTransaction, poolOf, withSessionLock } from '@gatekeeper/database';
import { isHandoverOpen, nextHandoverPage } from '@gatekeeper/decision-store';
import type { Loop } from '@gatekeeper/runtime';
import { orOutage } from './or-outage';
import type { Parts } from './parts';
import { decisionStatement, holdStatement, messagesOf } from './statements';

const LOOK_EVERY_MS = 5_000;

type Sources = Pick<Parts, 'background' | 'publisher' | 'topics' | 'log'>;

/** Of a live gatekeeper: looks for what is left to be handed over, which is nothing but once in an installation's life. */
export const handoverLoop = (parts: Sources): Loop => ({
  name: 'handover of what was observed',
  everyMs: LOOK_EVERY_MS,
  work: (signal, moved) => handOver(parts, signal, moved),
});

/** Hands over all that is left, unless another process is about it. @throws Outage: the rest is handed over later. */
export async function handOver(
  parts: Sources,
  signal: AbortSignal,
  moved: () => void = () => undefined,
): Promise<void> {
  const { background, log } = parts;
  if (!(await orOutage(() => isHandoverOpen(poolOf(background))))) return;
  await orOutage(() =>
    withSessionLock(background, ADVISORY_LOCKS.observedHandover, async (lost) => {
      const ends = AbortSignal.any([signal, lost]);
      let said = 0;
      while (!ends.aborted) {
        const page = await handOverPage(parts);
        if (page === null) {
          log.info({ said }, 'what was observed is handed over');
          return;
        }
        said += page;
        moved();
      }
    }),
  );
}

/**
 * Published inside the transaction that moves past the page: what a crash leaves is said again, with the same ids.
 * @returns how much was said; `null`: there was nothing left.
 */
const handOverPage = ({ background, publisher, topics }: Sources): Promise<number | null> =>
  inTransaction(background, async (client) => {
    const { decisions, holds, isDone, moveOn } = await nextHandoverPage(client);
    if (isDone) return null;
    const messages = messagesOf([...decisions.map(decisionStatement), ...holds.map(holdStatement)], topics);
    if (messages.length > 0) await publisher.publish(messages);
    await moveOn();
    return decisions.length + holds.length;
  });
