import { IsIn, IsNotEmpty, IsOptional, IsString } from 'class-validator';
import { LOG_FORMATS, LOG_LEVELS } from './log';
import type { LogFormat, LogLevel } from './log';
import {
  DatabaseCaFile,
  DatabaseUrl,
  KafkaAccessSettings,
  PackMap,
  PackValues,
  Port,
  TopicPrefix,
} from './server-settings';
import { databaseProblems } from './server-checks';
import { Checked, Variable } from './settings';

/** What every process is told by its environment (CONTRACT 6). */
@Checked(databaseProblems)
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
  @Port('METRICS_PORT')
  @IsOptional()
  metricsPort?: number;

  @Variable('HOST')
  @IsString()
  @IsNotEmpty()
  host = '127.0.0.1';

  @TopicPrefix()
  topicPrefix = '';

  @PackMap()
  packMap?: string;

  @PackValues()
  packValues?: string;

  @Variable('LOG_LEVEL')
  @IsIn(LOG_LEVELS)
  logLevel: LogLevel = 'info';

  @Variable('LOG_FORMAT')
  @IsIn(LOG_FORMATS)
  logFormat: LogFormat = 'json';
}
