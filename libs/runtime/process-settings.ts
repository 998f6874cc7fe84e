import { IsIn, IsNotEmpty, IsOptional, IsString, Matches } from 'class-validator';
import { LOG_FORMATS, LOG_LEVELS } from './log';
import type { LogFormat, LogLevel } from './log';
import { Variable } from './settings';

export const LARGEST_PORT = 65_535;

export const REDIS_ADDRESS = /^rediss?:\/\/./;
export const REDIS_FORM = { message: 'redisUrl must be redis://…, or several with commas' };
export const BROKERS = /^[^\s:,]+:\d+(,[^\s:,]+:\d+)*$/;
export const BROKERS_FORM = { message: 'kafkaBrokers must be host:port,…' };

/** What every process is told by its environment (FORMATS 6). */
export abstract class ProcessSettings {
  @Variable('DATABASE_URL', { secret: true })
  @IsString()
  @Matches(/^postgres(ql)?:\/\/./, { message: 'databaseUrl must be postgres://…' })
  databaseUrl!: string;

  /** PEM file of the authority that signed PostgreSQL's certificate. */
  @Variable('DATABASE_CA_FILE')
  @IsOptional()
  @IsString()
  databaseCaFile?: string;

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

  @Variable('LOG_LEVEL')
  @IsIn(LOG_LEVELS)
  logLevel: LogLevel = 'info';

  @Variable('LOG_FORMAT')
  @IsIn(LOG_FORMATS)
  logFormat: LogFormat = 'json';
}
