/** A period cleared in this process: the run that `gatekeeper clear` begins, part after part, without a process for each run. */
import { mkdirSync } from 'node:fs';
import { parseTime } from '@gatekeeper/calendar';
import { parsePeriod } from '@gatekeeper/clearing';
import { DatabaseRuns } from '@gatekeeper/clearing-run';
import { poolOf } from '@gatekeeper/database';
import { closedPeriods, partsToDo } from '@gatekeeper/decision-store';
import { RegistryStore } from '@gatekeeper/registry-store';
import { silentLog } from '@gatekeeper/runtime';
import { StatusCache } from '@gatekeeper/status-cache';
import { registryCodec } from '@gatekeeper/wire';
import type { DataSource } from 'typeorm';
import type { Asked } from './year-history';

/** @param out a folder that is not there yet */
export async function clearHere(
  dataSource: DataSource,
  { area, period, at, by, areaOf }: Omit<Asked, 'kind' | 'closes'>,
  { seed, out }: { readonly seed: string; readonly out: string },
): Promise<void> {
  const [cleared, moment] = [parsePeriod(period), parseTime(at)];
  if (cleared === null || moment === null) throw new Error(`no period or moment: ${period}, ${at}`);
  const knownAt = moment.instant;
  const registry = new RegistryStore(dataSource, registryCodec);
  const cache = new StatusCache({
    ...{ registry, codec: registryCodec, redis: null, metrics: { count: () => undefined }, log: silentLog() },
  });
  const runs = new DatabaseRuns({ dataSource, registry, cache });
  const closed = await closedPeriods(poolOf(dataSource), { knownAt });
  const begun = await runs.begin({
    ...{ area, period: cleared, seed, knownAt, closed, full: false },
    ...{ by: by ?? 'settlement', areaOf: areaOf ?? 'treatment' },
  });
  for (const part of await partsToDo(poolOf(dataSource), begun.runId)) await runs.workOn(part);
  mkdirSync(out);
  await runs.write(begun, out);
}
