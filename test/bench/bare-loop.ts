/**
 * The yardstick of the stream: what one Node process with the same clients can do at most, with the least between
 * Kafka and PostgreSQL. Reads a batch, parses, looks the clinician up in memory, hashes, COPYs a line row and a
 * decision row of the gatekeeper's columns and sizes, publishes to partitions chosen as the gatekeeper's are, commits. It
 * validates nothing, keeps no identities, fences nothing and would record twice what comes twice.
 */
import 'reflect-metadata';
import { createHash } from 'node:crypto';
import { steadyPartitioner } from '@gatekeeper/stream';
import { Kafka, logLevel } from 'kafkajs';
import { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { decisionRow, lineRow, messageOfDecision, monthOf } from './bare-rows';
import { registryTexts } from './mix';

interface WireLine {
  readonly fixmedins_code: string;
  readonly mdtrt_id: string;
  readonly feedetl_sn: string;
  readonly bilg_dr_codg: string;
  readonly fee_ocur_time: string;
}

async function main(): Promise<void> {
  const {
    DATABASE_URL: databaseUrl,
    KAFKA_BROKERS: brokers = '',
    LINES_TOPIC: linesTopic = '',
    DECISIONS_TOPIC: decisionsTopic = '',
    CONSUMER_GROUP: groupId = '',
  } = process.env;
  const onFile = new Map<string, unknown>();
  for (const text of registryTexts()) {
    const record: { kind: string; code?: string } = JSON.parse(text);
    if (record.kind === 'clinician' && record.code !== undefined) onFile.set(record.code, record);
  }
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  const kafka = new Kafka({ brokers: brokers.split(','), clientId: groupId, logLevel: logLevel.NOTHING });
  const producer = kafka.producer({
    idempotent: true,
    maxInFlightRequests: 1,
    allowAutoTopicCreation: false,
    createPartitioner: steadyPartitioner,
  });
  await producer.connect();
  const consumer = kafka.consumer({
    groupId,
    sessionTimeout: 30_000,
    maxBytesPerPartition: 1_048_576,
    maxWaitTimeInMs: 250,
  });
  await consumer.connect();
  await consumer.subscribe({ topics: [linesTopic], fromBeginning: true });
  await consumer.run({
    autoCommit: false,
    eachBatchAutoResolve: false,
    eachBatch: async ({ batch, resolveOffset, commitOffsetsIfNecessary }) => {
      const now = new Date().toISOString();
      const months = new Set<string>();
      let lines = '';
      let decisions = '';
      const messages: { key: string; value: string }[] = [];
      for (const { value, offset } of batch.messages) {
        if (value === null) continue;
        const content = value.toString('utf8');
        const line: WireLine = JSON.parse(content);
        const outcome = onFile.has(line.bilg_dr_codg) ? 'accept' : 'reject';
        const hash = createHash('sha256').update(content).digest('hex');
        const source = `${linesTopic}\t${batch.partition}\t${offset}`;
        months.add(monthOf(line));
        lines += lineRow(line, hash, content, source);
        decisions += decisionRow(line, hash, outcome, now);
        messages.push({
          key: `${line.fixmedins_code}|${line.mdtrt_id}||${line.feedetl_sn}`,
          value: messageOfDecision(line, hash, outcome, now),
        });
      }
      await makeMonths(client, months);
      await client.query('BEGIN');
      await copy(client, 'settlement_line', lines);
      await copy(client, 'decision', decisions);
      await client.query('COMMIT');
      await producer.sendBatch({ acks: -1, topicMessages: [{ topic: decisionsTopic, messages }] });
      const next = (BigInt(batch.lastOffset()) + 1n).toString();
      await commitOffsetsIfNecessary({
        topics: [{ topic: linesTopic, partitions: [{ partition: batch.partition, offset: next }] }],
      });
      resolveOffset(batch.lastOffset());
    },
  });
  process.once('SIGTERM', () => {
    void consumer
      .disconnect()
      .then(() => Promise.all([producer.disconnect(), client.end()]))
      .then(() => process.exit(0));
  });
}

const made = new Set<string>();

async function makeMonths(client: Client, months: ReadonlySet<string>): Promise<void> {
  for (const month of months)
    if (!made.has(month)) {
      await client.query('SELECT make_fee_month($1::date)', [month]);
      made.add(month);
    }
}

async function copy(client: Client, table: 'settlement_line' | 'decision', rows: string): Promise<void> {
  const { columns } = table === 'settlement_line' ? lineRow : decisionRow;
  const stream = client.query(copyFrom(`COPY ${table} (${columns}) FROM STDIN`));
  await new Promise<void>((resolve, reject) => {
    stream.once('error', reject).once('finish', resolve);
    stream.end(Buffer.from(rows));
  });
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
});
