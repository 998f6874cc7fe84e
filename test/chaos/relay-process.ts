/** A relay in a process of its own, as each gatekeeper and each admin app runs one: run from dist/, until it is killed. */
import { openDatabase } from '@gatekeeper/database';
import { createLog, processEnvironment } from '@gatekeeper/runtime';
import { openRedis } from '@gatekeeper/status-cache';
import { KafkaPublisher, topicNames } from '@gatekeeper/stream';
import { relayOf } from '@gatekeeper/sync';

/** Small, so that a kill comes between two batches or in the middle of one. */
const BATCH_SIZE = 7;

async function main(): Promise<void> {
  const given = processEnvironment();
  const of = (name: string): string => given[name] ?? '';
  const log = createLog({ name: 'relay', level: 'warn', format: 'json' });
  const dataSource = await openDatabase(of('DATABASE_URL'), { poolSize: 4, applicationName: 'relay' });
  const onError = (error: unknown): void => log.warn({ err: error }, 'waiting');
  const relay = relayOf(
    {
      dataSource,
      publisher: new KafkaPublisher({ brokers: of('KAFKA_BROKERS'), clientId: 'relay', log }),
      topics: topicNames(of('TOPIC_PREFIX')),
      redis: openRedis(of('REDIS_URL'), { onError }),
      topicPrefix: of('TOPIC_PREFIX'),
    },
    { batchSize: BATCH_SIZE, longestBackOffMs: 200, onFailure: onError },
  );
  await relay.run(new AbortController().signal);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 1;
});
