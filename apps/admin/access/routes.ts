import { Inject, Injectable } from '@nestjs/common';
import type { ExecutionContext, OnModuleInit, Type } from '@nestjs/common';
import { PATH_METADATA } from '@nestjs/common/constants';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { Defect } from '@gatekeeper/runtime';
import { OPERATION_METADATA } from './operation';
import { ruleOf } from './operations';

/** Controllers that answer anybody and belong to the process, not to the API: health, figures. */
export type OpenControllers = readonly Type[];

/** Nest's token for `OpenControllers`. */
export const OPEN_CONTROLLERS = Symbol('controllers that answer anybody');

type Handler = ReturnType<ExecutionContext['getHandler']>;

/** The operation that a handler names; `null` where it names none. */
export function operationOf(reflector: Reflector, handler: Handler): string | null {
  const operationId: unknown = reflector.get(OPERATION_METADATA, handler);
  return typeof operationId === 'string' ? operationId : null;
}

/** Keeps the app from starting while a route names no operation, one without a rule, or one that another route names too. */
@Injectable()
export class RoutesCheck implements OnModuleInit {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly reflector: Reflector,
    @Inject(OPEN_CONTROLLERS) private readonly open: OpenControllers,
  ) {}

  /** @throws a defect that names every such route. */
  onModuleInit(): void {
    const named = new Map<string, string>();
    const problems = [...this.handlers()].flatMap(({ name, handler }) => {
      const operationId = operationOf(this.reflector, handler);
      if (operationId === null) return [`${name} names no operation: add @Operation`];
      if (ruleOf(operationId) === null)
        return [`${name}: OPERATIONS has no rule for the operation ${operationId}`];
      const other = named.get(operationId);
      named.set(operationId, name);
      return other === undefined ? [] : [`${name} names the operation of ${other}: ${operationId}`];
    });
    if (problems.length > 0) throw new Defect(problems.join('\n'));
  }

  private *handlers(): Generator<{ readonly name: string; readonly handler: Handler }> {
    for (const { metatype, instance } of this.discovery.getControllers()) {
      if (typeof metatype !== 'function' || this.open.some((open) => open === metatype)) continue;
      const prototype: unknown = Object.getPrototypeOf(instance);
      if (typeof prototype !== 'object' || prototype === null) continue;
      for (const method of this.scanner.getAllMethodNames(prototype)) {
        const handler: unknown = Reflect.get(prototype, method);
        if (isHandler(handler) && this.reflector.get<unknown>(PATH_METADATA, handler) !== undefined)
          yield { name: `${metatype.name}.${method}`, handler };
      }
    }
  }
}

const isHandler = (value: unknown): value is Handler => typeof value === 'function';
