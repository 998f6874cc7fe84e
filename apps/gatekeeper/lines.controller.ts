import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { BatchPattern } from '@gatekeeper/stream';
import type { BatchControl, MessageBatch } from '@gatekeeper/stream';
import { BatchSettler } from './batch-settler';

/** Where the lines topic's batches come in. */
@Controller()
export class LinesController {
  constructor(private readonly settler: BatchSettler) {}

  @BatchPattern('settlement.lines.v1')
  settle(@Payload() batch: MessageBatch, @Ctx() control: BatchControl): Promise<void> {
    return this.settler.settle(batch, control);
  }
}
