import { ValidationPipe } from '@nestjs/common';
import type { ValidationError } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { BODY_LIMIT_BYTES, Refused, reportProblems, requestFigures, unacceptable } from '@gatekeeper/http';
import type { Problem } from '@gatekeeper/wire';
import helmet from 'helmet';
import type { AdminParts } from '../parts';
import { serveOpenApi } from './openapi';

/** Readies the app for its controllers: before it is initialised or listens. */
export function prepareHttp(
  app: NestExpressApplication,
  { metrics, log, settings }: Pick<AdminParts, 'metrics' | 'log' | 'settings'>,
): void {
  app.disable('x-powered-by');
  app.set('trust proxy', settings.trustedProxies);
  app.use(requestFigures(metrics));
  // TLS ends in front of the app: a page of a plain address must not ask for its assets over https.
  app.use(helmet({ contentSecurityPolicy: { directives: { upgradeInsecureRequests: null } } }));
  app.useBodyParser('json', { limit: BODY_LIMIT_BYTES });
  app.useGlobalPipes(requestPipe());
  reportProblems(app, log);
  serveOpenApi(app);
}

/** Bodies and queries as their classes say, nothing else in them; every problem is named by its field. */
export const requestPipe = (): ValidationPipe =>
  new ValidationPipe({
    transform: true,
    whitelist: true,
    forbidNonWhitelisted: true,
    // A body without fields has no rules to be known by.
    forbidUnknownValues: false,
    exceptionFactory: refusalOf,
  });

function refusalOf(errors: readonly ValidationError[]): Refused {
  const [first, ...others] = errors.flatMap((error) => problemsOf(error, ''));
  return new Refused(unacceptable(first === undefined ? [] : [first, ...others]));
}

function problemsOf(
  { property, value, constraints = {}, children = [] }: ValidationError,
  within: string,
): Problem[] {
  const path = within === '' ? property : `${within}.${property}`;
  const own = Object.entries(constraints).map(([rule, words]): Problem => {
    const expected = rule === 'whitelistValidation' ? 'no field of this name（无此字段）' : words;
    const isMissing = value === undefined || value === null;
    // What was sent is not repeated: it may be a name, a password, an identity number.
    return {
      path,
      code: isMissing ? 'FIELD_MISSING' : 'FIELD_INVALID',
      expected,
      got: isMissing ? 'nothing' : `a value of type ${Array.isArray(value) ? 'list' : typeof value}`,
    };
  });
  return [...own, ...children.flatMap((child) => problemsOf(child, path))];
}
