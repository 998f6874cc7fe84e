/** `gatekeeper reconcile`: an institution's declaration against its lines. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { daysOf } from '@gatekeeper/clearing';
import { demandEmpty, inNewFolder, sizeOf } from '@gatekeeper/offline';
import { declaredDays, LinesHere, readDeclared, reconcile, writeReconciliation } from '@gatekeeper/reports';
import { foldCode } from '@gatekeeper/vocabulary';
import { AnswerIsNo, UsageError } from './ending';
import { knownAtFrom } from './moment-options';
import { periodFrom } from './period-options';

export interface ReconcileOptions {
  readonly from?: string;
  readonly lines?: string;
  readonly institution: string;
  readonly declared: readonly string[];
  readonly period?: string;
  readonly knownAt?: string;
  readonly lang: string;
  readonly out: string;
}

/** @throws UnusableInput: what cannot be used or read; AnswerIsNo: the two sides differ. */
export async function reconcileFiles(options: ReconcileOptions): Promise<void> {
  const { lang: language } = options;
  if (language !== 'zh' && language !== 'en')
    throw new UsageError(`--lang takes zh or en, not "${language}"`);
  demandEmpty(options.out);
  const path = linesOf(options);
  for (const file of [path, ...options.declared]) sizeOf(file);
  const knownAt = options.knownAt === undefined ? null : knownAtFrom(options.knownAt);
  const declared = await readDeclared(options.declared);
  const days = options.period === undefined ? declaredDays(declared) : daysOf(periodFrom(options.period));
  if (days === null) throw new UsageError('what was declared states no days: name the month with --period');
  const here = await LinesHere.read(path, foldCode(options.institution), knownAt);
  const reconciliation = reconcile(here, declared, days);
  await inNewFolder(options.out, (into) => writeReconciliation(into, reconciliation, { language, days }));
  if (!here.hasLines())
    process.stderr.write(
      `gatekeeper: ${path} holds no line of institution ${options.institution}: is it another's declaration?（无该机构明细）\n`,
    );
  const { totals, settlements, lines } = reconciliation.differing;
  if (totals + settlements + lines > 0)
    throw new AnswerIsNo(
      `${totals} total(s) and ${settlements} settlement(s) differ, ${lines} line(s) explain it: see ${options.out}`,
    );
  process.stderr.write(`both sides agree to the fen; written to ${options.out}\n`);
}

function linesOf({ from, lines }: ReconcileOptions): string {
  if ((from === undefined) === (lines === undefined))
    throw new UsageError('name the lines: either --from a folder of gatekeeper export, or --lines');
  if (lines !== undefined) return lines;
  const path = join(from ?? '', 'lines.ndjson');
  if (existsSync(path)) return path;
  throw new UsageError(
    existsSync(join(from ?? '', 'summary.json'))
      ? `${from ?? ''} is what gatekeeper clear wrote, which has sums and no settlements: name an export's folder, or --lines`
      : `there is no lines.ndjson in ${from ?? ''}`,
  );
}
