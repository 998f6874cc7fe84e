import { Module } from '@nestjs/common';
import { CarveOutsController } from './carve-outs.controller';
import { SignalsController } from './signals.controller';
import { TalliesController } from './tallies.controller';

/** What lines come to, told by figures that are kept beside them. */
@Module({ controllers: [CarveOutsController, SignalsController, TalliesController] })
export class FiguresModule {}
