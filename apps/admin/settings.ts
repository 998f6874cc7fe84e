import { Type } from 'class-transformer';
import { IsInt, IsNumber, Max, Min } from 'class-validator';
import {
  Checked,
  KafkaBrokers,
  portProblems,
  redisProblems,
  Port,
  RedisUrl,
  Variable,
} from '@gatekeeper/runtime';
import { policyProblems } from '@gatekeeper/wire';
import { AccessSettings } from './access/access-settings';

/** What the admin app is told however it is started (CONTRACT 6). */
@Checked(policyProblems)
@Checked(redisProblems)
@Checked(portProblems)
abstract class CommonSettings extends AccessSettings {
  @Port('ADMIN_PORT')
  port = 3000;

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
}

/** Of `npm start`: without Redis and without Kafka unless their addresses are given. */
export class StartSettings extends CommonSettings {
  @RedisUrl('optional')
  redisUrl?: string;

  @KafkaBrokers('optional')
  kafkaBrokers?: string;
}

/** Of an admin app against real servers: each address must be given. */
export class ServedSettings extends CommonSettings {
  @RedisUrl('required')
  redisUrl!: string;

  @KafkaBrokers('required')
  kafkaBrokers!: string;
}

export type AdminSettings = StartSettings | ServedSettings;
