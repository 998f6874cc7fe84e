import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module';
import { ClosingsController } from './closings.controller';
import { ClosingExceptionsController } from './exceptions.controller';

/** Closings over HTTP. Needs a provider of `ADMIN_PARTS`. */
@Module({ imports: [AccessModule], controllers: [ClosingsController, ClosingExceptionsController] })
export class ClosingsModule {}
