import { Module } from '@nestjs/common';
import { CollectionsController } from './collections.controller';
import { RUN_RESULTS } from './run-results';
import type { RunResults } from './run-results';

const runs: RunResults = { read: () => Promise.resolve('unknown') };

/** The ledgers of institutions over HTTP. */
@Module({ controllers: [CollectionsController], providers: [{ provide: RUN_RESULTS, useValue: runs }] })
export class CollectionsModule {}
