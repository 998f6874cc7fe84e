import { Module } from '@nestjs/common';
import { HandlingController } from './handling/handling.controller';
import { InstitutionYearController } from './institution-year/institution-year.controller';

/** Reports that agencies owe, and what a year's measures mean for institutions. */
@Module({ controllers: [HandlingController, InstitutionYearController] })
export class ReportsModule {}
