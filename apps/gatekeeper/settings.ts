import { Type } from 'class-transformer';
import { IsIn, IsInt, IsNotEmpty, IsOptional, IsString, Matches, Max, Min } from 'class-validator';
import { LOG_FORMATS, LOG_LEVELS, SettingsError, Variable } from '@gatekeeper/runtime';
import type { LogFormat, LogLevel } from '@gatekeeper/runtime';

const LARGEST_PORT = 65_535;

/** The gatekeeper's settings (FORMATS 6), each part embedded unless its address is given. */
export class GatekeeperSettings {
  @Variable('DATABASE_URL', { secret: true })
  @IsString()
  @Matches(/^postgres(ql)?:\/\/./, { message: 'databaseUrl must be postgres://…' })
  databaseUrl!: string;

  @Variable('REDIS_URL', { secret: true })
  @IsOptional()
  @Matches(/^rediss?:\/\/./, { message: 'redisUrl must be redis://…, or several with commas' })
  redisUrl?: string;

  @Variable('KAFKA_BROKERS')
  @IsOptional()
  @Matches(/^[^\s:,]+:\d+(,[^\s:,]+:\d+)*$/, { message: 'kafkaBrokers must be host:port,…' })
  kafkaBrokers?: string;

  @Variable('GATEKEEPER_PORT')
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(LARGEST_PORT)
  port = 3001;

  @Variable('HOST')
  @IsString()
  @IsNotEmpty()
  host = '127.0.0.1';

  @Variable('TOPIC_PREFIX')
  @Matches(/^[A-Za-z0-9._-]*$/, { message: 'topicPrefix must be letters, digits, dots, dashes' })
  topicPrefix = '';

  @Variable('CONSUMER_GROUP')
  @IsString()
  @IsNotEmpty()
  consumerGroup = 'gatekeeper';

  /** How long a gatekeeper that died keeps its partitions, and how long a batch may take. */
  @Variable('CONSUMER_SESSION_TIMEOUT_MS')
  @Type(() => Number)
  @IsInt()
  @Min(6_000)
  @Max(1_800_000)
  consumerSessionTimeoutMs = 30_000;

  /** Bytes of one partition in one batch. */
  @Variable('CONSUMER_BATCH_BYTES')
  @Type(() => Number)
  @IsInt()
  @Min(1_024)
  @Max(64 * 1024 * 1024)
  consumerBatchBytes = 1024 * 1024;

  @Variable('PACK_MAP')
  @IsOptional()
  @IsString()
  packMap?: string;

  @Variable('LOG_LEVEL')
  @IsIn(LOG_LEVELS)
  logLevel: LogLevel = 'info';

  @Variable('LOG_FORMAT')
  @IsIn(LOG_FORMATS)
  logFormat: LogFormat = 'json';
}

/** The settings of a process that runs against real servers only. @throws SettingsError naming each address that is missing. */
export function withServers(
  settings: GatekeeperSettings,
): GatekeeperSettings & { readonly redisUrl: string; readonly kafkaBrokers: string } {
  const { redisUrl, kafkaBrokers } = settings;
  const problems: string[] = [];
  if (redisUrl === undefined) problems.push('REDIS_URL must be given: redis://host:port');
  if (kafkaBrokers === undefined) problems.push('KAFKA_BROKERS must be given: host:port,…');
  if (redisUrl === undefined || kafkaBrokers === undefined) throw new SettingsError(problems);
  return Object.assign(settings, { redisUrl, kafkaBrokers });
}
