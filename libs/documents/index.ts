export {
  formTable,
  formTitle,
  opinion,
  pair,
  paragraphs,
  paragraphsWithin,
  sealAndDay,
  signatureLine,
  underTable,
  whole,
} from './form-blocks';
export type { Answer, FormRow } from './form-blocks';
export { listTable, partHead } from './list-table';
export type { Column } from './list-table';
export { renderPdf } from './render';
export type { Language, PrintedDocument } from './render';
export { box, boxes, filled, writtenDay, writtenDayOf, writtenMoment } from './written-words';
export { undateZip } from './undated-zip';
export { MOST_SHEET_ROWS, workbookOf } from './workbook';
export type { Sheet, SheetCell, SheetColumn, WorkbookOptions } from './workbook';
