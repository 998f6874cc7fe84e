import { PassThrough, Readable } from 'node:stream';
import { createReadStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { OPEN_END, parseTime } from '@gatekeeper/calendar';
import type { Instant } from '@gatekeeper/calendar';
import { Workbook } from 'exceljs';
import * as iconv from 'iconv-lite';
import { readCsv } from './csv';
import type { TextEncoding } from './csv';
import { readNdjson } from './ndjson';
import type { ReadItem, ReadItems } from './read-item';
import { readRoster } from './roster';
import type { RosterReading } from './roster';
import { LEGEND_SHEET, readXlsx } from './xlsx';
import { XLSX_LIMITS } from './xlsx-package';
import { storedHeader } from './zip-directory';

async function collected(items: ReadItems): Promise<readonly ReadItem[]> {
  const list: ReadItem[] = [];
  for await (const item of items) list.push(item);
  return list;
}
const problemsIn = (items: readonly ReadItem[]): readonly string[] =>
  items.flatMap((item) => {
    if (item.kind === 'row') return [];
    const problems = item.kind === 'bad_row' ? item.problems : [item.problem];
    return problems.map(({ column, code }) => `${item.line} ${column ?? '-'} ${code}`);
  });
/** What stood where, as the uploader is told. */
const namedIn = (items: readonly ReadItem[]): readonly string[] =>
  items.flatMap((item) =>
    item.kind === 'bad_row'
      ? item.problems.map(({ column, got }) => `${item.line} ${column ?? '-'}: ${got}`)
      : [],
  );
const recordsIn = (items: readonly ReadItem[]) =>
  items.flatMap((item) => (item.kind === 'row' ? item.records : []));
const at = (text: string): Instant => parseTime(text)?.instant ?? OPEN_END;

describe('NDJSON', () => {
  const clinician =
    '{"kind":"clinician","record_id":"r1","recorded_at":"2025-01-01","code":"d1","name":"张三","category":"doctor"}';

  it('is read row by row; bad rows are named by line and field, the rest goes on', async () => {
    const text = [
      `\uFEFF${clinician}`,
      '',
      '{"kind":"clinician"',
      clinician.replace('doctor', 'mood'),
      clinician.replace('r1', 'r2'),
    ];
    const items = await collected(readNdjson(Readable.from(text.map((row) => Buffer.from(`${row}\r\n`)))));
    expect(problemsIn(items)).toEqual(['3 - NOT_JSON', '4 category FIELD_INVALID']);
    expect(recordsIn(items)).toMatchObject([
      {
        kind: 'clinician',
        subject: 'D1',
        recordId: 'r1',
        stated: { code: 'D1', name: '张三', category: 'doctor' },
      },
      { recordId: 'r2' },
    ]);
  });
});

describe('CSV', () => {
  const header = 'code,fixmedins_code,main_site,from,until,committed_on\n';
  const read = (
    text: string,
    encoding: TextEncoding = 'utf-8',
    kind: 'registration' | 'clinician' = 'registration',
  ) => collected(readCsv(Readable.from([iconv.encode(text, encoding)]), kind, encoding));

  it.each<readonly [string, string, TextEncoding]>([
    ['field names in UTF-8', header, 'utf-8'],
    ['a byte-order mark', `\uFEFF${header}`, 'utf-8'],
    [
      'Chinese titles in GBK',
      '人员代码,定点医药机构编码,主执业机构,开始时间,结束时间（不含）,服务承诺日期\n',
      'gbk',
    ],
  ])('reads %s', async (_, top, encoding) => {
    const items = await read(`${top}d1,h1,是,2025-01-01,,2025年1月2日\n`, encoding);
    expect(problemsIn(items)).toEqual([]);
    expect(recordsIn(items)).toMatchObject([
      {
        kind: 'registration',
        subject: 'D1',
        partner: 'H1',
        from: at('2025-01-01'),
        until: null,
        recordId: null,
        stated: {
          code: 'D1',
          fixmedins_code: 'H1',
          main_site: true,
          until: null,
          last_day: null,
          committed_on: '2025-01-02',
        },
      },
    ]);
  });

  it('folds full-width digits of codes, dates and flags', async () => {
    const items = await read(`${header}Ｄ１,Ｈ１,１,２０２５-０１-０１,,\n`);
    expect(recordsIn(items)).toMatchObject([{ subject: 'D1', partner: 'H1', from: at('2025-01-01') }]);
  });

  it('leaves unstated what it has no column for', async () => {
    const items = await read('code,fixmedins_code,main_site,from\nD1,H1,true,2025-01-01\n');
    expect(recordsIn(items)[0]?.stated).toEqual({
      code: 'D1',
      fixmedins_code: 'H1',
      main_site: true,
      from: '2025-01-01T00:00:00+08:00',
    });
  });

  it('names bad rows by line and column, all problems of a row, and reads on', async () => {
    const rows = [
      'D1,H1,true,2025-02-29,,',
      'D2,H1,maybe,2025-01-01,2024-12-31,',
      '"D3\n",H1,true,2025-01-01,,',
      'D4,H1,true,"2025"x,,',
      ',H1,true,2025-01-01,,',
      'D6,H1,true,2025-01-01,,,extra',
      'D7,H1,true,2025-01-01,,',
      'D8,11010519491231002X,true,2025-01-01,,',
    ];
    const items = await read(`${header}${rows.join('\n')}\n`);
    expect(problemsIn(items)).toEqual([
      '2 from FIELD_INVALID',
      '3 main_site FIELD_INVALID',
      '6 from FIELD_INVALID',
      '7 code FIELD_MISSING',
      '8 - FIELD_INVALID',
      '10 fixmedins_code FIELD_INVALID',
    ]);
    expect(recordsIn(items).map(({ subject }) => subject)).toEqual(['D3', 'D7']);
    expect(JSON.stringify(items)).not.toContain('19491231');
  });

  it('an undecodable byte is a problem of its row', async () => {
    const bytes = Buffer.concat([
      iconv.encode('code,name,category\nD1,张三,doctor\nD2,李', 'gbk'),
      Buffer.from([0xff]),
      iconv.encode(',doctor\nD3,王五,doctor\n', 'gbk'),
    ]);
    const items = await collected(readCsv(Readable.from([bytes]), 'clinician', 'gbk'));
    expect(problemsIn(items)).toEqual(['3 name NOT_UTF8']);
    expect(recordsIn(items).map(({ stated }) => stated['name'])).toEqual(['张三', '王五']);
  });

  it.each([
    ['', '1 - FIELD_INVALID'],
    ['code,nmae,category\n', '1 - FIELD_INVALID'],
    ['code,code,category\n', '1 - FIELD_INVALID'],
    ['code,name\n', '1 - FIELD_INVALID'],
  ])('with the header %j cannot be read', async (text, problem) => {
    const items = await read(text, 'utf-8', 'clinician');
    expect(items.at(-1)?.kind).toBe('unreadable');
    expect(problemsIn(items)).toEqual([problem]);
  });

  it('an open quote ends as a bad row, without being held whole', async () => {
    const items = await read(`${header}D1,H1,true,2025-01-01,,\nD2,"${'x'.repeat(300_000)}`);
    expect(recordsIn(items).map(({ subject }) => subject)).toEqual(['D1']);
    expect(problemsIn(items).length).toBeGreaterThan(0);
  });

  it('takes the guard off a text that a spreadsheet would calculate', async () => {
    const items = await read("code,name,category\nD1,'=1+1,doctor\n", 'utf-8', 'clinician');
    expect(recordsIn(items)[0]?.stated['name']).toBe('=1+1');
  });

  it('gives rows while the file is still coming', async () => {
    const stream = new PassThrough();
    stream.write('code,name,category\nD1,n,doctor\nD2,n,doctor\n');
    const items = readCsv(stream, 'clinician', 'utf-8');
    expect((await items.next()).value).toMatchObject({ kind: 'row', line: 2 });
    stream.end();
    expect(await collected(items)).toMatchObject([{ line: 3 }]);
  });
});

describe('a code in a table (CONTRACT 7 "Person")', () => {
  const departments = (path: string) => join(__dirname, 'testing', path);

  it('CSV: ="0301" is 0301; an apostrophe and a number in exponent form are refused by row and column', async () => {
    const items = await collected(
      readCsv(createReadStream(departments('department-codes.csv')), 'department_status', 'utf-8'),
    );
    expect(recordsIn(items).map(({ stated }) => stated['dept_codg'])).toEqual([
      '0301',
      '0302',
      '0304',
      '0306',
    ]);
    expect(namedIn(items)).toEqual([
      '4 dept_codg: U+0027, a quoting character, as character 1 of 5',
      '6 dept_codg: a number in exponent form, as spreadsheets write one',
    ]);
  });

  it('XLSX: a number cell is refused by row and column', async () => {
    const items = await collected(readXlsx(departments('department-codes.xlsx'), 'department_status'));
    expect(recordsIn(items)).toEqual([]);
    expect(namedIn(items)).toEqual(['2 dept_codg: a number cell', '2 document_no: a number cell']);
  });

  it.each([
    ['D1\u200B', 'U+200B, an invisible character, as character 3 of 3'],
    ['\uFEFFD1', 'U+FEFF, an invisible character, as character 1 of 3'],
    ['"""D1"""', 'U+0022, a quoting character, as character 1 of 4'],
    ['3.1E+11', 'a number in exponent form, as spreadsheets write one'],
    ['="D1"&""', 'U+003D, a quoting character, as character 1 of 8'],
  ])('CSV: %j as a person', async (cell, named) => {
    const text = `name,code,category\n张三,${cell},doctor\n`;
    const items = await collected(readCsv(Readable.from([Buffer.from(text)]), 'clinician', 'utf-8'));
    expect(namedIn(items)).toEqual([`2 code: ${named}`]);
  });
});

describe('an end that is none', () => {
  it.each([
    '9999-12-31',
    '9999/12/31',
    '99991231',
    '9999年12月31日',
    '9999-12-31 23:59:59',
    '长期',
    ' 永久 ',
    '长期有效',
  ])('CSV: a registration until %s is open', async (end) => {
    const text = `code,fixmedins_code,main_site,from,until,certificate_until\nD1,H1,是,2025-01-01,${end},长期\n`;
    const items = await collected(readCsv(Readable.from([Buffer.from(text)]), 'registration', 'utf-8'));
    expect(problemsIn(items)).toEqual([]);
    expect(recordsIn(items)).toMatchObject([
      { until: null, stated: { until: null, last_day: null, certificate_until: null } },
    ]);
  });

  it('a roster as agencies write it: open ends are open, and nobody on a bad row is absent', async () => {
    const reading: RosterReading = {
      roster: 'GB001',
      institution: 'H31010000001',
      standings: new Map([['在职', 'registered']]),
      mainSite: true,
    };
    const items = await collected(
      readRoster(createReadStream(join(__dirname, 'testing/roster-GB001.txt')), reading),
    );
    const registered = recordsIn(items).filter(({ kind }) => kind === 'registration');
    expect(registered.map(({ subject, until }) => [subject?.slice(-1), until])).toEqual([
      ['1', at('2027-01-01')],
      ['2', null],
      ['3', null],
      ['4', at('2100-01-01')],
      ['5', null],
      ['6', at('2025-03-01')],
      ['9', at('2027-01-01')],
    ]);
    expect(items.flatMap((item) => (item.kind === 'bad_row' ? [[item.line, item.listed]] : []))).toEqual([
      [7, { subject: 'D310100000007', institution: 'H31010000001' }],
      [8, { subject: 'D310100000008', institution: 'H31010000001' }],
    ]);
  });
});

describe('rosters', () => {
  const reading: RosterReading = {
    roster: 'GB001',
    institution: 'H14010000001',
    standings: new Map([
      ['在职', 'registered'],
      ['离职', 'left'],
    ]),
    mainSite: true,
  };
  const doctor = (fields: Readonly<Record<number, string>> = {}): string =>
    Array.from({ length: 16 }, (_, column) => fields[column] ?? DOCTOR[column] ?? '').join('\t');
  const DOCTOR = [
    'H14010000001',
    '某医院',
    'd140100000001',
    '张三',
    '男',
    '01',
    '11010519491231002X',
    '在职',
    '２０２５-01-01',
    '20251231',
  ];
  const read = (rows: readonly string[], more: Partial<RosterReading> = {}) =>
    collected(readRoster(Readable.from([iconv.encode(rows.join('\r\n'), 'gbk')]), { ...reading, ...more }));

  it('GB001: a doctor and the registration, the contract through its last day', async () => {
    const records = recordsIn(await read([doctor()]));
    expect(records).toMatchObject([
      {
        kind: 'clinician',
        subject: 'D140100000001',
        stated: { name: '张三', category: 'doctor' },
        identityNumber: '11010519491231002X',
      },
      {
        kind: 'registration',
        partner: 'H14010000001',
        from: at('2025-01-01'),
        until: at('2026-01-01'),
        identityNumber: null,
      },
    ]);
    expect(Object.keys(records[1]?.stated ?? {}).sort()).toEqual([
      'code',
      'fixmedins_code',
      'from',
      'last_day',
      'until',
    ]);
  });

  it.each([
    ['GB002', 14, 'nurse'],
    ['GB004', 13, 'technician'],
  ] as const)('%s has %d columns', async (roster, columns, category) => {
    const row = doctor().split('\t').slice(0, columns).join('\t');
    const items = await read([row, doctor()], { roster });
    expect(recordsIn(items)[0]?.stated['category']).toBe(category);
    expect(problemsIn(items)).toEqual(['2 - FIELD_INVALID']);
  });

  it('a value that says the person is gone closes; one that is not mapped is never guessed', async () => {
    const items = await read([doctor({ 7: '离职', 8: '' }), doctor({ 7: '停薪' })]);
    expect(recordsIn(items)).toMatchObject([
      { kind: 'clinician' },
      { kind: 'departure', stated: { reason: 'left' } },
    ]);
    expect(problemsIn(items)).toEqual(['2 人员状态 FIELD_INVALID']);
  });

  it('names each bad column of a row, and never an identity number', async () => {
    const items = await read([
      doctor({ 0: 'H9', 2: '/', 8: '2025-02-30', 9: 'x' }),
      doctor({ 3: '11010519491231002X' }),
      doctor({ 9: '2024-01-01' }),
    ]);
    expect(problemsIn(items)).toEqual([
      '1 机构编码 FIELD_INVALID',
      '1 医保医生代码 FIELD_INVALID',
      '1 合同起始时间 FIELD_INVALID',
      '1 合同截止时间 FIELD_INVALID',
      '2 姓名 FIELD_INVALID',
      '3 合同截止时间 FIELD_INVALID',
    ]);
    expect(JSON.stringify(items)).not.toContain('19491231');
  });

  it('a byte that is no GBK spoils its own row only', async () => {
    const bytes = Buffer.concat([
      iconv.encode(doctor().slice(0, doctor().indexOf('张三')), 'gbk'),
      Buffer.from([0x81]),
      iconv.encode(`${doctor().slice(doctor().indexOf('张三') + 2)}\n${doctor({ 3: '王五' })}\n`, 'gbk'),
    ]);
    const items = await collected(readRoster(Readable.from([bytes]), reading));
    expect(problemsIn(items)).toEqual(['1 姓名 NOT_UTF8']);
    expect(recordsIn(items)[0]?.stated['name']).toBe('王五');
  });
});

describe('XLSX', () => {
  let folder: string;
  beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'xlsx-'))));
  afterAll(() => rmSync(folder, { recursive: true }));

  const file = (name: string, bytes: Buffer): string => {
    const path = join(folder, name);
    writeFileSync(path, bytes);
    return path;
  };
  async function workbook(rows: readonly (readonly unknown[])[], legendFirst = false): Promise<Buffer> {
    const book = new Workbook();
    if (legendFirst) book.addWorksheet(LEGEND_SHEET).addRow(['anything']);
    const sheet = book.addWorksheet('clinicians');
    for (const row of rows) sheet.addRow([...row]);
    return Buffer.from(await book.xlsx.writeBuffer());
  }
  const HEADER = ['人员代码', 'fixmedins_code', '主执业机构', 'from'];

  it('reads cells of every sort, and names bad ones by sheet row and column', async () => {
    const bytes = await workbook(
      [
        HEADER,
        ['D1', { richText: [{ text: 'H' }, { text: '1' }] }, true, new Date('2025-01-01T00:00:00Z')],
        [],
        ['D2', 'H1', '是', { formula: 'A1', result: '2025-01-02' }],
        ['D3', 'H1', 'true', { error: '#N/A' }],
        ['D4', 1234567890123456, true, '2025-13-01'],
        ['D5', 'H1', true, '2025-13-01'],
      ],
      true,
    );
    const items = await collected(readXlsx(file('cells.xlsx', bytes), 'registration'));
    expect(recordsIn(items)).toMatchObject([
      { subject: 'D1', partner: 'H1', from: at('2025-01-01') },
      { subject: 'D2', from: at('2025-01-02') },
    ]);
    expect(problemsIn(items)).toEqual([
      '5 from FIELD_INVALID',
      '6 fixmedins_code FIELD_INVALID',
      '7 from FIELD_INVALID',
    ]);
  });

  it.each([
    ['no ZIP file', Buffer.from('code,name')],
    ['a ZIP file without a workbook', zip([['a.txt', Buffer.from('x'), 1]])],
    [
      'a damaged part',
      zip([
        ['xl/workbook.xml', Buffer.from([0xff, 0xff, 0xff]), 3],
        ['xl/_rels/workbook.xml.rels', deflateRawSync('x'), 1],
        ['xl/worksheets/sheet1.xml', deflateRawSync('x'), 1],
      ]),
    ],
  ])('%s cannot be read', async (name, bytes) => {
    const items = await collected(readXlsx(file(`${name}.xlsx`, bytes), 'registration'));
    expect(items).toMatchObject([{ kind: 'unreadable' }]);
  });

  it('a bomb is refused by what it inflates to, whatever it claims', async () => {
    const small = deflateRawSync('<x/>');
    const bomb = deflateRawSync(Buffer.alloc(8 * 1024 * 1024));
    const bytes = zip([
      ['xl/workbook.xml', small, 4],
      ['xl/_rels/workbook.xml.rels', small, 4],
      ['xl/worksheets/sheet1.xml', bomb, 100],
    ]);
    const limits = { ...XLSX_LIMITS, sheetBytes: 1024 * 1024 };
    const items = await collected(readXlsx(file('bomb.xlsx', bytes), 'registration', limits));
    expect(items).toMatchObject([{ kind: 'unreadable', problem: { got: 'more' } }]);
  });
});

/** A ZIP file whose parts are given deflated, with whatever length they claim. */
function zip(parts: readonly (readonly [name: string, deflated: Buffer, claimed: number])[]): Buffer {
  const locals: Buffer[] = [];
  const entries: Buffer[] = [];
  let offset = 0;
  for (const [name, content, claimed] of parts) {
    const local = Buffer.concat([storedHeader(name, content.length), content]);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(8, 10);
    entry.writeUInt32LE(content.length, 20);
    entry.writeUInt32LE(claimed, 24);
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt32LE(offset, 42);
    locals.push(local);
    entries.push(entry, Buffer.from(name));
    offset += local.length;
  }
  const directory = Buffer.concat(entries);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, directory, end]);
}
