import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module';
import { ParticularsController } from './particulars.controller';

/** What registrations state of the practice. */
@Module({ imports: [AccessModule], controllers: [ParticularsController] })
export class ParticularsModule {}
