/** Resolves after `ms`, or as soon as `signal` is aborted. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done, { once: true });
  });
}

const FIRST_BACK_OFF_MS = 200;
const LONGEST_BACK_OFF_MS = 15_000;

/** How long to wait after the n-th failure in a row, ms. */
export const backOffAfter = (failures: number): number =>
  Math.min(FIRST_BACK_OFF_MS * 2 ** Math.min(failures - 1, 20), LONGEST_BACK_OFF_MS);
