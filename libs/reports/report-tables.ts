/** The tables of a report: each is a sheet of the workbook, a CSV and an NDJSON file. */
import type { Language, SheetCell, SheetColumn } from '@gatekeeper/documents';
import { writtenMoment } from '@gatekeeper/documents';
import { HOLD_TEXTS, REASON_TEXTS } from '@gatekeeper/policy';
import type { BothLanguages } from '@gatekeeper/policy';
import type { CountedFile, CountedRow, Counts } from './cleared-files';
import { LINE_COUNTS, MONEY_COUNTS } from './cleared-files';
import type { AdjustmentRow, AnswerShown, CarveOutRow, ClearedFolder, DifferenceRow } from './cleared-folder';
import type { NamedTexts } from './named-texts';
import type { ColumnField, ItemKey, SheetName } from './report-words';
import { ANSWER_WORDS, CAUSE_WORDS, ITEM_WORDS, PAGE_WORDS, VOID_TEXT } from './report-words';

export interface TableColumn {
  readonly field: ColumnField;
  readonly holds: SheetColumn['holds'];
  readonly width: number;
}

export interface ReportTable {
  readonly name: SheetName;
  readonly columns: readonly TableColumn[];
  /** Read anew each time it is asked for. */
  rows(this: void): AsyncIterable<readonly SheetCell[]> | Iterable<readonly SheetCell[]>;
}

/** What a cell shows that is not to be shown; no number. */
export const HIDDEN = '※';

const text = (field: ColumnField, width = 22): TableColumn => ({ field, holds: 'text', width });
const money = (field: ColumnField): TableColumn => ({ field, holds: 'money', width: 20 });
const count = (field: ColumnField): TableColumn => ({ field, holds: 'count', width: 14 });

const LINE_COLUMNS = [
  text('fixmedins_code'),
  text('mdtrt_id', 26),
  text('chrg_bchno'),
  text('feedetl_sn', 26),
];
export const PLAIN_COUNTS: readonly TableColumn[] = [...LINE_COUNTS.map(count), ...MONEY_COUNTS.map(money)];
const COUNTS: readonly TableColumn[] = [...PLAIN_COUNTS, money('damages')];

export const plainCells = (row: Counts): readonly SheetCell[] => [
  ...LINE_COUNTS.map((name) => row[name]),
  ...MONEY_COUNTS.map((name) => row[name]),
];
const countCells = (row: Counts): readonly SheetCell[] => [...plainCells(row), row.damages];

/** What a report is about and in which language; of one institution only what is its own. */
export interface ReportScope {
  readonly folder: ClearedFolder;
  readonly language: Language;
  readonly texts: NamedTexts;
}

/** What a code means, in the report's language; of a code that has no text, nothing. */
export function meaningOf(code: string, language: Language): string {
  const texts: Readonly<Record<string, BothLanguages>> = { ...REASON_TEXTS, ...HOLD_TEXTS, VOID: VOID_TEXT };
  return texts[code]?.[language] ?? '';
}

/** The tables of the report on everything that was cleared. */
export function wholeTables(scope: ReportScope): readonly ReportTable[] {
  const { folder, language, texts } = scope;
  return [
    { name: 'summary', columns: SUMMARY_COLUMNS, rows: () => summaryRows(scope) },
    countedTable(folder, 'institutions', 'institutions.csv', [text('fixmedins_code')]),
    countedTable(folder, 'clinicians', 'clinicians.csv', [text('clinician')]),
    countedTable(folder, 'departments', 'departments.csv', [text('fixmedins_code'), text('department')]),
    {
      name: 'reasons',
      columns: [text('code', 30), text('text', 44), text('article', 32), ...COUNTS],
      rows: () =>
        mapped(folder.counted('reasons.csv'), (row) => [
          ...[row.code, meaningOf(row.code, language), texts.articlesOf(row.code).join('; ')],
          ...countCells(row),
        ]),
    },
    ...lineTables(scope, () => true),
  ];
}

/** Rows about single lines: corrections, differences, exceptions; of all institutions, or of one. */
export const lineTables = (
  { folder, language }: ReportScope,
  isIn: (fixmedinsCode: string) => boolean,
): readonly ReportTable[] => [
  {
    name: 'adjustments',
    columns: [
      ...LINE_COLUMNS,
      ...[text('period', 12), text('decision_id', 34), text('supersedes', 34)],
      ...[money('refused'), money('recover')],
    ],
    rows: () => mapped(only(folder.adjustments(), isIn), adjustmentCells),
  },
  {
    name: 'differences',
    columns: [
      ...[...LINE_COLUMNS, text('cause', 16), text('cause_text', 30)],
      ...[
        text('standing'),
        text('standing_reasons', 34),
        money('standing_refused'),
        money('standing_recover'),
      ],
      ...[text('run'), text('run_reasons', 34), money('run_refused'), money('run_recover')],
      text('liable', 12),
    ],
    rows: () => mapped(only(folder.differences(), isIn), (row) => differenceCells(row, language)),
  },
  {
    name: 'carve-outs',
    columns: [
      ...[...LINE_COLUMNS, text('clinician'), text('lift', 30), text('text', 40)],
      ...[text('evidence', 40), money('amount')],
    ],
    rows: () => mapped(only(folder.carveOuts(), isIn), (row) => carveOutCells(row, language)),
  },
];

/** Counted rows of one file; of one institution, where `isIn` says so. */
export function countedTable(
  folder: ClearedFolder,
  name: SheetName,
  file: CountedFile,
  keys: readonly TableColumn[],
  isIn: (row: CountedRow) => boolean = () => true,
): ReportTable {
  return {
    name,
    columns: [...keys, ...COUNTS],
    rows: () =>
      mapped(chosen(folder.counted(file), isIn), (row) => [
        ...(row.institution === null ? [row.code] : [row.institution, row.code]),
        ...countCells(row),
      ]),
  };
}

const SUMMARY_COLUMNS = [
  text('item', 34),
  text('key', 18),
  { ...count('value'), width: 28 },
  money('amount'),
];

const NO_LINES = { lines: 0, claimed: 0n };

/** What the summary says, a row each. */
async function* summaryRows(scope: ReportScope): AsyncGenerator<readonly SheetCell[]> {
  const { folder, language } = scope;
  const { summary, figures } = folder;
  const row = (key: ItemKey, value: SheetCell, amount: SheetCell = null): readonly SheetCell[] => [
    ITEM_WORDS[key][language],
    ...[key, value, amount],
  ];
  const noCodes = { code_missing: NO_LINES, code_invalid: NO_LINES };
  for await (const { code, lines, claimed } of folder.counted('reasons.csv')) {
    if (code === 'CODE_MISSING') noCodes.code_missing = { lines, claimed };
    if (code === 'CODE_INVALID') noCodes.code_invalid = { lines, claimed };
  }
  const differing = Object.values(figures.differences).reduce((sum, lines) => sum + lines, 0);
  yield row('area', summary.area);
  yield row('period', summary.period);
  yield row('by', PAGE_WORDS[summary.by === 'fee' ? 'fee' : 'settlement'][language]);
  yield row('known_at', writtenMoment(summary.knownAt));
  yield row('packs', summary.packs.map(({ pack, edition }) => `${pack} ${edition}`).join('; '));
  yield row('lines', summary.lines, summary.claimed);
  yield row('accepted', summary.accepted, summary.accepted_amount);
  yield row('rejected', summary.rejected, summary.refused);
  yield row('clawed_back', summary.clawed_back, summary.recover);
  yield row('held', summary.held, summary.held_amount);
  yield row('void', summary.void);
  yield row('overpaid', null, summary.overpaid);
  yield row('damages', null, summary.damages);
  yield row('adjusted_refused', figures.adjustments, summary.adjustments.refused);
  yield row('adjusted_recover', figures.adjustments, summary.adjustments.recover);
  yield row('differences', differing);
  yield row('carve_outs', figures.carveOuts.lines, figures.carveOuts.amount);
  yield row('code_missing', noCodes.code_missing.lines, noCodes.code_missing.claimed);
  yield row('code_missing_share', shareOf(noCodes.code_missing.lines, summary));
  yield row('code_invalid', noCodes.code_invalid.lines, noCodes.code_invalid.claimed);
  yield row('code_invalid_share', shareOf(noCodes.code_invalid.lines, summary));
  for (const [institution, proposed] of summary.prepayment)
    yield proposed === 'stopped'
      ? row('prepayment_stopped', institution)
      : row('prepayment_cut', `${institution} ${proposed}%`);
  yield row('set_aside', summary.setAside);
  yield row('frame_digest', summary.frameDigest);
  yield row('digest', summary.digest);
}

const HUNDREDTHS_OF_PERCENT = 10_000;

/** `4.17%` of the lines that were not withdrawn, half a hundredth up; nothing where there are none. */
function shareOf(lines: number, { lines: all, void: withdrawn }: Pick<Counts, 'lines' | 'void'>): string {
  const of = all - withdrawn;
  if (of === 0) return '';
  const share = Math.floor((lines * HUNDREDTHS_OF_PERCENT * 2 + of) / (of * 2));
  return `${Math.floor(share / 100)}.${String(share % 100).padStart(2, '0')}%`;
}

const adjustmentCells = (row: AdjustmentRow): readonly SheetCell[] => [
  ...lineCells(row),
  ...[row.period, row.decisionId, row.supersedes ?? '', row.refused, row.recover],
];

const carveOutCells = (row: CarveOutRow, language: Language): readonly SheetCell[] => [
  ...lineCells(row),
  ...[row.code, row.lift, meaningOf(row.lift, language), row.evidence, row.amount],
];

const differenceCells = (row: DifferenceRow, language: Language): readonly SheetCell[] => [
  ...lineCells(row),
  ...[row.cause, CAUSE_WORDS[row.cause][language]],
  ...answerCells(row.standing, language),
  ...answerCells(row.run, language),
  wordOf(row.run?.liable ?? row.standing?.liable ?? '', language),
];

const answerCells = (answer: AnswerShown | null, language: Language): readonly SheetCell[] =>
  answer === null
    ? ['', '', null, null]
    : [wordOf(answer.answer, language), answer.reasons.join('; '), answer.refused, answer.recover];

const wordOf = (word: string, language: Language): string => ANSWER_WORDS.get(word)?.[language] ?? word;

const lineCells = (row: AdjustmentRow | CarveOutRow | DifferenceRow): readonly SheetCell[] => [
  ...[row.fixmedins_code, row.mdtrt_id, row.chrg_bchno, row.feedetl_sn],
];

async function* mapped<Row>(
  rows: AsyncIterable<Row>,
  cellsOf: (row: Row) => readonly SheetCell[],
): AsyncGenerator<readonly SheetCell[]> {
  for await (const row of rows) yield cellsOf(row);
}

async function* chosen<Row>(rows: AsyncIterable<Row>, isIn: (row: Row) => boolean): AsyncGenerator<Row> {
  for await (const row of rows) if (isIn(row)) yield row;
}

const only = <Row extends { readonly fixmedins_code: string }>(
  rows: AsyncIterable<Row>,
  isIn: (fixmedinsCode: string) => boolean,
): AsyncGenerator<Row> => chosen(rows, ({ fixmedins_code }) => isIn(fixmedins_code));
