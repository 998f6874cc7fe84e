import {
  ForbiddenException,
  Inject,
  Injectable,
  UnauthorizedException,
  UnprocessableEntityException,
} from '@nestjs/common';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import { bearerTokenOf } from './bearer-token';
import { setCaller } from './caller';
import type { Caller } from './caller';
import { judge } from './judgement';
import { ruleOf } from './operations';
import { OPEN_CONTROLLERS, operationOf } from './routes';
import type { OpenControllers } from './routes';
import { REACHES } from './reaches';
import type { Reaches } from './reaches';
import { SESSIONS } from './sessions-port';
import type { Sessions } from './sessions-port';

/** Nobody gets past it but whom `OPERATIONS` lets: 401 without a session, 403 without the role or outside the scope. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    @Inject(SESSIONS) private readonly sessions: Sessions,
    @Inject(REACHES) private readonly reaches: Reaches,
    @Inject(OPEN_CONTROLLERS) private readonly open: OpenControllers,
  ) {}

  /** Throws the refusal; never answers `false`. */
  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (this.open.includes(context.getClass())) return true;
    const operationId = operationOf(this.reflector, context.getHandler());
    const rule = operationId === null ? null : ruleOf(operationId);
    // Start-up refuses such a route; were one to come by another way, nobody may call it.
    if (rule === null) throw new ForbiddenException();
    if (rule.roles === 'public') return true;
    const request = context.switchToHttp().getRequest<Request>();
    const caller = await this.authenticate(request);
    const judgement = await judge(caller, rule, request, this.reaches);
    if (typeof judgement === 'object') throw new UnprocessableEntityException();
    switch (judgement) {
      case 'allowed':
        setCaller(request, caller);
        return true;
      case 'role_missing':
      case 'out_of_scope':
        throw new ForbiddenException();
    }
  }

  private async authenticate(request: Request): Promise<Caller> {
    const token = bearerTokenOf(request.headers.authorization);
    const caller = token === null ? null : await this.sessions.callerOfToken(token);
    if (caller === null) throw new UnauthorizedException();
    return caller;
  }
}
