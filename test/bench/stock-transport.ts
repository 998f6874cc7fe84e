/** The way Nest documents: its Kafka transport, one message at a time, a Redis GET, an INSERT and a send for each line. */
import 'reflect-metadata';
import { createHash } from 'node:crypto';
import { Controller, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { EventPattern, Payload, Transport } from '@nestjs/microservices';
import type { MicroserviceOptions } from '@nestjs/microservices';
import { Redis } from 'ioredis';
import type { Producer } from 'kafkajs';
import { Kafka, logLevel } from 'kafkajs';
import { Pool } from 'pg';
import { decisionRow, messageOfDecision, monthOf } from './bare-rows';

interface WireLine {
  readonly fixmedins_code: string;
  readonly mdtrt_id: string;
  readonly feedetl_sn: string;
  readonly bilg_dr_codg: string;
  readonly fee_ocur_time: string;
}

const environment = (name: string): string => {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set`);
  return value;
};

const linesTopic = environment('LINES_TOPIC');
const decisionsTopic = environment('DECISIONS_TOPIC');
const brokers = environment('KAFKA_BROKERS').split(',');
const redis = new Redis(environment('REDIS_URL'));
const pool = new Pool({ connectionString: environment('DATABASE_URL') });
const placeholders = decisionRow.columns
  .split(',')
  .map((_, index) => `$${index + 1}`)
  .join(', ');
const INSERT = `INSERT INTO decision (${decisionRow.columns}) VALUES (${placeholders})`;
let producer: Producer;

const made = new Set<string>();

async function makeMonth(month: string): Promise<void> {
  if (made.has(month)) return;
  await pool.query('SELECT make_fee_month($1::date)', [month]);
  made.add(month);
}

@Controller()
class StockLines {
  @EventPattern(linesTopic)
  async settle(@Payload() line: WireLine): Promise<void> {
    const status = await redis.get(line.bilg_dr_codg);
    const outcome = status === null ? 'accept' : 'reject';
    const hash = createHash('sha256').update(JSON.stringify(line)).digest('hex');
    const now = new Date().toISOString();
    const fields = decisionRow(line, hash, outcome, now).trimEnd().split('\t');
    await makeMonth(monthOf(line));
    await pool.query(
      INSERT,
      fields.map((field) => (field === '\\N' ? null : field)),
    );
    const key = `${line.fixmedins_code}|${line.mdtrt_id}||${line.feedetl_sn}`;
    const value = messageOfDecision(line, hash, outcome, now);
    await producer.send({ topic: decisionsTopic, acks: -1, messages: [{ key, value }] });
  }
}

@Module({ controllers: [StockLines] })
class StockModule {}

async function main(): Promise<void> {
  const quiet = { brokers, logLevel: logLevel.NOTHING };
  producer = new Kafka({ ...quiet, clientId: 'stock' }).producer({ allowAutoTopicCreation: false });
  await producer.connect();
  const app = await NestFactory.createMicroservice<MicroserviceOptions>(StockModule, {
    transport: Transport.KAFKA,
    logger: ['error'],
    options: {
      client: quiet,
      postfixId: '',
      consumer: { groupId: environment('CONSUMER_GROUP') },
      subscribe: { fromBeginning: true },
      // Without it a partition is committed once, when all of it is read.
      run: { autoCommitThreshold: 100 },
    },
  });
  await app.listen();
  process.once('SIGTERM', () => {
    void app
      .close()
      .then(() => Promise.all([producer.disconnect(), redis.quit(), pool.end()]))
      .then(() => process.exit(0));
  });
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
});
