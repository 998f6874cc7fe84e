/**
 * Every route of the running app × every role × own or foreign subjects. What is expected is worked out here from the table
 * `OPERATIONS` alone; behind the guard a probe stands in place of every handler, so that nothing else can decide.
 */
import { RequestMethod } from '@nestjs/common';
import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { namedProblem, OPERATING_CONTROLLERS, Refused } from '@gatekeeper/http';
import { migrate } from '@gatekeeper/database';
import type { Observable } from 'rxjs';
import { throwError } from 'rxjs';
import { OPERATION_METADATA } from '../../apps/admin/access/operation';
import type { OperationRule, Target } from '../../apps/admin/access/operation';
import { OPERATIONS, ruleOf } from '../../apps/admin/access/operations';
import { ROLES } from '../../apps/admin/access/roles';
import type { Role } from '../../apps/admin/access/roles';
import { StoredSessions } from '../../apps/admin/access/stored-sessions';
import { institution } from '../regulation/institutions';
import { clinician, registration } from '../regulation/persons';
import { describeWith } from '../servers/addresses';
import { freshDatabase } from '../servers/fresh';
import type { FreshDatabase } from '../servers/fresh';
import { configuration, openAdminApp, somebody } from './admin-access-parts';
import type { AdminApp } from './admin-access-parts';

interface Route {
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  readonly path: string;
  readonly operationId: string;
  readonly rule: OperationRule;
}
interface ApiDocument {
  readonly paths: Readonly<
    Record<string, Readonly<Record<string, { readonly operationId: string; readonly summary?: string }>>>
  >;
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
}
type Whose = 'own' | 'foreign';
type Verdict = 'reached' | 'refused' | 'no session';

interface Subjects {
  readonly institution: string;
  readonly clinician: string;
  readonly case: string;
  readonly area: string;
}
const SUBJECTS: Readonly<Record<Whose, Subjects>> = {
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

/** How far each role reaches, by RULES 1.7: written out, so that it is not taken from what is under test. */
const REACHES_BY: Readonly<Record<Role, 'area' | 'institution' | 'own'>> = {
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
/** Which own subjects are in the scope of each kind. */
const IN_SCOPE = {
  area: ['institution', 'clinician', 'case', 'area'],
  institution: ['institution', 'clinician', 'case'],
  own: ['clinician', 'case'],
} as const satisfies Record<string, readonly (keyof Subjects)[]>;

const configured = {
  area: configuration({ areas: ['4601'] }),
  institution: configuration({ institutions: [SUBJECTS.own.institution] }),
  own: configuration({ clinicianCode: SUBJECTS.own.clinician }),
};

const kindOf = (target: Target): keyof Subjects => {
  if ('institution' in target) return 'institution';
  if ('clinician' in target) return 'clinician';
  return 'case' in target ? 'case' : 'area';
};
const targetsOf = ({ reach }: OperationRule): readonly Target[] => {
  if (reach === 'none' || reach === 'listed') return [];
  return 'length' in reach ? reach : [reach];
};

/** What the table says. */
function expected({ rule }: Route, role: Role, whose: Whose): Verdict {
  if (rule.roles === 'public') return 'reached';
  if (rule.roles !== 'every_user' && !rule.roles.includes(role)) return 'refused';
  const reachable: readonly string[] = IN_SCOPE[REACHES_BY[role]];
  const isInScope = targetsOf(rule).every((target) => whose === 'own' && reachable.includes(kindOf(target)));
  return isInScope ? 'reached' : 'refused';
}

class Probe implements NestInterceptor {
  intercept(_context: ExecutionContext, _next: CallHandler): Observable<never> {
    return throwError(
      () =>
        new Refused(namedProblem('reached', { title: 'reached', status: 418, detail: 'behind the guard' })),
    );
  }
}

const METHODS = new Map<unknown, Route['method']>([
  [RequestMethod.GET, 'get'],
  [RequestMethod.POST, 'post'],
  [RequestMethod.PUT, 'put'],
  [RequestMethod.PATCH, 'patch'],
  [RequestMethod.DELETE, 'delete'],
]);

/** Every route of the API, as the running app has it. */
function routesOf({ app }: AdminApp): readonly Route[] {
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

/** A request for a route that names its subjects where the rule looks for them. */
function askOf({ rule, path }: Route, whose: Whose): { readonly url: string; readonly body: object } {
  const params = new Map<string, string>();
  const query = new URLSearchParams();
  const body: Record<string, unknown> = {};
  for (const target of targetsOf(rule)) {
    const kind = kindOf(target);
    const { in: part, field } = Object.values(target)[0] as { in: string; field: string };
    const subject = SUBJECTS[whose][kind];
    if (part === 'params') params.set(field, subject);
    else if (part === 'query') query.set(field, subject);
    else put(body, field.split('.'), subject);
  }
  const url = path.replace(/:(\w+)/g, (_, name: string) => params.get(name) ?? 'unnamed');
  return { url: query.size === 0 ? url : `${url}?${query.toString()}`, body };
}

function put(into: Record<string, unknown>, [step, ...rest]: readonly string[], value: string): void {
  if (step === undefined) return;
  if (rest.length === 0) {
    into[step] = value;
    return;
  }
  const inner: Record<string, unknown> = {};
  into[step] = inner;
  put(inner, rest, value);
}

describeWith(['postgres'], 'the matrix of access', () => {
  let database: FreshDatabase;
  let admin: AdminApp;
  let routes: readonly Route[];

  beforeAll(async () => {
    database = await freshDatabase('admin-access-matrix');
    await migrate(database.url);
    admin = await openAdminApp(database.url, { prepare: (app) => app.useGlobalInterceptors(new Probe()) });
    routes = routesOf(admin);
    const people = Object.values(SUBJECTS).flatMap((subjects) => [
      institution(subjects.institution, { area: subjects.area, name: 'n' }),
      { ...clinician(subjects.clinician), name: 'n' },
      registration({ code: subjects.clinician, fixmedinsCode: subjects.institution }),
    ]);
    const { kind } = await admin.parts.registry.append(people);
    if (kind !== 'appended') throw new Error(kind);
    for (const subjects of Object.values(SUBJECTS)) {
      await admin.rows(
        `INSERT INTO case_file (case_id, kind, state, version, fixmedins_code, clinician_code, area, pack, data,
                                opened_at, changed_at)
         VALUES ($1, 'sanction', 'found', 1, $2, $3, $4, 'national-2024', '{}', now(), now())`,
        [subjects.case, subjects.institution, subjects.clinician, subjects.area],
      );
    }
  });
  afterAll(async () => {
    await admin.close();
    await database.drop();
  });

  async function verdict(route: Route, whose: Whose, token: string | null): Promise<string> {
    const { url, body } = askOf(route, whose);
    const sent = route.method === 'get' || route.method === 'delete' ? undefined : body;
    const answer = await admin.ask(route.method, url, token, sent);
    const verdicts = new Map<number, Verdict>([
      [418, 'reached'],
      [403, 'refused'],
      [401, 'no session'],
    ]);
    return verdicts.get(answer.status) ?? `${answer.status} ${answer.text}`;
  }

  async function rowsOf(
    token: string | null,
    whose: readonly Whose[],
    told: (route: Route, of: Whose) => Verdict,
  ): Promise<void> {
    const [found, wanted]: [Record<string, string>, Record<string, string>] = [{}, {}];
    for (const route of routes) {
      for (const of of whose) {
        const name = `${route.operationId}: ${route.method} ${route.path}, ${of}`;
        found[name] = await verdict(route, of, token);
        wanted[name] = told(route, of);
      }
    }
    expect(found).toEqual(wanted);
  }

  it('has a route for every rule and a rule for every route', () => {
    expect(routes.map(({ operationId }) => operationId).sort()).toEqual(Object.keys(OPERATIONS).sort());
    expect(routes.length).toBeGreaterThan(15);
  });

  it('names no role but those there are', () => {
    const granted = new Set(
      routes.flatMap(({ rule: { roles } }) => (typeof roles === 'string' ? [] : roles)),
    );
    expect([...granted].filter((role) => !ROLES.includes(role))).toEqual([]);
  });

  it('lets nobody without a session past the public operations', () =>
    rowsOf(null, ['own'], ({ rule }) => (rule.roles === 'public' ? 'reached' : 'no session')));

  it('lets nobody with a session that is over past them', async () => {
    const { userId, token } = await somebody(admin, { ...configured.area, roles: ['registrar'] });
    await admin.rows(`UPDATE session_family SET ended_because = 'test' WHERE user_id = $1`, [userId]);
    await rowsOf(token, ['own'], ({ rule }) => (rule.roles === 'public' ? 'reached' : 'no session'));
  });

  it.each(ROLES)('%s', async (role) => {
    const { token } = await somebody(admin, { ...configured[REACHES_BY[role]], roles: [role] });
    await rowsOf(token, ['own', 'foreign'], (route, whose) => expected(route, role, whose));
  });

  it('a user without roles may do what every user may, and nothing else', async () => {
    const { userId } = await somebody(admin, { ...configured.area, roles: ['registrar'] });
    await admin.rows(`UPDATE admin_user SET roles = '{}' WHERE user_id = $1`, [userId]);
    const sessions = new StoredSessions(admin.parts.dataSource, admin.clock);
    const { accessToken } = await sessions.open(userId);
    await rowsOf(accessToken, ['own'], ({ rule: { roles } }) =>
      typeof roles === 'string' ? 'reached' : 'refused',
    );
  });

  it('a province-wide registrar reaches both areas', async () => {
    const { token } = await somebody(admin, configuration({ areas: [''] }));
    await rowsOf(token, ['own', 'foreign'], (route) => expected(route, 'registrar', 'own'));
  });

  it('is told in the document: what each operation is for, and no reference to a schema that is not there', async () => {
    const { text } = await admin.ask('get', '/openapi.json');
    const document = JSON.parse(text) as ApiDocument;
    const operations = Object.values(document.paths)
      .flatMap((item) => Object.values(item))
      .filter(({ operationId }) => Object.hasOwn(OPERATIONS, operationId));
    expect(operations.map(({ operationId }) => operationId).sort()).toEqual(Object.keys(OPERATIONS).sort());
    expect(operations.filter(({ summary }) => summary === undefined || summary === '')).toEqual([]);
    const named = [...text.matchAll(/"\$ref":"#\/components\/schemas\/([^"]*)"/g)].map(
      ([, name]) => name ?? '',
    );
    expect(named.length).toBeGreaterThan(20);
    expect(named.filter((name) => !Object.hasOwn(document.components.schemas, name))).toEqual([]);
  });

  it('answers whoever runs the process without a session', async () => {
    for (const path of ['/health/live', '/metrics']) expect((await admin.ask('get', path)).status).toBe(418);
  });
});
