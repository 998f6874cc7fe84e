import { OK, serverName } from '@gatekeeper/runtime';
import type { HealthBoard, Log, Shutdown } from '@gatekeeper/runtime';
import type { RedisConnection } from './redis-connection';
import { openRedis } from './redis-connection';

/** Where the Redis of a process is, as its settings have it. */
interface RedisAddress {
  readonly redisUrl: string;
  readonly redisCaFile?: string | undefined;
  readonly commandTimeoutMs?: number;
}

/**
 * Opens the Redis of a process. It is never waited for: without it the answers come from the database, the log says so once,
 * and health tells; the process's end closes it.
 */
export function openWatchedRedis(
  { redisUrl, redisCaFile, commandTimeoutMs }: RedisAddress,
  { log, shutdown, health }: { readonly log: Log; readonly shutdown: Shutdown; readonly health: HealthBoard },
): RedisConnection {
  let lastReported = '';
  const redis = openRedis(redisUrl, {
    ...(redisCaFile === undefined ? {} : { caFile: redisCaFile }),
    ...(commandTimeoutMs === undefined ? {} : { commandTimeoutMs }),
    onError: (error) => {
      if (error.message === lastReported) return;
      lastReported = error.message;
      log.warn(
        { err: error },
        `Redis at ${serverName(redisUrl)} does not answer; status comes from PostgreSQL meanwhile`,
      );
    },
  });
  redis.on('ready', () => {
    lastReported = '';
  });
  shutdown.closing('Redis', async () => {
    redis.disconnect();
    return Promise.resolve();
  });
  health.watch(
    'redis',
    async () => {
      await redis.ping();
      return OK;
    },
    { whenFailing: 'degraded' },
  );
  return redis;
}
