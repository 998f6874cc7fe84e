import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { KafkaAccessSettings, loadSettings, SettingsError } from '@gatekeeper/runtime';
import { kafkaSecurityOf } from './kafka-security';

class Settings extends KafkaAccessSettings {}

const [CA, CERTIFICATE, KEY] = ['authority.pem', 'server.pem', 'server-key.pem'].map((name) =>
  resolve('test/servers/tls', name),
) as [string, string, string];

describe('how brokers are reached', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kafka-security-'));
  const file = (name: string, content: string): string => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const asPem = { type: 'pkcs8', format: 'pem' } as const;
  const anotherKey = file('another.pem', privateKey.export(asPem).toString());
  const sealedKey = file(
    'sealed.pem',
    privateKey.export({ ...asPem, cipher: 'aes-256-cbc', passphrase: 'hush' }).toString(),
  );
  const chain = file('chain.pem', readFileSync(CERTIFICATE, 'utf8') + readFileSync(CA, 'utf8'));
  beforeAll(() => {
    file('password', 'very secret\n');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const read = (environment: Record<string, string>) => kafkaSecurityOf(loadSettings(Settings, environment));
  const problemsOf = (environment: Record<string, string>): string => {
    try {
      read(environment);
    } catch (error) {
      if (error instanceof SettingsError) return error.message;
      throw error;
    }
    return '';
  };

  it('plainly, by TLS, and by who one is', () => {
    expect(read({})).toEqual({});
    expect(read({ KAFKA_TLS: 'true' })).toEqual({ tls: {} });
    expect(read({ KAFKA_TLS: 'true', KAFKA_CA_FILE: CA })).toEqual({ tls: { ca: readFileSync(CA, 'utf8') } });
    for (const KAFKA_CERT_FILE of [CERTIFICATE, chain])
      expect(read({ KAFKA_TLS: 'true', KAFKA_CERT_FILE, KAFKA_KEY_FILE: KEY })).toMatchObject({
        tls: { cert: readFileSync(KAFKA_CERT_FILE, 'utf8'), key: readFileSync(KEY, 'utf8') },
      });
    expect(
      read({
        KAFKA_SASL_MECHANISM: 'scram-sha-512',
        KAFKA_USERNAME: 'gatekeeper',
        KAFKA_PASSWORD_FILE: join(folder, 'password'),
      }),
    ).toEqual({ sasl: { mechanism: 'scram-sha-512', username: 'gatekeeper', password: 'very secret' } });
  });

  it.each([
    ['a file without TLS', { KAFKA_CA_FILE: '/ca.pem' }, /KAFKA_CA_FILE .*KAFKA_TLS=true/],
    ['a file that is not there', { KAFKA_TLS: 'true', KAFKA_CA_FILE: '/none' }, /KAFKA_CA_FILE cannot be/],
    ['a certificate without its key', { KAFKA_TLS: 'true', KAFKA_CERT_FILE: '/c' }, /KAFKA_KEY_FILE/],
    [
      'an authority that is none',
      { KAFKA_TLS: 'true', KAFKA_CA_FILE: KEY },
      /KAFKA_CA_FILE .*certificate in PEM/,
    ],
    [
      'a key that is none',
      { KAFKA_TLS: 'true', KAFKA_CERT_FILE: CERTIFICATE, KAFKA_KEY_FILE: CA },
      /KAFKA_KEY_FILE .*private key/,
    ],
    [
      'a key that asks for a passphrase',
      { KAFKA_TLS: 'true', KAFKA_CERT_FILE: CERTIFICATE, KAFKA_KEY_FILE: sealedKey },
      /KAFKA_KEY_FILE .*passphrase/,
    ],
    [
      'a key of another certificate',
      { KAFKA_TLS: 'true', KAFKA_CERT_FILE: CERTIFICATE, KAFKA_KEY_FILE: anotherKey },
      /KAFKA_KEY_FILE .*another key .*KAFKA_CERT_FILE/,
    ],
    ['a password without a mechanism', {}, /KAFKA_SASL_MECHANISM/],
    ['a password without a user', { KAFKA_SASL_MECHANISM: 'plain' }, /KAFKA_USERNAME/],
    [
      'a mechanism without who',
      { KAFKA_SASL_MECHANISM: 'plain', KAFKA_PASSWORD: '' },
      /KAFKA_USERNAME[\s\S]*KAFKA_PASSWORD/,
    ],
    ['another mechanism', { KAFKA_SASL_MECHANISM: 'gssapi' }, /KAFKA_SASL_MECHANISM/],
  ])('%s is named, and no secret is', (_, environment, words) => {
    const problems = problemsOf({ KAFKA_PASSWORD: 'hush', ...environment });
    expect(problems).toMatch(words);
    expect(problems).not.toContain('hush');
  });
});
