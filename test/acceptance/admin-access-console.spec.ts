import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { cleanEnvironment, describeWith } from '../servers/addresses';
import { migratedDatabase } from '../servers/fresh';
import type { FreshDatabase } from '../servers/fresh';
import { configuration, identityKey, openAdminApp, PASSWORD, somebody } from './admin-access-parts';
import type { AdminApp } from './admin-access-parts';

const COMMAND = join(__dirname, '../../dist/apps/admin/command.js');
const NUMBER = '11010519491231002X';

interface Ending {
  readonly code: number | null;
  readonly said: string;
}

/** `npm run admin -- …`, with a line on its standard input. */
async function console(
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  input = '',
): Promise<Ending> {
  const child = spawn(process.execPath, [COMMAND, ...args], {
    env: { ...cleanEnvironment(), ...environment },
    stdio: 'pipe',
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (said += text));
  child.stdin.end(input);
  await once(child, 'close');
  return { code: child.exitCode, said };
}

describeWith(['postgres'], 'the console of the admin app', () => {
  let database: FreshDatabase;
  let admin: AdminApp;
  let url: { readonly DATABASE_URL: string };
  beforeAll(async () => {
    database = await migratedDatabase('admin-access-console');
    admin = await openAdminApp(database.url);
    url = { DATABASE_URL: database.url };
  });
  afterAll(async () => {
    await admin.close();
    await database.drop();
  });

  const first = (login: string, input: string) =>
    console(['first-administrator', '--login', login], url, input);

  it('creates the first administrator with a password from standard input, which it does not show', async () => {
    expect(await first('founder', '')).toMatchObject({
      code: 1,
      said: expect.stringContaining('nothing came'),
    });
    expect(await first('founder', 'short\n')).toMatchObject({
      code: 1,
      said: expect.stringContaining('12 to'),
    });
    const created = await first('founder', `${PASSWORD}\n`);
    expect(created.code).toBe(0);
    expect(created.said).not.toContain(PASSWORD);
    await expect(admin.signIn('founder')).resolves.toMatch(/^gka_/);
  });

  it('refuses another', async () => {
    expect(await first('again', `${PASSWORD}\n`)).toEqual({
      code: 1,
      said: 'admin: an administrator exists: nothing was written\n',
    });
  });

  it('approves a second that the first applied for', async () => {
    const second = () => console(['second-administrator', '--login', 'second'], url);
    expect((await second()).code).toBe(1);
    const application = { login: 'second', display_name: 'n', reason: 'r', areas: [''] };
    const body = { ...application, roles: ['user_administrator'] };
    const answer = await admin.ask('post', '/v1/users', await admin.signIn('founder'), body);
    expect(answer.status).toBe(201);
    expect((await second()).code).toBe(0);
    expect((await second()).code).toBe(1);
  });

  it('encrypts identity and phone numbers with a new key', async () => {
    const [oldKey, newKey, index] = [identityKey('k1'), identityKey('k2'), identityKey('').slice(1)];
    const keys = { IDENTITY_KEYS: oldKey, IDENTITY_INDEX_KEY: index };
    const keyed = await openAdminApp(database.url, { environment: keys });
    const { token } = await somebody(keyed, configuration({ areas: [''] }));
    await keyed.ask('put', '/v1/clinicians/D1/identity', token, { identity_number: NUMBER });
    await keyed.ask('put', '/v1/clinicians/D1/phone', token, { phone: '020-83330000' });
    await keyed.close();
    const rotate = (more: Readonly<Record<string, string>>) =>
      console(['rotate-identity-key'], { ...url, ...more });
    expect((await rotate({})).code).toBe(1);
    const rotated = { IDENTITY_KEYS: `${newKey},${oldKey}`, IDENTITY_INDEX_KEY: index };
    for (const count of [1, 0]) {
      const said = `${count} identity number(s) and ${count} phone number(s) encrypted anew\n`;
      expect(await rotate(rotated)).toEqual({ code: 0, said });
    }
  });

  it('names a setting that must be changed', async () => {
    const ending = await console(['rotate-identity-key'], { IDENTITY_KEYS: 'k1:too-short' });
    expect(ending.code).toBe(2);
    expect(ending.said).toContain('DATABASE_URL');
    expect(ending.said).toContain('IDENTITY_KEYS');
    expect(ending.said).not.toContain('too-short');
  });
});
