import { encryptedUrl } from './encrypted-url';

const PLAIN = 'postgres://u:p%40ss@db:5432/insurance';

describe('the address of an encrypted PostgreSQL', () => {
  it.each([
    ['neither mode nor authority', PLAIN, undefined, PLAIN],
    ['an option that is no mode', `${PLAIN}?options=x`, undefined, `${PLAIN}?options=x`],
    [
      'an authority alone verifies in full',
      PLAIN,
      '/ca.pem',
      `${PLAIN}?uselibpqcompat=true&sslrootcert=%2Fca.pem&sslmode=verify-full`,
    ],
    [
      'a mode keeps libpq’s meaning',
      `${PLAIN}?sslmode=require`,
      undefined,
      `${PLAIN}?sslmode=require&uselibpqcompat=true`,
    ],
    [
      'a mode of one’s own stands beside the authority',
      `${PLAIN}?sslmode=verify-ca`,
      '/ca.pem',
      `${PLAIN}?sslmode=verify-ca&uselibpqcompat=true&sslrootcert=%2Fca.pem`,
    ],
  ])('%s', (_, url, caFile, expected) => {
    expect(encryptedUrl(url, caFile)).toBe(expected);
  });
});
