import { Module } from '@nestjs/common';
import { caseController } from './case-controllers';
import { DeadlinesController } from './deadlines.controller';
import { WORKFLOWS } from './workflows/all';

/** A controller for each workflow, and the deadlines of all of them. */
@Module({ controllers: [...WORKFLOWS.map(caseController), DeadlinesController] })
export class CasesModule {}
