import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KafkaAccessSettings, loadSettings, SettingsError } from '@gatekeeper/runtime';
import { kafkaSecurityOf } from './kafka-security';

class Settings extends KafkaAccessSettings {}

describe('how brokers are reached', () => {
  let folder: string;
  let ca: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'kafka-security-'));
    ca = join(folder, 'ca.pem');
    writeFileSync(ca, 'an authority');
    writeFileSync(join(folder, 'password'), 'very secret\n');
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
    expect(read({ KAFKA_TLS: 'true', KAFKA_CA_FILE: ca })).toEqual({ tls: { ca: 'an authority' } });
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
