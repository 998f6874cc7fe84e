import { createParamDecorator } from '@nestjs/common';
import type { ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { Defect } from '@gatekeeper/runtime';
import type { Role } from './roles';

/** Who asks, and how far the asking reaches. */
export interface Caller {
  readonly userId: string;
  readonly login: string;
  readonly roles: readonly Role[];
  /** Prefixes of area codes; '' is the whole province. */
  readonly areas: readonly string[];
  /** Codes of institutions (fixmedins_code). */
  readonly institutions: readonly string[];
  /** The caller's own code, of a clinician. */
  readonly clinicianCode: string | null;
}

const callers = new WeakMap<Request, Caller>();

/** Remembers who sent a request; the guard does, once the token is known. */
export const setCaller = (request: Request, caller: Caller): void => void callers.set(request, caller);

/** Who sent a request; `null` before the guard, and where the operation is public. */
export const callerOf = (request: Request): Caller | null => callers.get(request) ?? null;

/** The caller of the operation, as a parameter of a handler. @throws a defect where the operation is public. */
export const CurrentCaller = createParamDecorator((_: unknown, context: ExecutionContext): Caller => {
  const caller = callerOf(context.switchToHttp().getRequest<Request>());
  if (caller === null) throw new Defect('a public operation has no caller to ask for');
  return caller;
});
