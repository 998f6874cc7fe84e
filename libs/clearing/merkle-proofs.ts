/** Checking proofs about a tree of RFC 9162 with nothing but the proof and the heads. A size or index is a whole number below 2^53. */
import { HASH_BYTES, emptyRoot, nodeHash, sameHash } from './merkle';
import type { Hashing, TreeHead } from './merkle';

export interface Inclusion {
  readonly index: number;
  /** From the leaf's sibling up. */
  readonly path: readonly Uint8Array[];
}

/**
 * Whether a leaf is the one of that index in the tree (RFC 9162, 2.1.3.2). At most 53 hashes, however large the tree.
 * @param leaf as `leafHash` gives it
 */
export function provesInclusion(
  hashing: Hashing,
  leaf: Uint8Array,
  { index, path }: Inclusion,
  { size, root }: TreeHead,
): boolean {
  if (!isCount(index) || !isCount(size) || index >= size || !areHashes([leaf, root, ...path])) return false;
  let node = index;
  let last = size - 1;
  let hash = leaf;
  for (const sibling of path) {
    if (last === 0) return false;
    if (isOdd(node) || node === last) {
      hash = nodeHash(hashing, sibling, hash);
      while (!isOdd(node) && node !== 0) [node, last] = [half(node), half(last)];
    } else {
      hash = nodeHash(hashing, hash, sibling);
    }
    [node, last] = [half(node), half(last)];
  }
  return last === 0 && sameHash(hash, root);
}

/** Whether the later tree has the earlier one's leaves, in their order, before its own (RFC 9162, 2.1.4.2). */
export function provesConsistency(
  hashing: Hashing,
  earlier: TreeHead,
  later: TreeHead,
  proof: readonly Uint8Array[],
): boolean {
  if (!isCount(earlier.size) || !isCount(later.size) || earlier.size > later.size) return false;
  if (!areHashes([earlier.root, later.root, ...proof])) return false;
  if (earlier.size === 0) return proof.length === 0 && sameHash(earlier.root, emptyRoot(hashing));
  if (earlier.size === later.size) return proof.length === 0 && sameHash(earlier.root, later.root);
  const [first, ...others] = isPowerOfTwo(earlier.size) ? [earlier.root, ...proof] : proof;
  if (first === undefined || others.length === 0) return false;
  let node = earlier.size - 1;
  let last = later.size - 1;
  while (isOdd(node)) [node, last] = [half(node), half(last)];
  let earlierRoot = first;
  let laterRoot = first;
  for (const sibling of others) {
    if (last === 0) return false;
    if (isOdd(node) || node === last) {
      earlierRoot = nodeHash(hashing, sibling, earlierRoot);
      laterRoot = nodeHash(hashing, sibling, laterRoot);
      while (!isOdd(node) && node !== 0) [node, last] = [half(node), half(last)];
    } else {
      laterRoot = nodeHash(hashing, laterRoot, sibling);
    }
    [node, last] = [half(node), half(last)];
  }
  return last === 0 && sameHash(earlierRoot, earlier.root) && sameHash(laterRoot, later.root);
}

// Arithmetic, not bit operations: those know 32 bits only.
const isOdd = (value: number): boolean => value % 2 === 1;
const half = (value: number): number => Math.floor(value / 2);
const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;
const areHashes = (hashes: readonly Uint8Array[]): boolean =>
  hashes.every(({ length }) => length === HASH_BYTES);

/** @param value a count */
export function isPowerOfTwo(value: number): boolean {
  let rest = value;
  while (rest > 1 && !isOdd(rest)) rest = half(rest);
  return rest === 1;
}
