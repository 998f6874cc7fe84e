/** `gatekeeper reconcile`: an institution's declaration against its lines. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { dayOf } from '@gatekeeper/calendar';
import { demandEmpty, inNewFolder, sizeOf } from '@gatekeeper/offline';
import type { Days } from '@gatekeeper/reports';
import { declaredDays, LinesHere, readDeclared, reconcile, writeReconciliation } from '@gatekeeper/reports';
import { foldCode } from '@gatekeeper/vocabulary';
import { AnswerIsNo, UsageError } from './ending';
import { knownAtFrom } from './moment-options';

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
  const days = daysOf(options.period) ?? declaredDays(declared);
  if (days === null) throw new UsageError('what was declared states no days: name the month with --period');
  const here = await LinesHere.read(path, foldCode(options.institution), knownAt);
  const reconciliation = reconcile(here, declared, days);
  await inNewFolder(options.out, (into) => writeReconciliation(into, reconciliation, { language, days }));
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

function daysOf(period: string | undefined): Days | null {
  if (period === undefined) return null;
  const [, year, month] = /^(20[0-9]{2})(?:-(0[1-9]|1[0-2]))?$/.exec(period) ?? [];
  if (year === undefined)
    throw new UsageError(`--period takes a month such as 2025-06 or a year such as 2025, not "${period}"`);
  const from = dayOf(Number(year), Number(month ?? 1), 1);
  const isLast = month === undefined || month === '12';
  const until = dayOf(Number(year) + (isLast ? 1 : 0), isLast ? 1 : Number(month) + 1, 1);
  return from === null || until === null ? null : { from, until };
}
