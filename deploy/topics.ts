import 'reflect-metadata';
import {
  EXIT_CLEAN,
  EXIT_SETTING_MUST_CHANGE,
  KafkaAccessSettings,
  KafkaBrokers,
  SettingsError,
  TopicPrefix,
  Variable,
  createLog,
  exitCodeOf,
  loadSettings,
  messageOf,
  processEnvironment,
  takesNoWords,
} from '@gatekeeper/runtime';
import { ensureTopics, faultOf, kafkaClient, kafkaSecurityOf } from '@gatekeeper/stream';
import type { TopicReport } from '@gatekeeper/stream';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, Max, Min } from 'class-validator';

class TopicsSettings extends KafkaAccessSettings {
  @KafkaBrokers('required')
  readonly kafkaBrokers!: string;

  @TopicPrefix()
  readonly topicPrefix: string = '';

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
  takesNoWords('topics', 'Creates the topics on KAFKA_BROKERS, and checks those that are there');
  const settings = loadSettings(TopicsSettings, processEnvironment());
  const log = createLog({ name: 'topics', level: 'fatal', format: 'pretty' });
  const { kafkaBrokers: brokers, topicPrefix: prefix, partitions, replication } = settings;
  const security = kafkaSecurityOf(settings);
  const kafka = kafkaClient({ brokers, security, clientId: 'gatekeeper-topics', log });
  let report: TopicReport;
  try {
    report = await ensureTopics(kafka, { prefix, partitions, replication });
  } catch (error) {
    if (error instanceof SettingsError) throw error;
    throw faultOf(brokers, 'creating or checking the topics', error);
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
