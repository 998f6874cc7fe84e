import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module';
import { SweepPlansController } from './sweep-plans.controller';

/** Plans over HTTP. Needs providers of `ADMIN_PARTS` and `SETTLING_SOURCES`. */
@Module({ imports: [AccessModule], controllers: [SweepPlansController] })
export class SweepPlansModule {}
