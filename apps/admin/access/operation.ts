import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import type { Role } from './roles';

/** Where in a request a subject is named. `field` may lead into an object: `record.fixmedins_code`. */
export interface Where {
  readonly in: 'params' | 'body' | 'query';
  readonly field: string;
}

/** What a request is about, and so what must be in the caller's scope. */
export type Target =
  | { readonly institution: Where }
  | { readonly clinician: Where }
  | { readonly case: Where }
  /** An area code, of what is not on file yet. */
  | { readonly area: Where };

/**
 * How the guard limits an operation to the caller's scope.
 * `none`: it is about no subject. `listed`: the handler lists only what `scope-filter.ts` lets through.
 * Several targets must all be in scope.
 */
export type Reach = 'none' | 'listed' | Target | readonly [Target, ...Target[]];

/** Who may call an operation, and on what. */
export interface OperationRule {
  readonly roles: readonly [Role, ...Role[]] | 'public' | 'every_user';
  readonly reach: Reach;
  readonly summary: { readonly en: string; readonly zh: string };
  /** Of a public operation: `sign_in` where passwords or tokens could be guessed; `public` unless given. */
  readonly limitedBy?: 'sign_in' | 'public';
}

export type OperationRules = Readonly<Record<string, OperationRule>>;

export const OPERATION_METADATA = 'gatekeeper:operation';

/** Names the operation of a route. Its rule stands in `OPERATIONS`; a route without one keeps the app from starting. */
export const Operation = (operationId: string): MethodDecorator =>
  applyDecorators(SetMetadata(OPERATION_METADATA, operationId), ApiOperation({ operationId }));
