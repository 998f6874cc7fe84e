import { Module } from '@nestjs/common';
import { AuditSamplesController } from '../audit-samples/audit-samples.controller';
import { CollectionsController } from './collections.controller';
import { RUN_RESULTS } from './run-results';
import { StoredRunResults } from './stored-run-results';

/** The ledgers of institutions, and samples of re-audits, over HTTP: both read runs of clearing. */
@Module({
  controllers: [CollectionsController, AuditSamplesController],
  providers: [{ provide: RUN_RESULTS, useClass: StoredRunResults }],
})
export class CollectionsModule {}
