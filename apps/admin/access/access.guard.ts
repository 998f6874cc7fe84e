import { Inject, Injectable } from '@nestjs/common';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import {
  noSession,
  notAllowed,
  outOfScope,
  subjectUnnamed,
  tooMany,
  unprintableAddress,
} from './access-refusals';
import { bearerTokenOf } from './bearer-token';
import { setCaller } from './caller';
import type { Caller } from './caller';
import { judge } from './judgement';
import type { OperationRule } from './operation';
import { ruleOf } from './operations';
import { RATE_LIMITS } from './rate-limits';
import type { LimitedBy, RateLimits } from './rate-limits';
import { REACHES } from './reaches';
import type { Reaches } from './reaches';
import { OPEN_CONTROLLERS, operationOf } from './routes';
import type { OpenControllers } from './routes';
import { SESSIONS } from './sessions-port';
import type { Sessions } from './sessions-port';

/** Nobody gets past it but whom `OPERATIONS` lets: 401 without a session, 403 without the role or outside the scope. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    @Inject(SESSIONS) private readonly sessions: Pick<Sessions, 'callerOfToken'>,
    @Inject(REACHES) private readonly reaches: Reaches,
    @Inject(OPEN_CONTROLLERS) private readonly open: OpenControllers,
    @Inject(RATE_LIMITS) private readonly limits: Pick<RateLimits, 'count'>,
  ) {}

  /** Throws the refusal; never answers `false`. */
  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (this.open.includes(context.getClass())) return true;
    const request = context.switchToHttp().getRequest<Request>();
    if (CONTROL_CHARACTER.test(request.originalUrl)) throw unprintableAddress();
    const operationId = operationOf(this.reflector, context.getHandler());
    const rule = operationId === null ? null : ruleOf(operationId);
    // Start-up refuses such a route; were one to come by another way, nobody may call it.
    if (rule === null) throw notAllowed();
    if (rule.roles === 'public') {
      await this.limit(rule.limitedBy ?? 'public', addressOf(request), request);
      return true;
    }
    const caller = await this.authenticate(request);
    await this.limit('user', caller.userId, request);
    await this.admit(caller, rule, request);
    setCaller(request, caller);
    return true;
  }

  private async authenticate(request: Request): Promise<Caller> {
    const token = bearerTokenOf(request.headers.authorization);
    const caller = token === null ? null : await this.sessions.callerOfToken(token);
    if (caller !== null) return caller;
    await this.limit('public', addressOf(request), request);
    throw noSession();
  }

  private async admit(caller: Caller, rule: OperationRule, request: Request): Promise<void> {
    const judgement = await judge(caller, rule, request, this.reaches);
    if (typeof judgement === 'object') throw subjectUnnamed(judgement.unnamed.field);
    switch (judgement) {
      case 'allowed':
        return;
      case 'role_missing':
        throw notAllowed();
      case 'out_of_scope':
        throw outOfScope();
    }
  }

  /** Counts the request, and tells on its answer what is left. */
  private async limit(by: LimitedBy, key: string, { res: response }: Request): Promise<void> {
    const { limit, remaining, resetSeconds, waitSeconds } = await this.limits.count(by, key);
    response?.set({
      'RateLimit-Limit': String(limit),
      'RateLimit-Remaining': String(remaining),
      'RateLimit-Reset': String(resetSeconds),
    });
    if (waitSeconds !== null) throw tooMany(waitSeconds);
  }
}

/** Of the address as it was sent: no code and no word has one, and the database could not look for it. */
const CONTROL_CHARACTER = /%(?:[01][0-9a-f]|7f)/i;

const addressOf = ({ ip, socket }: Request): string => ip ?? socket.remoteAddress ?? 'unknown';
