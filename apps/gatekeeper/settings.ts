import { Type } from 'class-transformer';
import { IsIn, IsInt, IsNotEmpty, IsString, Matches, Max, Min } from 'class-validator';
import {
  Checked,
  KafkaBrokers,
  portProblems,
  redisProblems,
  Port,
  ProcessSettings,
  RedisUrl,
  Variable,
} from '@gatekeeper/runtime';
import { BATCH_LIMITS } from '@gatekeeper/stream';
import { policyProblems } from '@gatekeeper/wire';

/** What the gatekeeper is told however it is started (CONTRACT 6). */
@Checked(policyProblems)
@Checked(redisProblems)
@Checked(portProblems)
abstract class CommonSettings extends ProcessSettings {
  @Port('GATEKEEPER_PORT')
  port = 3001;

  @Variable('CONSUMER_GROUP')
  @IsString()
  @IsNotEmpty()
  consumerGroup = 'gatekeeper';

  /** Everything is decided and recorded, and told on topics of its own that nobody acts on. */
  @Variable('OBSERVE')
  @IsIn(['true', 'false'])
  observe: 'true' | 'false' = 'false';

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
  consumerBatchBytes = BATCH_LIMITS.bytes;

  /** Messages of one partition in one batch. */
  @Variable('CONSUMER_BATCH_LINES')
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(100_000)
  consumerBatchLines = BATCH_LIMITS.lines;

  /** Above so much paid money moved by one registry write two people are asked; `none`: never, `0`: for any. */
  @Variable('SWEEP_APPROVAL_YUAN')
  @Matches(/^(none|\d{1,15}(\.\d{1,2})?)$/, {
    message: 'sweepApprovalYuan must be an amount in yuan, such as 100000.00, or none',
  })
  sweepApprovalYuan = '100000.00';
}

/** Of `npm start`: the log and the cache are inside the process unless their servers are given. */
export class StartSettings extends CommonSettings {
  @RedisUrl('optional')
  redisUrl?: string;

  @KafkaBrokers('optional')
  kafkaBrokers?: string;
}

/** Of a gatekeeper against real servers: each address must be given. */
export class ServedSettings extends CommonSettings {
  @RedisUrl('required')
  redisUrl!: string;

  @KafkaBrokers('required')
  kafkaBrokers!: string;
}

export type GatekeeperSettings = StartSettings | ServedSettings;
