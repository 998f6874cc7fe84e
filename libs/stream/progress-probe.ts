import { OK } from '@gatekeeper/runtime';
import type { Clock, PartHealth } from '@gatekeeper/runtime';
import type { BatchConsumer } from './ports';
import { StallWatch } from './stall-watch';

/**
 * A probe for the health board: a consumer is ready when nothing is in its way and, as long as it has messages to
 * handle, its offsets move. An open socket alone is not readiness.
 * @param quietLimitMs lag without progress for this long is not ready
 */
export function progressProbe(
  consumer: BatchConsumer,
  clock: Clock,
  quietLimitMs = 60_000,
): () => PartHealth {
  const stall = new StallWatch(quietLimitMs);
  return () => {
    const progress = consumer.progress();
    const quietMs = stall.observe(progress, clock.now());
    if (progress.troubles.length > 0) return progress.troubles.join('; ');
    if (quietMs !== null)
      return `${progress.lag} messages behind and no progress for ${Math.round(quietMs / 1000)} s`;
    return OK;
  };
}
