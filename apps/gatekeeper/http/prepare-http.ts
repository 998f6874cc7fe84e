import type { NestExpressApplication } from '@nestjs/platform-express';
import { BODY_LIMIT_BYTES, reportProblems, requestFigures } from '@gatekeeper/http';
import helmet from 'helmet';
import { PARTS } from '../parts';
import type { Parts } from '../parts';
import { serveOpenApi } from './openapi';

/** Readies an app for `HTTP_CONTROLLERS`: before it is initialised or listens. */
export function prepareHttp(app: NestExpressApplication): void {
  const { metrics, log } = app.get<Parts>(PARTS, { strict: false });
  app.use(requestFigures(metrics));
  // TLS ends in front of the gatekeeper: a page of a plain address must not ask for its assets over https.
  app.use(helmet({ contentSecurityPolicy: { directives: { upgradeInsecureRequests: null } } }));
  // Bodies stay bytes: what JSON.parse would hide (a digit, a key that comes twice) must be seen.
  app.useBodyParser('raw', { type: () => true, limit: BODY_LIMIT_BYTES });
  reportProblems(app, log);
  serveOpenApi(app);
}
