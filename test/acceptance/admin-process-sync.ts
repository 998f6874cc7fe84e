/** How the suites of processes see that what a case wrote arrives: in Redis, on the topic, and in what a gatekeeper decides. */
import { poolOf } from '@gatekeeper/database';
import { Shutdown, silentLog } from '@gatekeeper/runtime';
import { RedisEntries } from '@gatekeeper/status-cache';
import type { RedisConnection } from '@gatekeeper/status-cache';
import { registryCodec } from '@gatekeeper/wire';
import { runSync } from '../../apps/admin/sync/run-sync';
import { statedOn } from '../gatekeeper/answers';
import type { Installation } from '../gatekeeper/installation';
import { until } from '../gatekeeper/until';
import type { AdminApp } from './admin-access-parts';

const END_WITHIN_MS = 20_000;

/** Sync running beside the app of a suite. */
export class ProcessSync {
  private readonly shutdown = new Shutdown({
    log: silentLog(),
    deadlineMs: END_WITHIN_MS,
    exit: () => undefined,
  });

  constructor(
    private readonly admin: AdminApp,
    private readonly installation: Installation,
    private readonly redis: RedisConnection,
  ) {
    runSync(admin.parts, this.shutdown);
  }

  /**
   * Waits until every subject on file has its whole timeline in Redis, and the topic has told of every record on file.
   * @returns ids of records that the topic told of and that are not on file: none
   */
  async arrived(): Promise<readonly string[]> {
    const { parts } = this.admin;
    let missing: readonly string[] = [];
    const explain = (): string => `missing: ${missing.join(', ')}`;
    await until(
      'every timeline in Redis as it is on file',
      async () => {
        missing = await this.behindInRedis();
        return missing.length === 0;
      },
      { explain },
    );
    const { rows } = await poolOf(parts.dataSource).query<{ record_id: string }>(
      'SELECT record_id FROM registry_record',
    );
    const onFile = new Set(rows.map((row) => row.record_id));
    return until(
      'every record told of on the topic',
      async () => {
        const changes = statedOn(await this.installation.read('registryChanges'));
        const told = new Set(changes.map((change) => String(change['record_id'])));
        missing = [...onFile].filter((id) => !told.has(id));
        return missing.length === 0 && [...told].filter((id) => !onFile.has(id));
      },
      { explain },
    );
  }

  private async behindInRedis(): Promise<readonly string[]> {
    const { dataSource, registry, settings } = this.admin.parts;
    const { rows } = await poolOf(dataSource).query<{ subject: string }>(
      'SELECT subject FROM subject_version',
    );
    const subjects = rows.map(({ subject }) => subject);
    const timelines = await registry.timelines(subjects);
    const entries = new RedisEntries(this.redis, registryCodec, settings.topicPrefix);
    const held = await entries.read(subjects);
    return subjects.filter((subject, place) => {
      const timeline = timelines.get(subject);
      return timeline === undefined || held[place] !== entries.expected(timeline);
    });
  }

  async close(): Promise<void> {
    await this.shutdown.end('the suite is over');
  }
}
