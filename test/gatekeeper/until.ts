import { setTimeout as after } from 'node:timers/promises';

const LOOK_AGAIN_MS = 20;
const PATIENCE_MS = 180_000;

/**
 * Asks until there is an answer: anything but `undefined` and `false`. What happens in between is nobody's business.
 * @param what named when patience ends, together with what `explain` knows by then
 */
export async function until<T>(
  what: string,
  ask: () => Promise<T | undefined | false> | T | undefined | false,
  { patienceMs = PATIENCE_MS, explain = (): string => '' } = {},
): Promise<T> {
  const giveUpAt = Date.now() + patienceMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (Date.now() > giveUpAt)
      throw new Error(`still waiting after ${patienceMs} ms: ${what}\n${explain()}`.trimEnd());
    await after(LOOK_AGAIN_MS);
  }
}
