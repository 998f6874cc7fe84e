import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, Matches, Max, Min } from 'class-validator';
import { exitCodeOf } from './exit-codes';
import { Checked, loadSettings, Variable, variableOf } from './settings';
import { SettingsError } from './settings-error';

class CommonSettings {
  @Variable('LOG_FORMAT')
  @IsIn(['json', 'pretty'])
  logFormat = 'json';
}

class SampleSettings extends CommonSettings {
  @Variable('PORT')
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(65_535)
  port = 3001;

  @Variable('DATABASE_URL', { secret: true })
  @IsString()
  databaseUrl!: string;

  @Variable('REDIS_URL', { secret: true })
  @IsOptional()
  @IsString()
  redisUrl?: string;
}

function problemsOf(environment: Record<string, string>): readonly string[] {
  try {
    loadSettings(SampleSettings, environment);
  } catch (error) {
    if (error instanceof SettingsError) return error.problems;
    throw error;
  }
  return [];
}

describe('settings', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'settings-'));
    writeFileSync(join(folder, 'url'), 'postgres://u:secret@db/x\n');
    writeFileSync(join(folder, 'empty'), '\n');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('are read from the environment, with defaults for what is absent or empty', () => {
    expect(
      loadSettings(SampleSettings, {
        DATABASE_URL: 'postgres://db',
        PORT: '8080',
        LOG_FORMAT: '',
        OTHER: '1',
      }),
    ).toEqual({
      logFormat: 'json',
      port: 8080,
      databaseUrl: 'postgres://db',
      redisUrl: undefined,
    });
  });

  it('take a secret from the file its variable names', () => {
    expect(loadSettings(SampleSettings, { DATABASE_URL_FILE: join(folder, 'url') }).databaseUrl).toBe(
      'postgres://u:secret@db/x',
    );
  });

  it('are a new object each time', () => {
    const environment = { DATABASE_URL: 'a' };
    expect(loadSettings(SampleSettings, environment)).not.toBe(loadSettings(SampleSettings, environment));
  });

  it('name every problem at once, by variable', () => {
    expect(problemsOf({ PORT: '70000', LOG_FORMAT: 'xml' })).toEqual([
      "PORT must not be greater than 65535 (it is '70000')",
      'DATABASE_URL must be a string (it is not set)',
      "LOG_FORMAT must be one of the following values: json, pretty (it is 'xml')",
    ]);
  });

  it('refuse a secret given twice, an empty file and a missing one, and never show a value', () => {
    const both = problemsOf({
      DATABASE_URL: 'postgres://u:secret@db',
      DATABASE_URL_FILE: join(folder, 'url'),
    });
    expect(both).toEqual(['DATABASE_URL and DATABASE_URL_FILE are both set: keep one']);
    expect(problemsOf({ DATABASE_URL_FILE: join(folder, 'empty') })[0]).toContain('DATABASE_URL is empty');
    expect(problemsOf({ DATABASE_URL_FILE: join(folder, 'nowhere') })[0]).toContain('ENOENT');
  });

  it('lead every reason by the name of its variable, whatever words the check brings', () => {
    class Worded {
      @Variable('APPROVAL_YUAN')
      @Matches(/^\d+$/, { message: 'is an amount in yuan' })
      approvalYuan = '1';

      @Variable('AREAS')
      @IsIn(['44'], { each: true })
      areas = ['44'];
    }
    expect(() => loadSettings(Worded, { APPROVAL_YUAN: 'abc', AREAS: '46' })).toThrow(
      /\n {2}APPROVAL_YUAN is an amount in yuan \(it is 'abc'\)\n {2}AREAS each value in AREAS must be/,
    );
  });

  describe('that must agree with each other', () => {
    @Checked(({ port }: CommonServed) => (port === 80 ? ['PORT is 80', 'LOG_FORMAT is told at 80'] : []))
    abstract class CommonServed extends SampleSettings {}
    @Checked(({ redisUrl }: Served) => (redisUrl === undefined ? ['REDIS_URL is needed'] : []))
    class Served extends CommonServed {}
    const load = (environment: Record<string, string>) => () =>
      loadSettings(Served, { DATABASE_URL: 'a', ...environment });

    it('are named after those that are no good in themselves, all at once, those of the class it extends first', () => {
      expect(load({ PORT: '80', LOG_LEVEL: '' })).toThrow(
        /PORT is 80\n.*LOG_FORMAT is told at 80\n.*REDIS_URL is needed$/,
      );
      expect(load({ PORT: '80', LOG_FORMAT: 'xml' })).toThrow(
        /\n {2}LOG_FORMAT must be one .*\n {2}PORT is 80\n {2}REDIS_URL is needed$/,
      );
      expect(load({ REDIS_URL: 'r' })).not.toThrow();
    });

    it('ask nothing of the class that it extends alone', () => {
      expect(() => loadSettings(SampleSettings, { DATABASE_URL: 'a', PORT: '80' })).not.toThrow();
    });
  });

  it('know the variable that a property came from', () => {
    const settings = loadSettings(SampleSettings, { DATABASE_URL: 'a' });
    expect([
      variableOf(settings, 'port'),
      variableOf(settings, 'logFormat'),
      variableOf(settings, 'x'),
    ]).toEqual(['PORT', 'LOG_FORMAT', 'x']);
  });

  it('end the process with 2', () => {
    expect(exitCodeOf(new SettingsError(['PORT is wrong']))).toBe(2);
    expect(exitCodeOf(new Error('the broker is down'))).toBe(1);
  });
});
