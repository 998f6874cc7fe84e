import { Global, Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { WATCHED } from '@gatekeeper/http';
import { ADMIN_PARTS } from './parts';
import type { AdminParts } from './parts';

/** Hands the opened parts to every module. */
@Global()
@Module({})
export class PartsModule {
  static of(parts: AdminParts): DynamicModule {
    return {
      module: PartsModule,
      providers: [
        { provide: ADMIN_PARTS, useValue: parts },
        { provide: WATCHED, useValue: parts },
      ],
      exports: [ADMIN_PARTS, WATCHED],
    };
  }
}
