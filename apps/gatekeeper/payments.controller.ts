import { Controller, Inject } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { BatchPattern } from '@gatekeeper/stream';
import type { BatchControl, MessageBatch } from '@gatekeeper/stream';
import { BatchSettler } from './batch-settler';
import { DueLines } from './due-lines';

/** Nest's token for the settler of the payments topic. */
export const PAYMENT_SETTLER = Symbol('settler of payment notices');

/** Where the payments topic's batches come in. */
@Controller()
export class PaymentsController {
  constructor(
    @Inject(PAYMENT_SETTLER) private readonly settler: BatchSettler,
    private readonly dueLines: DueLines,
  ) {}

  @BatchPattern('settlement.payments.v1')
  async settle(@Payload() batch: MessageBatch, @Ctx() control: BatchControl): Promise<void> {
    await this.settler.settle(batch, control);
    this.dueLines.wake();
  }
}
