import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { answerForProcess, openingDoors, operatingAddress } from '@gatekeeper/http';
import type { Watched } from '@gatekeeper/http';
import { HealthBoard, Metrics, NestLog } from '@gatekeeper/runtime';
import type { Log, Shutdown } from '@gatekeeper/runtime';
import { AdminModule } from './admin.module';
import { prepareHttp } from './http/prepare-http';
import { openParts } from './open-parts';
import type { AdminParts } from './parts';
import { startScheduler } from './scheduler/scheduler';
import type { AdminSettings } from './settings';
import { runSync } from './sync/run-sync';

export interface Served {
  readonly parts: AdminParts;
  /** Of the HTTP door. */
  readonly address: string;
  readonly operatingAddress: string;
}

/** Opens the parts, with health answered meanwhile, and serves them. */
export async function bringUp(settings: AdminSettings, log: Log, shutdown: Shutdown): Promise<Served> {
  const watched: Watched = { log, metrics: new Metrics().withProcessFigures(), health: new HealthBoard() };
  const answering = await openingDoors(settings, () => answerForProcess(watched, settings, shutdown));
  let parts: AdminParts;
  try {
    parts = await openParts(settings, watched, shutdown);
  } finally {
    await answering.opened();
  }
  runSync(parts, shutdown);
  const app = await NestFactory.create<NestExpressApplication>(AdminModule.of(parts, answering.place), {
    logger: new NestLog(log),
    abortOnError: false,
    bodyParser: false,
  });
  prepareHttp(app, parts);
  await openingDoors(settings, () => app.listen(settings.port, settings.host));
  shutdown.closing('HTTP', () => app.close());
  const scheduler = await startScheduler(parts);
  shutdown.closing('scheduler', () => scheduler.stop());
  const address = await app.getUrl();
  return { parts, address, operatingAddress: operatingAddress(answering.place, address) };
}
