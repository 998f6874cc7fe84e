/** When each area's registry was last written to: a feed that has died lets everyone go on as they last stood, in silence. */
import { inTransaction } from '@gatekeeper/database';
import { lastWritesByArea } from '@gatekeeper/registry-store';
import type { Clock, Loop, Metrics } from '@gatekeeper/runtime';
import type { DataSource } from 'typeorm';

const LOOK_EVERY_MS = 15_000;
/** Of a division's six digits: a city's. */
const DIGITS = 4;
/** China has some 340 cities; whatever more there seem to be is no city, and must not fill the figures. */
const MOST_AREAS = 500;

/** Keeps `gatekeeper_registry_last_write_age_seconds{area}` in step with what is written. */
export function registryFeedsLoop(dataSource: DataSource, metrics: Metrics, clock: Clock): Loop {
  const lastWrites = new Map<string, number>();
  let seen = 0;
  const observe = (area: string): void =>
    metrics.observedGaugeOf(
      'gatekeeper_registry_last_write_age_seconds',
      'Age of the last registry write about institutions of an area, by the first four digits of its division.',
      { area },
      () => Math.max(0, clock.now() - (lastWrites.get(area) ?? 0)) / 1_000,
    );
  return {
    name: 'registry feeds',
    everyMs: LOOK_EVERY_MS,
    work: async () => {
      const { version, areas } = await inTransaction(dataSource, (client) =>
        lastWritesByArea(client, seen, DIGITS),
      );
      for (const { area, receivedAtMs } of areas) {
        const isNew = !lastWrites.has(area);
        if (isNew && lastWrites.size >= MOST_AREAS) continue;
        lastWrites.set(area, receivedAtMs);
        if (isNew) observe(area);
      }
      seen = version;
    },
  };
}
