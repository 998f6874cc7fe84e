import { instantOf, parseTime } from '@gatekeeper/calendar';
import { formatOf, standingsOf, uploadOf } from './upload-query';
import type { UploadFormat, UploadQuery } from './upload-query';

const NOW = parseTime('2025-06-01 10:00:00')?.instant ?? instantOf(0);
const asked = (format: UploadFormat, query: UploadQuery) => uploadOf(format, query, NOW);
const problemsOf = (format: UploadFormat, query: UploadQuery): readonly string[] => {
  const upload = asked(format, query);
  return 'file' in upload ? [] : upload.map(({ path, code }) => `${path} ${code}`);
};

describe('the format of an upload', () => {
  it.each([
    ['application/x-ndjson', 'ndjson'],
    ['Text/CSV; charset=utf-8', 'csv'],
    ['text/tab-separated-values', 'roster'],
    ['application/json', null],
    [undefined, null],
  ])('of %s is %s', (contentType, format) => expect(formatOf(contentType)).toBe(format));
});

describe('standings', () => {
  it.each([
    ['在职=registered;离职=left', { 在职: 'registered', 离职: 'left' }],
    [' １ = registered ；', { '1': 'registered' }],
  ])('%s', (text, standings) => expect(standingsOf(text)).toEqual(standings));

  it.each(['', '在职', '在职=here', '在职=registered;在职=left', 'a=registered=left'])(
    '%j are refused',
    (text) => expect(standingsOf(text)).toBeNull(),
  );
});

describe('an upload', () => {
  const roster = {
    roster: 'GB002',
    institution: 'h1',
    main_site: 'true',
    standings: '1=registered',
  } as const;

  it('of a roster is of the persons of its kind, and closes from tomorrow unless told otherwise', () => {
    expect(asked('roster', { ...roster, complete: 'true' })).toMatchObject({
      closing: {
        institution: 'H1',
        category: 'nurse',
        complete: true,
        from: '2025-06-02T00:00:00+08:00',
        reason: 'other',
      },
    });
    expect(asked('roster', { ...roster, closing_from: '2025-05-01', closing_reason: 'left' })).toMatchObject({
      closing: { complete: false, from: '2025-05-01T00:00:00+08:00', reason: 'left' },
    });
  });

  it.each<readonly [string, UploadFormat, UploadQuery, readonly string[]]>([
    ['a table without its kind', 'csv', {}, ['kind FIELD_MISSING']],
    [
      'a roster without anything',
      'roster',
      {},
      [
        'roster FIELD_MISSING',
        'institution FIELD_MISSING',
        'main_site FIELD_MISSING',
        'standings FIELD_INVALID',
      ],
    ],
    ['a complete file of nobody', 'ndjson', { complete: 'true' }, ['institution FIELD_MISSING']],
    ['a list of sanctions', 'csv', { kind: 'sanction', institution: 'H1' }, ['institution FIELD_INVALID']],
    ['a list of registrations', 'csv', { kind: 'registration', institution: 'H1' }, []],
  ])('%s', (_, format, query, problems) => expect(problemsOf(format, query)).toEqual(problems));
});
