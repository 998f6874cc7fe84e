import { Writable } from 'node:stream';
import { instantOf } from '@gatekeeper/calendar';
import { createLog } from '@gatekeeper/runtime';
import { identityKeysOf } from '../../apps/admin/access/identity-keys';
import { Phones } from '../../apps/admin/access/phones';
import { institution } from '../regulation/institutions';
import { clinician, registration } from '../regulation/persons';
import { describeWith } from '../servers/addresses';
import { migratedDatabase } from '../servers/fresh';
import type { FreshDatabase } from '../servers/fresh';
import { configuration, identityKey, openAdminApp, somebody } from './admin-access-parts';
import type { AdminApp, Somebody } from './admin-access-parts';

const PHONE = '020-83330000';
const OTHER = '13800138000';
const HOSPITAL = 'H46010000001';
const DOCTOR = 'D460100000001';
const COLLEAGUE = 'D460100000002';

interface Row {
  readonly revision: number;
  readonly key_id: string;
  readonly row: string;
}

describeWith(['postgres'], 'phone numbers', () => {
  let database: FreshDatabase;
  let admin: AdminApp;
  let registrar: Somebody;
  const [oldKey, newKey, index] = [identityKey('k1'), identityKey('k2'), identityKey('').slice(1)];
  const logged: string[] = [];

  beforeAll(async () => {
    database = await migratedDatabase('admin-access-phone');
    const destination = new Writable({
      write(chunk, _encoding, done) {
        logged.push(String(chunk));
        done();
      },
    });
    const log = createLog({ name: 'admin', level: 'trace', format: 'json', destination });
    const environment = { IDENTITY_KEYS: oldKey, IDENTITY_INDEX_KEY: index };
    admin = await openAdminApp(database.url, { log, environment });
    const { kind } = await admin.parts.registry.append([
      institution(HOSPITAL, { area: '460100', name: 'n' }),
      ...[DOCTOR, COLLEAGUE].flatMap((code) => [
        { ...clinician(code), name: 'n' },
        registration({ code, fixmedinsCode: HOSPITAL }),
      ]),
    ]);
    if (kind !== 'appended') throw new Error(kind);
    registrar = await somebody(admin, configuration({ areas: ['4601'] }));
  });
  afterAll(async () => {
    await admin.close();
    await database.drop();
  });

  const put = (code: string, phone: unknown, by = registrar) =>
    admin.ask('put', `/v1/clinicians/${code}/phone`, by.token, { phone });
  const get = (code: string, by = registrar) => admin.ask('get', `/v1/clinicians/${code}/phone`, by.token);
  const rows = (code: string): Promise<readonly Row[]> =>
    admin.rows<Row>(
      'SELECT revision, key_id, p::text AS row FROM person_phone p WHERE code = $1 ORDER BY revision',
      [code],
    );
  const withKeys = (keys: string): Phones => {
    const read = identityKeysOf({ identityKeys: keys, identityIndexKey: index });
    if (read === null) throw new Error('no keys');
    return new Phones(admin.parts.dataSource, read, { now: () => instantOf(0) });
  };

  it('are encrypted in the table, and shown by three characters and two', async () => {
    expect((await get(DOCTOR)).status).toBe(404);
    expect((await put(DOCTOR, PHONE)).status).toBe(204);
    const [row] = await rows(DOCTOR);
    for (const text of [PHONE, PHONE.slice(3, -2)]) {
      expect(row?.row).not.toContain(text);
      expect(row?.row).not.toContain(Buffer.from(text).toString('hex'));
    }
    const { body } = await get(DOCTOR);
    expect(body).toMatchObject({ phone_masked: '020*******00', recorded_by: registrar.userId });
  });

  it('are revised by appending; the former stays on file', async () => {
    expect((await put(DOCTOR, OTHER)).status).toBe(204);
    expect((await get(DOCTOR)).body).toMatchObject({ phone_masked: '138******00' });
    expect((await rows(DOCTOR)).map(({ revision }) => revision)).toEqual([1, 2]);
    await expect(admin.rows('DELETE FROM person_phone')).rejects.toThrow('append-only');
  });

  it('recorded by many at once are all kept', async () => {
    const answers = await Promise.all([PHONE, OTHER, PHONE].map((phone) => put(COLLEAGUE, phone)));
    expect(answers.map(({ status }) => status)).toEqual([204, 204, 204]);
    expect((await rows(COLLEAGUE)).map(({ revision }) => revision)).toEqual([1, 2, 3]);
  });

  it('are recorded by the person and the institution as well, each within reach', async () => {
    const own = await somebody(admin, configuration({ roles: ['clinician'], clinicianCode: DOCTOR }));
    const office = await somebody(
      admin,
      configuration({ roles: ['institution_office'], institutions: [HOSPITAL] }),
    );
    const elsewhere = await somebody(admin, configuration({ areas: ['4602'] }));
    expect((await put(DOCTOR, OTHER, own)).status).toBe(204);
    expect((await put(COLLEAGUE, OTHER, own)).status).toBe(403);
    expect((await put(COLLEAGUE, OTHER, office)).status).toBe(204);
    expect((await put(DOCTOR, OTHER, elsewhere)).status).toBe(403);
    expect((await get(DOCTOR, elsewhere)).status).toBe(403);
  });

  it.each(['+852 9123 4567', '+86 138 0013 8000', '010-12345678'])('%s exists', async (phone) => {
    expect((await put(DOCTOR, phone)).status).toBe(204);
  });

  it.each(['83330000', '12345678901', '+86 020', 'call 020-83330000', '020-83330000 ', '', 13_800_138_000])(
    '%p does not: refused, and not repeated',
    async (phone) => {
      const before = await rows(DOCTOR);
      const answer = await put(DOCTOR, phone);
      expect([answer.status, answer.type]).toEqual([422, 'application/problem+json']);
      if (String(phone) !== '') expect(answer.text).not.toContain(String(phone));
      expect(await rows(DOCTOR)).toEqual(before);
    },
  );

  it('do not open as identity numbers, nor those as phone numbers', async () => {
    const parts = 'key_id, nonce, cipher_text, tag';
    await admin.rows(
      `INSERT INTO person_identity (code, revision, ${parts}, index_key_id, blind_index, recorded_at, recorded_by)
       SELECT code, 1, ${parts}, 'x', 'x', recorded_at, recorded_by FROM person_phone WHERE code = $1 AND revision = 1`,
      [DOCTOR],
    );
    const answer = await admin.ask('get', `/v1/clinicians/${DOCTOR}/identity`, registrar.token);
    expect(answer.status).toBe(500);
    expect(answer.text).not.toContain(PHONE);
  });

  it('are in no line of the log and in no entry of the audit log', async () => {
    const [audit] = await admin.rows<{ text: string }>(
      "SELECT string_agg(entry::text, ' ') AS text FROM audit_entry",
    );
    expect(audit?.text).toContain('phone.recorded');
    for (const text of [PHONE, OTHER]) {
      expect(logged.join('')).not.toContain(text);
      expect(audit?.text).not.toContain(text);
    }
  });

  it('are encrypted anew by a new key, once, and then do without the one before', async () => {
    await put(DOCTOR, PHONE);
    const rotated = withKeys(`${newKey},${oldKey}`);
    expect(await rotated.rotate('console')).toBe(2);
    expect(await rotated.rotate('console')).toBe(0);
    expect(await withKeys(newKey).readClear(DOCTOR)).toBe(PHONE);
    await expect(withKeys(oldKey).read(DOCTOR)).rejects.toThrow('IDENTITY_KEYS lacks the key k2');
  });

  it('wait for their keys to be set', async () => {
    const keyless = await openAdminApp(database.url);
    const answer = await keyless.ask('get', `/v1/clinicians/${DOCTOR}/phone`, registrar.token);
    await keyless.close();
    expect([answer.status, answer.type]).toEqual([503, 'application/problem+json']);
  });
});
