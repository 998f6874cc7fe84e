import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module';
import { PersonFileController } from './person-file.controller';

/** The whole file of a clinician (一医一档). */
@Module({ imports: [AccessModule], controllers: [PersonFileController] })
export class PersonFileModule {}
