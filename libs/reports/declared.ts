/**
 * What an institution declares, under the names of the national interface: totals (3201, the head of 3202, 3203), settlements
 * (the file of 3202), or lines (section 1's names); as JSON, NDJSON, CSV or the tab-parted text that 3202 uploads.
 */
import { isUtf8 } from 'node:buffer';
import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import { CsvError } from 'csv-parse/sync';
import * as iconv from 'iconv-lite';
import { isLosslessNumber } from 'lossless-json';
import type { Day } from '@gatekeeper/calendar';
import { dayOf, nextDay, parseDay } from '@gatekeeper/calendar';
import type { Fen } from '@gatekeeper/vocabulary';
import { fenOf, flawOfCode, parseJsonExactly } from '@gatekeeper/wire';
import { isFields } from './cleared-files';
import type { Fields } from './cleared-files';
import { MOST_NAMED, UnusableInput } from '@gatekeeper/runtime';

/** Where something was declared: `total.json:3`. */
interface Placed {
  readonly place: string;
}

/** A field that is null was not declared, and is compared with nothing. */
export interface DeclaredTotal extends Placed {
  readonly insuranceType: string | null;
  readonly clearingType: string | null;
  readonly medicalCategory: string | null;
  /** The agency it is declared to, which no line names. */
  readonly agency: string | null;
  readonly from: Day | null;
  /** Exclusive. */
  readonly until: Day | null;
  readonly settlements: number | null;
  readonly medfee: Fen | null;
  readonly fund: Fen | null;
  readonly account: Fen | null;
  /** `refd_setl_flag` 0: what was paid back is left out. */
  readonly withoutRefunds: boolean;
}

/** One row of the 3202 file. */
export interface DeclaredSettlement extends Placed {
  readonly settlementId: string;
  readonly visitId: string;
  readonly medfee: Fen;
  readonly fund: Fen;
  readonly account: Fen;
  /** Flagged as paid back: the settlement itself, or what reverses it. */
  readonly isRefund: boolean;
}

export interface DeclaredLine extends Placed {
  readonly visitId: string;
  readonly chargeBatch: string;
  readonly lineNo: string;
  readonly amount: Fen;
  readonly fund: Fen | null;
}

export interface Declared {
  readonly totals: readonly DeclaredTotal[];
  readonly settlements: readonly DeclaredSettlement[];
  readonly lines: readonly DeclaredLine[];
}

/** @throws UnusableInput naming file, line and column of everything that cannot be read. */
export async function readDeclared(paths: readonly string[]): Promise<Declared> {
  const totals: DeclaredTotal[] = [];
  const settlements: DeclaredSettlement[] = [];
  const lines: DeclaredLine[] = [];
  const problems: string[] = [];
  for (const path of paths)
    for (const { fields, line } of rowsOf(path, await readFile(path))) {
      const row = new DeclaredRow(`${path}:${line}`, fields);
      if (fields.has('feedetl_sn')) lines.push(row.line());
      else if (fields.has('setl_id')) settlements.push(row.settlement());
      else if (TOTAL_FIELDS.some((name) => fields.has(name))) totals.push(row.total());
      else row.wrong('', 'a total (3201), a settlement (3202) or a line', [...fields.keys()].join(','));
      problems.push(...row.problems);
    }
  for (const twice of statedTwice(totals, scopeOfTotal)) problems.push(twice);
  for (const twice of statedTwice(lines, identityOfLine, isSameLine)) problems.push(twice);
  if (problems.length > 0)
    throw new UnusableInput('what was declared cannot be read', problems.slice(0, MOST_NAMED));
  if (totals.length + settlements.length + lines.length === 0)
    throw new UnusableInput(`nothing is declared in ${paths.join(', ')}`);
  return { totals, settlements, lines };
}

const scopeOfTotal = (total: DeclaredTotal): string =>
  JSON.stringify([
    ...[total.insuranceType, total.clearingType, total.medicalCategory, total.agency],
    ...[total.from, total.until, total.withoutRefunds],
  ]);
const identityOfLine = ({ visitId, chargeBatch, lineNo }: DeclaredLine): string =>
  JSON.stringify([visitId, chargeBatch, lineNo]);
const isSameLine = (one: DeclaredLine, other: DeclaredLine): boolean =>
  one.amount === other.amount && one.fund === other.fund;

/** What is declared twice, where saying the same again is not allowed or something else is said. */
function statedTwice<Item extends Placed>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
  isSame: (one: Item, other: Item) => boolean = () => false,
): readonly string[] {
  const first = new Map<string, Item>();
  return items.flatMap((item) => {
    const before = first.get(keyOf(item));
    if (before === undefined) first.set(keyOf(item), item);
    return before === undefined || isSame(before, item)
      ? []
      : [`${item.place}: declared already at ${before.place}`];
  });
}

const TOTAL_FIELDS = ['fixmedins_setl_cnt', 'psntime', 'medfee_sumamt', 'fund_pay_sumamt', 'fund_appy_sum'];

interface DeclaredFields {
  readonly fields: ReadonlyMap<string, string>;
  readonly line: number;
}

const PACKAGE = 'PK';

function* rowsOf(path: string, bytes: Buffer): Generator<DeclaredFields> {
  if (bytes.subarray(0, 2).toString('latin1') === PACKAGE)
    throw new UnusableInput(`${path} is a package (ZIP, XLSX): unpack it, or save it as CSV`);
  const text = (isUtf8(bytes) ? bytes.toString('utf8') : iconv.decode(bytes, 'gb18030')).replace(
    /^\uFEFF/,
    '',
  );
  if (text.includes('\uFFFD') || text.includes('\0'))
    throw new UnusableInput(`${path} is neither UTF-8 nor GBK text throughout`);
  if (/^\s*[[{]/.test(text)) yield* jsonRows(path, text);
  else yield* tableRows(path, text);
}

/** One JSON text over several lines, or one on each. */
function* jsonRows(path: string, text: string): Generator<DeclaredFields> {
  const whole = parseJsonExactly(text);
  if (whole.ok) {
    for (const each of Array.isArray(whole.value) ? whole.value : [whole.value])
      yield { fields: named(path, 1, each), line: 1 };
    return;
  }
  for (const [at, row] of text.split('\n').entries()) {
    if (row.trim() === '') continue;
    const read = parseJsonExactly(row);
    if (!read.ok)
      throw new UnusableInput(`${path} cannot be read`, [
        `${path}:${at + 1}: expected ${read.problem.expected}, got ${read.problem.got}`,
      ]);
    yield { fields: named(path, at + 1, read.value), line: at + 1 };
  }
}

/** The fields of a row, or of the message that was sent: `{"infno":"3201","input":{"data":{…}}}`. */
function named(path: string, line: number, value: unknown): ReadonlyMap<string, string> {
  const inner = within(within(value, 'input'), 'data');
  if (!isFields(inner))
    throw new UnusableInput(`${path} cannot be read`, [
      `${path}:${line}: expected an object with the declared fields`,
    ]);
  return new Map(
    Object.entries(inner).flatMap(([name, field]) => {
      const text = isLosslessNumber(field) ? String(field) : typeof field === 'string' ? field : '';
      return text === '' ? [] : [[name.toLowerCase(), text]];
    }),
  );
}

const within = (value: unknown, name: string): unknown => {
  const inner: unknown = isFields(value) ? (value satisfies Fields)[name] : undefined;
  return isFields(inner) ? inner : value;
};

/** What 3202 uploads: no header, parted by tabs, `null` where there is nothing. */
const UPLOADED = [
  ...['setl_id', 'mdtrt_id', 'psn_no', 'medfee_sumamt', 'fund_pay_sumamt', 'acct_pay'],
  ...['refd_setl_flag', 'exp_content'],
];
const LEAST_UPLOADED = 6;
const CHINESE: Readonly<Record<string, string>> = {
  险种类型: 'insutype',
  险种: 'insutype',
  清算类别: 'clr_type',
  医疗类别: 'med_type',
  结算经办机构: 'setl_optins',
  对账开始日期: 'stmt_begndate',
  对账结束日期: 'stmt_enddate',
  医疗费总额: 'medfee_sumamt',
  基金支付总额: 'fund_pay_sumamt',
  个人账户支付金额: 'acct_pay',
  定点医药机构结算笔数: 'fixmedins_setl_cnt',
  退费结算标志: 'refd_setl_flag',
  结算ID: 'setl_id',
  就诊ID: 'mdtrt_id',
  人员编号: 'psn_no',
  收费批次号: 'chrg_bchno',
  费用明细流水号: 'feedetl_sn',
  明细项目费用总额: 'det_item_fee_sumamt',
};

interface RowParted {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

const isRowParted = (value: unknown): value is RowParted =>
  isFields(value) && Array.isArray(value['record']) && isFields(value['info']);

function* tableRows(path: string, text: string): Generator<DeclaredFields> {
  const isTabbed = (text.split('\n', 1)[0] ?? '').includes('\t');
  let records: readonly RowParted[];
  try {
    // The parser's types know of no `info`.
    const parted: unknown = parse(text, {
      ...{ info: true, relax_column_count: true, skip_empty_lines: true },
      ...(isTabbed ? { delimiter: '\t', quote: false } : {}),
    });
    records = Array.isArray(parted) ? parted.filter(isRowParted) : [];
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new UnusableInput(`${path} cannot be parted into cells`, [`${path}: ${error.message}`]);
  }
  const [first, ...others] = records;
  if (first === undefined) return;
  const header = first.record.map((cell) => CHINESE[cell.trim()] ?? cell.trim().toLowerCase());
  const hasHeader = header.some(
    (cell) => UPLOADED.includes(cell) || TOTAL_FIELDS.includes(cell) || cell === 'feedetl_sn',
  );
  if (!hasHeader && (!isTabbed || first.record.length < LEAST_UPLOADED))
    throw new UnusableInput(`${path} has no header that names what is declared`, [
      `${path}:1: expected names such as setl_id, medfee_sumamt, fixmedins_setl_cnt, or the tab-parted columns of 3202`,
    ]);
  const twice = header.find((cell, at) => cell !== '' && header.indexOf(cell) !== at);
  if (hasHeader && twice !== undefined)
    throw new UnusableInput(`${path} cannot be read`, [
      `${path}:1: ${twice}: expected one column of that name, or of one that means it, got two`,
    ]);
  const columns = hasHeader ? header : UPLOADED;
  for (const { record, info } of hasHeader ? others : records) {
    if (record.length > columns.length)
      throw new UnusableInput(`${path} cannot be read`, [
        `${path}:${info.lines}: expected ${columns.length} columns, got ${record.length}`,
      ]);
    const cells = record.map((cell, at) => [columns[at] ?? '', cell.trim()] as const);
    yield {
      fields: new Map(cells.filter(([, cell]) => cell !== '' && cell !== 'null')),
      line: info.lines,
    };
  }
}

const MONEY = /^-?[0-9]{1,14}(?:\.[0-9]{1,2}0*)?$/;
const COUNT = /^[0-9]{1,10}$/;
const SERIAL = /^[0-9]{5}(?:\.[0-9]+)?$/;
const MONTH = /^(20[0-9]{2})-?(0[1-9]|1[0-2])$/;

class DeclaredRow {
  readonly problems: string[] = [];

  constructor(
    private readonly place: string,
    private readonly fields: ReadonlyMap<string, string>,
  ) {}

  total(): DeclaredTotal {
    const month = this.fields.get('setlym');
    const [, year, monthOfYear] = MONTH.exec(month ?? '') ?? [];
    if (month !== undefined && year === undefined) this.wrong('setlym', 'a month such as 202506', month);
    const first = year === undefined ? null : dayOf(Number(year), Number(monthOfYear), 1);
    const next =
      year === undefined
        ? null
        : monthOfYear === '12'
          ? dayOf(Number(year) + 1, 1, 1)
          : dayOf(Number(year), Number(monthOfYear) + 1, 1);
    const last = this.day('stmt_enddate') ?? this.day('enddate');
    const from = this.day('stmt_begndate') ?? this.day('begndate') ?? first;
    const until = last === null ? next : nextDay(last);
    if (from !== null && until !== null && until <= from)
      this.wrong('stmt_enddate', 'a day not before stmt_begndate', this.fields.get('stmt_enddate') ?? '');
    return {
      place: this.place,
      insuranceType: this.text('insutype'),
      clearingType: this.text('clr_type'),
      medicalCategory: this.text('med_type'),
      agency: this.text('setl_optins') ?? this.text('clr_optins'),
      ...{ from, until },
      settlements: this.count('fixmedins_setl_cnt') ?? this.count('psntime'),
      medfee: this.money('medfee_sumamt'),
      fund: this.money('fund_pay_sumamt') ?? this.money('fund_appy_sum'),
      account: this.money('acct_pay'),
      withoutRefunds: /^0+$/.test(this.text('refd_setl_flag') ?? ''),
    };
  }

  settlement(): DeclaredSettlement {
    return {
      place: this.place,
      settlementId: this.code('setl_id'),
      visitId: this.code('mdtrt_id'),
      medfee: this.neededMoney('medfee_sumamt'),
      fund: this.neededMoney('fund_pay_sumamt'),
      account: this.money('acct_pay') ?? 0n,
      isRefund: !/^0*$/.test(this.text('refd_setl_flag') ?? ''),
    };
  }

  line(): DeclaredLine {
    return {
      place: this.place,
      visitId: this.code('mdtrt_id'),
      chargeBatch: this.fields.has('chrg_bchno') ? this.code('chrg_bchno') : '',
      lineNo: this.code('feedetl_sn'),
      amount: this.neededMoney('det_item_fee_sumamt'),
      fund: this.money('fund_pay_amt'),
    };
  }

  wrong(column: string, expected: string, got: string): null {
    const shown = got.length > 40 ? `${got.slice(0, 39)}…` : got;
    this.problems.push(
      `${this.place}: ${column === '' ? '' : `${column}: `}expected ${expected}, got "${shown}"`,
    );
    return null;
  }

  private text(name: string): string | null {
    return this.fields.get(name) ?? null;
  }

  private code(name: string): string {
    const text = this.fields.get(name) ?? '';
    if (text === '') this.wrong(name, 'a number of the visit, settlement or line', text);
    else {
      const flaw = flawOfCode(text);
      if (flaw !== null) this.wrong(name, 'a plain code', flaw);
    }
    return text;
  }

  private count(name: string): number | null {
    const text = this.fields.get(name);
    if (text === undefined) return null;
    return COUNT.test(text) ? Number(text) : this.wrong(name, 'a whole number', text);
  }

  private money(name: string): Fen | null {
    const text = this.fields.get(name);
    if (text === undefined) return null;
    return MONEY.test(text)
      ? fenOf(text)
      : this.wrong(name, 'an amount such as 1234.50, a point before the fen', text);
  }

  private neededMoney(name: string): Fen {
    if (!this.fields.has(name)) this.wrong(name, 'an amount', '');
    return this.money(name) ?? 0n;
  }

  private day(name: string): Day | null {
    const text = this.fields.get(name);
    if (text === undefined) return null;
    const day = parseDay(
      text.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3').replace(/ \d{2}:\d{2}:\d{2}$/, ''),
    );
    if (day !== null) return day;
    return this.wrong(
      name,
      SERIAL.test(text) ? 'a date, not the serial number of a spreadsheet' : 'a date such as 2025-06-01',
      text,
    );
  }
}
