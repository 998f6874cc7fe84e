import { Module } from '@nestjs/common';
import { HandlingController } from './handling/handling.controller';

/** Reports that agencies owe. */
@Module({ controllers: [HandlingController] })
export class ReportsModule {}
