import { Catch, HttpException } from '@nestjs/common';
import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common';
import { isOutage } from '@gatekeeper/database';
import { NotAsThingsStand } from '@gatekeeper/runtime';
import type { Log } from '@gatekeeper/runtime';
import type { Response } from 'express';
import { NotReady } from './not-ready';
import type { ProblemDetails } from './problem-details';
import {
  defect,
  namedProblem,
  notReady,
  nothingHere,
  outage,
  plainRefusal,
  PROBLEM_MEDIA_TYPE,
  tooLarge,
} from './problem-details';
import { Refused } from './refused';

/** When asking again makes sense, seconds. */
const RETRY_AFTER_SECONDS = 5;

/** The one place that turns what was thrown into HTTP. Addresses are not logged: they may carry a clinician's code. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly log: Log) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const response = host.switchToHttp().getResponse<Response>();
    const problem = this.problemOf(thrown);
    if (response.headersSent) {
      response.destroy();
      return;
    }
    if (thrown instanceof Refused) response.set(thrown.headers);
    if (problem.status === 503) response.set('Retry-After', String(RETRY_AFTER_SECONDS));
    response
      .status(problem.status)
      .set('Cache-Control', 'no-store')
      .type(PROBLEM_MEDIA_TYPE)
      .send(JSON.stringify(problem));
  }

  private problemOf(thrown: unknown): ProblemDetails {
    if (thrown instanceof Refused) return thrown.problem;
    if (thrown instanceof NotReady) return notReady(thrown.parts);
    if (thrown instanceof NotAsThingsStand) {
      const { type, title, detail } = thrown;
      return namedProblem(type, { title, status: 409, detail });
    }
    if (isOutage(thrown)) {
      this.log.warn({ err: thrown }, 'a request could not be answered: a server does not answer');
      return outage();
    }
    const status = refusalStatus(thrown);
    switch (status) {
      case null:
        this.log.error({ err: thrown }, 'a request could not be answered: this system is wrong');
        return defect();
      case 404:
        return nothingHere();
      case 413:
        return tooLarge();
      default:
        return plainRefusal(status);
    }
  }
}

/** The 4xx status that Nest or the body parser asks for; `null` for anything else. */
function refusalStatus(thrown: unknown): number | null {
  const status = thrown instanceof HttpException ? thrown.getStatus() : statusCodeOf(thrown);
  return status !== null && status >= 400 && status < 500 ? status : null;
}

const statusCodeOf = (thrown: unknown): number | null =>
  thrown instanceof Error && 'statusCode' in thrown && typeof thrown.statusCode === 'number'
    ? thrown.statusCode
    : null;
