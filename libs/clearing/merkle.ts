/**
 * The tree of RFC 9162 (Certificate Transparency) section 2.1: its root, the path that proves a leaf is in it, and the proof
 * that a later tree only appends to an earlier one. Leaves come as hashes (`leafHash`), one at a time, and no more than one
 * hash for each level is kept: a tree of 10^7 leaves takes as little memory as one of ten.
 */

/** Hashes are bytes, 32 of them; the machine's SHA-256 is an argument, for this lib knows no machine. */
export interface Hashing {
  readonly sha256: (bytes: Uint8Array) => Uint8Array;
  /** A text's UTF-8 bytes. */
  readonly utf8: (text: string) => Uint8Array;
}

/** How many leaves, and their root. */
export interface TreeHead {
  readonly size: number;
  readonly root: Uint8Array;
}

export const HASH_BYTES = 32;
const LEAF = 0;
const NODE = 1;

/** Of a leaf's data: the hash of a zero byte and the data. */
export function leafHash({ sha256 }: Hashing, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(1 + data.length);
  bytes[0] = LEAF;
  bytes.set(data, 1);
  return sha256(bytes);
}

/** Of two subtrees: the hash of a one byte and both. */
export function nodeHash({ sha256 }: Hashing, left: Uint8Array, right: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(1 + left.length + right.length);
  bytes[0] = NODE;
  bytes.set(left, 1);
  bytes.set(right, 1 + left.length);
  return sha256(bytes);
}

/** The root of a tree without leaves is the hash of nothing. */
export const emptyRoot = ({ sha256 }: Hashing): Uint8Array => sha256(new Uint8Array(0));

export const sameHash = (one: Uint8Array, other: Uint8Array): boolean =>
  one.length === other.length && one.every((byte, at) => byte === other[at]);

/** A complete subtree: its leaves are a power of two. */
interface Subtree {
  readonly leaves: number;
  readonly hash: Uint8Array;
  /** Whether the leaf whose path is asked for is one of them. */
  readonly holdsAsked: boolean;
}

/** A tree that leaves are appended to. The path of one of them is collected as the leaves go by. */
export class GrowingTree {
  /** The complete subtrees of what was appended, the largest first. */
  private readonly subtrees: Subtree[] = [];
  private leaves = 0;
  private asked: number | null = null;
  private readonly siblings: Uint8Array[] = [];

  constructor(private readonly hashing: Hashing) {}

  get size(): number {
    return this.leaves;
  }

  /**
   * @param hash as `leafHash` gives it
   * @param isAsked whether this is the leaf whose path is wanted; the first of them is
   */
  append(hash: Uint8Array, isAsked = false): void {
    const holdsAsked = isAsked && this.asked === null;
    if (holdsAsked) this.asked = this.leaves;
    let right: Subtree = { leaves: 1, hash, holdsAsked };
    this.leaves += 1;
    for (let left = this.subtrees.at(-1); left?.leaves === right.leaves; left = this.subtrees.at(-1)) {
      this.subtrees.pop();
      right = this.joined(left, right, this.siblings);
    }
    this.subtrees.push(right);
  }

  head(): TreeHead {
    return { size: this.leaves, root: this.folded([]) };
  }

  /** Where the leaf asked for is, and its path from its sibling up; `null` where none was. */
  inclusion(): { readonly index: number; readonly path: readonly Uint8Array[] } | null {
    if (this.asked === null) return null;
    const path = [...this.siblings];
    this.folded(path);
    return { index: this.asked, path };
  }

  private folded(siblings: Uint8Array[]): Uint8Array {
    let right = this.subtrees.at(-1);
    if (right === undefined) return emptyRoot(this.hashing);
    for (const left of this.subtrees.slice(0, -1).reverse()) right = this.joined(left, right, siblings);
    return right.hash;
  }

  private joined(left: Subtree, right: Subtree, siblings: Uint8Array[]): Subtree {
    if (left.holdsAsked) siblings.push(right.hash);
    if (right.holdsAsked) siblings.push(left.hash);
    return {
      leaves: left.leaves + right.leaves,
      hash: nodeHash(this.hashing, left.hash, right.hash),
      holdsAsked: left.holdsAsked || right.holdsAsked,
    };
  }
}

/** The head over leaf hashes that are at hand. */
export function headOf(hashing: Hashing, leaves: Iterable<Uint8Array>): TreeHead {
  const tree = new GrowingTree(hashing);
  for (const leaf of leaves) tree.append(leaf);
  return tree.head();
}

/**
 * The proof that the tree of all these leaves appends to the tree of the first `earlier` of them (RFC 9162, 2.1.4.1). Empty
 * where both are the same tree, and where the earlier one is empty: anything extends nothing.
 * @param earlier at least 0, at most the number of leaves
 */
export function consistencyProof(
  hashing: Hashing,
  leaves: readonly Uint8Array[],
  earlier: number,
): readonly Uint8Array[] {
  const proof: Uint8Array[] = [];
  let from = 0;
  let until = leaves.length;
  if (earlier <= 0 || earlier >= until) return proof;
  const hashOf = (first: number, end: number): Uint8Array => headOf(hashing, leaves.slice(first, end)).root;
  // From the root down to the subtree that ends where the earlier tree does; the proof lists them from there up.
  while (until > earlier) {
    const split = from + largestPowerBelow(until - from);
    if (earlier <= split) {
      proof.unshift(hashOf(split, until));
      until = split;
    } else {
      proof.unshift(hashOf(from, split));
      from = split;
    }
  }
  // The verifier knows the earlier root already where it is this very subtree.
  return from === 0 ? proof : [hashOf(from, until), ...proof];
}

/** The largest power of two smaller than a number of leaves of at least 2. */
function largestPowerBelow(leaves: number): number {
  let power = 1;
  while (power * 2 < leaves) power *= 2;
  return power;
}
