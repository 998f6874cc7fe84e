/** The gatekeeper's HTTP doors: `controllers: [...HTTP_CONTROLLERS]` beside providers of `PARTS` and `WATCHED`, then `prepareHttp(app)`. */
import { OPERATING_CONTROLLERS } from '@gatekeeper/http';
import { ChecksController } from './checks.controller';
import { EligibilityController } from './eligibility.controller';

export { prepareHttp } from './prepare-http';

/** Without health and figures, which have a port of their own where METRICS_PORT is set. */
export const ASKING_CONTROLLERS = [ChecksController, EligibilityController];

export const HTTP_CONTROLLERS = [...ASKING_CONTROLLERS, ...OPERATING_CONTROLLERS];
