/** What figures changed by is folded into the figures, behind the stream and out of its way. */
import { inTransaction } from '@gatekeeper/database';
import type { Loop } from '@gatekeeper/runtime';
import { orOutage } from './or-outage';
import type { Parts } from './parts';

/** A few seconds of changes are folded together: the rows of the running day are then rewritten that much less often. */
const FOLD_EVERY_MS = 5_000;
/** Some tenths of a second of work, so that a transaction never holds back what vacuum may remove for long. */
const ROWS_AT_ONCE = 20_000;

/** Folds until nothing is left. One gatekeeper does at a time; the others find nothing to do. */
export async function foldAll(
  { background, decisions }: Pick<Parts, 'background' | 'decisions'>,
  signal?: AbortSignal,
  moved: () => void = () => undefined,
): Promise<void> {
  for (let folded = ROWS_AT_ONCE; folded === ROWS_AT_ONCE && signal?.aborted !== true;) {
    folded = await orOutage(() =>
      inTransaction(background, (client) => decisions.foldTallies(client, ROWS_AT_ONCE)),
    );
    moved();
  }
}

export const tallyFoldingLoop = (parts: Pick<Parts, 'background' | 'decisions'>): Loop => ({
  name: 'figures',
  everyMs: FOLD_EVERY_MS,
  work: (signal, moved) => foldAll(parts, signal, moved),
});
