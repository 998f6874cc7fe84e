import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module';
import { PublicFeedController } from './public-feed.controller';
import { SelfServiceController } from './self-service.controller';

/** What people and institutions see of themselves, and what everybody may see of them. */
@Module({ imports: [AccessModule], controllers: [SelfServiceController, PublicFeedController] })
export class SelfServiceModule {}
