import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Log } from '@gatekeeper/runtime';
import { HealthController } from './health.controller';
import { MetricsController } from './metrics.controller';
import { ProblemFilter } from './problem-filter';

/** The doors for whoever runs the process; they need a provider of `WATCHED`, and answer before anything else is open. */
export const OPERATING_CONTROLLERS = [HealthController, MetricsController];

/** Every error leaves as a problem document. */
export function reportProblems(app: NestExpressApplication, log: Log): void {
  app.useGlobalFilters(new ProblemFilter(log));
}
