import { Inject, Injectable, Module } from '@nestjs/common';
import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import { runLoop } from '@gatekeeper/runtime';
import type { SettlingSources } from '@gatekeeper/settling';
import { AccessModule } from '../access/access.module';
import { identityKeysOf } from '../access/identity-keys';
import { REACHES } from '../access/reaches';
import type { Reaches } from '../access/reaches';
import { appendAudit } from '../audit/audit-log';
import { ADMIN_PARTS } from '../parts';
import type { AdminParts } from '../parts';
import { SettlingModule } from '../what-if/settling.module';
import { SETTLING_SOURCES } from '../what-if/settling-sources';
import { WhatIfDesk } from '../what-if/what-if-desk';
import { ExportsController } from './doors/exports.controller';
import { TransferDesk } from './doors/transfer-desk';
import { TransferReads } from './doors/transfer-reads';
import { TransfersController } from './doors/transfers.controller';
import type { ApplyingParts } from './staging/apply';
import { KeptIdentities, NoIdentities } from './staging/kept-identities';
import { TransferStore } from './staging/transfer-store';
import { TransferWork } from './staging/transfer-work';

/** Nest's token for what transfers are applied with. */
export const APPLYING_PARTS = Symbol('what transfers are applied with');

const LOOK_EVERY_MS = 30_000;
const LONGEST_ROUND_MS = 3_600_000;

/** On the pool of the background, whatever waits at the doors. */
function applyingParts({ background: dataSource, registry, clock, settings }: AdminParts): ApplyingParts {
  const keys = identityKeysOf(settings);
  return {
    dataSource,
    registry,
    clock,
    transfers: new TransferStore(dataSource),
    identities: keys === null ? new NoIdentities() : new KeptIdentities(keys, clock),
    alongside: (client, { transferId, approvedBy }, version) =>
      appendAudit(client, {
        at: clock.now(),
        actor: 'system',
        action: 'transfer.applied',
        subject: transferId,
        details: { version, approvedBy },
      }),
  };
}

/** Goes on with waiting transfers from the start of the app to its end. */
@Injectable()
export class TransferRunner implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly ending = new AbortController();
  private running: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly work: TransferWork,
    @Inject(ADMIN_PARTS) private readonly parts: AdminParts,
  ) {}

  onApplicationBootstrap(): void {
    const { health, metrics, log } = this.parts;
    runLoop({
      name: 'transfers',
      everyMs: LOOK_EVERY_MS,
      work: () => this.work.wake(),
      whenFailing: 'degraded',
      // The largest file is previewed and applied in one round.
      quietLimitMs: LONGEST_ROUND_MS,
      health,
      metrics,
      log,
      shutdown: {
        running: (_name, work) => {
          this.running = work(this.ending.signal);
        },
      },
    });
  }

  async onApplicationShutdown(): Promise<void> {
    this.ending.abort();
    await this.running;
  }
}

/** Files into the registry and out of it. Needs a provider of `ADMIN_PARTS`. */
@Module({
  imports: [AccessModule, SettlingModule],
  controllers: [TransfersController, ExportsController],
  providers: [
    { provide: APPLYING_PARTS, useFactory: applyingParts, inject: [ADMIN_PARTS] },
    {
      provide: TransferWork,
      useFactory: (applying: ApplyingParts, { settings, log }: AdminParts) =>
        new TransferWork(applying, { share: settings.transferClosingShare }, log),
      inject: [APPLYING_PARTS, ADMIN_PARTS],
    },
    {
      provide: TransferDesk,
      useFactory: (applying: ApplyingParts, work: TransferWork, reaches: Reaches, { settings }: AdminParts) =>
        new TransferDesk(applying, work, reaches, settings.transferLimitBytes),
      inject: [APPLYING_PARTS, TransferWork, REACHES, ADMIN_PARTS],
    },
    {
      provide: TransferReads,
      useFactory: ({ dataSource, transfers, clock }: ApplyingParts) =>
        new TransferReads(dataSource, transfers, clock),
      inject: [APPLYING_PARTS],
    },
    {
      provide: WhatIfDesk,
      useFactory: (parts: AdminParts, sources: SettlingSources) => new WhatIfDesk(parts, sources),
      inject: [ADMIN_PARTS, SETTLING_SOURCES],
    },
    TransferRunner,
  ],
})
export class TransferModule {}
