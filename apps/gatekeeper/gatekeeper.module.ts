import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { WATCHED } from '@gatekeeper/http';
import type { OperatingPlace } from '@gatekeeper/http';
import { BatchSettler } from './batch-settler';
import { DueLines } from './due-lines';
import { ASKING_CONTROLLERS, HTTP_CONTROLLERS } from './http';
import { lineWork } from './line-work';
import { LinesController } from './lines.controller';
import { PARTS } from './parts';
import type { Parts } from './parts';
import { paymentWork } from './payment-work';
import { PAYMENT_SETTLER, PaymentsController } from './payments.controller';
import { Publications } from './publications';
import { Sweeper } from './sweeper';
import { StreamMetrics } from './stream-metrics';

/** The one composition of the app: its controllers over parts that are open and ready. */
@Module({})
export class GatekeeperModule {
  static of(parts: Parts, { atTheDoors }: OperatingPlace): DynamicModule {
    return {
      module: GatekeeperModule,
      controllers: [
        LinesController,
        PaymentsController,
        ...(atTheDoors ? HTTP_CONTROLLERS : ASKING_CONTROLLERS),
      ],
      providers: [
        { provide: PARTS, useValue: parts },
        { provide: WATCHED, useValue: parts },
        { provide: StreamMetrics, useFactory: () => new StreamMetrics(parts.metrics) },
        {
          provide: Publications,
          inject: [StreamMetrics],
          useFactory: (metrics: StreamMetrics) => new Publications(parts, metrics),
        },
        {
          provide: BatchSettler,
          inject: [Publications, StreamMetrics],
          useFactory: (publications: Publications, metrics: StreamMetrics) =>
            new BatchSettler(parts, publications, metrics, lineWork(parts)),
        },
        {
          provide: PAYMENT_SETTLER,
          inject: [Publications, StreamMetrics],
          useFactory: (publications: Publications, metrics: StreamMetrics) =>
            new BatchSettler(parts, publications, metrics, paymentWork(parts)),
        },
        {
          provide: DueLines,
          inject: [Publications],
          useFactory: (publications: Publications) => new DueLines(parts, publications),
        },
        {
          provide: Sweeper,
          inject: [Publications, DueLines],
          useFactory: (publications: Publications, dueLines: DueLines) =>
            new Sweeper(parts, publications, dueLines),
        },
      ],
    };
  }
}
