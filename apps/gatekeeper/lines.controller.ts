import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { BatchPattern } from '@gatekeeper/stream';
import type { MessageBatch } from '@gatekeeper/stream';
import { BatchSettler } from './batch-settler';

/** Where the lines topic's batches come in. */
@Controller()
export class LinesController {
  constructor(private readonly settler: BatchSettler) {}

  @BatchPattern('settlement.lines.v1')
  settle(@Payload() batch: MessageBatch): Promise<void> {
    return this.settler.settle(batch);
  }
}
