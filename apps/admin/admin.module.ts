import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { OPERATING_CONTROLLERS } from '@gatekeeper/http';
import type { OperatingPlace } from '@gatekeeper/http';
import { AccessModule } from './access/access.module';
import { CasesModule } from './cases/cases.module';
import { FiguresModule } from './figures/figures.module';
import type { AdminParts } from './parts';
import { HoldsModule } from './holds/holds.module';
import { NoticesModule } from './notices/notices.module';
import { ObservingModule } from './observing/observing.module';
import { PartsModule } from './parts.module';
import { RegistryModule } from './registry/registry.module';
import { TransferModule } from './transfer/transfer.module';
import { SyncModule } from './sync/sync.module';
import { ParticularsModule } from './particulars/particulars.module';
import { PersonFileModule } from './person-file/person-file.module';
import { ReportsModule } from './reports/reports.module';
import { SelfServiceModule } from './self-service/self-service.module';
import { ClosingsModule } from './closings/closings.module';
import { SweepPlansModule } from './sweep-plans/sweep-plans.module';
import { SettlingModule } from './what-if/settling.module';
import { WhatIfModule } from './what-if/what-if.module';

/** The one composition of the app: its modules over parts that are open and ready; health and figures among them unless they have a port of their own. */
@Module({})
export class AdminModule {
  static of(parts: AdminParts, { atTheDoors }: OperatingPlace = { atTheDoors: true }): DynamicModule {
    return {
      module: AdminModule,
      imports: [
        PartsModule.of(parts),
        AccessModule,
        CasesModule,
        FiguresModule,
        HoldsModule,
        NoticesModule,
        ObservingModule,
        ParticularsModule,
        PersonFileModule,
        RegistryModule,
        ReportsModule,
        SelfServiceModule,
        SettlingModule,
        ClosingsModule,
        SweepPlansModule,
        SyncModule,
        TransferModule,
        WhatIfModule,
      ],
      controllers: atTheDoors ? [...OPERATING_CONTROLLERS] : [],
    };
  }
}
