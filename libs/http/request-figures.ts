import type { Metrics } from '@gatekeeper/runtime';
import type { NextFunction, Request, Response } from 'express';

const BUCKETS_SECONDS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/**
 * Measures every request by method, route and status. The route is its template, never the address: that may carry a
 * clinician's code. `aborted` is a client that left before its answer was sent.
 */
export function requestFigures(
  metrics: Metrics,
): (request: Request, response: Response, next: NextFunction) => void {
  const durations = metrics.histogram(
    'gatekeeper_http_request_duration_seconds',
    'Time from a request to the end of its answer.',
    BUCKETS_SECONDS,
    ['method', 'route', 'status'],
  );
  return (request, response, next) => {
    const started = performance.now();
    response.once('close', () => {
      const labels = {
        method: METHODS.has(request.method) ? request.method : 'other',
        route: routeOf(request),
        status: response.writableFinished ? String(response.statusCode) : 'aborted',
      };
      durations.observe(labels, (performance.now() - started) / 1000);
    });
    next();
  };
}

const METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** Express leaves the route that took the request on it, as `{ path }`. */
function routeOf(request: Request): string {
  const route: unknown = request.route;
  return typeof route === 'object' && route !== null && 'path' in route && typeof route.path === 'string'
    ? route.path
    : 'other';
}
