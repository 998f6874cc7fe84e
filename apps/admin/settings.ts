import { Type } from 'class-transformer';
import { IsIn, IsInt, IsNotEmpty, IsNumber, IsOptional, IsString, Matches, Max, Min } from 'class-validator';
import { LOG_FORMATS, LOG_LEVELS, Variable } from '@gatekeeper/runtime';
import type { LogFormat, LogLevel } from '@gatekeeper/runtime';
import { AccessSettings } from './access/access-settings';

const LARGEST_PORT = 65_535;

/** What the admin app is told by its environment (FORMATS 6). */
export class AdminSettings extends AccessSettings {
  @Variable('DATABASE_URL', { secret: true })
  @IsString()
  @Matches(/^postgres(ql)?:\/\/./, { message: 'databaseUrl must be postgres://…' })
  databaseUrl!: string;

  @Variable('REDIS_URL', { secret: true })
  @Matches(/^rediss?:\/\/./, { message: 'redisUrl must be redis://…, or several with commas' })
  redisUrl!: string;

  @Variable('KAFKA_BROKERS')
  @Matches(/^[^\s:,]+:\d+(,[^\s:,]+:\d+)*$/, { message: 'kafkaBrokers must be host:port,…' })
  kafkaBrokers!: string;

  @Variable('ADMIN_PORT')
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(LARGEST_PORT)
  port = 3000;

  @Variable('HOST')
  @IsString()
  @IsNotEmpty()
  host = '127.0.0.1';

  @Variable('TOPIC_PREFIX')
  @Matches(/^[A-Za-z0-9._-]*$/, { message: 'topicPrefix must be letters, digits, dots, dashes' })
  topicPrefix = '';

  @Variable('PACK_MAP')
  @IsOptional()
  @IsString()
  packMap?: string;

  @Variable('PACK_VALUES')
  @IsOptional()
  @IsString()
  packValues?: string;

  /** The share of an institution's registrations that a list may close without a confirmation. */
  @Variable('TRANSFER_CLOSING_SHARE')
  @Type(() => Number)
  @IsNumber()
  @Min(0)
  @Max(1)
  transferClosingShare = 0.1;

  /** The largest file that is taken, bytes. */
  @Variable('TRANSFER_LIMIT_BYTES')
  @Type(() => Number)
  @IsInt()
  @Min(1024)
  @Max(4_294_967_296)
  transferLimitBytes = 536_870_912;

  @Variable('LOG_LEVEL')
  @IsIn(LOG_LEVELS)
  logLevel: LogLevel = 'info';

  @Variable('LOG_FORMAT')
  @IsIn(LOG_FORMATS)
  logFormat: LogFormat = 'json';
}
