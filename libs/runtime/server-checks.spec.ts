import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { IsOptional } from 'class-validator';
import { databaseProblems, portProblems, redisProblems } from './server-checks';
import { Port } from './server-settings';
import { loadSettings } from './settings';

const AUTHORITY = resolve('test/servers/tls/authority.pem');
const KEY = resolve('test/servers/tls/server-key.pem');
const DATABASE = 'postgres://u:hush@db:5432/x';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'server-checks-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const file = (name: string, content: string): string => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};

describe('settings of PostgreSQL', () => {
  it.each([
    ['an address alone', DATABASE],
    ['a mode', `${DATABASE}?sslmode=require`],
    ['a mode with the file in the address', `${DATABASE}?sslmode=verify-ca&sslrootcert=${AUTHORITY}`],
    ['a socket', 'postgres://u:hush@/x?host=/run/postgresql'],
    ['what is not there', undefined],
  ])('%s is taken', (_, databaseUrl) => {
    expect(databaseProblems(databaseUrl === undefined ? {} : { databaseUrl })).toEqual([]);
  });

  it.each(['', '?sslmode=require', '?sslmode=verify-ca', '?sslmode=verify-full'])(
    'an authority goes with %j',
    (mode) => {
      expect(databaseProblems({ databaseUrl: DATABASE + mode, databaseCaFile: AUTHORITY })).toEqual([]);
    },
  );

  it.each([
    ['a mode nobody knows', '?sslmode=bogus', undefined, /^DATABASE_URL has sslmode=bogus, .*verify-full$/],
    ['a mode of another client', '?sslmode=no-verify', undefined, /^DATABASE_URL has sslmode=no-verify/],
    ['a mode left empty', '?sslmode=', undefined, /^DATABASE_URL has an sslmode/],
    ['a second mode', '?sslmode=require&sslmode=bogus', undefined, /^DATABASE_URL has sslmode=bogus/],
    [
      'what may be half a password',
      '?sslmode=hush@1!',
      undefined,
      /^DATABASE_URL has an sslmode that is not/,
    ],
    ['an authority without encryption', '?sslmode=disable', AUTHORITY, /^DATABASE_CA_FILE .*sslmode=disable/],
    ['an authority nobody asks', '?sslmode=prefer', AUTHORITY, /^DATABASE_CA_FILE .*sslmode=prefer/],
    ['verify-ca without an authority', '?sslmode=verify-ca', undefined, /^DATABASE_CA_FILE is needed/],
    ['an authority that is not there', '', '/none', /^DATABASE_CA_FILE cannot be read: .*ENOENT/],
    ['an authority that is a key', '', KEY, /^DATABASE_CA_FILE .*certificate in PEM/],
    [
      'a file in the address',
      '?sslrootcert=/none',
      undefined,
      /^DATABASE_URL \(sslrootcert\) cannot be read/,
    ],
    ['a key in the address', `?sslkey=${AUTHORITY}`, undefined, /^DATABASE_URL \(sslkey\) .*private key/],
  ])('%s is named', (_, parameters, databaseCaFile, problem) => {
    const databaseUrl = DATABASE + parameters;
    const problems = databaseProblems({ databaseUrl, ...(databaseCaFile && { databaseCaFile }) });
    expect(problems).toEqual([expect.stringMatching(problem)]);
    expect(problems.join()).not.toContain('hush');
  });

  it('an address that is none is named, and not shown', () => {
    const problems = databaseProblems({ databaseUrl: 'postgres://u:hu/sh@db:5432/x' });
    expect(problems).toEqual([expect.stringMatching(/^DATABASE_URL cannot be read as an address.*%2F/)]);
    expect(problems.join()).not.toContain('hu/sh');
  });

  it('a file of several certificates is good only when each can be read', () => {
    const broken = '-----BEGIN CERTIFICATE-----\nbm9uZQ==\n-----END CERTIFICATE-----\n';
    const one = readFileSync(AUTHORITY, 'utf8');
    const withFile = (name: string, content: string) =>
      databaseProblems({ databaseUrl: DATABASE, databaseCaFile: file(name, content) });
    expect(withFile('two.pem', `comment\n${one}${one}`)).toEqual([]);
    expect(withFile('half.pem', one + broken)).toHaveLength(1);
    expect(withFile('empty.pem', '')).toHaveLength(1);
  });
});

describe('settings of Redis', () => {
  const CLUSTER = 'rediss://:hush@a:1,rediss://:hush@b:1';

  it.each([
    ['nothing', {}],
    ['an address', { redisUrl: 'redis://a:1' }],
    ['an encrypted one with its authority', { redisUrl: 'rediss://a:1', redisCaFile: AUTHORITY }],
    ['a cluster', { redisUrl: CLUSTER, redisCaFile: AUTHORITY }],
  ])('%s is taken', (_, settings) => expect(redisProblems(settings)).toEqual([]));

  it.each([
    [
      'an authority without encryption',
      { redisUrl: 'redis://:hush@a:1', redisCaFile: AUTHORITY },
      /^REDIS_CA_FILE .*rediss/,
    ],
    ['an authority without a server', { redisCaFile: AUTHORITY }, /^REDIS_CA_FILE .*rediss/],
    [
      'an authority that is none',
      { redisUrl: CLUSTER, redisCaFile: KEY },
      /^REDIS_CA_FILE .*certificate in PEM/,
    ],
    ['a cluster by two ways', { redisUrl: `${CLUSTER},redis://c:1` }, /^REDIS_URL .*one way/],
  ])('%s is named', (_, settings, problem) => {
    const problems = redisProblems(settings);
    expect(problems).toEqual([expect.stringMatching(problem)]);
    expect(problems.join()).not.toContain('hush');
  });
});

describe('ports of a process', () => {
  class Doors {
    @Port('SOME_PORT')
    port = 3001;

    @Port('METRICS_PORT')
    @IsOptional()
    metricsPort?: number;
  }
  const problems = (environment: Readonly<Record<string, string>>) =>
    portProblems(loadSettings(Doors, environment));

  it('are two, or any two that are free, or one', () => {
    for (const metrics of ['', '3002', '0']) expect(problems({ METRICS_PORT: metrics })).toEqual([]);
    expect(problems({ SOME_PORT: '0', METRICS_PORT: '0' })).toEqual([]);
  });

  it('are not the same, and both variables are named', () => {
    expect(problems({ METRICS_PORT: '3001' })).toEqual([
      expect.stringMatching(/^METRICS_PORT and SOME_PORT are both 3001/),
    ]);
  });
});
