/** What the suites of access share: the routes of the running app, and subjects of one's own and of others. */
import { RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { OPERATING_CONTROLLERS } from '@gatekeeper/http';
import { OPERATION_METADATA } from '../../apps/admin/access/operation';
import type { OperationRule } from '../../apps/admin/access/operation';
import { ruleOf } from '../../apps/admin/access/operations';
import type { Role } from '../../apps/admin/access/roles';
import { institution } from '../regulation/institutions';
import { clinician, registration } from '../regulation/persons';
import { configuration } from './admin-access-parts';
import type { AdminApp } from './admin-access-parts';

export interface Route {
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  readonly path: string;
  readonly operationId: string;
  readonly rule: OperationRule;
}
export type Whose = 'own' | 'foreign';

export interface Subjects {
  readonly institution: string;
  readonly clinician: string;
  readonly case: string;
  readonly area: string;
}
export const SUBJECTS: Readonly<Record<Whose, Subjects>> = {
  own: {
    institution: 'H46010000001',
    clinician: 'D460100000001',
    case: '00000000-0000-4000-8000-000000000001',
    area: '460100',
  },
  foreign: {
    institution: 'H46020000002',
    clinician: 'D460200000002',
    case: '00000000-0000-4000-8000-000000000002',
    area: '460200',
  },
};

/** How far each role reaches, by READINGS 1.7: written out, so that it is not taken from what is under test. */
export const REACHES_BY: Readonly<Record<Role, 'area' | 'institution' | 'own'>> = {
  admin_department: 'area',
  registrar: 'area',
  scorer: 'area',
  reviewer: 'area',
  settlement_auditor: 'area',
  user_administrator: 'area',
  operator: 'area',
  institution_office: 'institution',
  department_officer: 'institution',
  clinician: 'own',
  expert: 'area',
  health_authority: 'area',
};
/** One of each kind of scope, over what is one's own. */
export const configured = {
  area: configuration({ areas: ['4601'] }),
  institution: configuration({ institutions: [SUBJECTS.own.institution] }),
  own: configuration({ clinicianCode: SUBJECTS.own.clinician }),
};

const METHODS = new Map<unknown, Route['method']>([
  [RequestMethod.GET, 'get'],
  [RequestMethod.POST, 'post'],
  [RequestMethod.PUT, 'put'],
  [RequestMethod.PATCH, 'patch'],
  [RequestMethod.DELETE, 'delete'],
]);

/** Every route of the API, as the running app has it. */
export function routesOf({ app }: AdminApp): readonly Route[] {
  const scanner = new MetadataScanner();
  const controllers = app.get(DiscoveryService, { strict: false }).getControllers();
  return controllers.flatMap(({ metatype, instance }) => {
    if (OPERATING_CONTROLLERS.some((open) => open === metatype)) return [];
    const prototype = Object.getPrototypeOf(instance) as object;
    return scanner.getAllMethodNames(prototype).flatMap((name): readonly Route[] => {
      const handler: unknown = Reflect.get(prototype, name);
      const own = typeof handler === 'function' ? metadata(PATH_METADATA, handler) : undefined;
      if (typeof handler !== 'function' || own === undefined) return [];
      const path = [metadata(PATH_METADATA, metatype as object), own].map(String).join('/');
      const operationId = String(metadata(OPERATION_METADATA, handler));
      const rule = ruleOf(operationId);
      const method = METHODS.get(metadata(METHOD_METADATA, handler));
      if (rule === null || method === undefined) throw new Error(`${path}: ${operationId} is no operation`);
      return [{ method, path: `/${path}`.replace(/\/{2,}/g, '/').replace(/\/$/, ''), operationId, rule }];
    });
  });
}
const metadata = (key: string, of: object): unknown => Reflect.getMetadata(key, of);

/** Puts the institutions and clinicians of both sides on file. */
export async function fileSubjects({ parts }: AdminApp): Promise<void> {
  const people = Object.values(SUBJECTS).flatMap((subjects) => [
    institution(subjects.institution, { area: subjects.area, name: 'n' }),
    { ...clinician(subjects.clinician), name: 'n' },
    registration({ code: subjects.clinician, fixmedinsCode: subjects.institution }),
  ]);
  const { kind } = await parts.registry.append(people);
  if (kind !== 'appended') throw new Error(kind);
}
