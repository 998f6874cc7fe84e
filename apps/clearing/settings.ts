import { Type } from 'class-transformer';
import { IsInt, Max, Min } from 'class-validator';
import { Checked, Port, portProblems, ProcessSettings, Variable } from '@gatekeeper/runtime';
import { policyProblems } from '@gatekeeper/wire';

/** What a clearing worker is told by its environment (CONTRACT 6). */
@Checked(policyProblems)
@Checked(portProblems)
export class ClearingSettings extends ProcessSettings {
  @Port('CLEARING_PORT')
  port = 3002;

  /** Months of institutions that are worked on at the same time: beyond the database's share they wait for one processor. */
  @Variable('CLEARING_WORKERS')
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(32)
  workers = 2;
}
