/** Values that no hospital should send and some do, each with what the first problem is called. */
import { lineRow } from './rows';

type Code =
  | 'EMPTY'
  | 'TOO_LARGE'
  | 'NOT_UTF8'
  | 'NOT_JSON'
  | 'NOT_AN_OBJECT'
  | 'DUPLICATE_KEY'
  | 'FIELD_MISSING'
  | 'FIELD_INVALID';

/** Name, value (`null`: a tombstone), error code, path of the first problem. */
export type BadValue = readonly [name: string, value: Buffer | null, code: Code, path: string];

const text = (value: string): Buffer => Buffer.from(value, 'utf8');
const line = (fields: Readonly<Record<string, unknown>>): Buffer => text(lineRow(fields));
const without = (field: string): Buffer => line({ [field]: undefined });
const withRaw = (field: string, raw: string): Buffer =>
  text(lineRow({ [field]: '@' }).replace('"@"', () => raw));

/** Close to the 1,048,588 bytes that a broker takes, keys and framing included. */
const CLOSE_TO_THE_LIMIT = 1_040_000;

export const BAD_VALUES: readonly BadValue[] = [
  ['a tombstone', null, 'EMPTY', ''],
  ['no bytes', Buffer.alloc(0), 'EMPTY', ''],
  ['blanks', text('  \n'), 'NOT_JSON', ''],
  ['half a line', line({}).subarray(0, 100), 'NOT_JSON', ''],
  ['two lines in one message', text(`${lineRow({})}\n${lineRow({})}`), 'NOT_JSON', ''],
  ['a trailing comma', text(`${lineRow({}).slice(0, -1)},}`), 'NOT_JSON', ''],
  ['NaN as money', withRaw('fund_pay_amt', 'NaN'), 'NOT_JSON', ''],
  ['a byte-order mark and UTF-16', Buffer.from(`\ufeff${lineRow({})}`, 'utf16le'), 'NOT_UTF8', ''],
  ['GBK', Buffer.concat([text('{"bilg_dr_name":"'), Buffer.from([0xcd, 0xf5]), text('"}')]), 'NOT_UTF8', ''],
  ['a list', text(`[${lineRow({})}]`), 'NOT_AN_OBJECT', ''],
  ['a number', text('12'), 'NOT_AN_OBJECT', ''],
  ['null', text('null'), 'NOT_AN_OBJECT', ''],
  ['nested without end', text('['.repeat(100_000)), 'NOT_JSON', ''],
  ['nested deep', text(`${'['.repeat(5_000)}${']'.repeat(5_000)}`), 'NOT_JSON', ''],
  ['junk close to the limit', Buffer.alloc(900_000, 0xf5), 'NOT_UTF8', ''],
  ['a text close to the limit', text(JSON.stringify('一'.repeat(300_000))), 'NOT_AN_OBJECT', ''],
  [
    'a field close to the limit',
    line({ bilg_dept_name: 'x'.repeat(CLOSE_TO_THE_LIMIT) }),
    'FIELD_INVALID',
    'bilg_dept_name',
  ],
  [
    'a key twice',
    text(`${lineRow({}).slice(0, -1)},"fund_pay_amt":"0.00"}`),
    'DUPLICATE_KEY',
    'fund_pay_amt',
  ],
  [
    'a key twice, once escaped',
    text(`${lineRow({}).slice(0, -1)},"fund\\u005fpay_amt":"0.00"}`),
    'DUPLICATE_KEY',
    'fund_pay_amt',
  ],
  ['an exponent as money', withRaw('fund_pay_amt', '8e1'), 'FIELD_INVALID', 'fund_pay_amt'],
  ['an exponent as text', line({ pool_pay_amt: '7e1' }), 'FIELD_INVALID', 'pool_pay_amt'],
  ['a third decimal', line({ fund_pay_amt: '80.001' }), 'FIELD_INVALID', 'fund_pay_amt'],
  ['money without end', withRaw('fund_pay_amt', '9'.repeat(400)), 'FIELD_INVALID', 'fund_pay_amt'],
  ['30 February', line({ fee_ocur_time: '2025-02-30 08:00:00' }), 'FIELD_INVALID', 'fee_ocur_time'],
  ['24 o’clock', line({ fee_ocur_time: '2025-07-01 24:00:00' }), 'FIELD_INVALID', 'fee_ocur_time'],
  ['a date without a time', line({ fee_ocur_time: '2025-07-01' }), 'FIELD_INVALID', 'fee_ocur_time'],
  ['no visit', without('mdtrt_id'), 'FIELD_MISSING', 'mdtrt_id'],
  ['null as a visit', line({ mdtrt_id: null }), 'FIELD_MISSING', 'mdtrt_id'],
  ['an inpatient without admission', line({ infno: '2301' }), 'FIELD_MISSING', 'adm_time'],
  ['an object as a name', line({ bilg_dr_name: { first: '小明' } }), 'FIELD_INVALID', 'bilg_dr_name'],
  ['NUL in a string', line({ mdtrt_id: 'V\u00001' }), 'FIELD_INVALID', 'mdtrt_id'],
  ['half a surrogate', withRaw('bilg_dr_name', '"\\ud83d"'), 'FIELD_INVALID', 'bilg_dr_name'],
  ['an identity number', line({ psn_token: '11010519491231002X' }), 'FIELD_INVALID', 'psn_token'],
  ['a transaction of another kind', line({ infno: '2207' }), 'FIELD_INVALID', 'infno'],
  ['a prototype and nothing else', text('{"__proto__":{"infno":"2204"}}'), 'FIELD_MISSING', 'infno'],
  [
    'a constructor and nothing else',
    text('{"constructor":{"prototype":{"infno":"2204"}}}'),
    'FIELD_MISSING',
    'infno',
  ],
];
