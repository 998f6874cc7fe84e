import { Module } from '@nestjs/common';
import { ChecksController } from './checks/checks.controller';
import { HandlingController } from './handling/handling.controller';
import { InstitutionYearController } from './institution-year/institution-year.controller';

/** Reports that agencies owe, checks they make, and what a year's measures mean for institutions. */
@Module({ controllers: [ChecksController, HandlingController, InstitutionYearController] })
export class ReportsModule {}
