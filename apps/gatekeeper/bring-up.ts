import { answerForProcess, openingDoors } from '@gatekeeper/http';
import type { Watched } from '@gatekeeper/http';
import { HealthBoard, Metrics } from '@gatekeeper/runtime';
import type { Log, Shutdown } from '@gatekeeper/runtime';
import { openParts } from './open-parts';
import type { OpenedParts } from './open-parts';
import { serve } from './serve';
import type { Served } from './serve';
import type { GatekeeperSettings } from './settings';

/** Opens the parts, with health answered meanwhile, and serves them. */
export async function bringUp(
  settings: GatekeeperSettings,
  log: Log,
  shutdown: Shutdown,
): Promise<OpenedParts & Served> {
  const watched: Watched = { log, metrics: new Metrics().withProcessFigures(), health: new HealthBoard() };
  const answering = await openingDoors(settings, () => answerForProcess(watched, settings, shutdown));
  let opened: OpenedParts;
  try {
    opened = await openParts(settings, watched, shutdown);
  } finally {
    await answering.opened();
  }
  return { ...opened, ...(await serve(opened, settings, shutdown, answering.place)) };
}
