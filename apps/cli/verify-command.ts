import type { Command } from 'commander';
import { LineIndex, RowWriter, loadRegistry, sizeOf } from '@gatekeeper/offline';
import { demandDistinctFiles } from './distinct-files';
import { AnswerIsNo } from './ending';
import type { PolicyOptions } from './policy-options';
import { policyFilesNamed, policyFrom } from './policy-options';
import { Verification } from './verification';

interface VerifyOptions extends PolicyOptions {
  readonly decisions: string;
  readonly registry: string;
  readonly lines: string;
  readonly payments?: string;
  readonly holds?: string;
}

export function addVerifyCommand(program: Command): void {
  program
    .command('verify')
    .description('recompute each decision offline and name those that differ')
    .requiredOption('--decisions <file>', 'decisions (NDJSON), as check or the decisions topic gives them')
    .requiredOption('--registry <file>', 'the registry they rest on')
    .requiredOption('--lines <file>', 'the lines they are about')
    .option('--payments <file>', 'payment notices (NDJSON) that the decisions rest on')
    .option('--holds <file>', 'hold records; with them every undecided line must be held there or set aside')
    .option('--pack-map <file>', 'area map in place of the default')
    .option('--values <file>', 'values of parameters, {"pack":{"parameter":value,…},…}')
    .option('--set <pack.parameter=value...>', 'set a parameter of a pack; it wins over --values')
    .action(verify);
}

async function verify(options: VerifyOptions): Promise<void> {
  demandDistinctFiles([
    { option: '--decisions', path: options.decisions, use: 'read' },
    { option: '--registry', path: options.registry, use: 'read' },
    { option: '--lines', path: options.lines, use: 'read' },
    { option: '--payments', path: options.payments, use: 'read' },
    { option: '--holds', path: options.holds, use: 'read' },
    ...policyFilesNamed(options),
  ]);
  const { policy } = policyFrom(options);
  for (const path of [
    options.decisions,
    options.registry,
    options.lines,
    ...[options.payments, options.holds].flatMap((path) => path ?? []),
  ])
    sizeOf(path);
  const registry = await loadRegistry(options.registry);
  const index = new LineIndex();
  try {
    const out = RowWriter.open('-');
    const verification = new Verification(index, registry, policy, out);
    await verification.readStated(options.decisions, options.holds ?? null);
    if (options.payments !== undefined) await verification.readPayments(options.payments);
    await verification.recompute(options.lines);
    const { verified, mismatched } = verification;
    out.write(`${verified} verified, ${mismatched} mismatched`);
    await out.close();
    if (mismatched > 0) throw new AnswerIsNo(`${mismatched} mismatched`);
  } finally {
    await index.close();
  }
}
