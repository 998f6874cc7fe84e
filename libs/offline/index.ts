export { FileSettlement, settleAlone } from './file-settlement';
export type { Asking, SettledMessage, SettledRow } from './file-settlement';
export { openInput, RowWriter, sizeOf } from './files';
export { VisitMarks } from './line-hash';
export { LineIndex } from './line-index';
export { LinesFile } from './lines-file';
export type { Slice } from './lines-file';

export type { LineOnFileHere, LinesOnFile } from './lines-on-file';
export { demandEmpty, inNewFolder } from './new-folder';
export { namingNobody, nobodyOnFileText, waitingForDocumentsText } from './nobody-on-file';
export type { NamesNobody } from './nobody-on-file';
export { ONE_PARQUET, pathOfOne } from './one-parquet';
export { passingFolder, removeFolder } from './passing-folders';
export { badRegistry, everyoneIn, loadRecords, loadRegistry, readRegistryFile } from './registry-file';
export type { BadRow, RegistryFile } from './registry-file';
export { survey } from './survey';
export { VisitIndex } from './visit-index';
export { VisitsOnFile } from './visits-on-file';
