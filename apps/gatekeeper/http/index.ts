/** The gatekeeper's HTTP doors: `controllers: [...HTTP_CONTROLLERS]` beside providers of `PARTS` and `WATCHED`, then `prepareHttp(app)`. */
import { OPERATING_CONTROLLERS } from '@gatekeeper/http';
import { ChecksController } from './checks.controller';
import { EligibilityController } from './eligibility.controller';

export { prepareHttp } from './prepare-http';

export const HTTP_CONTROLLERS = [ChecksController, EligibilityController, ...OPERATING_CONTROLLERS];
