/** A report as a folder of files. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Language } from '@gatekeeper/documents';
import type { Withholding } from './area-table';
import type { ClearedFolder } from './cleared-folder';
import type { PacksByName } from './named-texts';
import { NamedTexts } from './named-texts';
import type { ReportKind } from './report-page';
import { reportPdf } from './report-page';
import { wholeTables } from './report-tables';
import { folderOf, statementOf, statementPdf, statementTables } from './statement';
import { writeTables } from './table-files';

export interface ReportAsked {
  readonly folder: ClearedFolder;
  readonly packs: PacksByName;
  readonly language: Language;
}

/** `2025-06` is a month's, `2025` a year's. */
export const kindOf = ({ summary }: ClearedFolder): ReportKind =>
  summary.period.includes('-') ? 'monthly' : 'annual';

const scopeOf = ({ folder, packs, language }: ReportAsked) => ({
  folder,
  language,
  texts: new NamedTexts(packs, folder.summary.packs),
});

/** `report.xlsx`, `report.pdf`, and each table as CSV and NDJSON. @param into a folder that exists */
export async function writeWholeReport(into: string, asked: ReportAsked): Promise<void> {
  const scope = scopeOf(asked);
  await writeTables(into, wholeTables(scope), {
    ...{ language: asked.language, madeAt: asked.folder.summary.knownAt, name: 'report' },
  });
  await writeFile(join(into, 'report.pdf'), await reportPdf(scope, kindOf(asked.folder)));
}

/**
 * A folder of its own for each institution: `statement.xlsx`, `statement.pdf`, and each table as CSV and NDJSON; nothing else, so
 * that it can be handed out as it is.
 * @param into a folder that exists
 * @throws UnusableInput where an institution has no lines
 */
export async function writeStatements(
  into: string,
  asked: ReportAsked,
  institutions: readonly string[],
  withholding: Withholding,
): Promise<void> {
  const scope = scopeOf(asked);
  for (const code of institutions) {
    const statement = await statementOf(asked.folder, code, withholding);
    const own = join(into, folderOf(code));
    await mkdir(own);
    await writeTables(own, statementTables(scope, statement), {
      ...{ language: asked.language, madeAt: asked.folder.summary.knownAt, name: 'statement' },
    });
    await writeFile(join(own, 'statement.pdf'), await statementPdf(scope, statement));
  }
}
