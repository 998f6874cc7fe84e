import { loadSettings } from '@gatekeeper/runtime';
import { AccessSettings } from './access-settings';

class Settings extends AccessSettings {}

const [KEY, OTHER_KEY] = [1, 2].map((byte) => Buffer.alloc(32, byte).toString('base64')) as [string, string];
const load = (environment: Readonly<Record<string, string>>): Settings =>
  loadSettings(Settings, { DATABASE_URL: 'postgres://unused', ...environment });

describe('settings of access', () => {
  it('may all be left out', () => {
    expect(load({})).toMatchObject({ rateLimitSignIn: 30, rateLimitUser: 600, trustedProxies: 0 });
  });

  it.each<[string, Readonly<Record<string, string>>]>([
    [
      'a key of identity numbers with that of their index',
      { IDENTITY_KEYS: `k1:${KEY}`, IDENTITY_INDEX_KEY: OTHER_KEY },
    ],
    ['several keys', { IDENTITY_KEYS: `k2:${KEY},k1:${KEY}`, IDENTITY_INDEX_KEY: OTHER_KEY }],
    [
      'a provider with its client',
      { OIDC_ISSUER: 'https://id.example.cn/realm', OIDC_CLIENT_ID: 'registry' },
    ],
  ])('%s are taken', (_, environment) => {
    expect(() => load(environment)).not.toThrow();
  });

  it.each<[string, Readonly<Record<string, string>>, string]>([
    [
      'one name for two keys',
      { IDENTITY_KEYS: `k1:${KEY},k1:${KEY}`, IDENTITY_INDEX_KEY: OTHER_KEY },
      'IDENTITY_KEYS',
    ],
    ['one key for both', { IDENTITY_KEYS: `k1:${KEY}`, IDENTITY_INDEX_KEY: KEY }, 'IDENTITY_INDEX_KEY'],
    ['a key without that of the index', { IDENTITY_KEYS: `k1:${KEY}` }, 'IDENTITY_INDEX_KEY'],
    ['a key of the index alone', { IDENTITY_INDEX_KEY: KEY }, 'IDENTITY_KEYS'],
    ['a short key', { IDENTITY_KEYS: 'k1:AAAA', IDENTITY_INDEX_KEY: KEY }, 'IDENTITY_KEYS'],
    ['a key without a name', { IDENTITY_KEYS: KEY, IDENTITY_INDEX_KEY: KEY }, 'IDENTITY_KEYS'],
    ['a provider without a client', { OIDC_ISSUER: 'https://id.example.cn' }, 'OIDC_CLIENT_ID'],
    ['a client without a provider', { OIDC_CLIENT_ID: 'registry' }, 'OIDC_ISSUER'],
    ['a provider that is no address', { OIDC_ISSUER: 'id', OIDC_CLIENT_ID: 'registry' }, 'OIDC_ISSUER'],
    ['a limit of nothing', { RATE_LIMIT_USER: '0' }, 'RATE_LIMIT_USER'],
  ])('%s is refused by name, and no key is shown', (_, environment, name) => {
    expect(() => load(environment)).toThrow(name);
    expect(() => load(environment)).not.toThrow(KEY);
  });
});
