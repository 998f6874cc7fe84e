import { Writable } from 'node:stream';
import { migrate } from '@gatekeeper/database';
import { createLog, OK } from '@gatekeeper/runtime';
import Ajv2020 from 'ajv/dist/2020';
import { inGoodStanding } from '../regulation/persons';
import { DOCTOR, HOSPITAL } from '../regulation/record-head';
import { until } from '../gatekeeper/until';
import { describeWith } from '../servers/addresses';
import { migratedDatabase } from '../servers/fresh';
import type { FreshDatabase } from '../servers/fresh';
import { PrivateServer } from '../servers/private-server';
import type { Doors } from './http-parts';
import { loadRegistry, openDoors, wireLine, wireRefund } from './http-parts';

interface Operation {
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly examples: unknown }>> };
  readonly responses: Readonly<
    Record<
      string,
      {
        readonly content: Readonly<
          Record<string, { readonly schema: { readonly $ref?: string }; readonly example: unknown }>
        >;
      }
    >
  >;
}
interface ApiDocument {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
}

describeWith(['postgres'], 'the HTTP doors', () => {
  let database: FreshDatabase;
  let doors: Doors;
  let streamHealth: string;
  let document: ApiDocument;

  beforeAll(async () => {
    database = await migratedDatabase('http-doors');
    doors = await openDoors(database.url);
    doors.parts.health.watch('postgresql', () => OK);
    doors.parts.health.watch('stream', () => streamHealth);
    await loadRegistry(doors, inGoodStanding());
    document = (await doors.get('/openapi.json')).body as ApiDocument;
  });
  beforeEach(() => {
    streamHealth = OK;
  });
  afterAll(async () => {
    await doors.close();
    await database.drop();
  });

  it('says that the process works, whatever its parts do', async () => {
    streamHealth = 'no progress for 60 s';
    const { status, body } = await doors.get('/health/live');
    expect([status, body]).toEqual([200, { status: 'live' }]);
  });

  it('is ready when every part is', async () => {
    const { status, body } = await doors.get('/health/ready');
    expect([status, body]).toEqual([
      200,
      { status: 'ready', degraded: {}, parts: { postgresql: OK, stream: OK } },
    ]);
  });

  it('names the part that fails', async () => {
    streamHealth = 'no progress for 60 s';
    const { status, type, body, headers } = await doors.get('/health/ready');
    expect([status, type, headers['retry-after']]).toEqual([503, 'application/problem+json', '5']);
    expect(body).toMatchObject({ status: 503, parts: { postgresql: OK, stream: 'no progress for 60 s' } });
  });

  it('measures requests by route, never by address', async () => {
    await doors.get('/v1/eligibility', { code: DOCTOR, fixmedins_code: HOSPITAL });
    await doors.get(`/v1/nothing/${DOCTOR}`);
    const { text, type } = await doors.get('/metrics');
    expect(type).toBe('text/plain');
    expect(text).toMatch(
      /^gatekeeper_http_request_duration_seconds_count\{method="GET",route="\/v1\/eligibility",status="200"\} 1$/m,
    );
    expect(text).toMatch(
      /^gatekeeper_http_request_duration_seconds_count\{method="GET",route="other",status="404"\} 1$/m,
    );
    expect(text).not.toContain(DOCTOR);
  });

  it.each([
    ['a path that is not served', () => doors.get('/v1/nothing'), 404],
    ['a method that is not served', () => doors.get('/v1/checks'), 404],
    ['an encoding nobody knows', () => doors.post('/v1/checks', '{}').set('Content-Encoding', 'rot13'), 415],
    [
      'a body that is not what its encoding says',
      () => doors.post('/v1/checks', '{}').set('Content-Encoding', 'gzip'),
      400,
    ],
  ])('refuses %s with a problem', async (_, ask, expected) => {
    const { status, type, body } = await ask();
    expect([status, type]).toEqual([expected, 'application/problem+json']);
    expect(body).toMatchObject({
      type: expect.any(String),
      title: expect.any(String),
      status,
      detail: expect.any(String),
    });
  });

  it('sends the headers of a careful server', async () => {
    const { headers } = await doors.get('/health/live');
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' });
    expect(headers).not.toHaveProperty('x-powered-by');
  });

  it('serves a readable page of itself with assets of its own', async () => {
    const page = await doors.get('/docs');
    expect(page.status).toBe(200);
    const assets = [...page.text.matchAll(/(?:src|href)="([^"]+\.(?:js|css))"/g)].map(
      ([, asset]) => asset ?? '',
    );
    expect(assets.length).toBeGreaterThan(2);
    for (const asset of assets) {
      expect(asset).toMatch(/^\.\/docs\//);
      expect((await doors.get(asset.slice(1))).status).toBe(200);
    }
  });

  describe('the OpenAPI document', () => {
    const reader = (): ((name: string) => (value: unknown) => unknown) => {
      const ajv = new Ajv2020({ strict: false, validateFormats: false });
      ajv.addSchema({ $id: 'api', components: document.components });
      return (name) => {
        const validate = ajv.compile({ $ref: `api#/components/schemas/${name}` });
        return (value) => (validate(value) ? [] : validate.errors);
      };
    };
    const nameIn = ($ref: string | undefined): string => $ref?.split('/').at(-1) ?? '';

    it('describes every door', () => {
      expect(document.openapi).toMatch(/^3\./);
      expect(Object.keys(document.paths).sort()).toEqual([
        '/health/live',
        '/health/ready',
        '/metrics',
        '/v1/checks',
        '/v1/eligibility',
      ]);
    });

    it('gives examples that keep to their schemas', () => {
      const judge = reader();
      let judged = 0;
      for (const operation of Object.values(document.paths).flatMap((path) => Object.values(path))) {
        for (const { content } of Object.values(operation.responses)) {
          for (const { schema, example } of Object.values(content)) {
            if (schema.$ref === undefined) continue;
            expect(judge(nameIn(schema.$ref))(example)).toEqual([]);
            judged++;
          }
        }
      }
      expect(judged).toBeGreaterThan(10);
    });

    it.each([
      ['SettlementLine', () => Promise.resolve({ body: wireLine() })],
      [
        'ChecksAnswer',
        () => doors.check(wireLine(), wireRefund('L404'), wireLine({ mdtrtarea_admvs: '141000' }), {}),
      ],
      ['EligibilityAnswer', () => doors.get('/v1/eligibility', { code: DOCTOR, fixmedins_code: HOSPITAL })],
      [
        'EligibilityAnswer',
        () => doors.get('/v1/eligibility', { code: DOCTOR, fixmedins_code: 'H9', area: '141000' }),
      ],
      ['Problem', () => doors.get('/v1/eligibility')],
      ['Ready', () => doors.get('/health/ready')],
    ])('describes what is really sent: %s', async (schema, ask) => {
      const { body } = await ask();
      expect(reader()(schema)(body)).toEqual([]);
    });

    it('takes its own example', async () => {
      const examples =
        document.paths['/v1/checks']?.['post']?.requestBody?.content['application/json']?.examples;
      const { line } = examples as { line: { value: object } };
      const { status, body } = await doors.post('/v1/checks', JSON.stringify(line.value));
      expect([status, (body as { answers: { kind: string }[] }).answers[0]?.kind]).toEqual([200, 'decision']);
    });
  });
});

describeWith(['postgres'], 'the HTTP doors while PostgreSQL is away', () => {
  let server: PrivateServer;
  let doors: Doors;
  const logged: string[] = [];

  beforeAll(async () => {
    server = await PrivateServer.start('postgres', { fsync: false });
    await migrate(server.url);
    const destination = new Writable({
      write(chunk, _encoding, done) {
        logged.push(String(chunk));
        done();
      },
    });
    doors = await openDoors(
      server.url,
      createLog({ name: 'test', level: 'debug', format: 'json', destination }),
    );
    await loadRegistry(doors, inGoodStanding());
  });
  afterAll(async () => {
    await doors.close();
    await server.stop();
  });

  it('answer that they cannot, log no one’s code, and answer again when it is back', async () => {
    const eligibility = () => doors.get('/v1/eligibility', { code: DOCTOR, fixmedins_code: HOSPITAL });
    const check = () => doors.check(wireLine());
    expect([(await check()).status, (await eligibility()).status]).toEqual([200, 200]);
    await server.kill('SIGKILL');
    // A backend may outlive its server by a statement.
    await until('its backends gone', async () => (await check()).status === 503);
    for (const ask of [check, eligibility]) {
      const { status, type, body, headers } = await ask();
      expect([status, type, headers['retry-after']]).toEqual([503, 'application/problem+json', '5']);
      expect(body).toMatchObject({ type: 'urn:settlement-gatekeeper:problem:outage', status: 503 });
    }
    expect(logged.length).toBeGreaterThan(0);
    expect(logged.join()).not.toContain(DOCTOR);
    expect((await doors.get('/health/live')).status).toBe(200);
    await server.restart();
    expect([(await check()).status, (await eligibility()).status]).toEqual([200, 200]);
  });
});
