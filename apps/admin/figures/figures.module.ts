import { Module } from '@nestjs/common';
import { TalliesController } from './tallies.controller';

/** What lines come to, told by figures that are kept beside them. */
@Module({ controllers: [TalliesController] })
export class FiguresModule {}
