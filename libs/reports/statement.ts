/** What one institution is handed: its own figures in full, and the area with small counts of others withheld. */
import type { SheetCell } from '@gatekeeper/documents';
import { listTable, partHead, renderPdf } from '@gatekeeper/documents';
import type { Column } from '@gatekeeper/documents';
import type { Fen } from '@gatekeeper/vocabulary';
import type { AreaTable, ShownCounts, Withholding } from './area-table';
import { areaTable } from './area-table';
import type { Cause, CountedRow, Counts } from './cleared-files';
import { LINE_COUNTS, MONEY_COUNTS } from './cleared-files';
import type { ClearedFolder } from './cleared-folder';
import {
  changesTable,
  collected,
  countColumns,
  figuresTable,
  headOf,
  signatures,
  writtenCount,
  writtenMoney,
} from './report-page';
import type { ReportScope, ReportTable, TableColumn } from './report-tables';
import { countedTable, lineTables, PLAIN_COUNTS } from './report-tables';
import { COLUMN_WORDS, hiddenNote, PAGE_WORDS } from './report-words';
import { UnusableInput } from '@gatekeeper/runtime';

export interface Statement {
  readonly code: string;
  readonly own: CountedRow;
  readonly area: AreaTable;
  readonly withholding: Withholding;
}

/** @throws UnusableInput where the institution has no line in what was cleared. */
export async function statementOf(
  folder: ClearedFolder,
  code: string,
  withholding: Withholding,
): Promise<Statement> {
  const rows = await collected(folder.counted('institutions.csv'));
  const own = rows.find((row) => row.code === code);
  if (own === undefined) throw new UnusableInput(`institution ${code} has no lines in ${folder.path}`);
  const others = rows.filter((row) => row !== own);
  return { code, own, area: areaTable(own, others, withholding), withholding };
}

const KEY: TableColumn = { field: 'fixmedins_code', holds: 'text', width: 24 };
const WHOSE: TableColumn = { field: 'whose', holds: 'text', width: 24 };

/** Its own rows of every table, and the area. */
export function statementTables(scope: ReportScope, { code, area, own }: Statement): readonly ReportTable[] {
  const { folder, language } = scope;
  const say = (row: 'ownRow' | 'othersRow' | 'totalRow'): string => PAGE_WORDS[row][language];
  const cells = (whose: string, institution: string, counts: ShownCounts | Counts): readonly SheetCell[] => [
    ...[whose, institution],
    ...LINE_COUNTS.map((name) => counts[name]),
    ...MONEY_COUNTS.map((name) => counts[name]),
  ];
  return [
    countedTable(folder, 'own', 'institutions.csv', [KEY], (row) => row.code === code),
    countedTable(
      folder,
      'departments',
      'departments.csv',
      [KEY, { field: 'department', holds: 'text', width: 20 }],
      ({ institution }) => institution === code,
    ),
    ...lineTables(scope, (fixmedinsCode) => fixmedinsCode === code),
    {
      name: 'area',
      columns: [WHOSE, KEY, ...PLAIN_COUNTS],
      rows: () => [
        cells(say('ownRow'), code, own),
        ...area.others.map((other) => cells('', other.code, other.counts)),
        cells(say('othersRow'), '', area.othersTotal),
        cells(say('totalRow'), '', area.total),
      ],
    },
  ];
}

/** As a PDF; the same folder gives the same bytes. */
export async function statementPdf(scope: ReportScope, statement: Statement): Promise<Buffer> {
  const { folder, language } = scope;
  const { code, own, area, withholding } = statement;
  const { summary } = folder;
  const title = PAGE_WORDS.statement[language];
  const departments: CountedRow[] = [];
  for await (const row of folder.counted('departments.csv'))
    if (row.institution === code) departments.push(row);
  const { figures, adjusted } = await ownChanges(folder, code);
  return renderPdf({
    title: `${title} ${code} ${summary.period}`,
    madeAt: summary.knownAt,
    footNote: `${code}\u3000${PAGE_WORDS.digest[language]} ${summary.digest}`,
    ...{ language, orientation: 'landscape' as const },
    content: [
      ...headOf(scope, title, [[PAGE_WORDS.institution[language], code]]),
      partHead(PAGE_WORDS.figures[language]),
      figuresTable(own, null, language),
      partHead(PAGE_WORDS.departments[language]),
      listTable(countColumns('department', language), departments, PAGE_WORDS.nothing[language]),
      partHead(PAGE_WORDS.changesOfOne[language]),
      changesTable(figures, adjusted, language),
      partHead(PAGE_WORDS.compared[language]),
      listTable(
        areaColumns(language),
        [
          { whose: PAGE_WORDS.ownRow[language], counts: own },
          { whose: PAGE_WORDS.othersRow[language], counts: area.othersTotal },
          { whose: PAGE_WORDS.totalRow[language], counts: area.total },
        ],
        '',
      ),
      { text: hiddenNote(withholding.below)[language], fontSize: 8.5, margin: [0, 2, 0, 0] },
      signatures(language),
    ],
  });
}

interface AreaRow {
  readonly whose: string;
  readonly counts: ShownCounts | Counts;
}

const areaColumns = (language: 'zh' | 'en'): readonly Column<AreaRow>[] => [
  { head: COLUMN_WORDS.whose[language], width: '*', cellOf: ({ whose }) => whose },
  ...[...LINE_COUNTS, ...MONEY_COUNTS].map((name): Column<AreaRow> => ({
    ...{ head: COLUMN_WORDS[name][language], width: 'auto', aligned: 'right' },
    cellOf: ({ counts }) => {
      const cell: SheetCell = counts[name];
      if (typeof cell === 'bigint') return writtenMoney(cell);
      return typeof cell === 'number' ? writtenCount(cell) : String(cell);
    },
  })),
];

/** What differs, was corrected and was excepted of the institution's own lines. */
async function ownChanges(folder: ClearedFolder, code: string) {
  const differences: Partial<Record<Cause, number>> = {};
  for await (const row of folder.differences())
    if (row.fixmedins_code === code) differences[row.cause] = (differences[row.cause] ?? 0) + 1;
  const adjusted = { rows: 0, refused: 0n, recover: 0n };
  for await (const row of folder.adjustments())
    if (row.fixmedins_code === code) {
      adjusted.rows += 1;
      adjusted.refused += row.refused;
      adjusted.recover += row.recover;
    }
  const carveOuts: { lines: number; amount: Fen } = { lines: 0, amount: 0n };
  for await (const row of folder.carveOuts())
    if (row.fixmedins_code === code) {
      carveOuts.lines += 1;
      carveOuts.amount += row.amount;
    }
  return { figures: { differences, adjustments: adjusted.rows, carveOuts }, adjusted };
}

/** The name of its folder: a code may hold what no file name can. */
export const folderOf = (code: string): string =>
  encodeURIComponent(code).replaceAll('*', '%2A').replace(/^\./, '%2E');
