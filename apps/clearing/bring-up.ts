/** Opens what a clearing worker stands on, and lets it work; health and figures are answered from the first moment to the last. */
import { DatabaseRuns, workOnParts } from '@gatekeeper/clearing-run';
import { DatabasePools, poolOf } from '@gatekeeper/database';
import { partsWaiting } from '@gatekeeper/decision-store';
import { answerForProcess, openingDoors, operatingAddress } from '@gatekeeper/http';
import type { Watched } from '@gatekeeper/http';
import { policyInForce } from '@gatekeeper/installed-policy';
import { RegistryStore } from '@gatekeeper/registry-store';
import { HealthBoard, messageOf, Metrics, OK, settingOf } from '@gatekeeper/runtime';
import type { Log, Shutdown } from '@gatekeeper/runtime';
import { StatusCache } from '@gatekeeper/status-cache';
import { registryCodec, statedPolicyFromFiles } from '@gatekeeper/wire';
import type { DataSource } from 'typeorm';
import type { ClearingSettings } from './settings';

/** Connections beside those of the parts at work: graphile-worker listens on one, and reads its tasks. */
const OTHER_CONNECTIONS = 4;
/** As PostgreSQL names this process. */
const NAME = 'gatekeeper-clearing';

/** @returns where its health and figures are */
export async function bringUp(
  settings: ClearingSettings,
  log: Log,
  shutdown: Shutdown,
): Promise<{ readonly operatingAddress: string }> {
  const watched: Watched = { log, metrics: new Metrics().withProcessFigures(), health: new HealthBoard() };
  // There are no other doors: health and figures keep theirs until the end.
  const doors = {
    host: settings.host,
    port: settings.port,
    metricsPort: settings.metricsPort ?? settings.port,
  };
  const { place } = await openingDoors(settings, () => answerForProcess(watched, doors, shutdown));
  const stated = settingOf(statedPolicyFromFiles(settings));
  const { databaseUrl, databaseCaFile } = settings;
  const database = new DatabasePools(
    { databaseUrl, databaseCaFile, applicationName: NAME },
    { ...watched, shutdown },
  );
  const dataSource = await database.open('clearing', { poolSize: settings.workers + OTHER_CONNECTIONS });
  await database.ready();
  settingOf(
    await policyInForce(dataSource, stated, { processName: 'clearing', log, signal: shutdown.signal }),
  );
  await work(settings, watched, dataSource, shutdown);
  return { operatingAddress: operatingAddress(place, '') };
}

async function work(
  { workers }: ClearingSettings,
  { log, metrics, health }: Watched,
  dataSource: DataSource,
  shutdown: Shutdown,
): Promise<void> {
  const registry = new RegistryStore(dataSource, registryCodec);
  const cache = new StatusCache({
    ...{ registry, codec: registryCodec, redis: null, log },
    metrics: { count: () => undefined },
  });
  const done = metrics.counter(
    'gatekeeper_clearing_parts_total',
    'Months of institutions, by how working on them ended',
    ['outcome'],
  );
  metrics.observedGauge(
    'gatekeeper_clearing_parts_waiting',
    'Months of institutions that are begun and not done, in all runs',
    () => partsWaiting(poolOf(dataSource)).catch(() => NaN),
  );
  let lastFailure: string | null = null;
  health.watch('clearing', () => lastFailure ?? OK, { whenFailing: 'degraded' });
  const runner = await workOnParts({
    ...{ runs: new DatabaseRuns({ dataSource, registry, cache }), dataSource, concurrency: workers, log },
    onDone: ({ runId, fixmedinsCode, month }) => {
      lastFailure = null;
      done.inc({ outcome: 'done' });
      log.info({ runId, fixmedinsCode, month }, 'a month of an institution is cleared');
    },
    onFailed: (error) => {
      lastFailure = `the last part failed: ${messageOf(error)}`;
      done.inc({ outcome: 'failed' });
      log.error({ err: error }, 'a month of an institution could not be cleared; it is tried again');
    },
  });
  shutdown.closing('clearing', () => runner.stop());
}
