import 'reflect-metadata';
import {
  EXIT_CLEAN,
  EXIT_SETTING_MUST_CHANGE,
  KafkaAccessSettings,
  Variable,
  createLog,
  exitCodeOf,
  loadSettings,
  messageOf,
  processEnvironment,
} from '@gatekeeper/runtime';
import { ensureTopics, faultOf, kafkaClient, kafkaSecurityOf } from '@gatekeeper/stream';
import type { TopicReport } from '@gatekeeper/stream';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Matches, Max, Min } from 'class-validator';

class TopicsSettings extends KafkaAccessSettings {
  @Variable('KAFKA_BROKERS')
  @Matches(/^[^:,\s]+:\d+(,[^:,\s]+:\d+)*$/, { message: 'KAFKA_BROKERS must be host:port,host:port,…' })
  readonly brokers!: string;

  @Variable('TOPIC_PREFIX')
  @IsString()
  readonly prefix: string = '';

  @Variable('KAFKA_PARTITIONS')
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(10_000)
  readonly partitions: number = 12;

  @Variable('KAFKA_REPLICATION')
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(100)
  readonly replication?: number;
}

async function main(): Promise<number> {
  const settings = loadSettings(TopicsSettings, processEnvironment());
  const log = createLog({ name: 'topics', level: 'fatal', format: 'pretty' });
  const security = kafkaSecurityOf(settings);
  const kafka = kafkaClient({ brokers: settings.brokers, security, clientId: 'gatekeeper-topics', log });
  let report: TopicReport;
  try {
    report = await ensureTopics(kafka, settings);
  } catch (error) {
    throw faultOf(settings.brokers, 'creating or checking the topics', error);
  }
  for (const topic of report.created) process.stdout.write(`created   ${topic}\n`);
  for (const topic of report.unchanged) process.stdout.write(`unchanged ${topic}\n`);
  for (const problem of report.problems) process.stderr.write(`problem   ${problem}\n`);
  return report.problems.length === 0 ? EXIT_CLEAN : EXIT_SETTING_MUST_CHANGE;
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.stderr.write(`${messageOf(error)}\n`);
    process.exitCode = exitCodeOf(error);
  },
);
