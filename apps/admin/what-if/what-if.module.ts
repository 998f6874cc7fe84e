import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module';
import { WhatIfController } from './what-if.controller';

/** What-if over HTTP. Needs providers of `ADMIN_PARTS` and `SETTLING_SOURCES`. */
@Module({ imports: [AccessModule], controllers: [WhatIfController] })
export class WhatIfModule {}
