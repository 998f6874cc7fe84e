/** The gatekeeper's HTTP doors: `controllers: [...HTTP_CONTROLLERS]` beside a provider of `PARTS`, then `prepareHttp(app)`. */
import { ChecksController } from './checks.controller';
import { EligibilityController } from './eligibility.controller';
import { HealthController } from './health.controller';
import { MetricsController } from './metrics.controller';

export { prepareHttp, reportProblems } from './prepare-http';

/** What answers before the parts are open. */
export const WAITING_CONTROLLERS = [HealthController, MetricsController];

export const HTTP_CONTROLLERS = [ChecksController, EligibilityController, ...WAITING_CONTROLLERS];
