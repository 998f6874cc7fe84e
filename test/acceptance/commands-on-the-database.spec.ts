/** Commands on a database end with a line that says what to do, whatever they meet there. */

import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '@gatekeeper/database';
import { StreamStore } from '@gatekeeper/decision-store';
import { commandRun } from '../gatekeeper/command';
import type { CommandName } from '../gatekeeper/command';
import { describeWith } from '../servers/addresses';
import { freshDatabase, migratedDatabase } from '../servers/fresh';
import type { FreshDatabase } from '../servers/fresh';

const SAMPLE_REGISTRY = join(__dirname, '..', '..', 'deploy', 'local', 'sample', 'registry.ndjson');

describeWith(['postgres'], 'a database that nobody migrated', () => {
  let database: FreshDatabase;
  beforeAll(async () => {
    database = await freshDatabase('commands-unmigrated');
  });
  afterAll(() => database.drop());

  it.each<[CommandName, readonly string[]]>([
    ['gatekeeper', ['import', '--registry', SAMPLE_REGISTRY]],
    ['gatekeeper', ['policy']],
    ['gaps', []],
    ['set-aside', ['--list']],
    ['admin', ['verify-audit']],
  ])('ends %s %j with 2 and one line', async (command, args) => {
    const { code, stdout, stderr } = await commandRun(command, args, { DATABASE_URL: database.url });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(
      /^(\w+: )?the schema of the database is not the current one: run `npm run migrate`\n$/,
    );
  });
});

describeWith(['postgres'], 'npm run set-aside', () => {
  let database: FreshDatabase;
  let folder: string;
  beforeAll(async () => {
    database = await migratedDatabase('commands-set-aside');
    folder = mkdtempSync(join(tmpdir(), 'set-aside-'));
  });
  afterAll(async () => {
    await database.drop();
    rmSync(folder, { recursive: true });
  });
  const setAside = (...args: readonly string[]) =>
    commandRun('set-aside', args, { DATABASE_URL: database.url });

  it('says that there is nothing, and names a number under which nothing is kept', async () => {
    expect(await setAside()).toEqual({ code: 0, stdout: 'nothing is set aside\n', stderr: '' });
    const none = { code: 1, stdout: '', stderr: expect.stringMatching(/^no bytes .* number 999: .*\n$/) };
    expect(await setAside('--bytes', '999')).toEqual(none);
    expect(await setAside('--bytes', '999', '--out', join(folder, 'none'))).toEqual(none);
    expect(existsSync(join(folder, 'none'))).toBe(false);
  });

  it('writes the bytes of one, over no file that is there', async () => {
    const value = Buffer.alloc(1_500_000, 'x');
    const dataSource = await openDatabase(database.url, { poolSize: 1, applicationName: 'set aside' });
    const message = { topic: 't', topicId: 'one', partition: 0, offset: '7', errorCode: 'TOO_LARGE' };
    const more = { problems: [], key: null, headers: {}, publicationId: null };
    const id = await new StreamStore(dataSource).keepMessage({ ...message, ...more }, value);
    await dataSource.destroy();
    expect((await setAside()).stdout).toBe(`${id}\tTOO_LARGE\tt[0] offset 7\t1500000 bytes\n`);
    const file = join(folder, 'bytes');
    expect(await setAside('--bytes', id, '--out', file)).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(readFileSync(file).equals(value)).toBe(true);
    expect((await setAside('--bytes', id)).stdout).toBe(value.toString());
    expect(await setAside('--bytes', id, '--out', file)).toEqual({
      code: 2,
      stdout: '',
      stderr: `${file} is there already and was left as it is: name another file with --out\n`,
    });
    expect(await setAside('--bytes', id, '--out', join(folder, 'no', 'bytes'))).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/bytes cannot be written: ENOENT/),
    });
    expect(readFileSync(file).equals(value)).toBe(true);
  });
});

/** Nothing answers there: whoever connects ends with 1. */
const NOWHERE = { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none', KAFKA_BROKERS: '127.0.0.1:1' };

describe('words of a command', () => {
  it.each<[CommandName, readonly string[], RegExp]>([
    ['gaps', ['--by', 'Li Hua'], /--acknowledge <id>/],
    ['gaps', ['--reason', 'sent again'], /--acknowledge <id>/],
    ['gaps', ['--acknowledge', '1', '--all', '--by', 'x', '--reason', 'y'], /--all/],
    ['set-aside', ['--out', '/nowhere'], /--bytes <id>/],
    ['set-aside', ['--list', '--bytes', '1'], /--list and --bytes/],
    ['set-aside', ['--bytes', 'x'], /it is 'x'/],
    ['migrate', ['--dry-run'], /unknown option '--dry-run'/],
    ['migrate', ['again'], /too many arguments/],
    ['topics', ['--partitions', '3'], /unknown option '--partitions'/],
    ['start:gatekeeper', ['--port', '1'], /unknown option '--port'/],
    ['start:admin', ['now'], /too many arguments/],
    ['start:clearing', ['now'], /too many arguments/],
    ['start', ['--port', '1'], /takes no words/],
  ])('%s %j ends with 2 before anything connects', async (command, args, reason) => {
    const { code, stdout, stderr } = await commandRun(command, args, NOWHERE);
    expect([code, stdout, stderr]).toEqual([2, '', expect.stringMatching(reason)]);
  });

  it.each<[CommandName, RegExp]>([
    ['gaps', /--acknowledge/],
    ['set-aside', /--bytes/],
    ['migrate', /DATABASE_URL/],
    ['topics', /KAFKA_BROKERS/],
    ['start:gatekeeper', /README/],
    ['start:admin', /README/],
    ['start:clearing', /README/],
    ['start', /README/],
  ])('%s answers --help and does nothing', async (command, words) => {
    const { code, stdout, stderr } = await commandRun(command, ['--help'], NOWHERE);
    expect([code, stdout, stderr]).toEqual([0, expect.stringMatching(words), '']);
  });
});
