/**
 * Requests drawn from the app's own OpenAPI document, good and bad, sent to every operation by somebody with every role and the
 * whole province: no answer is 5xx, and every refusal is a problem document.
 */
import fc from 'fast-check';
import type { Arbitrary } from 'fast-check';
import { ROLES, SCOPE_KIND } from '../../apps/admin/access/roles';
import type { Role } from '../../apps/admin/access/roles';
import { OPERATIONS } from '../../apps/admin/access/operations';
import { describeWith } from '../servers/addresses';
import { migratedDatabase } from '../servers/fresh';
import type { FreshDatabase } from '../servers/fresh';
import { configuration, identityKey, openAdminApp, somebody } from './admin-access-parts';
import type { AdminApp, Somebody } from './admin-access-parts';

type Json = Readonly<Record<string, unknown>>;
interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly schema: Json;
}
interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Json }>> };
}
interface Described {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Json>> };
}

const HOSPITAL = 'H46010000001';
const DOCTOR = 'D460100000001';
const RUNS = 12;
/** The same requests each time; draw others, and more, by hand when operations change. */
const SEED = 20_261_127;
const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

const ANYTHING = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.integer(),
  fc.double(),
  fc.boolean(),
  fc.constant(null),
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom(
    '',
    '\u0000',
    '９',
    "'; DROP TABLE case_file; --",
    '2026-02-30',
    '0001-01-01',
    '9999-12-31',
    '1e400',
  ),
);
const LIKELY = fc.constantFrom(
  HOSPITAL,
  DOCTOR,
  '460100',
  '2026-03-02',
  '2026-03-02 09:00:00',
  '琼医保支付〔2026〕1号',
  'HI22-17-2',
  'points',
  'person',
  '1',
);

/** Values of a schema, mostly good, some not. */
function drawn(schema: Json, document: Described, depth = 0): Arbitrary<unknown> {
  return fc.oneof(
    { weight: 9, arbitrary: good(schema, document, depth) },
    { weight: 1, arbitrary: ANYTHING },
  );
}

function good(schema: Json, document: Described, depth: number): Arbitrary<unknown> {
  const {
    $ref: ref,
    enum: values,
    type,
    properties,
    items,
    required,
  } = schema as {
    $ref?: string;
    enum?: readonly unknown[];
    type?: string;
    properties?: Readonly<Record<string, Json>>;
    items?: Json;
    required?: readonly string[];
  };
  if (ref !== undefined) return drawn(document.components.schemas[ref.split('/').at(-1)!]!, document, depth);
  if (values !== undefined) return fc.constantFrom(...values);
  if (properties !== undefined && depth < 4) {
    const fields = Object.fromEntries(
      Object.entries(properties).map(([name, field]) => [name, drawn(field, document, depth + 1)]),
    );
    return fc.record(fields, { requiredKeys: [...(required ?? [])] });
  }
  if (type === 'integer' || type === 'number') return fc.integer({ min: -1, max: 300 });
  if (type === 'boolean') return fc.boolean();
  if (type === 'array') return fc.array(drawn(items ?? {}, document, depth + 1), { maxLength: 3 });
  return fc.oneof(LIKELY, LIKELY, fc.string({ maxLength: 40 }));
}

/** Without the lone surrogates that no address can carry. */
const wellFormed = (text: string): string => text.replace(/[\uD800-\uDFFF]/gu, '');

describeWith(['postgres'], 'requests drawn from the OpenAPI document', () => {
  let database: FreshDatabase;
  let admin: AdminApp;
  let document: Described;
  const people = new Map<Role, Somebody>();

  beforeAll(async () => {
    database = await migratedDatabase('admin-fuzz');
    const [key = ''] = identityKey('k').split(':').slice(1);
    admin = await openAdminApp(database.url, {
      environment: { IDENTITY_KEYS: identityKey('k1'), IDENTITY_INDEX_KEY: key },
    });
    document = JSON.parse((await admin.ask('get', '/openapi.json')).text) as Described;
    for (const role of ROLES) {
      const where = {
        area: { areas: [''] },
        institution: { institutions: [HOSPITAL] },
        own: { clinicianCode: DOCTOR },
      }[SCOPE_KIND[role]];
      people.set(role, await somebody(admin, configuration({ roles: [role], ...where })));
    }
  });
  afterAll(async () => {
    await admin.close();
    await database.drop();
  });

  const operations = (): readonly (readonly [string, (typeof METHODS)[number], string, Operation])[] =>
    Object.entries(document.paths).flatMap(([path, item]) =>
      METHODS.flatMap((method) => {
        const operation = item[method];
        return operation === undefined || !path.startsWith('/v1/')
          ? []
          : [[operation.operationId, method, path, operation] as const];
      }),
    );

  /** Whoever may call it; anybody for what is public. */
  function callerOf(operationId: string): Somebody | null {
    const rule = OPERATIONS[operationId];
    if (rule === undefined || rule.roles === 'public') return null;
    const role = rule.roles === 'every_user' ? 'registrar' : rule.roles[0];
    return people.get(role) ?? null;
  }

  it('get no answer of 5xx, and no refusal that is not a problem document', async () => {
    const wrong: string[] = [];
    let asked = 0;
    for (const [operationId, method, path, operation] of operations()) {
      // Ends the session that the others need.
      if (operationId === 'signOut' || operationId === 'changePassword') continue;
      const parameters = operation.parameters ?? [];
      const bodySchema = operation.requestBody?.content['application/json']?.schema;
      const request = fc.record({
        parameters: fc.tuple(...parameters.map(({ schema }) => drawn(schema, document))),
        body: bodySchema === undefined ? fc.constant(undefined) : drawn(bodySchema, document),
        ifMatch: fc.constantFrom('"0"', '"1"', '"x"', undefined),
      });
      await fc.assert(
        fc.asyncProperty(request, async ({ parameters: values, body, ifMatch }) => {
          let url = path;
          const query = new URLSearchParams();
          parameters.forEach((parameter, index) => {
            const value = wellFormed(String(values[index]));
            if (parameter.in === 'path')
              url = url.replace(`{${parameter.name}}`, encodeURIComponent(value) || 'x');
            if (parameter.in === 'query') query.set(parameter.name, value);
          });
          const token = callerOf(operationId)?.token ?? null;
          const asking = admin.ask(method, query.size > 0 ? `${url}?${query}` : url, token);
          if (ifMatch !== undefined) void asking.set('If-Match', ifMatch);
          const answer =
            body === undefined
              ? await asking
              : await asking.type('json').send(JSON.stringify(body) ?? 'null');
          asked += 1;
          const isProblem = answer.type === 'application/problem+json';
          if (answer.status >= 500 || (answer.status >= 400 && !isProblem))
            wrong.push(
              `${answer.status} ${answer.type} ${operationId} ${url} ${query} ${JSON.stringify(body)}`,
            );
        }),
        { numRuns: RUNS, seed: SEED, endOnFailure: true },
      );
    }
    expect(wrong).toEqual([]);
    expect(asked).toBeGreaterThan(1_000);
  }, 600_000);
});
