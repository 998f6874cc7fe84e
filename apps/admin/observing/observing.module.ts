import { Module } from '@nestjs/common';
import { ObservingController } from './observing.controller';

@Module({ controllers: [ObservingController] })
export class ObservingModule {}
