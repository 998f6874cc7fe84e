/** Good input for tests of the wire, as plain objects to be spoiled. */
import * as fc from 'fast-check';

export type WireObject = Readonly<Record<string, unknown>>;

export const outpatientLine: WireObject = {
  infno: '2204',
  fixmedins_code: 'H46020000019',
  mdtrt_id: '5a0faf2d-fdf3-05af-ad64-80ef93',
  feedetl_sn: '147fadb7-2f19-9bce-1fa4-488ebd',
  psn_token: '8449038534b2573d',
  med_type: '11',
  insutype: '310',
  mdtrtarea_admvs: '460200',
  insuplc_admdvs: '460200',
  fee_ocur_time: '2013-01-02 08:21:58',
  bilg_dr_codg: 'D460200000019',
  cnt: '1',
  pric: '0.03',
  det_item_fee_sumamt: '0.03',
  fund_pay_amt: '0.02',
  pool_pay_amt: '0.02',
  acct_pay_amt: '0.00',
  hosp_appr_flag: '1',
};

export const inpatientLine: WireObject = {
  ...outpatientLine,
  infno: '2301',
  adm_time: '2013-01-01 23:30:00',
};

/** Every field of CONTRACT 1 at once. */
export const fullLine: WireObject = {
  ...inpatientLine,
  chrg_bchno: 'B-1',
  init_feedetl_sn: '147fadb7',
  bilg_dr_name: '张三',
  orders_dr_code: 'N460200000019',
  orders_dr_name: '李四',
  bilg_dept_codg: 'A03.01',
  bilg_dept_name: '心血管内科',
  med_list_codg: 'XA01AB',
  medins_list_codg: '0001',
  er_flag: '1',
  rescue_record_no: 'R-77',
  setl_id: 'S-9',
  setl_time: '2013-01-05',
  paid_at: '2013-01-06T10:00:00Z',
};

export const bytesOf = (value: unknown): Buffer => Buffer.from(JSON.stringify(value), 'utf8');

const wordOf = (longest: number) =>
  fc
    .string({ unit: 'binary', minLength: 1, maxLength: longest })
    .map((word) => word.trim())
    .filter((word) => word !== '' && !/[\p{Cc}\p{Cs}]/u.test(word));

const decimalOf = (scale: number, signs: readonly string[] = ['', '-']) =>
  fc
    .tuple(
      fc.constantFrom(...signs),
      fc.bigInt(0n, 10n ** 14n - 1n),
      fc.stringMatching(new RegExp(`^[0-9]{0,${scale}}$`)),
    )
    .map(([sign, whole, decimals]) => `${sign}${whole}${decimals === '' ? '' : `.${decimals}`}`);

const two = (n: number): string => String(n).padStart(2, '0');
const timeText = fc
  .record({
    year: fc.integer({ min: 1990, max: 2100 }),
    month: fc.integer({ min: 1, max: 12 }),
    dayOfMonth: fc.integer({ min: 1, max: 28 }),
    second: fc.integer({ min: 0, max: 86_399 }),
    end: fc.constantFrom('', 'Z', '+08:00', '.250', '.5-05:30'),
  })
  .map(({ year, month, dayOfMonth, second, end }) => {
    const clock = `${two(Math.floor(second / 3600))}:${two(Math.floor(second / 60) % 60)}:${two(second % 60)}`;
    return `${year}-${two(month)}-${two(dayOfMonth)} ${clock}${end}`;
  });

const areaText = fc.stringMatching(/^[0-9]{6}$/);
const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined });

/** Good lines of every shape the contract allows. */
export const goodLines: fc.Arbitrary<WireObject> = fc.record({
  infno: fc.constantFrom('2301', '2204', '2102'),
  fixmedins_code: wordOf(30),
  mdtrt_id: wordOf(30),
  chrg_bchno: maybe(wordOf(30)),
  feedetl_sn: wordOf(30),
  init_feedetl_sn: maybe(wordOf(30)),
  psn_token: wordOf(64),
  med_type: wordOf(6),
  insutype: wordOf(6),
  mdtrtarea_admvs: areaText,
  insuplc_admdvs: areaText,
  fee_ocur_time: timeText,
  adm_time: timeText,
  bilg_dr_codg: maybe(wordOf(30)),
  bilg_dr_name: maybe(wordOf(50)),
  orders_dr_code: maybe(wordOf(200)),
  orders_dr_name: maybe(wordOf(200)),
  bilg_dept_codg: maybe(wordOf(200)),
  bilg_dept_name: maybe(wordOf(200)),
  med_list_codg: maybe(wordOf(200)),
  medins_list_codg: maybe(wordOf(200)),
  cnt: decimalOf(4),
  pric: decimalOf(6, ['']),
  det_item_fee_sumamt: decimalOf(2),
  fund_pay_amt: decimalOf(2),
  pool_pay_amt: decimalOf(2),
  acct_pay_amt: maybe(decimalOf(2)),
  hosp_appr_flag: maybe(wordOf(200)),
  er_flag: maybe(fc.constantFrom('0', '1', '2', '3')),
  rescue_record_no: maybe(wordOf(200)),
  setl_id: maybe(wordOf(200)),
  setl_time: maybe(timeText),
  paid_at: maybe(timeText),
});

/** A value that is wrong in most fields, or right by luck. */
export const anyFieldValue: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(
    undefined,
    null,
    '',
    '  ',
    true,
    false,
    '2301',
    '0',
    '-0.00',
    '1e3',
    'NaN',
    '2013-02-29 00:00:00',
  ),
  fc.string({ unit: 'binary', maxLength: 250 }),
  fc.array(fc.integer(), { maxLength: 2 }),
  fc.dictionary(fc.string(), fc.integer(), { maxKeys: 2 }),
);
