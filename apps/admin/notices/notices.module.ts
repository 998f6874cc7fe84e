import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module';
import { NoticesController } from './notices.controller';

/** Notices of handling in print, and the agencies that issue them. */
@Module({ imports: [AccessModule], controllers: [NoticesController] })
export class NoticesModule {}
