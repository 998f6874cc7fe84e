import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Workbook } from 'exceljs';
import { loadPolicy } from '@gatekeeper/wire';
import { printedPages, printedText } from '../documents/testing/printed-text';
import { DEFAULT_WITHHOLDING } from './area-table';
import { ClearedFolder } from './cleared-folder';
import { writeTables } from './table-files';
import { writeClearedFolder } from './testing/cleared-folders';
import { JUNE, OWN } from './testing/june';
import { UnusableInput } from '@gatekeeper/runtime';
import { writeStatements, writeWholeReport } from './write-report';

let place: string;
let made = 0;
const newFolder = (): string => {
  const path = join(place, String(++made));
  mkdirSync(path);
  return path;
};
beforeAll(() => (place = mkdtempSync(join(tmpdir(), 'report-'))));
afterAll(() => rmSync(place, { recursive: true }));

const loaded = loadPolicy({});
if (!loaded.ok) throw new Error('the packs do not load');
const { packs } = loaded.value;

type Language = 'zh' | 'en';
async function reported(language: Language, june = JUNE): Promise<string> {
  const from = newFolder();
  writeClearedFolder(from, june);
  const into = newFolder();
  await writeWholeReport(into, { folder: await ClearedFolder.open(from), packs, language });
  return into;
}

async function sheetsOf(file: string): Promise<Workbook> {
  const book = new Workbook();
  await book.xlsx.readFile(file);
  return book;
}
const cellsOf = (book: Workbook, name: string): unknown[][] => {
  const sheet = book.getWorksheet(name);
  if (sheet === undefined) throw new Error(`no sheet ${name}`);
  return sheet.getSheetValues().flatMap((row) => (Array.isArray(row) ? [row.slice(1)] : []));
};

describe('the workbook of a month', () => {
  let zh: Workbook;
  let folder: string;
  beforeAll(async () => {
    const prepayment = { H46010000001: { cut_percent: 50 }, H46010000002: { stopped: true } };
    folder = await reported('zh', { ...JUNE, prepayment });
    zh = await sheetsOf(join(folder, 'report.xlsx'));
  });

  it('has a sheet for each table, with Chinese heads that stay in sight', () => {
    expect(zh.worksheets.map(({ name }) => name)).toEqual([
      ...['汇总', '机构', '人员', '科室', '理由', '以前期间更正', '与实时结论的差异', '例外支付'],
    ]);
    for (const sheet of zh.worksheets) expect(sheet.views).toMatchObject([{ state: 'frozen', ySplit: 1 }]);
    expect(cellsOf(zh, '机构')[0]).toEqual([
      ...['机构代码', '明细笔数', '支付笔数', '不予支付笔数', '追回笔数', '待定笔数', '撤销笔数'],
      ...[
        '申报金额（元）',
        '支付金额（元）',
        '不予支付金额（元）',
        '追回金额（元）',
        '待定金额（元）',
        '违约金（元）',
      ],
    ]);
  });

  it('has money as numbers to the fen, counts as numbers, codes as texts', () => {
    expect(cellsOf(zh, '机构').slice(1)).toEqual([
      [OWN, 1216, 1204, 7, 2, 1, 2, 1235296.94, 1234567.89, 530.05, 100.5, 99, 55.01],
      ['H44010000002', 87, 80, 7, 0, 0, 0, 40707, 40000, 707, 0, 0, 0],
      ['H44010000003', 252, 12, 240, 0, 0, 0, 102399.99, 2400, 99999.99, 0, 0, 0],
      ['P44010000004', 5, 5, 0, 0, 0, 0, 500, 500, 0, 0, 0, 0],
    ]);
    const sheet = zh.getWorksheet('机构');
    expect(sheet?.getCell('H2').numFmt).toBe('#,##0.00');
    expect(sheet?.getCell('B2').numFmt).toBe('#,##0');
    expect(sheet?.getCell('A2').numFmt).toBe('@');
    expect(
      cellsOf(zh, '人员')
        .slice(1)
        .map(([code]) => code),
    ).toEqual([undefined, '0440', 'D440100000001']);
    expect(
      cellsOf(zh, '科室')
        .slice(1)
        .map(([, code]) => code),
    ).toContain('0301');
  });

  it('has reasons with their text and their articles', () => {
    const rows = cellsOf(zh, '理由');
    const suspended = rows.find(([code]) => code === 'CLINICIAN_SUSPENDED');
    expect(suspended?.slice(1, 4)).toEqual([
      '费用发生在该人员医保支付资格暂停期间',
      expect.stringContaining('guangdong-2025 art. 15'),
      5,
    ]);
    expect(rows.find(([code]) => code === 'VOID')?.[1]).toBe('明细已由机构撤销');
    expect(rows.find(([code]) => code === 'EMERGENCY_EVIDENCE_NEEDED')?.[1]).toMatch(/./);
  });

  it('has each line that differs, was corrected or excepted', () => {
    expect(cellsOf(zh, '与实时结论的差异').slice(1)[0]).toEqual([
      ...[OWN, 'V-1', undefined, '1', 'late_knowledge', '实时判定之后才获知的登记信息'],
      ...['支付', 'IN_GOOD_STANDING', 0, 0, '追回', 'CLINICIAN_SUSPENDED', 0, 50.25, '机构'],
    ]);
    expect(cellsOf(zh, '以前期间更正').slice(1)).toEqual([
      [OWN, 'V-1', undefined, '9', '2025-05', 'a'.repeat(32), 'b'.repeat(32), -12.34, 100],
      ['H44010000003', 'V-1', undefined, '8', '2025-05', 'c'.repeat(32), undefined, 0, -1],
    ]);
    expect(cellsOf(zh, '例外支付')[1]).toEqual([
      ...[OWN, 'V-8', 'B1', '0001', 'D440100000001', 'EXEMPTION_GRANTED', '有经批准的例外覆盖，予以支付'],
      ...['document 例外1', 0.5],
    ]);
  });

  it('has the sums of the summary, and the lines without a valid code', () => {
    const rows = new Map(
      cellsOf(zh, '汇总')
        .slice(1)
        .map(([, key, value, amount]) => [key, [value, amount]]),
    );
    expect(rows.get('lines')).toEqual([1560, 1378903.93]);
    expect(rows.get('rejected')).toEqual([254, 101237.04]);
    expect(rows.get('overpaid')).toEqual([undefined, 0.5]);
    expect(rows.get('code_missing')).toEqual([4, 80]);
    expect(rows.get('code_invalid')).toEqual([0, 0]);
    expect(rows.get('code_missing_share')?.[0]).toBe('0.26%');
    expect(rows.get('code_invalid_share')?.[0]).toBe('0.00%');
    expect(rows.get('prepayment_cut')?.[0]).toBe('H46010000001 50%');
    expect(rows.get('prepayment_stopped')?.[0]).toBe('H46010000002');
    expect(rows.get('differences')?.[0]).toBe(3);
    expect(rows.get('adjusted_recover')).toEqual([2, 99]);
  });

  it('stands beside the same tables as CSV and NDJSON', () => {
    const csv = readFileSync(join(folder, 'carve-outs.csv'), 'utf8');
    expect(csv.startsWith('\uFEFF机构代码,就诊ID,')).toBe(true);
    expect(csv).toContain(`'=D44,EMERGENCY_EXEMPT,`);
    const [own] = readFileSync(join(folder, 'institutions.ndjson'), 'utf8').split('\n');
    expect(JSON.parse(own ?? '')).toMatchObject({ fixmedins_code: OWN, lines: 1216, claimed: '1235296.94' });
    expect(readdirSync(folder)).toHaveLength(8 * 2 + 2);
  });
});

describe('the same folder', () => {
  it.each(['zh', 'en'] as const)('gives the same files, byte for byte: %s', async (language) => {
    const digests = async (): Promise<string> => {
      const folder = await reported(language);
      const hash = createHash('sha256');
      for (const name of readdirSync(folder).sort())
        hash.update(name).update(readFileSync(join(folder, name)));
      return hash.digest('hex');
    };
    const clock = jest.spyOn(Date, 'now').mockReturnValue(1_600_000_000_000);
    const first = await digests();
    clock.mockRestore();
    expect(await digests()).toBe(first);
  });
});

describe('money that a spreadsheet would round', () => {
  it('is a text, to the fen', async () => {
    const folder = await reported('en', {
      lines: [{ ...JUNE.lines[0]!, claimed: 1_234_567_890_123_456_78n }],
    });
    const rows = cellsOf(await sheetsOf(join(folder, 'report.xlsx')), 'institutions');
    expect(rows[1]?.slice(6, 9)).toEqual([0, '1234567890123456.78', '1234567890123456.78']);
  });
});

describe('more rows than a sheet holds', () => {
  it('go on in a second one, with its head', async () => {
    const into = newFolder();
    const rows = Array.from({ length: 7 }, (_, at) => [`H${at}`, BigInt(at)]);
    await writeTables(
      into,
      [
        {
          name: 'institutions',
          columns: [
            { field: 'fixmedins_code', holds: 'text', width: 10 },
            { field: 'claimed', holds: 'money', width: 10 },
          ],
          rows: () => rows,
        },
      ],
      { language: 'en', madeAt: 0 as never, name: 'report', mostRows: 4 },
    );
    const book = await sheetsOf(join(into, 'report.xlsx'));
    expect(book.worksheets.map(({ name, rowCount }) => [name, rowCount])).toEqual([
      ['institutions', 4],
      ['institutions 2', 4],
      ['institutions 3', 2],
    ]);
    expect(cellsOf(book, 'institutions 3')).toEqual([
      ['institution', 'claimed (yuan)'],
      ['H6', 0.06],
    ]);
  });
});

describe('the report in print', () => {
  it.each([
    [
      'zh',
      [
        '医疗保障基金结算月度审核报告',
        '2025年6月',
        '征求意见稿',
        '编　　制：',
        '复　　核：',
        '负 责 人：',
        '（公章）',
        '1,378,903.93',
      ],
    ],
    [
      'en',
      [
        'Monthly report on the clearing',
        '2025-06',
        'draft',
        'prepared by: ',
        'page 1 of',
        'The fee arose while the person was suspended',
      ],
    ],
  ] as const)('has what it is about, figures, reasons, signatures: %s', async (language, words) => {
    const pdf = readFileSync(join(await reported(language), 'report.pdf'));
    const text = printedText(pdf);
    for (const each of [...words, OWN, '55.01', 'CLINICIAN_SUSPENDED', 'guangdong-2025 art. 15'])
      expect(text).toContain(each);
    expect(text).not.toContain('\uFFFD');
    expect(printedPages(pdf).length).toBeLessThan(5);
  });

  it('says until when a month is due, where the text sets a day', async () => {
    const hainan = { packs: [{ pack: 'hainan-2022', edition: '1' }] };
    const due = async (area: string, period: string): Promise<string> =>
      printedText(
        readFileSync(join(await reported('zh', { ...JUNE, ...hainan, area, period }), 'report.pdf')),
      );
    expect(await due('4601', '2025-06')).toContain('2025年7月5日（hainan-2022 art. 31）');
    expect(await due('46', '2025-12')).toContain('2026年1月10日（hainan-2022 art. 31）');
    const year = await due('46', '2025');
    expect(year).toContain('医疗保障基金结算年度清算报告');
    expect(year).toContain('2025年度');
    expect(year).not.toContain('报送期限');
  });
});

describe('a statement for one institution', () => {
  let own: string;
  beforeAll(async () => {
    const from = newFolder();
    writeClearedFolder(from, JUNE);
    const into = newFolder();
    const folder = await ClearedFolder.open(from);
    await writeStatements(into, { folder, packs, language: 'zh' }, [OWN], DEFAULT_WITHHOLDING);
    expect(readdirSync(into)).toEqual([OWN]);
    own = join(into, OWN);
  });
  const rowsOf = (name: string): readonly Record<string, unknown>[] =>
    readFileSync(join(own, `${name}.ndjson`), 'utf8')
      .split('\n')
      .filter((row) => row !== '')
      .map((row) => JSON.parse(row) as Record<string, unknown>);

  it('has its own figures in full', () => {
    expect(rowsOf('own')).toMatchObject([{ lines: 1216, rejected: 7, clawed_back: 2, damages: '55.01' }]);
    expect(rowsOf('departments').map(({ department, lines }) => [department, lines])).toEqual([
      ...[
        ['', 4],
        ['03', 1211],
        ['0301', 1],
      ],
    ]);
    expect(rowsOf('differences').map(({ feedetl_sn }) => feedetl_sn)).toEqual(['1', '3']);
  });

  it('names no line and no clinician of others', () => {
    for (const name of ['own', 'departments', 'adjustments', 'differences', 'carve-outs'])
      for (const row of rowsOf(name)) expect(row['fixmedins_code']).toBe(OWN);
    expect(
      readdirSync(own)
        .filter((name) => name.endsWith('.csv'))
        .sort(),
    ).toEqual([
      ...['adjustments.csv', 'area.csv', 'carve-outs.csv', 'departments.csv', 'differences.csv', 'own.csv'],
    ]);
  });

  it('withholds counts of others below 11 with their money, and what would give them away', () => {
    // The last row is the whole area, its own lines among them.
    const others = rowsOf('area').slice(1, -1);
    for (const row of others)
      for (const name of ['lines', 'accepted', 'rejected', 'clawed_back', 'held', 'void'])
        expect(row[name] === null || row[name] === 0 || Number(row[name]) >= 11).toBe(true);
    const [second] = others;
    expect(second).toMatchObject({ fixmedins_code: 'H44010000002', rejected: null, refused: null });
    expect(Object.values(second ?? {}).filter((value) => value === null).length).toBeGreaterThan(3);
    expect(JSON.stringify(others)).not.toContain('707.00');
  });

  it('in print says so, and shows nothing that the table withholds', () => {
    const text = printedText(readFileSync(join(own, 'statement.pdf')));
    for (const words of ['定点医药机构结算审核结果单', OWN, '1,216', '小于 11 的', '※', '（公章）'])
      expect(text).toContain(words);
    expect(text).not.toContain('H44010000002');
  });

  it('is refused for an institution that has no lines', async () => {
    const from = newFolder();
    writeClearedFolder(from, JUNE);
    const folder = await ClearedFolder.open(from);
    await expect(
      writeStatements(newFolder(), { folder, packs, language: 'zh' }, ['H0'], DEFAULT_WITHHOLDING),
    ).rejects.toThrow(UnusableInput);
  });
});
