/** `gatekeeper verify --seal`: what a seal, a proof and decisions say of each other, with no database and no service (CONTRACT 9). */
import { verify as verifySignature } from 'node:crypto';
import { flawOfProof, flawOfSeal, flawOfSuccession } from '@gatekeeper/clearing';
import { RowWriter } from '@gatekeeper/offline';
import {
  isMalformed,
  leafHashOf,
  leafOfPublished,
  parseJsonExactly,
  treeHashing,
  writtenLineOf,
} from '@gatekeeper/wire';
import type { ReadSeal } from '@gatekeeper/wire';
import { demandDistinctFiles } from './distinct-files';
import { AnswerIsNo, UsageError } from './ending';
import { keyIdOf, publicKeyIn, readProof, readSeal, textOf } from './seal-files';
import { SealedPeriod } from './sealed-period';

export interface SealOptions {
  readonly seal: string;
  readonly key?: string;
  readonly previous?: string;
  readonly proof?: string;
  readonly decision?: string;
  readonly leaves?: string;
  readonly decisions?: string;
  readonly holds?: string;
}

/** @throws AnswerIsNo with what does not hold; UsageError: a file that cannot be read, options that do not go together. */
export async function verifySeal(options: SealOptions): Promise<void> {
  demandTogether(options);
  const sealed = readSeal(options.seal);
  const out = RowWriter.open('-');
  const { origin, size, root } = sealed.seal;
  demandSound(sealed, options.seal);
  const signature = signatureChecked(sealed, options);
  if (options.previous !== undefined) demandExtends(readSeal(options.previous), sealed, options);
  out.write(`${origin}: ${size} lines, root ${root}; ${signature}`);
  if (options.proof !== undefined && options.decision !== undefined)
    out.write(proven(sealed, options.proof, options.decision));
  if (options.leaves !== undefined && options.decisions !== undefined)
    await verifyAll(sealed, out, { ...options, leaves: options.leaves, decisions: options.decisions });
  await out.close();
}

function demandTogether(options: SealOptions): void {
  const { proof, decision, decisions, leaves, holds } = options;
  if ((proof === undefined) !== (decision === undefined))
    throw new UsageError('--proof and --decision go together: a proof leads from one decision to the seal');
  if ((leaves === undefined) !== (decisions === undefined) || (holds !== undefined && leaves === undefined))
    throw new UsageError(
      'with --seal, --decisions (and --holds) need --leaves, as gatekeeper seal --leaves wrote them; one line needs --proof and --decision',
    );
  demandDistinctFiles(
    Object.entries({ ...options, leaves, decisions, holds })
      .filter((entry): entry is [string, string] => typeof entry[1] === 'string')
      .map(([option, path]) => ({ option: `--${option}`, path, use: 'read' as const })),
  );
}

function demandSound({ seal }: ReadSeal, path: string): void {
  const flaw = flawOfSeal(treeHashing, seal);
  if (flaw !== null) throw new AnswerIsNo(`${path} is no sound seal: ${flaw}`);
}

/** @returns what is told of the signature. @throws AnswerIsNo where it is not one of the key */
export function signatureChecked(
  { seal, signed }: ReadSeal,
  { key, seal: path }: Pick<SealOptions, 'key' | 'seal'>,
): string {
  if (key === undefined) return 'signature not checked: give --key';
  const publicKey = publicKeyIn(key);
  const keyId = keyIdOf(publicKey);
  if (seal.key_id !== keyId)
    throw new AnswerIsNo(`${path} names the key ${seal.key_id}; that of ${key} is ${keyId}`);
  if (!verifySignature(null, Buffer.from(signed, 'utf8'), publicKey, Buffer.from(seal.signature, 'hex')))
    throw new AnswerIsNo(`the signature of ${path} is not one of ${key} over what stands there`);
  return `signature of ${keyId} verified`;
}

function demandExtends(before: ReadSeal, after: ReadSeal, options: SealOptions): void {
  const previous = options.previous ?? '';
  demandSound(before, previous);
  if (options.key !== undefined) signatureChecked(before, { ...options, seal: previous });
  const flaw = flawOfSuccession(before.seal, after.seal);
  if (flaw !== null) throw new AnswerIsNo(flaw);
}

function proven({ seal }: ReadSeal, proofPath: string, decisionPath: string): string {
  const proof = readProof(proofPath);
  const text = textOf(decisionPath);
  const exact = parseJsonExactly(text);
  if (!exact.ok)
    throw new UsageError(
      `${decisionPath} is not one decision or hold record: ${exact.problem.path} ${exact.problem.code}, ${exact.problem.got}`.replace(
        ':  ',
        ': ',
      ),
    );
  const published: unknown = JSON.parse(text);
  const line = writtenLineOf(published);
  if (isMalformed(line))
    throw new UsageError(
      `${decisionPath} is not a decision or a hold record: it names no line that can be read`,
    );
  if (line !== proof.line)
    throw new AnswerIsNo(`the proof is of line ${proof.line}, ${decisionPath} of line ${line}`);
  const flaw = flawOfProof(treeHashing, seal, proof, leafHashOf(leafOfPublished(published)));
  if (flaw !== null)
    throw new AnswerIsNo(
      `line ${line} is not proven: ${decisionPath} is not what was sealed, or the proof is another: ${flaw}`,
    );
  return `line ${line} is proven: leaf ${proof.index} of ${proof.size}`;
}

async function verifyAll(
  { seal }: ReadSeal,
  out: RowWriter,
  {
    leaves,
    decisions,
    holds,
  }: { readonly leaves: string; readonly decisions: string; readonly holds?: string },
): Promise<void> {
  const period = new SealedPeriod(out);
  try {
    const flaw = await period.readLeaves(leaves, seal);
    if (flaw !== null) throw new AnswerIsNo(flaw);
    await period.readPublished(decisions);
    if (holds !== undefined) await period.readPublished(holds);
    const missing = await period.nameMissing();
    out.write(`${seal.size - missing} verified, ${missing} mismatched`);
    await out.flush();
    if (missing > 0) throw new AnswerIsNo(`${missing} mismatched`);
  } finally {
    await period.close();
  }
}
