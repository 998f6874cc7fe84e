import { delayBeforeRetry } from '@gatekeeper/runtime';
import type { BackOff, Log, Outage } from '@gatekeeper/runtime';
import { partitionName } from './progress-ledger';
import type { ProgressLedger } from './progress-ledger';
import type { AssignedPartition } from './ports';

export const PAUSE_BACK_OFF: BackOff = { firstDelayMs: 250, maxDelayMs: 15_000 };

/** Partitions that wait for a server to come back: each resumes by itself, later each time, until a batch is handled. */
export class OutagePauses {
  private readonly attempts = new Map<string, number>();
  private readonly timers = new Set<NodeJS.Timeout>();

  constructor(
    private readonly ledger: ProgressLedger,
    private readonly log: Log,
    private readonly backOff: BackOff = PAUSE_BACK_OFF,
  ) {}

  pause(partition: AssignedPartition, outage: Outage, resume: () => void): void {
    const name = partitionName(partition);
    const attempt = (this.attempts.get(name) ?? 0) + 1;
    this.attempts.set(name, attempt);
    const delayMs = delayBeforeRetry(attempt, this.backOff);
    this.ledger.trouble(name, outage.message);
    this.log.warn({ partition: name, attempt, delayMs, reason: outage.message }, 'partition paused');
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      resume();
    }, delayMs);
    this.timers.add(timer);
  }

  /** A batch of the partition was handled. */
  succeeded(partition: AssignedPartition): void {
    const name = partitionName(partition);
    if (this.attempts.delete(name)) this.log.info({ partition: name }, 'partition resumed');
  }

  /** Nothing resumes any more. */
  clear(): void {
    for (const timer of this.timers) clearTimeout(timer);
    this.timers.clear();
  }
}
