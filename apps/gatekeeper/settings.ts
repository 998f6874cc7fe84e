import { Type } from 'class-transformer';
import { IsIn, IsInt, IsNotEmpty, IsOptional, IsString, Matches, Max, Min } from 'class-validator';
import { LOG_FORMATS, LOG_LEVELS, Variable } from '@gatekeeper/runtime';
import type { LogFormat, LogLevel } from '@gatekeeper/runtime';

const LARGEST_PORT = 65_535;

const REDIS = /^rediss?:\/\/./;
const REDIS_FORM = { message: 'redisUrl must be redis://…, or several with commas' };
const BROKERS = /^[^\s:,]+:\d+(,[^\s:,]+:\d+)*$/;
const BROKERS_FORM = { message: 'kafkaBrokers must be host:port,…' };

/** What the gatekeeper is told however it is started (FORMATS 6). */
abstract class CommonSettings {
  @Variable('DATABASE_URL', { secret: true })
  @IsString()
  @Matches(/^postgres(ql)?:\/\/./, { message: 'databaseUrl must be postgres://…' })
  databaseUrl!: string;

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

  @Variable('PACK_VALUES')
  @IsOptional()
  @IsString()
  packValues?: string;

  @Variable('LOG_LEVEL')
  @IsIn(LOG_LEVELS)
  logLevel: LogLevel = 'info';

  @Variable('LOG_FORMAT')
  @IsIn(LOG_FORMATS)
  logFormat: LogFormat = 'json';
}

/** Of `npm start`: the log and the cache are inside the process unless their servers are given. */
export class StartSettings extends CommonSettings {
  @Variable('REDIS_URL', { secret: true })
  @IsOptional()
  @Matches(REDIS, REDIS_FORM)
  redisUrl?: string;

  @Variable('KAFKA_BROKERS')
  @IsOptional()
  @Matches(BROKERS, BROKERS_FORM)
  kafkaBrokers?: string;
}

/** Of a gatekeeper against real servers: each address must be given. */
export class ServedSettings extends CommonSettings {
  @Variable('REDIS_URL', { secret: true })
  @Matches(REDIS, REDIS_FORM)
  redisUrl!: string;

  @Variable('KAFKA_BROKERS')
  @Matches(BROKERS, BROKERS_FORM)
  kafkaBrokers!: string;
}

export type GatekeeperSettings = StartSettings | ServedSettings;
