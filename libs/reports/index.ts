export { DEFAULT_WITHHOLDING } from './area-table';
export type { Withholding } from './area-table';
export { ClearedFolder } from './cleared-folder';
export type { ReportKind } from './report-page';
export { UnusableInput } from './unusable-input';
export { kindOf, writeStatements, writeWholeReport } from './write-report';
export type { ReportAsked } from './write-report';
