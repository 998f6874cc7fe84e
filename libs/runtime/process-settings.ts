import { Type } from 'class-transformer';
import { IsIn, IsInt, IsNotEmpty, IsOptional, IsString, Matches, Max, Min } from 'class-validator';
import { LOG_FORMATS, LOG_LEVELS } from './log';
import type { LogFormat, LogLevel } from './log';
import { DatabaseCaFile, DatabaseUrl, KafkaAccessSettings } from './server-settings';
import { Variable } from './settings';

export const LARGEST_PORT = 65_535;

/** What every process is told by its environment (FORMATS 6). */
export abstract class ProcessSettings extends KafkaAccessSettings {
  @DatabaseUrl()
  databaseUrl!: string;

  @DatabaseCaFile()
  databaseCaFile?: string;

  /** PEM file of the authority that signed Redis's certificate. */
  @Variable('REDIS_CA_FILE')
  @IsOptional()
  @IsString()
  redisCaFile?: string;

  /** Where figures and health are served instead of at the port of the doors. */
  @Variable('METRICS_PORT')
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(LARGEST_PORT)
  metricsPort?: number;

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
