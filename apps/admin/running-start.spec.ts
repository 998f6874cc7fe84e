import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withRunningStart } from './running-start';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'running-start-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const runs = (): string => {
  const file = join(folder, 'database-url');
  writeFileSync(file, 'postgres://of-start');
  return file;
};
const makesKeys = (): void => {
  mkdirSync(join(folder, 'identity-keys'));
  for (const name of ['keys', 'index']) writeFileSync(join(folder, 'identity-keys', name), 'secret');
};

describe('the console while npm start runs', () => {
  it('works on its database, with its keys, and says so without the address', () => {
    const file = runs();
    makesKeys();
    const { environment, note } = withRunningStart({ STATE_FOLDER: folder, LOG_LEVEL: 'warn' });
    expect(environment).toEqual({
      STATE_FOLDER: folder,
      LOG_LEVEL: 'warn',
      DATABASE_URL_FILE: file,
      IDENTITY_KEYS_FILE: join(folder, 'identity-keys', 'keys'),
      IDENTITY_INDEX_KEY_FILE: join(folder, 'identity-keys', 'index'),
    });
    expect(note).toBe(`DATABASE_URL is not set: this is the database of the npm start of ${folder}`);
  });

  it.each([{ DATABASE_URL: 'postgres://given' }, { DATABASE_URL_FILE: '/given' }])(
    'leaves a database that is named: %j',
    (given) => {
      runs();
      makesKeys();
      const environment = { STATE_FOLDER: folder, ...given };
      expect(withRunningStart(environment)).toEqual({ environment, note: null });
    },
  );

  it.each(['IDENTITY_KEYS', 'IDENTITY_KEYS_FILE', 'IDENTITY_INDEX_KEY', 'IDENTITY_INDEX_KEY_FILE'])(
    'leaves keys that are given, and completes no half of them: %s',
    (name) => {
      const file = runs();
      makesKeys();
      const { environment } = withRunningStart({ STATE_FOLDER: folder, [name]: 'given' });
      expect(environment).toEqual({ STATE_FOLDER: folder, [name]: 'given', DATABASE_URL_FILE: file });
    },
  );
});

describe('the console while no npm start runs', () => {
  it('is told no database by anything', () => {
    makesKeys();
    const environment = { STATE_FOLDER: folder };
    expect(withRunningStart(environment)).toEqual({ environment, note: null });
  });
});
