import type { Command } from 'commander';
import { loadRecords, sizeOf } from '@gatekeeper/offline';
import { CheckRun } from './check-run';
import type { CheckFiles } from './check-run';
import { demandDistinctFiles } from './distinct-files';
import { AnswerIsNo } from './ending';
import { knownAtFrom } from './moment-options';
import type { PolicyOptions } from './policy-options';
import { policyAsked, policyFilesNamed, policyStated } from './policy-options';
import { threadsFor } from './slice-deciders';

interface CheckOptions extends PolicyOptions, CheckFiles {
  readonly registry: string;
  readonly payments?: string;
  readonly knownAt?: string;
  readonly strict?: boolean;
}

export function addCheckCommand(program: Command): void {
  program
    .command('check')
    .description('decide a file of settlement lines, with no service running')
    .requiredOption('--registry <file>', 'registry records (NDJSON), - for standard input')
    .requiredOption('--lines <file>', 'settlement lines (NDJSON), - for standard input')
    .option('--payments <file>', 'payment notices (NDJSON), all known before the first line')
    .option('--known-at <time>', 'ask the registry as it was known then (default: now)')
    .option('--pack-map <file>', 'area map in place of the default')
    .option('--values <file>', 'values of parameters, {"pack":{"parameter":value,…},…}')
    .option('--set <pack.parameter=value...>', 'set a parameter of a pack; it wins over --values')
    .option('--out <file>', 'where decisions go', '-')
    .option('--holds <file>', 'where lines go that are still held at the end')
    .option('--set-aside <file>', 'where rows go that cannot be read, with every problem named')
    .option('--strict', 'end with 1 when a row was set aside')
    .action(check);
}

async function check(options: CheckOptions): Promise<void> {
  const knownAt = knownAtFrom(options.knownAt);
  demandDistinctFiles([
    { option: '--registry', path: options.registry, use: 'read' },
    { option: '--lines', path: options.lines, use: 'read' },
    { option: '--payments', path: options.payments, use: 'read' },
    ...policyFilesNamed(options),
    { option: '--out', path: options.out, use: 'written' },
    { option: '--holds', path: options.holds, use: 'written' },
    { option: '--set-aside', path: options.setAside, use: 'written' },
  ]);
  const policy = policyStated(options);
  policyAsked(policy);
  const bytes = sizeOf(options.lines);
  sizeOf(options.registry);
  if (options.payments !== undefined) sizeOf(options.payments);
  const records = await loadRecords(options.registry);
  const run = new CheckRun({ records, policy, knownAt }, options, threadsFor(bytes ?? 0));
  try {
    if (options.payments !== undefined) await run.readPayments(options.payments);
    await run.readAll();
    if (options.strict === true && run.summary.setAside > 0) {
      throw new AnswerIsNo(`${run.summary.setAside} row(s) were set aside`);
    }
  } finally {
    await run.close();
  }
}
