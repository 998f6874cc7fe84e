/** The admin app's OpenAPI document, held against Spectral's rules and those of OWASP's ten risks of APIs. */
import { Document, Ruleset, Spectral } from '@stoplight/spectral-core';
import type { ISpectralDiagnostic, RulesetDefinition } from '@stoplight/spectral-core';
import { Json } from '@stoplight/spectral-parsers';
import { oas } from '@stoplight/spectral-rulesets';
import owasp from '@stoplight/spectral-owasp-ruleset';
import { ruleOf } from '../../apps/admin/access/operations';
import { describeWith } from '../servers/addresses';
import { migratedDatabase } from '../servers/fresh';
import type { FreshDatabase } from '../servers/fresh';
import { openAdminApp } from './admin-access-parts';
import type { AdminApp } from './admin-access-parts';

/** Its types are those of another version of Spectral. */
const OWASP = owasp as unknown as RulesetDefinition;
const OAS = oas as unknown as RulesetDefinition;

/** The app answers pages of its own site alone: it never sends the header that this rule wants named. */
const NOT_ASKED = { 'owasp:api8:2023-define-cors-origin': 'off' } as const;

interface Described {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly operationId?: string }>>>>;
}

describeWith(['postgres'], 'the OpenAPI document of the admin app', () => {
  let database: FreshDatabase;
  let admin: AdminApp;
  let text: string;

  beforeAll(async () => {
    database = await migratedDatabase('admin-openapi');
    admin = await openAdminApp(database.url);
    text = (await admin.ask('get', '/openapi.json')).text;
  });
  afterAll(async () => {
    await admin.close();
    await database.drop();
  });

  async function lint(rules: RulesetDefinition): Promise<readonly string[]> {
    const spectral = new Spectral();
    spectral.setRuleset(new Ruleset(rules));
    const found: readonly ISpectralDiagnostic[] = await spectral.run(
      new Document(text, Json, 'openapi.json'),
    );
    return found
      .filter(({ code, path }) => !isMeantSo(String(code), path))
      .map(({ code, path, message }) => `${String(code)} ${path.join('.')}: ${message}`);
  }

  /** What operates the process answers whoever runs it, outside the API; some operations are public, as the table of access says. */
  function isMeantSo(code: string, path: readonly (string | number)[]): boolean {
    const [, route, method] = path;
    if (typeof route === 'string' && path[0] === 'paths' && !route.startsWith('/v1/')) return true;
    if (!/^owasp:api2:2023-(read|write)-restricted$/.test(code)) return false;
    const document = JSON.parse(text) as Described;
    const operationId = document.paths[String(route)]?.[String(method)]?.operationId;
    return operationId !== undefined && ruleOf(operationId)?.roles === 'public';
  }

  it('is OpenAPI 3.1 with every operation of the app in it', () => {
    const document = JSON.parse(text) as Described;
    expect(document.openapi).toBe('3.1.0');
    const operations = Object.values(document.paths).flatMap((path) => Object.keys(path));
    expect(operations.length).toBeGreaterThan(80);
  });

  it('keeps the rules of OpenAPI', async () => {
    expect(await lint({ extends: [[OAS, 'recommended']] })).toEqual([]);
  });

  it('keeps the rules of OWASP', async () => {
    expect(await lint({ extends: [[OWASP, 'recommended']], rules: NOT_ASKED })).toEqual([]);
  });
});
