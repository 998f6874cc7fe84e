/**
 * Every route of the running app × every role × own or foreign subjects. What is expected is worked out here from the table
 * `OPERATIONS` alone; behind the guard a probe stands in place of every handler, so that nothing else can decide.
 */
import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import { namedProblem, Refused } from '@gatekeeper/http';
import type { Observable } from 'rxjs';
import { throwError } from 'rxjs';
import type { OperationRule, Target } from '../../apps/admin/access/operation';
import { OPERATIONS } from '../../apps/admin/access/operations';
import { ROLES } from '../../apps/admin/access/roles';
import type { Role } from '../../apps/admin/access/roles';
import { StoredSessions } from '../../apps/admin/access/stored-sessions';
import { describeWith } from '../servers/addresses';
import { migratedDatabase } from '../servers/fresh';
import type { FreshDatabase } from '../servers/fresh';
import { configuration, openAdminApp, somebody } from './admin-access-parts';
import type { AdminApp } from './admin-access-parts';
import { configured, fileSubjects, REACHES_BY, routesOf, SUBJECTS } from './admin-access-routes';
import type { Route, Subjects, Whose } from './admin-access-routes';

interface ApiDocument {
  readonly paths: Readonly<
    Record<string, Readonly<Record<string, { readonly operationId: string; readonly summary?: string }>>>
  >;
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
}
type Verdict = 'reached' | 'refused' | 'no session';

/** Which own subjects are in the scope of each kind. */
const IN_SCOPE = {
  area: ['institution', 'clinician', 'case', 'area'],
  institution: ['institution', 'clinician', 'case'],
  own: ['clinician', 'case'],
} as const satisfies Record<string, readonly (keyof Subjects)[]>;

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
    database = await migratedDatabase('admin-access-matrix');
    admin = await openAdminApp(database.url, { prepare: (app) => app.useGlobalInterceptors(new Probe()) });
    routes = routesOf(admin);
    await fileSubjects(admin);
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
