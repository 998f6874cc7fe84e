import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module';
import { CliniciansController } from './clinicians.controller';
import { InstitutionsController } from './institutions.controller';
import { RegistryRecordsController } from './registry-records.controller';

/** The registry of record over HTTP. Needs a provider of `ADMIN_PARTS`. */
@Module({
  imports: [AccessModule],
  controllers: [InstitutionsController, CliniciansController, RegistryRecordsController],
})
export class RegistryModule {}
