import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import type { JWTPayload, KeyLike } from 'jose';
import { describeWith } from '../servers/addresses';
import { migratedDatabase } from '../servers/fresh';
import type { FreshDatabase } from '../servers/fresh';
import { configuration, openAdminApp, somebody } from './admin-access-parts';
import type { AdminApp, Somebody } from './admin-access-parts';

const CLIENT = 'registry-of-record';

/** A provider of ID tokens: its configuration and its keys, over HTTP. */
class Provider {
  private constructor(
    private readonly server: Server,
    readonly key: KeyLike,
    readonly issuer: string,
  ) {}

  static async open(): Promise<Provider> {
    const { privateKey, publicKey } = await generateKeyPair('ES256');
    const jwk = { ...(await exportJWK(publicKey)), kid: 'one', alg: 'ES256', use: 'sig' };
    const server = createServer((request, response) => {
      const { port } = server.address() as AddressInfo;
      const issuer = `http://127.0.0.1:${port}`;
      const answers: Readonly<Record<string, object>> = {
        '/.well-known/openid-configuration': { issuer, jwks_uri: `${issuer}/keys` },
        '/keys': { keys: [jwk] },
      };
      const answer = answers[request.url ?? ''];
      response.writeHead(answer === undefined ? 404 : 200, { 'Content-Type': 'application/json' });
      response.end(JSON.stringify(answer ?? {}));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    return new Provider(server, privateKey, `http://127.0.0.1:${port}`);
  }

  close(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => {
      this.server.close(() => resolve());
    });
  }
}

describeWith(['postgres'], 'signing in by an ID token', () => {
  let database: FreshDatabase;
  let provider: Provider;
  let admin: AdminApp;
  let holder: Somebody;

  beforeAll(async () => {
    database = await migratedDatabase('admin-access-oidc');
    provider = await Provider.open();
    const environment = { OIDC_ISSUER: provider.issuer, OIDC_CLIENT_ID: CLIENT };
    admin = await openAdminApp(database.url, { environment });
    holder = await somebody(admin, configuration({ areas: ['46'], oidcSubject: 'sub-of-wang' }));
  });
  afterAll(async () => {
    await admin.close();
    await provider.close();
    await database.drop();
  });

  const nonce = async (): Promise<string> => {
    const { body } = await admin.ask('post', '/v1/sessions/oidc/nonce');
    return (body as { nonce: string }).nonce;
  };
  const seconds = (offset: number): number => Math.floor(admin.clock.at / 1000) + offset;
  const token = async (claims: JWTPayload = {}, key: KeyLike | Uint8Array = provider.key, alg = 'ES256') =>
    new SignJWT({
      iss: provider.issuer,
      aud: CLIENT,
      sub: 'sub-of-wang',
      iat: seconds(0),
      exp: seconds(300),
      nonce: await nonce(),
      ...claims,
    })
      .setProtectedHeader({ alg, kid: 'one' })
      .sign(key);
  const signIn = (idToken: string) => admin.ask('post', '/v1/sessions/oidc', null, { id_token: idToken });

  it('gives a session of the user configured with its sub', async () => {
    const answer = await signIn(await token());
    expect(answer.status).toBe(201);
    const { access_token: access } = answer.body as { access_token: string };
    const { body } = await admin.ask('get', '/v1/me', access);
    expect(body).toMatchObject({ user_id: holder.userId, roles: ['registrar'] });
  });

  it('takes each token once', async () => {
    const idToken = await token();
    expect((await signIn(idToken)).status).toBe(201);
    expect((await signIn(idToken)).status).toBe(401);
  });

  it.each<[string, () => Promise<string>]>([
    ['of another issuer', () => token({ iss: 'https://other.example' })],
    ['for another audience', () => token({ aud: 'another-client' })],
    ['for several audiences, not asked for by us', () => token({ aud: [CLIENT, 'another'] })],
    ['asked for by another', () => token({ azp: 'another' })],
    ['that is over', () => token({ exp: seconds(0) })],
    ['that is not yet good', () => token({ nbf: seconds(60) })],
    ['with a nonce that is not ours', () => token({ nonce: 'made-up' })],
    ['without a nonce', () => token({ nonce: undefined })],
    ['of nobody here', () => token({ sub: 'stranger' })],
    ['signed by another key', async () => token({}, (await generateKeyPair('ES256')).privateKey)],
    ['signed with a shared secret', () => token({}, new TextEncoder().encode(CLIENT.repeat(4)), 'HS256')],
    ['that is none', () => Promise.resolve('not.a.token')],
  ])('refuses a token %s', async (_, make) => {
    const answer = await signIn(await make());
    expect([answer.status, answer.type]).toEqual([401, 'application/problem+json']);
  });

  it('refuses a nonce of more than ten minutes ago', async () => {
    const before = admin.clock.at;
    const old = await nonce();
    admin.clock.pass(10 * 60_000);
    expect((await signIn(await token({ nonce: old }))).status).toBe(401);
    admin.clock.at = before;
  });

  it('refuses a user who was revoked', async () => {
    const { userId } = await somebody(admin, configuration({ areas: ['46'], oidcSubject: 'sub-of-li' }));
    await admin.rows(`UPDATE admin_user SET state = 'revoked' WHERE user_id = $1`, [userId]);
    expect((await signIn(await token({ sub: 'sub-of-li' }))).status).toBe(401);
  });

  it('is an outage while the provider is away, and not a refusal', async () => {
    const gone = await Provider.open();
    await gone.close();
    const environment = { OIDC_ISSUER: gone.issuer, OIDC_CLIENT_ID: CLIENT };
    const other = await openAdminApp(database.url, { environment });
    const answer = await other.ask('post', '/v1/sessions/oidc', null, { id_token: await token() });
    await other.close();
    expect(answer.status).toBe(503);
  });

  it('is not offered where no provider is set up', async () => {
    const plain = await openAdminApp(database.url);
    const answer = await plain.ask('post', '/v1/sessions/oidc/nonce');
    await plain.close();
    expect(answer.status).toBe(404);
  });
});
