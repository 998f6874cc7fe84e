/** Goes on with what is on file as uploaded or approved: at once after a step, at intervals, and after a restart. */
import { isOutage } from '@gatekeeper/database';
import type { Log } from '@gatekeeper/runtime';
import { applyTransfer } from './apply';
import type { ApplyingParts } from './apply';
import { previewTransfer } from './preview';
import type { ClosingGuard } from './preview';
import type { Transfer } from './transfer';

const BROKEN =
  'The service failed on it; nothing was written, and the log says more（系统内部错误，未写入任何内容，详见系统日志）';

/**
 * No queue of its own: the transfers' states are what is to be done. Any number of processes may work; one previews a
 * transfer (its row is locked), and the registry's one writer applies it.
 */
export class TransferWork {
  private running: Promise<void> | null = null;
  private again = false;

  constructor(
    private readonly parts: ApplyingParts,
    private readonly guard: ClosingGuard,
    private readonly log: Log,
  ) {}

  /**
   * Sees to everything that waits; one round at a time, and once more when asked meanwhile.
   * @throws a defect; an outage is logged, and waits for the next round.
   */
  wake(): Promise<void> {
    this.again = true;
    this.running ??= this.rounds().finally(() => (this.running = null));
    return this.running;
  }

  private async rounds(): Promise<void> {
    while (this.again) {
      this.again = false;
      try {
        for (const transfer of await this.parts.transfers.waiting()) await this.goOn(transfer);
      } catch (error) {
        if (!isOutage(error)) throw error;
        this.log.warn({ err: error }, 'transfers wait: PostgreSQL does not answer');
      }
    }
  }

  /** An outage leaves it for the next round; anything else fails this transfer and no other. */
  private async goOn(transfer: Transfer): Promise<void> {
    const { transferId } = transfer;
    try {
      if (transfer.state === 'uploaded') await previewTransfer(this.parts.dataSource, transfer, this.guard);
      else await applyTransfer(this.parts, transferId);
    } catch (error) {
      if (isOutage(error)) {
        this.log.warn({ err: error, transferId }, 'a transfer waits: a server does not answer');
        return;
      }
      this.log.error({ err: error, transferId }, 'a transfer failed: this system is wrong');
      await this.parts.transfers.failed(transferId, BROKEN, this.parts.clock.now());
    }
  }
}
