import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Workbook } from 'exceljs';
import * as iconv from 'iconv-lite';
import { dayOf } from '@gatekeeper/calendar';
import { formatFen } from '@gatekeeper/vocabulary';
import { readDeclared } from './declared';
import { LinesHere } from './lines-here';
import { figuresDiffering, reconcile } from './reconcile';
import type { Days, Reconciliation } from './reconcile';
import { UnusableInput } from '@gatekeeper/runtime';
import { writeReconciliation } from './write-reconciliation';

const HOSPITAL = 'H44010000001';
const JUNE: Days = { from: dayOf(2025, 6, 1)!, until: dayOf(2025, 7, 1)! };

let place: string;
let made = 0;
beforeAll(() => (place = mkdtempSync(join(tmpdir(), 'reconcile-'))));
afterAll(() => rmSync(place, { recursive: true }));
const file = (content: string | Buffer, ending = 'txt'): string => {
  const path = join(place, `${++made}.${ending}`);
  writeFileSync(path, content);
  return path;
};

/** Settled 2025-06-15 under `setl_id`; 100.00, of which the fund paid 70.00 and the account 10.00 beside it. */
const line = (setl_id: string | null, feedetl_sn: string, more: object = {}): object => ({
  ...{ infno: '2204', fixmedins_code: HOSPITAL, mdtrt_id: `V${setl_id ?? ''}`, feedetl_sn },
  ...{ psn_token: 'p', med_type: '11', insutype: '310', mdtrtarea_admvs: '440100', insuplc_admdvs: '440100' },
  ...{ fee_ocur_time: '2025-06-14 10:00:00', cnt: '1', pric: '100', det_item_fee_sumamt: '100.00' },
  ...{ fund_pay_amt: '80.00', pool_pay_amt: '70.00', acct_pay_amt: '10.00' },
  ...(setl_id === null ? {} : { setl_id, setl_time: '2025-06-15 09:00:00' }),
  ...more,
});
const voided = (setl_id: string): object => ({
  ...{
    op: 'void',
    fixmedins_code: HOSPITAL,
    mdtrt_id: `V${setl_id}`,
    setl_id,
    voided_at: '2025-06-16 09:00:00',
  },
});
const INPATIENT = { infno: '2301', adm_time: '2025-06-10 08:00:00' };

const total = (more: object): string =>
  JSON.stringify({
    ...{ insutype: '310', clr_type: '11', setl_optins: '440100' },
    ...{ stmt_begndate: '2025-06-01', stmt_enddate: '2025-06-30', refd_setl_flag: '1' },
    ...more,
  });
const uploaded = (...rows: (readonly string[])[]): string =>
  rows
    .map(([setl_id = '', medfee = '', fund = '', account = '', flag = '0']) =>
      [setl_id, `V${setl_id.replace('-back', '')}`, 'psn', medfee, fund, account, flag, 'null'].join('\t'),
    )
    .join('\n');

async function reconciled(
  lines: readonly object[],
  declared: readonly string[],
  knownAt: Parameters<typeof LinesHere.read>[2] = null,
): Promise<Reconciliation> {
  const path = file(lines.map((each) => `${JSON.stringify(each)}\n`).join(''), 'ndjson');
  return reconcile(
    await LinesHere.read(path, HOSPITAL, knownAt),
    await readDeclared(declared.map((each) => file(each))),
    JUNE,
  );
}
const differing = ({ totals }: Reconciliation): readonly string[] =>
  totals.flatMap((each) =>
    figuresDiffering(each).map(
      (name) => `${each.source} ${each.clearingType ?? ''} ${name} ${each.declared[name]} ${each.here[name]}`,
    ),
  );
const settlementsOf = ({ settlements }: Reconciliation): readonly string[] =>
  settlements.map(
    ({ mismatch, settlementId, declared, here }) =>
      `${mismatch} ${settlementId} ${declared === null ? '-' : formatFen(declared.medfee)} ${here === null ? '-' : formatFen(here.medfee)}`,
  );
const linesOf = ({ lines }: Reconciliation): readonly string[] =>
  lines.map(
    ({ mismatch, visitId, lineNo, here }) =>
      `${mismatch} ${visitId} ${lineNo} ${here === null ? '-' : formatFen(here)}`,
  );

describe('totals (3201)', () => {
  const LINES = [
    line('S1', '1'),
    line('S1', '2'),
    line('S2', '1'),
    line('S3', '1', INPATIENT),
    line(null, '9'),
  ];

  it('agree to the fen: settlements, amount, fund without the account, account', async () => {
    const found = await reconciled(LINES, [
      [
        total({
          medfee_sumamt: '300.00',
          fund_pay_sumamt: '210.00',
          acct_pay: '30.00',
          fixmedins_setl_cnt: '2',
        }),
        total({
          clr_type: '21',
          medfee_sumamt: 100,
          fund_pay_sumamt: 70.0,
          acct_pay: '10',
          fixmedins_setl_cnt: 1,
        }),
      ].join('\n'),
    ]);
    expect(found.differing).toEqual({ totals: 0, settlements: 0, lines: 0 });
  });

  it.each([
    ['a fen less', { medfee_sumamt: '299.99' }, ['3201 11 medfee 29999 30000']],
    ['a fen more of the fund', { fund_pay_sumamt: '210.01' }, ['3201 11 fund 21001 21000']],
    ['one settlement more', { fixmedins_setl_cnt: '3' }, ['3201 11 settlements 3 2']],
    ['nothing but the count', { medfee_sumamt: '', fund_pay_sumamt: '', acct_pay: '' }, []],
  ] as const)('%s', async (_, more, expected) => {
    const whole = {
      medfee_sumamt: '300.00',
      fund_pay_sumamt: '210.00',
      acct_pay: '30.00',
      fixmedins_setl_cnt: '2',
    };
    const inpatient = total({ clr_type: '21', medfee_sumamt: '100' });
    expect(differing(await reconciled(LINES, [total({ ...whole, ...more }), inpatient]))).toEqual(expected);
  });

  it('what nobody declared is told', async () => {
    const found = await reconciled(LINES, [total({ medfee_sumamt: '300.00' })]);
    expect(differing(found)).toEqual([
      ...['settlements 0 1', 'medfee 0 10000', 'fund 0 7000', 'account 0 1000'].map(
        (each) => `not_declared 21 ${each}`,
      ),
    ]);
  });

  it('of several agencies are added up, and one of a medical category alone is compared with it', async () => {
    const found = await reconciled(
      [line('S1', '1'), line('S2', '1', { med_type: '14' })],
      [
        total({ setl_optins: '440100', medfee_sumamt: '150' }),
        total({ setl_optins: '440199', medfee_sumamt: '50' }),
        total({ med_type: '14', medfee_sumamt: '100.00', fixmedins_setl_cnt: '1' }),
      ],
    );
    expect(differing(found)).toEqual([]);
  });

  it('days count whole, by the time of settlement', async () => {
    const lines = [
      line('S1', '1', { setl_time: '2025-05-31 23:59:59' }),
      line('S2', '1', { setl_time: '2025-06-30 23:59:59' }),
      line('S3', '1', { setl_time: '2025-07-01 00:00:00' }),
    ];
    expect(
      differing(await reconciled(lines, [total({ fixmedins_setl_cnt: '1', medfee_sumamt: '100' })])),
    ).toEqual([]);
  });

  it('leave out what was paid back where the flag says so', async () => {
    const back = {
      cnt: '-1',
      det_item_fee_sumamt: '-40',
      fund_pay_amt: '-30',
      pool_pay_amt: '-30',
      acct_pay_amt: '0',
    };
    const lines = [line('S1', '1'), line('S2', '2', { ...back, mdtrt_id: 'VS1', init_feedetl_sn: '1' })];
    const figures = { medfee_sumamt: '100', fixmedins_setl_cnt: '1' };
    expect(differing(await reconciled(lines, [total({ ...figures, refd_setl_flag: '0' })]))).toEqual([]);
    expect(
      differing(
        await reconciled(lines, [total({ ...figures, medfee_sumamt: '60', fixmedins_setl_cnt: '2' })]),
      ),
    ).toEqual([]);
  });

  it('are read as the message that was sent, as CSV with Chinese heads in GBK, and as 3203', async () => {
    const sent = JSON.stringify(
      {
        infno: '3201',
        input: { data: JSON.parse(total({ medfee_sumamt: '300.00', fixmedins_setl_cnt: 2 })) },
      },
      null,
      2,
    );
    const csv = iconv.encode('险种类型,清算类别,医疗费总额,定点医药机构结算笔数\n310,21,100.00,1\n', 'gbk');
    const path = file(LINES.map((each) => `${JSON.stringify(each)}\n`).join(''), 'ndjson');
    const declared = await readDeclared([file(sent), file(csv, 'csv')]);
    expect(reconcile(await LinesHere.read(path, HOSPITAL, null), declared, JUNE).differing.totals).toBe(0);
    const applied = {
      clr_type: '21',
      clr_way: '1',
      setlym: '202506',
      psntime: '1',
      medfee_sumamt: '100',
      fund_appy_sum: '70.01',
    };
    const [first] = (await readDeclared([file(JSON.stringify(applied))])).totals;
    expect(first).toMatchObject({ ...JUNE, settlements: 1, fund: 7001n });
  });
});

describe('settlements (3202), with the lines that explain what differs', () => {
  const LINES = [
    ...[line('S1', '1'), line('S1', '2'), line('S2', '1'), line('S3', '1'), line('S4', '1'), voided('S4')],
    ...[line('S2', '1', { det_item_fee_sumamt: '100.01', pric: '100.01' })],
  ];

  it('missing here, missing there, of another amount, withdrawn', async () => {
    const found = await reconciled(LINES, [
      uploaded(
        ...[
          ['S1', '200.00', '140.00', '20.00'],
          ['S2', '100.00', '70.00', '10.00'],
        ],
        ...[
          ['S4', '100.00', '70.00', '10.00'],
          ['S9', '55.00', '55.00', '0'],
        ],
      ),
    ]);
    expect(settlementsOf(found)).toEqual([
      ...['other_amount S2 100.00 100.01', 'missing_there S3 - 100.00'],
      ...['void S4 100.00 -', 'missing_here S9 55.00 -'],
    ]);
    expect(linesOf(found)).toEqual([
      ...['counted_here VS2 1 100.01', 'missing_there VS3 1 100.00', 'void VS4 1 -'],
    ]);
    expect(differing(found)).toEqual(
      [
        '3202  settlements 4 3',
        '3202  medfee 45500 40001',
        '3202  fund 33500 28000',
        '3202  account 4000 4000',
      ].slice(0, 3),
    );
    const explained = found.settlements.reduce(
      (sum, { declared, here }) => sum + (declared?.medfee ?? 0n) - (here?.medfee ?? 0n),
      0n,
    );
    expect(explained).toBe(45_500n - 40_001n);
  });

  it('what was settled and taken back is nowhere here, and nothing is missed', async () => {
    const found = await reconciled(
      [line('S1', '1'), line('S4', '1'), voided('S4')],
      [
        uploaded(
          ...[
            ['S1', '100', '70', '10'],
            ['S4', '100', '70', '10', '1'],
            ['S4', '-100', '-70', '-10', '1'],
          ],
          ...[
            ['S5', '40', '30', '0', '001'],
            ['S5-back', '-40', '-30', '0', '001'],
          ],
        ),
      ],
    );
    expect(found.differing).toEqual({ totals: 0, settlements: 0, lines: 0 });
  });

  it('lines that were declared one by one are compared one by one', async () => {
    const csv = [
      'mdtrt_id,chrg_bchno,feedetl_sn,det_item_fee_sumamt,fund_pay_amt',
      ...[
        'VS1,,1,100.00,80.00',
        'VS1,,2,100.00,80.01',
        'VS2,,1,100.00,',
        'VS4,,1,100.00,80.00',
        'VS8,,1,1,1',
      ],
    ].join('\n');
    expect(linesOf(await reconciled(LINES, [csv]))).toEqual([
      ...['other_amount VS1 2 100.00', 'other_amount VS2 1 100.01', 'missing_there VS3 1 100.00'],
      ...['void VS4 1 -', 'missing_here VS8 1 -'],
    ]);
  });

  it('what came later than the moment asked about is not there yet', async () => {
    const lines = [
      line('S1', '1', { received_at: '2025-06-20 00:00:00' }),
      { ...voided('S1'), received_at: '2025-06-25 00:00:00' },
    ];
    const rows = [uploaded(['S1', '100', '70', '10'])];
    const at = (text: string) => new Date(text).getTime() as never;
    expect((await reconciled(lines, rows, at('2025-06-24T00:00:00+08:00'))).differing.settlements).toBe(0);
    expect(settlementsOf(await reconciled(lines, rows))).toEqual(['void S1 100.00 -']);
  });

  it('is written as sheets, CSV and NDJSON', async () => {
    const into = join(place, 'written');
    mkdirSync(into);
    const found = await reconciled(LINES, [
      uploaded(['S1', '200.00', '140.00', '20.00']),
      total({ medfee_sumamt: '1' }),
    ]);
    await writeReconciliation(into, found, { language: 'zh', days: JUNE });
    const book = new Workbook();
    await book.xlsx.readFile(join(into, 'reconciliation.xlsx'));
    expect(book.worksheets.map(({ name }) => name)).toEqual(['总额对账', '结算差异', '明细差异']);
    expect(book.getWorksheet('总额对账')?.getRow(2).values).toEqual([
      ...[undefined, '申报总额', '310', '11', undefined, '2025-06-01', '2025-06-30'],
      ...['medfee_sumamt', '医疗费总额', 1, 400.01, -399.01],
    ]);
    expect(readFileSync(join(into, 'settlements.csv'), 'utf8')).toContain(
      'missing_there,机构未申报,310,11,VS3,S3,,100.00,-100.00',
    );
    const [first] = readFileSync(join(into, 'lines.ndjson'), 'utf8').split('\n');
    expect(JSON.parse(first ?? '')).toMatchObject({
      mismatch: 'missing_there',
      setl_id: 'S2',
      here_medfee: '100.01',
    });
  });
});

describe('what cannot be read is named by file, line and column', () => {
  const HEAD = 'setl_id,mdtrt_id,medfee_sumamt,fund_pay_sumamt,acct_pay';
  it.each([
    [
      'a decimal comma',
      `${HEAD}\nS1,V1,"12,50",1,1`,
      ':2: medfee_sumamt: expected an amount such as 1234.50',
    ],
    ['an exponent', `${HEAD}\nS1,V1,1.2E+03,1,1`, ':2: medfee_sumamt: expected an amount'],
    ['a third decimal', `${HEAD}\nS1,V1,1,1.005,1`, ':2: fund_pay_sumamt: expected an amount'],
    [
      'a code that a spreadsheet took for a number',
      `${HEAD}\nS1,V1,1,1,1\n4.4E+19,V1,1,1,1`,
      ':3: setl_id: expected a plain code, got "a number in exponent form',
    ],
    ['no amount', `${HEAD}\nS1,V1,,1,1`, ':2: medfee_sumamt: expected an amount, got ""'],
    ['a cell too many', `${HEAD}\nS1,V1,1,1,1,1`, ':2: expected 5 columns, got 6'],
    [
      'a date as a serial number',
      'clr_type,stmt_begndate,medfee_sumamt\n11,45809,1',
      ':2: stmt_begndate: expected a date, not the serial number',
    ],
    [
      'days the wrong way round',
      'clr_type,stmt_begndate,stmt_enddate,medfee_sumamt\n11,2025-06-30,2025-06-01,1',
      ':2: stmt_enddate: expected a day not before',
    ],
    [
      'a day that is none',
      'clr_type,stmt_begndate,medfee_sumamt\n11,2025-06-31,1',
      ':2: stmt_begndate: expected a date such as',
    ],
    [
      'a total twice',
      `${total({ medfee_sumamt: '1' })}\n${total({ medfee_sumamt: '2' })}`,
      ':2: declared already at',
    ],
    [
      'a line twice, with other content',
      'mdtrt_id,feedetl_sn,det_item_fee_sumamt\nV,1,2\nV,1,3',
      ':3: declared already at',
    ],
    ['a column twice', `${HEAD},medfee_sumamt\nS1,V1,1,1,1,2`, ':1: medfee_sumamt: expected one column'],
    [
      'a column under two names',
      '险种,险种类型,medfee_sumamt\n310,390,1',
      ':1: insutype: expected one column of that name',
    ],
    ['half a JSON text', '{"medfee_sumamt":"1"', ':1: expected one JSON value'],
    ['no header', 'a,b\n1,2', ':1: expected names such as setl_id'],
  ])('%s', async (_, text, expected) => {
    const path = file(text);
    const refusal = await readDeclared([path]).then(
      () => null,
      (error: unknown) => error,
    );
    if (!(refusal instanceof UnusableInput)) throw new Error('it was read');
    expect(refusal.details.join('\n')).toContain(`${path}${expected}`);
  });

  it.each([
    ['a package', Buffer.from('PK\u0003\u0004'), 'is a package'],
    ['bytes that are no text', Buffer.from([0x73, 0xff, 0xff, 0x0a]), 'neither UTF-8 nor GBK'],
    ['nothing', Buffer.from(''), 'nothing is declared'],
  ])('%s', async (_, bytes, expected) => {
    await expect(readDeclared([file(bytes)])).rejects.toThrow(expected);
  });

  it('a bad row of the lines: a sum without it would be none', async () => {
    const path = file(`${JSON.stringify(line('S1', '1'))}\n{"feedetl_sn":"2"}\n`);
    const reading = LinesHere.read(path, HOSPITAL, null);
    await expect(reading).rejects.toMatchObject({ details: [expect.stringContaining(`${path}:2: `)] });
  });
});
