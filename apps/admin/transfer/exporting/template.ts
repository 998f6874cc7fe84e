/** An empty table of a kind to fill in: its header, an example, and in XLSX a legend in both languages. */
import type { Readable } from 'node:stream';
import { Workbook } from 'exceljs';
import type { RegistryRecordKind } from '@gatekeeper/vocabulary';
import { columnsOf } from '../reading/columns';
import type { CellForm, Column } from '../reading/columns';
import { LEGEND_SHEET } from '../reading/xlsx';
import { csvOf } from './formats';

const FORMS: Readonly<Record<CellForm, readonly [en: string, zh: string]>> = {
  text: ['text', '文本'],
  code: ['text: format the cells as text', '文本：请将单元格设为文本格式'],
  time: ['a date 2025-06-10, or a time 2025-06-10 08:30:00', '日期 2025-06-10，或时间 2025-06-10 08:30:00'],
  flag: ['true or false', '是 或 否'],
  number: ['a whole number', '整数'],
  digits: ['6 digits', '6 位数字'],
  word: ['one of the words', '下列词语之一'],
};
const NOTES = [
  [
    'Replace the example row. Titles may be these field names or the Chinese ones.',
    '请替换示例行。列标题可用字段名或中文名称。',
  ],
  [
    'A column that is left out leaves what is on file; an empty cell clears it.',
    '缺少的列保持登记簿原值；空单元格表示清空。',
  ],
  [
    'Without record_id a row is found on file by what it is about, and corrects it where it differs.',
    '未填记录编号的，按人员、机构和时间与登记簿比对，有差异即为更正。',
  ],
] as const;
const LEGEND_HEADER = [
  'field 字段',
  'title 名称',
  'required 必填',
  'form',
  '格式',
  'words 词语',
  'example 示例',
];

export const csvTemplate = (kind: RegistryRecordKind): Readable => {
  const columns = columnsOf(kind);
  return csvOf(
    columns.map(({ field }) => field),
    [columns.map(({ example }) => example)],
  );
};

/** @returns the whole file: a template is small. */
export async function xlsxTemplate(kind: RegistryRecordKind): Promise<Buffer> {
  const columns = columnsOf(kind);
  const book = new Workbook();
  const sheet = book.addWorksheet(kind);
  sheet.columns = columns.map(({ field }) => ({
    header: field,
    width: Math.max(14, field.length + 2),
    style: { numFmt: '@' },
  }));
  sheet.addRow(columns.map(({ example }) => example));
  const legend = book.addWorksheet(LEGEND_SHEET);
  legend.addRow(LEGEND_HEADER);
  for (const column of columns) legend.addRow(legendRow(column));
  for (const note of NOTES) legend.addRow([...note]);
  return Buffer.from(await book.xlsx.writeBuffer());
}

function legendRow({ field, title, required, form, words, example }: Column): readonly string[] {
  const [en, zh] = FORMS[form];
  const told = Object.entries(words ?? {}).map(([chinese, wire]) => `${wire} = ${chinese}`);
  return [field, title, required ? 'yes 是' : 'no 否', en, zh, told.join('; '), example];
}
