/** Seals of closed periods (CONTRACT 9): what is signed, and what anybody can check of it with no other file. */
import { GrowingTree, HASH_BYTES, consistencyProof, headOf, leafHash, sameHash } from './merkle';
import type { Hashing, TreeHead } from './merkle';
import { isPowerOfTwo, provesConsistency, provesInclusion } from './merkle-proofs';

/** `{size, root}`, the root in hex. */
export interface WrittenHead {
  readonly size: number;
  readonly root: string;
}

/** What the area's log keeps of a sealed period: one leaf, in RFC 8785 form. */
export interface LogEntry extends WrittenHead {
  /** `<area>/<period>` */
  readonly origin: string;
  readonly known_at: string;
}

/** A seal before it is signed. */
export interface UnsignedSeal extends LogEntry {
  readonly hash: 'sha256';
  /** Of the area's log before this period, and with it. */
  readonly previous: WrittenHead;
  readonly log: WrittenHead;
  /** That `log` appends to `previous`; hashes in hex. */
  readonly consistency: readonly string[];
  /** SHA-256 of the public key (DER, SubjectPublicKeyInfo), in hex. */
  readonly key_id: string;
}

export interface Seal extends UnsignedSeal {
  /** Ed25519 over the RFC 8785 form of the seal without it, in hex. */
  readonly signature: string;
}

/** An inclusion proof as it is written; the path in hex, from the leaf's sibling up. */
export interface LineProof {
  readonly index: number;
  readonly size: number;
  readonly path: readonly string[];
}

/** The RFC 8785 form of a log entry, its keys sorted by hand. */
export const logEntryText = ({ origin, size, root, known_at }: LogEntry): string =>
  JSON.stringify({ known_at, origin, root, size });

const logLeaf = (hashing: Hashing, entry: LogEntry): Uint8Array =>
  leafHash(hashing, hashing.utf8(logEntryText(entry)));

/**
 * Seals a period behind those that the area's log holds already.
 * @param log its entries, the earliest first
 */
export function sealBehind(
  hashing: Hashing,
  log: readonly LogEntry[],
  period: LogEntry,
  keyId: string,
): UnsignedSeal {
  const before = log.map((entry) => logLeaf(hashing, entry));
  const leaves = [...before, logLeaf(hashing, period)];
  return {
    ...{ origin: period.origin, size: period.size, root: period.root },
    hash: 'sha256',
    known_at: period.known_at,
    previous: written(headOf(hashing, before)),
    log: written(headOf(hashing, leaves)),
    consistency: consistencyProof(hashing, leaves, before.length).map(hexOf),
    key_id: keyId,
  };
}

/** What is wrong with a seal, its signature apart; `null`: its log is the one before and this period, and nothing else. */
export function flawOfSeal(hashing: Hashing, seal: UnsignedSeal): string | null {
  const previous = read(seal.previous);
  const log = read(seal.log);
  const proof = seal.consistency.map(hashIn);
  const period = read(seal);
  if (previous === null || log === null || period === null || !areAll(proof))
    return 'a root or a hash of its proof is not 64 hex digits, or a size is no whole number';
  if (log.size !== previous.size + 1)
    return `its log grows from ${previous.size} to ${log.size} entries, not by this period alone`;
  if (!provesConsistency(hashing, previous, log, proof)) return 'its log does not extend the one before';
  // The proof from n to n + 1 leaves lists the new leaf: first where the tree before is its first part whole, else second.
  const added = previous.size === 0 ? log.root : proof[isPowerOfTwo(previous.size) ? 0 : 1];
  if (added === undefined || !sameHash(added, logLeaf(hashing, seal)))
    return `its log does not end with ${seal.origin}, ${seal.size} lines, root ${seal.root}`;
  return null;
}

/** Why a seal does not follow another one directly; `null` where it does. */
export function flawOfSuccession(before: UnsignedSeal, after: UnsignedSeal): string | null {
  const areaOf = ({ origin }: UnsignedSeal): string => origin.split('/')[0] ?? '';
  if (areaOf(before) !== areaOf(after))
    return `${after.origin} is of another area than ${before.origin}: each area has a log of its own`;
  if (before.log.size === after.previous.size && before.log.root === after.previous.root) return null;
  return `${after.origin} extends a log of ${after.previous.size} entries with root ${after.previous.root}, not that of ${before.origin}: ${before.log.size} entries, root ${before.log.root}`;
}

/** A proof, and the root that it leads to, in hex. */
export interface ProvenLine {
  readonly proof: LineProof;
  readonly root: string;
}

/** The proof of the leaf of that index; `null` where there are not so many. */
export function lineProof(hashing: Hashing, leaves: Iterable<Uint8Array>, index: number): ProvenLine | null {
  const tree = new GrowingTree(hashing);
  for (const leaf of leaves) tree.append(leaf, tree.size === index);
  return proofFrom(tree);
}

/** The same of a tree whose leaves were appended by the caller, one of them asked for. */
export function proofFrom(tree: GrowingTree): ProvenLine | null {
  const inclusion = tree.inclusion();
  if (inclusion === null) return null;
  const { size, root } = tree.head();
  return { proof: { index: inclusion.index, size, path: inclusion.path.map(hexOf) }, root: hexOf(root) };
}

/** What is wrong with a proof that a leaf is in the sealed period; `null` where it proves it. @param leaf as `leafHash` gives it */
export function flawOfProof(
  hashing: Hashing,
  seal: UnsignedSeal,
  { index, size, path }: LineProof,
  leaf: Uint8Array,
): string | null {
  const head = read(seal);
  const siblings = path.map(hashIn);
  if (head === null || !areAll(siblings)) return 'a root or a hash of its path is not 64 hex digits';
  if (size !== seal.size) return `it is of a tree of ${size} lines, the seal of one of ${seal.size}`;
  if (provesInclusion(hashing, leaf, { index, path: siblings }, head)) return null;
  return `the path from leaf ${index} does not lead to the sealed root ${seal.root}`;
}

const HEX = '0123456789abcdef';

/** 64 lower-case hex digits of a hash. */
export function hexOf(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += `${HEX.charAt(byte >> 4)}${HEX.charAt(byte & 15)}`;
  return text;
}

/** `null` unless it is 64 lower-case hex digits. */
export function hashIn(hex: string): Uint8Array | null {
  if (!/^[0-9a-f]{64}$/.test(hex)) return null;
  return Uint8Array.from({ length: HASH_BYTES }, (_, at) =>
    Number.parseInt(hex.slice(2 * at, 2 * at + 2), 16),
  );
}

const written = ({ size, root }: TreeHead): WrittenHead => ({ size, root: hexOf(root) });

function read({ size, root }: WrittenHead): TreeHead | null {
  const hash = hashIn(root);
  return hash === null || !Number.isSafeInteger(size) || size < 0 ? null : { size, root: hash };
}

const areAll = (hashes: readonly (Uint8Array | null)[]): hashes is readonly Uint8Array[] =>
  hashes.every((hash) => hash !== null);
