/** What stands in the folder that a clearing run writes (CONTRACT 9): names, columns, and how a row reads. */
import { isLosslessNumber } from 'lossless-json';
import type { Instant } from '@gatekeeper/calendar';
import { parseTime } from '@gatekeeper/calendar';
import type { Fen } from '@gatekeeper/vocabulary';
import { fenOf, parseJsonExactly } from '@gatekeeper/wire';

export const SUMMARY_FILE = 'summary.json';
/** In the order of their names, which is that of the digest. */
export const CLEARED_FILES = [
  'adjustments.ndjson',
  'carve-outs.csv',
  'clinicians.csv',
  'departments.csv',
  'differences.ndjson',
  'institutions.csv',
  'reasons.csv',
  'sample.csv',
] as const;
export type ClearedFile = (typeof CLEARED_FILES)[number];

export const LINE_COUNTS = ['lines', 'accepted', 'rejected', 'clawed_back', 'held', 'void'] as const;
export const MONEY_COUNTS = ['claimed', 'accepted_amount', 'refused', 'recover', 'held_amount'] as const;
export type LineCount = (typeof LINE_COUNTS)[number];
export type MoneyCount = (typeof MONEY_COUNTS)[number];

/** What one row of a table counts. */
export type Counts = Readonly<Record<LineCount, number> & Record<MoneyCount | 'damages', Fen>>;

/** A row of `institutions`, `clinicians`, `reasons`; of `departments` with the institution before the code. */
export interface CountedRow extends Counts {
  readonly institution: string | null;
  readonly code: string;
}

const COUNT_COLUMNS = [...LINE_COUNTS, ...MONEY_COUNTS, 'damages'] as const;
export const LINE_COLUMNS = ['fixmedins_code', 'mdtrt_id', 'chrg_bchno', 'feedetl_sn'] as const;

export const COLUMNS = {
  'institutions.csv': ['code', ...COUNT_COLUMNS],
  'clinicians.csv': ['code', ...COUNT_COLUMNS],
  'departments.csv': ['fixmedins_code', 'code', ...COUNT_COLUMNS],
  'reasons.csv': ['code', ...COUNT_COLUMNS],
  'carve-outs.csv': [
    ...['fixmedins_code', 'code', 'mdtrt_id', 'chrg_bchno', 'feedetl_sn'],
    ...['lift', 'evidence', 'amount'],
  ],
  'sample.csv': ['stratum', 'rank', ...LINE_COLUMNS, 'amount'],
} as const satisfies Partial<Record<ClearedFile, readonly string[]>>;
export type TableFile = keyof typeof COLUMNS;
export type CountedFile = 'institutions.csv' | 'clinicians.csv' | 'departments.csv' | 'reasons.csv';
export const COUNTED_FILES: readonly CountedFile[] = [
  ...(['institutions.csv', 'clinicians.csv', 'departments.csv', 'reasons.csv'] as const),
];

export const CAUSES = [
  ...(['late_knowledge', 'appeal', 're_upload', 'payment', 'void', 'fact'] as const),
  ...(['edition', 'plan_open', 'plan_refused', 'held', 'unexplained'] as const),
];
export type Cause = (typeof CAUSES)[number];

export interface PackNamed {
  readonly pack: string;
  readonly edition: string;
}

export interface Summary extends Counts {
  readonly area: string;
  readonly period: string;
  readonly by: string;
  readonly knownAt: Instant;
  readonly packs: readonly PackNamed[];
  readonly setAside: number;
  readonly overpaid: Fen;
  readonly adjustments: { readonly refused: Fen; readonly recover: Fen };
  /** What is proposed of an institution's prepayment: percent of a cut, or that it stops. By institution; empty where no text proposes any. */
  readonly prepayment: ReadonlyMap<string, number | 'stopped'>;
  readonly frameDigest: string;
  readonly seed: string | null;
  readonly digest: string;
}

/** What is wrong with a row or an object: which field, and how. */
export interface FieldProblem {
  readonly field: string;
  readonly expected: string;
  readonly got: string;
}

const MONEY = /^-?[0-9]{1,18}\.[0-9]{2}$/;
const COUNT = /^[0-9]{1,15}$/;

/** Reads fields one by one and keeps what is wrong with them; what could not be read stands as nothing. */
export class FieldReader {
  readonly problems: FieldProblem[] = [];

  constructor(private readonly valueOf: (field: string) => unknown) {}

  text(field: string): string {
    const value = this.valueOf(field);
    return typeof value === 'string' ? value : this.wrong(field, 'a text', value, '');
  }

  textOrNull(field: string): string | null {
    const value = this.valueOf(field);
    return value === null || value === undefined ? null : this.text(field);
  }

  count(field: string): number {
    const value = this.valueOf(field);
    const digits = isLosslessNumber(value) || typeof value === 'number' ? String(value) : value;
    return typeof digits === 'string' && COUNT.test(digits)
      ? Number(digits)
      : this.wrong(field, 'a whole number', value, 0);
  }

  money(field: string): Fen {
    const value = this.valueOf(field);
    return typeof value === 'string' && MONEY.test(value)
      ? fenOf(value)
      : this.wrong(field, 'an amount such as "12.50"', value, 0n);
  }

  instant(field: string): Instant | null {
    const text = this.text(field);
    const read = parseTime(text);
    return read === null ? this.wrong(field, 'a time', text, null) : read.instant;
  }

  oneOf<Word extends string>(field: string, words: readonly Word[]): Word | null {
    const value = this.valueOf(field);
    const word = words.find((each) => each === value);
    return word ?? this.wrong(field, `one of ${words.join(', ')}`, value, null);
  }

  wrong<Value>(field: string, expected: string, got: unknown, value: Value): Value {
    this.problems.push({ field, expected, got: shown(got) });
    return value;
  }
}

const LONGEST_SHOWN = 40;
const shown = (value: unknown): string => {
  if (value === undefined) return 'nothing';
  const text =
    typeof value === 'string'
      ? JSON.stringify(value)
      : isLosslessNumber(value)
        ? String(value)
        : JSON.stringify(value);
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN - 1)}…` : text;
};

export type Fields = Readonly<Record<string, unknown>>;
export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !isLosslessNumber(value);

/** An object of a JSON text, or what is wrong with the text. */
export function fieldsOf(text: string): Fields | readonly FieldProblem[] {
  const read = parseJsonExactly(text);
  if (!read.ok) return read.problems.map(({ path, expected, got }) => ({ field: path, expected, got }));
  return isFields(read.value)
    ? read.value
    : [{ field: '', expected: 'a JSON object', got: shown(read.value) }];
}

/** What a row of counts says; problems go to the reader. */
export const countsFrom = (reader: FieldReader): Counts => ({
  lines: reader.count('lines'),
  accepted: reader.count('accepted'),
  rejected: reader.count('rejected'),
  clawed_back: reader.count('clawed_back'),
  held: reader.count('held'),
  void: reader.count('void'),
  claimed: reader.money('claimed'),
  accepted_amount: reader.money('accepted_amount'),
  refused: reader.money('refused'),
  recover: reader.money('recover'),
  held_amount: reader.money('held_amount'),
  damages: reader.money('damages'),
});

/** Cells of a table by their columns. */
export const cellReader = (columns: readonly string[], cells: readonly string[]): FieldReader =>
  new FieldReader((field) => cells[columns.indexOf(field)]);

/** `summary.json`, or what is wrong with it. */
export function summaryOf(text: string): Summary | readonly FieldProblem[] {
  const fields = fieldsOf(text);
  if (!isFields(fields)) return fields;
  const reader = new FieldReader((field) => fields[field]);
  const adjusted = fields['adjustments'];
  const adjustments = new FieldReader((field) => (isFields(adjusted) ? adjusted[field] : undefined));
  const knownAt = reader.instant('known_at');
  const summary = {
    ...countsFrom(reader),
    area: reader.text('area'),
    period: reader.text('period'),
    by: reader.oneOf('by', ['settlement', 'fee']) ?? '',
    packs: packsOf(fields['packs'], reader),
    setAside: reader.count('set_aside'),
    overpaid: reader.money('overpaid'),
    adjustments: { refused: adjustments.money('refused'), recover: adjustments.money('recover') },
    prepayment: prepaymentOf(fields['prepayment'], reader),
    frameDigest: reader.text('frame_digest'),
    seed: reader.textOrNull('seed'),
    digest: reader.text('digest'),
  };
  if (!/^20[0-9]{2}(?:-(?:0[1-9]|1[0-2]))?$/.test(summary.period))
    reader.wrong('period', 'a month such as 2025-06, or a year', summary.period, null);
  const problems = [
    ...reader.problems,
    ...adjustments.problems.map((each) => ({ ...each, field: `adjustments.${each.field}` })),
  ];
  return problems.length > 0 || knownAt === null ? problems : { ...summary, knownAt };
}

function prepaymentOf(value: unknown, reader: FieldReader): ReadonlyMap<string, number | 'stopped'> {
  const proposed = new Map<string, number | 'stopped'>();
  if (value === undefined) return proposed;
  if (!isFields(value)) return reader.wrong('prepayment', 'an object', value, proposed);
  for (const [code, each] of Object.entries(value)) {
    const of = new FieldReader((field) => (isFields(each) ? each[field] : undefined));
    if (isFields(each) && each['stopped'] === true) proposed.set(code, 'stopped');
    else proposed.set(code, of.count('cut_percent'));
    reader.problems.push(...of.problems.map((problem) => ({ ...problem, field: `prepayment.${code}` })));
  }
  return proposed;
}

function packsOf(value: unknown, reader: FieldReader): readonly PackNamed[] {
  if (!Array.isArray(value)) return reader.wrong('packs', 'a list', value, []);
  return value.flatMap((each: unknown) => {
    const [pack, edition]: readonly unknown[] = isFields(each)
      ? [each['pack'], each['edition']]
      : typeof each === 'string'
        ? each.split(' ')
        : [];
    return typeof pack === 'string' && typeof edition === 'string'
      ? [{ pack, edition }]
      : reader.wrong('packs', 'packs with their editions', each, []);
  });
}
