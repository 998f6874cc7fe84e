/** PostgreSQL, Redis and Kafka of a suite's own, to be killed and started again. */
import { PrivateServer } from '../servers/private-server';
import type { Servers } from './installation';

export interface PrivateServers {
  readonly postgres: PrivateServer;
  readonly redis: PrivateServer;
  readonly kafka: PrivateServer;
  readonly addresses: Servers;
  stop(): Promise<void>;
}

export async function startPrivateServers(): Promise<PrivateServers> {
  const [postgres, redis, kafka] = await Promise.all([
    PrivateServer.start('postgres'),
    PrivateServer.start('redis'),
    PrivateServer.start('kafka'),
  ]);
  return {
    postgres,
    redis,
    kafka,
    addresses: { databaseUrl: postgres.url, redisUrl: redis.url, kafkaBrokers: kafka.url },
    async stop() {
      await Promise.all([postgres, redis, kafka].map((server) => server.stop()));
    },
  };
}
