import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module';
import { NoticeController } from './notice.controller';

/** Notices of handling in print. */
@Module({ imports: [AccessModule], controllers: [NoticeController] })
export class NoticesModule {}
