import { Global, Module } from '@nestjs/common';
import { ADMIN_PARTS } from '../parts';
import { SETTLING_SOURCES, settlingSourcesOf } from './settling-sources';

/** Lets modules ask what lines on file would become. Needs a provider of `ADMIN_PARTS`. */
@Global()
@Module({
  providers: [{ provide: SETTLING_SOURCES, inject: [ADMIN_PARTS], useFactory: settlingSourcesOf }],
  exports: [SETTLING_SOURCES],
})
export class SettlingModule {}
