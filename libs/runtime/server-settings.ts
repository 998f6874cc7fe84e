/** What the environment says of PostgreSQL, Redis, Kafka and ports, in the words that every process and command shares. */
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, Matches, Max, Min } from 'class-validator';
import { readKafkaAccess, SASL_MECHANISMS } from './kafka-access';
import type { SaslMechanism } from './kafka-access';
import { databaseProblems } from './server-checks';
import { Checked, Variable } from './settings';

const DATABASE_ADDRESS = /^postgres(ql)?:\/\/\S+$/;
const DATABASE_FORM = { message: 'databaseUrl must be postgres://user:password@host:port/database' };
const REDIS_ADDRESS = /^rediss?:\/\/./;
const REDIS_FORM = { message: 'redisUrl must be redis://…, or several with commas' };
const BROKERS = /^[^\s:,]+:\d+(,[^\s:,]+:\d+)*$/;
const BROKERS_FORM = { message: 'kafkaBrokers must be host:port,…' };
const TOPIC_PREFIX = /^[A-Za-z0-9._-]*$/;
const TOPIC_PREFIX_FORM = { message: 'topicPrefix must be letters, digits, dots, dashes' };
const LARGEST_PORT = 65_535;

/** Under `npm start` a server that is not named is done without; a served process must be given each. */
type Needed = 'required' | 'optional';

const declared =
  (...decorators: readonly PropertyDecorator[]): PropertyDecorator =>
  (prototype, property) => {
    for (const decorate of [...decorators].reverse()) decorate(prototype, property);
  };

/** A port to listen on; 0 is any that is free. */
export const Port = (variable: string): PropertyDecorator =>
  declared(
    Variable(variable),
    Type(() => Number),
    IsInt(),
    Min(0),
    Max(LARGEST_PORT),
  );

/** Where PostgreSQL is, with user and password. For the property `databaseUrl`, which its problems are told by. */
export const DatabaseUrl = (): PropertyDecorator =>
  declared(Variable('DATABASE_URL', { secret: true }), Matches(DATABASE_ADDRESS, DATABASE_FORM));

/** PEM file of the authority that signed PostgreSQL's certificate. */
export const DatabaseCaFile = (): PropertyDecorator =>
  declared(Variable('DATABASE_CA_FILE'), IsOptional(), IsString());

/** The settings of a command that needs the database and nothing else. */
@Checked(databaseProblems)
export class DatabaseSettings {
  @DatabaseUrl()
  readonly databaseUrl!: string;

  @DatabaseCaFile()
  readonly databaseCaFile?: string;
}

/** Where Redis is, with its password, or all nodes of a cluster. For the property `redisUrl`. */
export const RedisUrl = (needed: Needed): PropertyDecorator =>
  declared(
    Variable('REDIS_URL', { secret: true }),
    Matches(REDIS_ADDRESS, REDIS_FORM),
    ...(needed === 'optional' ? [IsOptional()] : []),
  );

/** The brokers to begin with. For the property `kafkaBrokers`. */
export const KafkaBrokers = (needed: Needed): PropertyDecorator =>
  declared(
    Variable('KAFKA_BROKERS'),
    Matches(BROKERS, BROKERS_FORM),
    ...(needed === 'optional' ? [IsOptional()] : []),
  );

/** What goes before the name of every topic. For the property `topicPrefix`. */
export const TopicPrefix = (): PropertyDecorator =>
  declared(Variable('TOPIC_PREFIX'), Matches(TOPIC_PREFIX, TOPIC_PREFIX_FORM));

/** The file that says which packs hold where, instead of what ships. */
export const PackMap = (): PropertyDecorator => declared(Variable('PACK_MAP'), IsOptional(), IsString());

/** The file with the values that packs leave to the installation. */
export const PackValues = (): PropertyDecorator =>
  declared(Variable('PACK_VALUES'), IsOptional(), IsString());

/** How brokers that do not trust everyone are reached. */
@Checked<KafkaAccessSettings>((settings) => {
  const access = readKafkaAccess(settings);
  return access.ok ? [] : access.problems;
})
export abstract class KafkaAccessSettings {
  @Variable('KAFKA_TLS')
  @IsIn(['true', 'false'])
  kafkaTls: 'true' | 'false' = 'false';

  /** PEM files. Without an authority those count that Node knows. */
  @Variable('KAFKA_CA_FILE')
  @IsOptional()
  @IsString()
  kafkaCaFile?: string;

  @Variable('KAFKA_CERT_FILE')
  @IsOptional()
  @IsString()
  kafkaCertFile?: string;

  @Variable('KAFKA_KEY_FILE')
  @IsOptional()
  @IsString()
  kafkaKeyFile?: string;

  @Variable('KAFKA_SASL_MECHANISM')
  @IsOptional()
  @IsIn(SASL_MECHANISMS)
  kafkaSaslMechanism?: SaslMechanism;

  @Variable('KAFKA_USERNAME')
  @IsOptional()
  @IsString()
  kafkaUsername?: string;

  @Variable('KAFKA_PASSWORD', { secret: true })
  @IsOptional()
  @IsString()
  kafkaPassword?: string;
}
