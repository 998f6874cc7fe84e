/** The report in print: figures, institutions, reasons with their articles, what changed, and where it is signed and sealed. */
import type { ColumnProperties, Content, TableCell } from 'pdfmake/interfaces';
import { formatDay } from '@gatekeeper/calendar';
import type { Column, Language } from '@gatekeeper/documents';
import { listTable, partHead, renderPdf, writtenDay, writtenMoment } from '@gatekeeper/documents';
import type { BothLanguages } from '@gatekeeper/policy';
import type { Fen } from '@gatekeeper/vocabulary';
import { compareText, formatFen } from '@gatekeeper/vocabulary';
import type { CountedRow, Counts } from './cleared-files';
import { CAUSES } from './cleared-files';
import type { FolderFigures } from './cleared-folder';
import type { ReportScope } from './report-tables';
import { meaningOf } from './report-tables';
import type { ColumnField, ItemKey } from './report-words';
import { CAUSE_WORDS, COLUMN_WORDS, ITEM_WORDS, moreInstitutions, PAGE_WORDS } from './report-words';

export type ReportKind = 'monthly' | 'annual';

const COLON: Readonly<Record<Language, string>> = { zh: '：', en: ': ' };

/** More would be a book: the workbook has all. */
const MOST_PRINTED = 300;

/** As a PDF; the same folder gives the same bytes. */
export async function reportPdf(scope: ReportScope, kind: ReportKind): Promise<Buffer> {
  const { folder, language } = scope;
  const { summary, figures } = folder;
  const say = (words: BothLanguages): string => words[language];
  const title = say(PAGE_WORDS[kind]);
  const { rows, all } = await mostUnpaid(folder.counted('institutions.csv'));
  return renderPdf({
    title: `${title} ${summary.area} ${summary.period}`,
    madeAt: summary.knownAt,
    footNote: `${say(PAGE_WORDS.digest)} ${summary.digest}`,
    ...{ language, orientation: 'landscape' as const },
    content: [
      ...headOf(scope, title, dueRow(scope)),
      partHead(say(PAGE_WORDS.figures)),
      figuresTable(summary, summary, language),
      partHead(say(PAGE_WORDS.byInstitution)),
      ...(all > rows.length ? [note(say(moreInstitutions(rows.length, all)))] : []),
      listTable(countColumns('fixmedins_code', language), rows, say(PAGE_WORDS.nothing)),
      partHead(say(PAGE_WORDS.byReason)),
      listTable(
        reasonColumns(scope),
        await collected(folder.counted('reasons.csv')),
        say(PAGE_WORDS.nothing),
      ),
      partHead(say(PAGE_WORDS.changes)),
      changesTable(figures, summary.adjustments, language),
      signatures(language),
    ],
  });
}

/** Title, and what the report is about. */
export function headOf(
  { folder: { summary }, language, texts }: ReportScope,
  title: string,
  more: readonly (readonly [label: string, value: string])[],
): Content[] {
  const say = (words: BothLanguages): string => words[language];
  const rules = texts
    .shown()
    .map(({ pack, edition, title: named, status }) =>
      language === 'zh'
        ? `${pack} ${edition}（${say(named)}；${say(status)}）`
        : `${pack} ${edition} (${say(named)}; ${say(status)})`,
    );
  const about: readonly (readonly [string, string])[] = [
    [say(PAGE_WORDS.area), summary.area],
    [say(PAGE_WORDS.period), writtenPeriod(summary.period, language)],
    [say(PAGE_WORDS.by), say(PAGE_WORDS[summary.by === 'fee' ? 'fee' : 'settlement'])],
    [say(PAGE_WORDS.knownAt), writtenMoment(summary.knownAt)],
    [say(PAGE_WORDS.packs), rules.join('\n')],
    ...more,
  ];
  return [
    { text: title, fontSize: 18, bold: true, alignment: 'center', margin: [0, 0, 0, 8] },
    {
      layout: 'noBorders',
      table: {
        widths: [110, '*'],
        body: about.map(([label, value]): TableCell[] => [{ text: label, bold: true }, value]),
      },
    },
  ];
}

/** `2025年6月`, `2025年度`; in English as it is. */
export function writtenPeriod(period: string, language: Language): string {
  if (language === 'en') return period;
  const [year, month] = period.split('-');
  return month === undefined ? `${year ?? ''}年度` : `${year ?? ''}年${Number(month)}月`;
}

function dueRow({
  folder: { summary },
  language,
  texts,
}: ReportScope): readonly (readonly [string, string])[] {
  const due = texts.dueDay(summary.area, summary.period, summary.knownAt);
  if (due === null) return [];
  const on = language === 'zh' ? writtenDay(due.on) : formatDay(due.on);
  return [
    [PAGE_WORDS.due[language], language === 'zh' ? `${on}（${due.article}）` : `${on} (${due.article})`],
  ];
}

const note = (text: string): Content => ({ text, fontSize: 9, margin: [0, 0, 0, 2] });

/** Money with thousands parted, as it is read. */
export const writtenMoney = (fen: Fen): string => {
  const [whole = '', decimals = ''] = formatFen(fen).split('.');
  return `${whole.replace(/\B(?=(?:\d{3})+$)/g, ',')}.${decimals}`;
};
export const writtenCount = (count: number): string => String(count).replace(/\B(?=(?:\d{3})+$)/g, ',');

/** Counts and money of everything, or of one institution, with what belongs to no line. */
export function figuresTable(
  counts: Counts,
  beside: { readonly overpaid: Fen; readonly setAside: number } | null,
  language: Language,
): Content {
  const row = (key: ItemKey, lines: number | null, money: Fen | null) => ({
    item: ITEM_WORDS[key][language],
    lines: lines === null ? '' : writtenCount(lines),
    money: money === null ? '' : writtenMoney(money),
  });
  const rows = [
    row('lines', counts.lines, counts.claimed),
    row('accepted', counts.accepted, counts.accepted_amount),
    row('rejected', counts.rejected, counts.refused),
    row('clawed_back', counts.clawed_back, counts.recover),
    row('held', counts.held, counts.held_amount),
    row('void', counts.void, null),
    ...(beside === null ? [] : [row('overpaid', null, beside.overpaid)]),
    row('damages', null, counts.damages),
    ...(beside === null ? [] : [row('set_aside', beside.setAside, null)]),
  ];
  return listTable(
    [
      { head: COLUMN_WORDS.item[language], width: 220, cellOf: ({ item }) => item },
      { head: COLUMN_WORDS.lines[language], width: 120, aligned: 'right', cellOf: ({ lines }) => lines },
      { head: COLUMN_WORDS.amount[language], width: 160, aligned: 'right', cellOf: ({ money }) => money },
    ],
    rows,
    '',
  );
}

type CountField = Exclude<keyof Counts, 'accepted_amount'>;
const PRINTED: readonly CountField[] = [
  ...(['lines', 'accepted', 'rejected', 'clawed_back', 'held', 'void'] as const),
  ...(['claimed', 'refused', 'recover', 'held_amount', 'damages'] as const),
];

/** One row a code, with what it counts. */
export const countColumns = (key: ColumnField, language: Language): readonly Column<CountedRow>[] => [
  { head: COLUMN_WORDS[key][language], width: '*', cellOf: ({ code }) => (code === '' ? '—' : code) },
  ...PRINTED.map((field): Column<CountedRow> => ({
    head: COLUMN_WORDS[field][language],
    width: 'auto',
    aligned: 'right',
    cellOf: (row) => {
      const value = row[field];
      return typeof value === 'bigint' ? writtenMoney(value) : writtenCount(value);
    },
  })),
];

const reasonColumns = ({ language, texts }: ReportScope): readonly Column<CountedRow>[] => [
  { head: COLUMN_WORDS.code[language], width: 150, cellOf: ({ code }) => code },
  { head: COLUMN_WORDS.text[language], width: '*', cellOf: ({ code }) => meaningOf(code, language) },
  { head: COLUMN_WORDS.article[language], width: 150, cellOf: ({ code }) => texts.articlesOf(code) },
  {
    ...{ head: COLUMN_WORDS.lines[language], width: 'auto' as const, aligned: 'right' as const },
    cellOf: ({ lines }) => writtenCount(lines),
  },
  ...(['refused', 'recover', 'held_amount'] as const).map((field): Column<CountedRow> => ({
    ...{ head: COLUMN_WORDS[field][language], width: 'auto', aligned: 'right' },
    cellOf: (row) => writtenMoney(row[field]),
  })),
];

/** Differences by cause, corrections of closed periods, exceptions. */
export function changesTable(
  { differences, adjustments, carveOuts }: FolderFigures,
  adjusted: { readonly refused: Fen; readonly recover: Fen },
  language: Language,
): Content {
  const differing = ITEM_WORDS.differences[language];
  const rows = [
    ...CAUSES.flatMap((cause) => {
      const lines = differences[cause];
      return lines === undefined
        ? []
        : [{ item: `${differing}${COLON[language]}${CAUSE_WORDS[cause][language]}`, lines, money: '' }];
    }),
    {
      item: ITEM_WORDS.adjusted_refused[language],
      lines: adjustments,
      money: writtenMoney(adjusted.refused),
    },
    {
      item: ITEM_WORDS.adjusted_recover[language],
      lines: adjustments,
      money: writtenMoney(adjusted.recover),
    },
    { item: ITEM_WORDS.carve_outs[language], lines: carveOuts.lines, money: writtenMoney(carveOuts.amount) },
  ];
  return listTable(
    [
      { head: COLUMN_WORDS.item[language], width: '*', cellOf: ({ item }) => item },
      {
        head: COLUMN_WORDS.lines[language],
        width: 100,
        aligned: 'right',
        cellOf: ({ lines }) => writtenCount(lines),
      },
      { head: COLUMN_WORDS.amount[language], width: 160, aligned: 'right', cellOf: ({ money }) => money },
    ],
    rows,
    PAGE_WORDS.nothing[language],
  );
}

/** Who made it, who looked it over, who answers for it; the seal, and the day left to be written. */
export function signatures(language: Language): Content {
  const line = '＿＿＿＿＿＿＿＿';
  const by = (words: BothLanguages): ColumnProperties & { text: string } => ({
    width: '*',
    text: `${words[language]}${COLON[language]}${line}`,
  });
  return {
    unbreakable: true,
    margin: [0, 26, 0, 0],
    stack: [
      { columns: [by(PAGE_WORDS.prepared), by(PAGE_WORDS.reviewed), by(PAGE_WORDS.responsible)] },
      { text: PAGE_WORDS.seal[language], alignment: 'right', margin: [0, 26, 80, 6] },
      {
        text: language === 'zh' ? writtenDay(null) : 'date: ＿＿＿＿＿＿＿＿',
        alignment: 'right',
        margin: [0, 0, 40, 0],
      },
    ],
  };
}

/** All institutions where they fit, in the order of the file; else those with the most money not paid, in that order. */
async function mostUnpaid(
  rows: AsyncIterable<CountedRow>,
): Promise<{ readonly rows: readonly CountedRow[]; readonly all: number }> {
  const kept: CountedRow[] = [];
  let all = 0;
  const trim = (): void => {
    kept.sort((a, b) => compareFen(unpaid(b), unpaid(a)) || compareText(a.code, b.code));
    kept.length = Math.min(kept.length, MOST_PRINTED);
  };
  for await (const row of rows) {
    all += 1;
    kept.push(row);
    if (kept.length === 4 * MOST_PRINTED) trim();
  }
  if (all > MOST_PRINTED) trim();
  return { rows: kept, all };
}

const unpaid = ({ refused, recover }: CountedRow): Fen => refused + recover;
const compareFen = (a: Fen, b: Fen): number => (a < b ? -1 : a > b ? 1 : 0);

export async function collected<Row>(rows: AsyncIterable<Row>): Promise<readonly Row[]> {
  const list: Row[] = [];
  for await (const row of rows) list.push(row);
  return list;
}
