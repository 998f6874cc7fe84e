/** Looks at the lines on file for what is odd, at a low rate, behind the stream: signals for people, never decisions. */
import { inTransaction, poolOf } from '@gatekeeper/database';
import { examineDay, gatherDueDays, takeDueDay } from '@gatekeeper/decision-store';
import type { Loop } from '@gatekeeper/runtime';
import { orOutage } from './or-outage';
import type { Parts } from './parts';

const LOOK_EVERY_MS = 2_000;
/** A round ends after so many days of institutions: what else there is to do in the background gets its turn. */
const DAYS_A_ROUND = 20;
/** A day that is running changes over and over: it is looked at once an hour. */
const DUE_FOR_MS = 60 * 60_000;

/**
 * One round; several gatekeepers share the days. A day that cannot be looked at ends the round, and is tried again an hour later,
 * so that it keeps no other waiting.
 * @param dueForMs only days that have been due for so long
 */
export async function examineSignals(
  { background }: Pick<Parts, 'background'>,
  dueForMs: number = DUE_FOR_MS,
  signal?: AbortSignal,
  moved: () => void = () => undefined,
): Promise<void> {
  await orOutage(() => inTransaction(background, gatherDueDays));
  for (let days = 0; days < DAYS_A_ROUND && signal?.aborted !== true; days++) {
    const day = await orOutage(() => takeDueDay(poolOf(background), dueForMs));
    if (day === null) return;
    await orOutage(() => inTransaction(background, (client) => examineDay(client, day)));
    moved();
  }
}

export const signalsLoop = (parts: Pick<Parts, 'background'>): Loop => ({
  name: 'signals',
  everyMs: LOOK_EVERY_MS,
  work: (signal, moved) => examineSignals(parts, DUE_FOR_MS, signal, moved),
});
