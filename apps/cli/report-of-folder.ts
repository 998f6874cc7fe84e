/** `gatekeeper report`: what a clearing wrote, for clerks, for the file, and for institutions. */
import type { Language } from '@gatekeeper/documents';
import { ClearedFolder, kindOf, writeStatements, writeWholeReport } from '@gatekeeper/reports';
import { foldCode } from '@gatekeeper/vocabulary';
import { UsageError } from './ending';
import { demandEmpty, inNewFolder } from '@gatekeeper/offline';
import { policyFrom } from './policy-options';

export interface ReportOptions {
  readonly from: string;
  readonly out: string;
  readonly kind?: string;
  readonly lang: string;
  readonly institution?: readonly string[];
  readonly cellsBelow: string;
  readonly hideZeros?: true;
}

const LANGUAGES: readonly Language[] = ['zh', 'en'];
const COUNT = /^[1-9][0-9]{0,8}$/;

/** @throws UnusableInput: options that cannot be used, a folder that is not whole or does not agree with itself. */
export async function reportOfFolder(options: ReportOptions): Promise<void> {
  const language = LANGUAGES.find((each) => each === options.lang);
  if (language === undefined) throw new UsageError(`--lang takes zh or en, not "${options.lang}"`);
  if (!COUNT.test(options.cellsBelow))
    throw new UsageError(`--cells-below takes a whole number from 1, not "${options.cellsBelow}"`);
  demandEmpty(options.out);
  const folder = await ClearedFolder.open(options.from);
  demandKind(options.kind, folder);
  const asked = { folder, language, packs: policyFrom({}).packs };
  const institutions = [...new Set((options.institution ?? []).map(foldCode))];
  await inNewFolder(options.out, (into) =>
    institutions.length === 0
      ? writeWholeReport(into, asked)
      : writeStatements(into, asked, institutions, {
          below: Number(options.cellsBelow),
          zerosToo: options.hideZeros === true,
        }),
  );
  process.stderr.write(
    `${institutions.length === 0 ? 'report' : `${institutions.length} statement(s)`} written to ${options.out}\n`,
  );
}

function demandKind(kind: string | undefined, folder: ClearedFolder): void {
  if (kind === undefined) return;
  if (kind !== 'monthly' && kind !== 'annual')
    throw new UsageError(`--kind takes monthly or annual, not "${kind}"`);
  if (kind !== kindOf(folder))
    throw new UsageError(
      `${folder.path} was cleared for ${folder.summary.period}: that is no ${kind} report`,
    );
}
