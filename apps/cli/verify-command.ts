import type { Command } from 'commander';
import { LineIndex, RowWriter, loadRegistry, sizeOf } from '@gatekeeper/offline';
import { demandDistinctFiles } from './distinct-files';
import { AnswerIsNo, UsageError } from './ending';
import type { PolicyOptions } from './policy-options';
import { policyFilesNamed, policyFrom } from './policy-options';
import { Verification } from './verification';
import { verifySeal } from './verify-seal';
import type { SealOptions } from './verify-seal';

interface RecomputeOptions extends PolicyOptions {
  readonly decisions: string;
  readonly registry: string;
  readonly lines: string;
  readonly payments?: string;
  readonly holds?: string;
}

type VerifyOptions = Partial<RecomputeOptions & SealOptions & { readonly from: string }>;

const MORE = `
With --seal nothing is recomputed and no other file is needed: what was sealed is checked against the seal.

  gatekeeper verify --seal seal.json --proof proof.json --decision decision.json --key seal.pub
  gatekeeper verify --seal july.json --previous june.json --key seal.pub
  gatekeeper verify --seal seal.json --leaves leaves.txt --decisions decisions.ndjson --holds holds.ndjson

  gatekeeper verify --from folder --key seal.pub        # as detach wrote it

The first says whether one decision (or hold record) was sealed as it stands; the second, that the area's log in the one seal
extends that in the other; the third names every line of the period whose decision was changed in any byte, texts apart, or is
missing; the last, every line of a period kept as Parquet, and every file of it. Without --key the signature is not checked. The public key is that of the agency that seals, asked for elsewhere.`;

export function addVerifyCommand(program: Command): void {
  program
    .command('verify')
    .description(
      'recompute each decision offline and name those that differ; or check a sealed period (--seal)',
    )
    .option('--decisions <file>', 'decisions (NDJSON), as check or the decisions topic gives them')
    .option('--registry <file>', 'the registry they rest on')
    .option('--lines <file>', 'the lines they are about')
    .option('--payments <file>', 'payment notices (NDJSON) that the decisions rest on')
    .option('--holds <file>', 'hold records; with them every undecided line must be held there or set aside')
    .option('--pack-map <file>', 'area map in place of the default')
    .option('--values <file>', 'values of parameters, {"pack":{"parameter":value,…},…}')
    .option('--set <pack.parameter=value...>', 'set a parameter of a pack; it wins over --values')
    .option('--seal <file>', 'check what a sealed period holds, instead')
    .option('--from <folder>', 'check a sealed period that detach wrote, instead')
    .option('--proof <file>', 'with --seal: the inclusion proof of one line, as prove writes it')
    .option('--decision <file>', 'with --proof: the decision, or the hold record, as it was published')
    .option(
      '--leaves <file>',
      'with --seal and --decisions: the leaves of the period, as seal --leaves writes them',
    )
    .option('--previous <file>', 'with --seal: the seal before it')
    .option('--key <file>', 'with --seal or --from: the public key (PEM) of whoever seals')
    .addHelpText('after', MORE)
    .action(verify);
}

const SEAL_ONLY = ['proof', 'decision', 'leaves', 'previous', 'key'] as const;
const NOT_OF_A_FOLDER = [
  'seal',
  'decisions',
  'registry',
  'lines',
  'payments',
  'holds',
  'packMap',
  'values',
  'set',
  'proof',
  'decision',
  'leaves',
  'previous',
] as const;
const RECOMPUTE_ONLY = ['registry', 'lines', 'payments', 'packMap', 'values', 'set'] as const;

async function verify(options: VerifyOptions): Promise<void> {
  const { seal, from, decisions, registry, lines } = options;
  if (from !== undefined) {
    demandNone(options, NOT_OF_A_FOLDER, 'is not for a folder that detach wrote');
    const { verifyFolder } = await import('./kept-period.js');
    await verifyFolder(from, options.key ?? null);
    return;
  }
  if (seal !== undefined) {
    demandNone(options, RECOMPUTE_ONLY, 'is for recomputing, and --seal recomputes nothing');
    await verifySeal({ ...options, seal });
    return;
  }
  demandNone(options, SEAL_ONLY, 'needs --seal');
  await recompute({
    ...options,
    decisions: demanded('decisions', decisions),
    registry: demanded('registry', registry),
    lines: demanded('lines', lines),
  });
}

function demandNone(options: VerifyOptions, names: readonly (keyof VerifyOptions)[], why: string): void {
  const given = names.find((name) => options[name] !== undefined);
  if (given !== undefined)
    throw new UsageError(`--${given.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)} ${why}`);
}

/** As commander says it of an option that every use of a command needs. */
function demanded(option: string, given: string | undefined): string {
  if (given === undefined)
    throw new UsageError(
      `required option '--${option} <file>' not specified (or --seal; add --help for usage)`,
    );
  return given;
}

async function recompute(options: RecomputeOptions): Promise<void> {
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
