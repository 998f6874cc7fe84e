import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { OPERATING_CONTROLLERS, WATCHED } from '@gatekeeper/http';
import { ADMIN_PARTS } from './parts';
import type { AdminParts } from './parts';

/** The one composition of the app: its controllers over parts that are open and ready. */
@Module({})
export class AdminModule {
  static of(parts: AdminParts): DynamicModule {
    return {
      module: AdminModule,
      controllers: [...OPERATING_CONTROLLERS],
      providers: [
        { provide: ADMIN_PARTS, useValue: parts },
        { provide: WATCHED, useValue: parts },
      ],
    };
  }
}
