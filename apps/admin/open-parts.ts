/** Opens what the admin app stands on, in order; what is not there yet is waited for, with a line that names it. */
import { DatabasePools } from '@gatekeeper/database';
import type { PoolLimits } from '@gatekeeper/database';
import { DecisionStore } from '@gatekeeper/decision-store';
import type { Watched } from '@gatekeeper/http';
import { policyInForce } from '@gatekeeper/installed-policy';
import { fenceMetrics, RegistryStore } from '@gatekeeper/registry-store';
import { settingOf, systemClock } from '@gatekeeper/runtime';
import type { Log, Shutdown } from '@gatekeeper/runtime';
import { openWatchedRedis } from '@gatekeeper/status-cache';
import { KafkaPublisher, kafkaSecurityOf, topicNames } from '@gatekeeper/stream';
import type { KafkaSettings, Publisher } from '@gatekeeper/stream';
import { officialWorkingDays, registryCodec, statedPolicyFromFiles } from '@gatekeeper/wire';
import type { AdminParts } from './parts';
import type { AdminSettings } from './settings';

const DOORS: PoolLimits = { poolSize: 16 };
/** What goes on by itself, and what is read and written in bulk. */
const BACKGROUND: PoolLimits = { poolSize: 12 };
/** As PostgreSQL and Kafka name this process. */
const NAME = 'gatekeeper-admin';

export async function openParts(
  settings: AdminSettings,
  watched: Watched,
  shutdown: Shutdown,
): Promise<AdminParts> {
  const { databaseUrl, databaseCaFile, redisUrl, redisCaFile, kafkaBrokers, topicPrefix } = settings;
  const { log } = watched;
  const stated = settingOf(statedPolicyFromFiles(settings));
  const database = new DatabasePools(
    { databaseUrl, databaseCaFile, applicationName: NAME },
    { ...watched, shutdown },
  );
  const dataSource = await database.open('doors', DOORS);
  const background = await database.open('background', BACKGROUND);
  await database.ready();
  const policy = settingOf(
    await policyInForce(dataSource, stated, { processName: 'admin app', log, signal: shutdown.signal }),
  );
  const redis =
    redisUrl === undefined ? null : openWatchedRedis({ redisUrl, redisCaFile }, { ...watched, shutdown });
  const publisher =
    kafkaBrokers === undefined
      ? null
      : openPublisher({ brokers: kafkaBrokers, security: kafkaSecurityOf(settings) }, log, shutdown);
  return {
    ...watched,
    clock: systemClock,
    settings,
    policy,
    workingCalendar: officialWorkingDays,
    dataSource,
    background,
    registry: new RegistryStore(dataSource, registryCodec, {
      onFenceWait: fenceMetrics(watched.metrics),
      onLeftBehind: (error) => log.warn({ err: error }, 'the end of a bulk write is left to the next round'),
    }),
    decisions: new DecisionStore(dataSource),
    redis,
    publisher,
    topics: topicNames(topicPrefix),
  };
}

function openPublisher(
  kafka: Pick<KafkaSettings, 'brokers' | 'security'>,
  log: Log,
  shutdown: Shutdown,
): Publisher {
  const publisher = new KafkaPublisher({ ...kafka, clientId: NAME, log });
  shutdown.closing('Kafka producer', () => publisher.close());
  return publisher;
}
