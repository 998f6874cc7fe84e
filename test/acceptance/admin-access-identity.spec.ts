import { Writable } from 'node:stream';
import { instantOf } from '@gatekeeper/calendar';
import { createLog } from '@gatekeeper/runtime';
import { Identities } from '../../apps/admin/access/identities';
import { identityKeysOf } from '../../apps/admin/access/identity-keys';
import { describeWith } from '../servers/addresses';
import { migratedDatabase } from '../servers/fresh';
import type { FreshDatabase } from '../servers/fresh';
import { configuration, identityKey, openAdminApp, somebody } from './admin-access-parts';
import type { AdminApp, Somebody } from './admin-access-parts';

/** Made up, with check characters that are right. */
const NUMBER = '11010519491231002X';
const OTHER = '44052419800101003X';
const MASKED = '110*************2X';

interface Row {
  readonly code: string;
  readonly revision: number;
  readonly key_id: string;
  readonly row: string;
}

describeWith(['postgres'], 'identity numbers', () => {
  let database: FreshDatabase;
  let admin: AdminApp;
  let registrar: Somebody;
  const [oldKey, newKey, index] = [identityKey('k1'), identityKey('k2'), identityKey('').slice(1)];
  const logged: string[] = [];

  beforeAll(async () => {
    database = await migratedDatabase('admin-access-identity');
    const destination = new Writable({
      write(chunk, _encoding, done) {
        logged.push(String(chunk));
        done();
      },
    });
    const log = createLog({ name: 'admin', level: 'trace', format: 'json', destination });
    const environment = { IDENTITY_KEYS: oldKey, IDENTITY_INDEX_KEY: index };
    admin = await openAdminApp(database.url, { log, environment });
    registrar = await somebody(admin, configuration({ areas: [''] }));
  });
  afterAll(async () => {
    await admin.close();
    await database.drop();
  });

  const put = (code: string, number: string, by = registrar) =>
    admin.ask('put', `/v1/clinicians/${code}/identity`, by.token, { identity_number: number });
  const get = (code: string) => admin.ask('get', `/v1/clinicians/${code}/identity`, registrar.token);
  const find = (number: string, by = registrar) =>
    admin.ask('post', '/v1/identity-lookups', by.token, { identity_number: number });
  const rows = (code: string): Promise<readonly Row[]> =>
    admin.rows<Row>(
      'SELECT code, revision, key_id, i::text AS row FROM person_identity i WHERE code = $1 ORDER BY revision',
      [code],
    );
  const withKeys = (keys: string, indexKey = index): Identities => {
    const read = identityKeysOf({ identityKeys: keys, identityIndexKey: indexKey });
    if (read === null) throw new Error('no keys');
    return new Identities(admin.parts.dataSource, read, { now: () => instantOf(0) });
  };

  it('are encrypted in the table, and shown by three characters and two', async () => {
    expect((await put('D1', NUMBER)).status).toBe(204);
    const [row] = await rows('D1');
    for (const text of [NUMBER, NUMBER.slice(3, -2)]) {
      expect(row?.row).not.toContain(text);
      expect(row?.row).not.toContain(Buffer.from(text).toString('hex'));
    }
    const { body } = await get('D1');
    expect(body).toMatchObject({ identity_number_masked: MASKED, recorded_by: registrar.userId });
  });

  it('are never encrypted alike, and found alike', async () => {
    await put('D2', OTHER);
    await put('D3', OTHER.toLowerCase());
    const [one, other] = await admin.rows<{ cipher: string; blind: string }>(
      `SELECT encode(cipher_text, 'hex') AS cipher, encode(blind_index, 'hex') AS blind
       FROM person_identity WHERE code IN ('D2', 'D3') ORDER BY code`,
    );
    expect(one?.cipher).not.toBe(other?.cipher);
    expect(one?.blind).toBe(other?.blind);
    expect((await find(OTHER)).body).toEqual({ codes: ['D2', 'D3'] });
  });

  it('are found by the last one recorded only; the former stays on file', async () => {
    await put('D4', NUMBER);
    await put('D4', OTHER);
    expect((await find(NUMBER)).body).toEqual({ codes: ['D1'] });
    expect(await rows('D4')).toHaveLength(2);
    await expect(admin.rows('DELETE FROM person_identity')).rejects.toThrow('append-only');
  });

  it('are found within the scope of whoever asks', async () => {
    const elsewhere = await somebody(admin, configuration({ areas: ['4602'] }));
    expect((await find(NUMBER, elsewhere)).body).toEqual({ codes: [] });
    expect((await put('D1', NUMBER, elsewhere)).status).toBe(403);
  });

  it.each(['11010519491231002', '110105194912310021', '110105194913310024', 'D440100000002'])(
    '%s is none: refused, and not repeated',
    async (number) => {
      const answer = await put('D5', number);
      expect([answer.status, answer.type]).toEqual([422, 'application/problem+json']);
      expect(answer.text).not.toContain(number);
      expect(await rows('D5')).toEqual([]);
    },
  );

  it('recorded by many at once are all kept', async () => {
    const answers = await Promise.all([NUMBER, OTHER, NUMBER].map((number) => put('D6', number)));
    expect(answers.map(({ status }) => status)).toEqual([204, 204, 204]);
    expect((await rows('D6')).map(({ revision }) => revision)).toEqual([1, 2, 3]);
  });

  it('do not open under another code, nor changed', async () => {
    const moved = `INSERT INTO person_identity SELECT $1, 1, key_id, $2, cipher_text, tag, index_key_id, blind_index,
                   recorded_at, recorded_by FROM person_identity WHERE code = 'D1' AND revision = 1`;
    const [{ nonce } = { nonce: Buffer.alloc(0) }] = await admin.rows<{ nonce: Buffer }>(
      `SELECT nonce FROM person_identity WHERE code = 'D1'`,
    );
    await expect(admin.rows(moved, ['D7', nonce])).rejects.toThrow('person_identity_nonce');
    await admin.rows('DROP INDEX person_identity_nonce');
    await admin.rows(moved, ['D7', nonce]);
    await expect(withKeys(oldKey).read('D7')).rejects.toThrow();
    expect(await withKeys(oldKey).read('D1')).toMatchObject({ masked: MASKED });
  });

  it('are in no line of the log and in no entry of the audit log', async () => {
    await put('D8', NUMBER);
    await get('D8');
    await find(NUMBER);
    const [audit] = await admin.rows<{ text: string }>(
      "SELECT string_agg(entry::text, ' ') AS text FROM audit_entry",
    );
    expect(audit?.text).toContain('identity.recorded');
    expect(audit?.text).toContain('identity.looked_up');
    for (const text of [NUMBER, OTHER]) {
      expect(logged.join('')).not.toContain(text);
      expect(audit?.text).not.toContain(text);
    }
  });

  describe('a new key', () => {
    beforeAll(async () => {
      await admin.rows(`ALTER TABLE person_identity DISABLE TRIGGER person_identity_append_only`);
      await admin.rows(`DELETE FROM person_identity`);
      await put('D1', NUMBER);
      await put('D2', OTHER);
    });

    it('opens what the one before encrypted, and encrypts it anew by appending, once', async () => {
      const rotated = withKeys(`${newKey},${oldKey}`);
      expect(await rotated.read('D1')).toMatchObject({ masked: MASKED });
      expect(await rotated.rotate('console')).toBe(2);
      expect(await rotated.rotate('console')).toBe(0);
      expect((await rows('D1')).map((row) => row.key_id)).toEqual(['k1', 'k2']);
    });

    it('then does without the one before', async () => {
      const alone = withKeys(newKey);
      expect(await alone.read('D1')).toMatchObject({ masked: MASKED });
      expect(await alone.find(OTHER, 'x')).toEqual(['D2']);
      await expect(withKeys(oldKey).read('D1')).rejects.toThrow('IDENTITY_KEYS lacks the key k2');
    });

    it('of the index finds what was indexed by another, once rotated', async () => {
      const reindexed = withKeys(newKey, identityKey('').slice(1));
      expect(await reindexed.find(OTHER, 'x')).toEqual([]);
      expect(await reindexed.rotate('console')).toBe(2);
      expect(await reindexed.find(OTHER, 'x')).toEqual(['D2']);
    });
  });

  it('wait for their keys to be set', async () => {
    const keyless = await openAdminApp(database.url);
    const answer = await keyless.ask('get', '/v1/clinicians/D1/identity', registrar.token);
    await keyless.close();
    expect([answer.status, answer.type]).toEqual([503, 'application/problem+json']);
  });
});
