/** CONTRACT 9: `gatekeeper clear` on an agency's own files, in every form that they come in, and what bad ones get. */
import { mkdirSync, readdirSync, readFileSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { Command } from 'commander';
import { encode } from 'iconv-lite';
import { UnusableInput } from '@gatekeeper/runtime';
import { addClearCommand } from './clear-command';
import { clearDatabase } from './clear-database';
import { clearPeriod } from './clear-period';
import type { ClearOptions } from './clear-period';
import { periodFrom } from './period-options';
import { GROUND, HOSPITAL, line as outpatient, ndjson, ownFiles, SUSPENDED } from './testing/own-files';
import type { Row } from './testing/own-files';

const own = ownFiles();
const line = (feedetl_sn: string, more: Row = {}): Row =>
  outpatient(feedetl_sn, { fee_ocur_time: '2025-06-05 09:30:00', bilg_dr_name: '张三', ...more });
const LINES = [
  line('1'),
  line('2', { fee_ocur_time: '2025-06-12 09:30:00' }),
  line('3', { fee_ocur_time: '2025-06-12 10:00:00', paid_at: '2025-06-20' }),
  line('4', { mdtrt_id: 'V0', fee_ocur_time: '2025-05-31 23:59:59', setl_time: '2025-06-01' }),
  line('5', { setl_time: '2025-07-01' }),
];
const HEADER = [...new Set(LINES.flatMap((row) => Object.keys(row)))];
const csvOf = (rows: readonly Row[], header: readonly string[] = HEADER): string =>
  [header, ...rows.map((row) => HEADER.map((name) => row[name] ?? ''))]
    .map((cells) => cells.join(','))
    .join('\n');

let runs = 0;
beforeEach(() => put('R.ndjson', ndjson([...GROUND, SUSPENDED])));

const put = (name: string, content: string | Buffer): string => {
  own.put(name, content);
  return name;
};

/** Every file of the run. */
async function cleared(lines: string, ...more: readonly string[]): Promise<Readonly<Record<string, string>>> {
  const out = join(own.folder(), `out-${++runs}`);
  const program = new Command('gatekeeper').exitOverride();
  addClearCommand(program);
  // The command itself loads it when it is used, from where it lies compiled.
  program.commands[0]?.action((options: ClearOptions) => clearPeriod(options));
  await program.parseAsync([
    ...[
      'node',
      'gatekeeper',
      'clear',
      '--registry',
      join(own.folder(), 'R.ndjson'),
      '--lines',
      join(own.folder(), lines),
    ],
    ...['--area', '44', '--period', '2025-06', '--known-at', '2025-08-01', '--out', out, ...more],
  ]);
  const names = ['summary.json', 'reasons.csv', 'clinicians.csv', 'differences.ndjson', 'institutions.csv'];
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(out, name), 'utf8')]));
}
/** What clearing an installation is refused with. */
async function ofInstallation(...more: readonly string[]): Promise<string> {
  const program = new Command('gatekeeper').exitOverride();
  addClearCommand(program);
  program.commands[0]?.action((options: ClearOptions) => clearPeriod(options));
  const asked = ['--area', '44', '--period', '2025-06', '--out', join(own.folder(), 'of-database')];
  const error: unknown = await program
    .parseAsync(['clear', ...asked, ...more], { from: 'user' })
    .catch((reason: unknown) => reason);
  if (!(error instanceof UnusableInput)) throw error;
  return error.message;
}

const summaryOf = (files: Readonly<Record<string, string>>): unknown =>
  JSON.parse(files['summary.json'] ?? '');
const refused = async (lines: string, ...more: readonly string[]): Promise<string> => {
  const error: unknown = await cleared(lines, ...more).catch((reason: unknown) => reason);
  if (!(error instanceof UnusableInput)) throw error;
  return [error.message, ...error.details].join(' | ').replaceAll(`${own.folder()}/`, '');
};

async function parquet(name: string, select: string): Promise<string> {
  put('for-parquet.csv', csvOf(LINES));
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run(
    `COPY (SELECT ${select} FROM read_csv('${join(own.folder(), 'for-parquet.csv')}', all_varchar = true)) TO '${join(own.folder(), name)}' (FORMAT parquet)`,
  );
  connection.closeSync();
  instance.closeSync();
  return name;
}

describe('the same lines, the same bytes, whatever form they come in', () => {
  it('NDJSON, CSV in UTF-8, GBK and GB18030, own names of columns, Parquet', async () => {
    const expected = await cleared(put('L.ndjson', ndjson(LINES)));
    expect(summaryOf(expected)).toMatchObject({
      ...{ lines: 4, accepted: 2, rejected: 1, clawed_back: 1, set_aside: 0 },
      ...{ claimed: '280.00', refused: '70.00', recover: '70.00' },
    });
    const chinese = HEADER.map((name) => (name === 'fixmedins_code' ? '机构编码' : name));
    put('map.json', JSON.stringify({ fixmedins_code: '机构编码' }));
    const columns = ['--columns', join(own.folder(), 'map.json')];
    for (const [name, content, more] of [
      ['utf8.csv', `\uFEFF${csvOf(LINES)}`, []],
      ['gbk.csv', encode(csvOf(LINES), 'gbk'), []],
      ['gb18030.csv', encode(csvOf(LINES), 'gb18030'), ['--encoding', 'gb18030']],
      ['own-names.csv', encode(csvOf(LINES, chinese), 'gbk'), columns],
    ] as const)
      expect([name, await cleared(put(name, content), ...more)]).toEqual([name, expected]);
    const typed =
      '* REPLACE (fee_ocur_time::TIMESTAMP AS fee_ocur_time, fund_pay_amt::DECIMAL(10, 2) AS fund_pay_amt)';
    expect(await cleared(await parquet('L.parquet', typed))).toEqual(expected);
  });
});

describe('what stands is compared line by line', () => {
  it('a decision that the run does not come to is a difference, with its cause', async () => {
    const lines = put('L.ndjson', ndjson(LINES));
    const files = await cleared(lines, '--decisions', join(own.folder(), put('D.ndjson', '')));
    expect(files['differences.ndjson']?.split('\n')).toHaveLength(5);
    expect(files['differences.ndjson']).toContain('"standing":null');
  });
});

describe('bad input', () => {
  it.each([
    ['a decimal comma', { pric: '"100,50"' }, 'pric: FIELD_INVALID'],
    ['a date as a serial number', { fee_ocur_time: '45818.5' }, 'fee_ocur_time: FIELD_INVALID'],
    ['a code in scientific notation', { mdtrt_id: '4.4E+11' }, 'mdtrt_id: a number in exponent form'],
    ['a cell too many', { pric: '100,1' }, 'row: has 20 cells, the header has 19'],
  ] as const)('%s sets its row aside, named by file, line and column', async (_, bad, words) => {
    const files = await cleared(put('L.csv', csvOf([...LINES.slice(0, 2), line('9', bad)])));
    expect(summaryOf(files)).toMatchObject({ lines: 2, set_aside: 1 });
    expect(own.told()).toContain(`L.csv:4: ${words}`);
  });

  it('a bad row of NDJSON is set aside, named by file and line, whatever it breaks', async () => {
    const twice = JSON.stringify(line('8')).replace('{', '{"cnt":"2",');
    const rows = [
      JSON.stringify(line('1')),
      JSON.stringify(line('7', { cnt: 'x' })),
      twice,
      '{',
      '{"op":"void"}',
    ];
    const files = await cleared(put('L.ndjson', rows.join('\n')));
    expect(summaryOf(files)).toMatchObject({ lines: 1, set_aside: 4 });
    for (const words of [
      '2: cnt: FIELD_INVALID',
      '3: cnt: DUPLICATE_KEY',
      '4: row: NOT_JSON',
      '5: fixmedins_code: FIELD_MISSING',
    ])
      expect(own.told()).toContain(`L.ndjson:${words}`);
  });

  it('a file of which no row is JSON is none of lines or payments: it would read as a month without any', async () => {
    const named = 'none of its 6 row(s) is JSON; a table is read by its name: .csv or .parquet';
    expect(await refused(put('L.txt', csvOf(LINES)))).toBe(`L.txt: ${named}`);
    expect(await refused(put('L.csv.gz', gzipSync(csvOf(LINES))))).toContain('row(s) is JSON');
    const payments = join(own.folder(), put('P.csv', csvOf(LINES)));
    const lines = put('L.ndjson', ndjson(LINES));
    expect(await refused(lines, '--payments', payments)).toBe('P.csv: none of its 6 row(s) is JSON');
  });

  it('a run without lines, and one that looks back too early, say so beside their figures', async () => {
    const files = await cleared(put('L.ndjson', ndjson([line('1')])), '--area', '99', '--period', '2026-06');
    expect(summaryOf(files)).toMatchObject({ lines: 0 });
    expect(own.told()).toContain('2026-06 was not over at 2025-08-01T00:00:00+08:00');
    expect(own.told()).toContain('belongs to 2026-06 of the area 99');
    own.forget();
    await cleared(put('L.ndjson', ndjson([line('1')])));
    expect(own.told()).toMatch(/^1 lines cleared/);
  });

  it('of an installation and of an export no option is passed over: what would read own files is refused', async () => {
    for (const beside of [
      ['--encoding', 'gbk'],
      ['--columns', 'c.json'],
    ]) {
      const refusal = `${beside[0]} goes with --lines alone`;
      expect(await ofInstallation(...beside)).toBe(refusal);
      expect(await ofInstallation('--from', 'x', ...beside)).toContain(`${beside[0]} would`);
    }
  });

  it('a place where nothing can be written is told before the database is asked', async () => {
    jest.replaceProperty(process, 'env', { DATABASE_URL: 'postgres://nobody:none@127.0.0.1:1/none' });
    const out = join(own.put('file', ''), 'x');
    const run = clearDatabase({
      ...{ area: '44', areaOf: 'treatment', by: 'settlement', period: periodFrom('2025-06'), seed: null },
      ...{ knownAt: null, full: false, workers: 1, out },
    });
    await expect(run).rejects.toThrow(`cannot write ${out}`);
  });

  it('all rows set aside are written where --set-aside says, however many; stderr then tells where', async () => {
    const bad = Array.from({ length: 1_200 }, (_, n) => line(String(n + 2), { pric: 'x' }));
    const path = join(own.folder(), 'aside.txt');
    const files = await cleared(put('L.csv', csvOf([line('1'), ...bad])), '--set-aside', path);
    expect(summaryOf(files)).toMatchObject({ lines: 1, set_aside: 1_200 });
    const rows = readFileSync(path, 'utf8').trimEnd().split('\n');
    expect(rows).toHaveLength(1_200);
    expect(rows[0]).toContain(`${join(own.folder(), 'L.csv')}:3: pric: FIELD_INVALID, expected a decimal`);
    expect(rows.at(-1)).toContain('L.csv:1202: pric: ');
    expect(own.told()).toContain(`1200 row(s) were set aside: ${path}\n`);
    expect(own.told()).not.toContain('FIELD_INVALID');
  });

  it('the file of rows set aside is none of the files that are read, and lies outside of the clearing', async () => {
    const lines = put('L.ndjson', ndjson(LINES));
    expect(await refused(lines, '--set-aside', join(own.folder(), lines))).toContain('name the same file');
    const within = join(own.folder(), `out-${runs + 1}`, 'aside.txt');
    expect(await refused(lines, '--set-aside', within)).toContain("which holds the clearing's own files");
  });

  it('bytes of another encoding set their row aside', async () => {
    const [header = '', first = '', second = ''] = csvOf(LINES).split('\n');
    const mixed = [Buffer.from(`${header}\n${first}\n`), encode(`${second}\n`, 'gbk')];
    const files = await cleared(put('L.csv', Buffer.concat(mixed)));
    expect(summaryOf(files)).toMatchObject({ lines: 1, set_aside: 1 });
    expect(own.told()).toContain("L.csv:3: bilg_dr_name: holds bytes that are not of the file's encoding");
  });

  it('a table that cannot be read as one is refused whole, in one message', async () => {
    expect(await refused(put('empty.csv', ''))).toBe('empty.csv is empty: it has no header');
    expect(await refused(put('empty.ndjson', ''))).toBe('empty.ndjson is empty: it has no lines');
    expect(await refused(put('columns.csv', 'a,b\n1,2'))).toContain(
      'columns.csv has no column infno, fixmedins_code',
    );
    expect(await refused(put('quotes.csv', `${csvOf(LINES)}\n"never closed`))).toContain('no whole CSV file');
    const cut = await parquet('cut.parquet', '*');
    truncateSync(join(own.folder(), cut), 300);
    expect(await refused(cut)).toContain('cut.parquet is no whole Parquet file');
    const numbers = await parquet('numbers.parquet', `* REPLACE (1::BIGINT AS mdtrt_id)`);
    expect(await refused(numbers)).toContain('keeps mdtrt_id as numbers');
  });

  it('a number column where a record of rescue is named is refused: a zero would lift bars', async () => {
    const zeros = await parquet('zeros.parquet', `*, 0::DOUBLE AS rescue_record_no`);
    expect(await refused(zeros)).toContain('keeps rescue_record_no as numbers');
    const rows = [line('1'), line('2', { ...LINES[1], rescue_record_no: '1.2E+11' })];
    const header = [...HEADER, 'rescue_record_no'];
    const text = [header, ...rows.map((row) => header.map((name) => row[name] ?? ''))].join('\n');
    expect(summaryOf(await cleared(put('rescue.csv', text)))).toMatchObject({ lines: 1, set_aside: 1 });
  });

  it('text that Parquet keeps as bytes, and moments with a zone, read as what they say on any machine', async () => {
    const unknown = LINES.map((row) => ({ ...row, bilg_dr_codg: '未知' }));
    const expected = await cleared(put('unknown.ndjson', ndjson(unknown)));
    expect(expected['reasons.csv']).toContain('CODE_MISSING,4,');
    const bytes = `* REPLACE (encode('未知') AS bilg_dr_codg, encode(bilg_dr_name) AS bilg_dr_name)`;
    expect(await cleared(await parquet('bytes.parquet', bytes))).toEqual(expected);
    const zoned = `* REPLACE ('未知' AS bilg_dr_codg, (fee_ocur_time::TIMESTAMP - INTERVAL 8 HOUR)::TIMESTAMPTZ AS fee_ocur_time)`;
    expect(await cleared(await parquet('zoned.parquet', zoned))).toEqual(expected);
  });

  it('a Parquet file is that file alone, whatever it and its folder are called', async () => {
    const expected = await cleared(await parquet('plain.parquet', '*'));
    mkdirSync(join(own.folder(), 'psn_token=q'));
    for (const name of ['l[12].parquet', 'psn_token=q/l*.parquet']) await parquet(name, '*');
    const other = `* REPLACE ('1' AS pool_pay_amt)`;
    for (const name of ['l1.parquet', 'psn_token=q/l2.parquet']) await parquet(name, other);
    expect(await cleared('l[12].parquet')).toEqual(expected);
    expect(await cleared('psn_token=q/l*.parquet')).toEqual(expected);
  });

  it('UTF-8 in a file of GBK is seen where it would decide', async () => {
    const [header = '', ...rows] = csvOf([line('1'), line('2', { bilg_dr_codg: '未知' })]).split('\n');
    const mixed = [encode(`${header}\n${rows[0] ?? ''}\n`, 'gbk'), Buffer.from(rows[1] ?? '')];
    const files = await cleared(put('mixed.csv', Buffer.concat(mixed)));
    expect(summaryOf(files)).toMatchObject({ lines: 1, set_aside: 1 });
    expect(own.told()).toContain('mixed.csv:3: bilg_dr_codg: holds UTF-8');
    const gbk = await cleared(put('gbk.csv', encode([header, ...rows].join('\n'), 'gbk')));
    expect(gbk['reasons.csv']).toContain('CODE_MISSING,1,');
  });

  it('bytes that are no UTF-8 set a row of NDJSON aside, and end the command where they are of a decision', async () => {
    const bad = encode(JSON.stringify(line('2')), 'gbk');
    const files = await cleared(put('L.ndjson', Buffer.concat([Buffer.from(ndjson([line('1')])), bad])));
    expect(summaryOf(files)).toMatchObject({ lines: 1, set_aside: 1 });
    expect(own.told()).toContain('L.ndjson:2: row: NOT_UTF8');
    const stated = {
      line: {
        ...{ fixmedins_code: HOSPITAL, mdtrt_id: 'V1', chrg_bchno: '', feedetl_sn: '1', revision: 1 },
        content_hash: `sha256:${'0'.repeat(64)}`,
      },
      ...{ decision_id: '0'.repeat(32), outcome: 'accept', amounts: { refused: '0.00', recover: '0.00' } },
      ...{ liable: 'none', fund_scope: 'pooled', supersedes: null, pack: 'guangdong-2025', edition: '1' },
      ...{ registry_version: 0, known_at: '2025-07-01', decided_at: '2025-07-01', trigger: 'real_time' },
      reasons: [
        {
          code: 'IN_GOOD_STANDING',
          effect: 'lifts',
          article: 'a',
          evidence: ['文'],
          text_zh: '',
          text_en: '',
        },
      ],
    };
    const decisions = [
      '--decisions',
      join(own.folder(), put('D.ndjson', encode(JSON.stringify(stated), 'gbk'))),
    ];
    expect(await refused(put('one.ndjson', ndjson([line('1')])), ...decisions)).toContain(
      'what stands on file cannot be read | D.ndjson:1: row: NOT_UTF8',
    );
  });

  it('--columns names each column once, and only those that are there', async () => {
    const lines = put('L.csv', csvOf(LINES));
    const columns = (names: object): Promise<string> =>
      refused(lines, '--columns', join(own.folder(), put('map.json', JSON.stringify(names))));
    expect(await columns({ mdtrt_id: 'feedetl_sn' })).toBe(
      'L.csv: one column is read as two fields | feedetl_sn: mdtrt_id, feedetl_sn',
    );
    expect(await columns({ setl_time: 'setl_tiem' })).toBe(
      'L.csv has no column setl_tiem, which --columns names',
    );
    const unnamed = [
      `${HEADER.join(',')},,`,
      ...csvOf(LINES)
        .split('\n')
        .slice(1)
        .map((row) => `${row},,`),
    ];
    expect(summaryOf(await cleared(put('unnamed.csv', unnamed.join('\n'))))).toMatchObject({ lines: 4 });
  });

  it('a line twice with other content is refused, unless a void or received_at tells which holds', async () => {
    const again = line('1', { pric: '90' });
    expect(await refused(put('L.ndjson', ndjson([line('1'), again])))).toContain(
      'L.ndjson:2 states line H44019900001|V1||1 again with other content',
    );
    const visit = {
      op: 'void',
      fixmedins_code: HOSPITAL,
      mdtrt_id: 'V1',
      feedetl_sn: '1',
      voided_at: '2025-06-06',
    };
    const withVoid = await cleared(put('V.ndjson', ndjson([line('1'), visit, again])));
    const received = [line('1'), again].map((row, n) => ({ ...row, received_at: `2025-06-0${n + 6}` }));
    const withReceived = await cleared(put('received.ndjson', ndjson(received)));
    for (const files of [
      withVoid,
      withReceived,
      await cleared(put('same.ndjson', ndjson([line('1'), line('1')]))),
    ])
      expect(summaryOf(files)).toMatchObject({ lines: 1, accepted: 1 });
  });

  it.each([
    [['--area', 'Guangdong'], '--area'],
    [['--period', '2025-13'], '--period'],
    [['--by', 'birth'], '--by'],
    [['--from', 'x'], '--from brings everything'],
  ] as const)('%j ends with 2', async (options, words) => {
    put('L.ndjson', ndjson(LINES));
    expect(await refused('L.ndjson', ...options)).toContain(words);
  });

  it.each([
    [
      'below a file',
      (out: string) => {
        writeFileSync(join(own.folder(), 'file'), '');
        return join(own.folder(), 'file', out);
      },
      'cannot write',
    ],
    [
      'a link that leads nowhere',
      (out: string) => {
        symlinkSync(join(own.folder(), 'nowhere'), join(own.folder(), out));
        return join(own.folder(), out);
      },
      'a link that leads nowhere',
    ],
  ] as const)('--out %s ends with 2', async (_, made, words) => {
    put('L.ndjson', ndjson(LINES));
    expect(await refused('L.ndjson', '--out', made('other'))).toContain(words);
  });

  it('--out that leads to an empty folder fills that one', async () => {
    mkdirSync(join(own.folder(), 'empty'));
    symlinkSync(join(own.folder(), 'empty'), join(own.folder(), `out-${runs + 1}`));
    expect(summaryOf(await cleared(put('L.ndjson', ndjson(LINES))))).toMatchObject({ lines: 4 });
    expect(readdirSync(join(own.folder(), 'empty'))).toContain('summary.json');
  });

  it('a folder that holds something is left as it is', async () => {
    mkdirSync(join(own.folder(), `out-${runs + 1}`));
    put(`out-${runs + 1}/kept`, 'kept');
    expect(await refused(put('L.ndjson', ndjson(LINES)))).toContain('is not empty');
  });
});
