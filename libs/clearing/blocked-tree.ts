/**
 * A tree of RFC 9162 in blocks of its leaves. The roots of its blocks, the last of which may be short, make the same tree as the
 * leaves themselves; so whoever keeps them proves a line by the leaves of one block, however large the tree.
 */
import { GrowingTree, sameHash } from './merkle';
import type { Hashing, TreeHead } from './merkle';
import { hexOf } from './seal';
import type { ProvenLine } from './seal';

/** A power of two: a block is a subtree. */
export const BLOCK_LEAVES = 1_024;

export class BlockedTree {
  private readonly roots: Uint8Array[] = [];
  private block: GrowingTree;
  private leaves = 0;

  constructor(private readonly hashing: Hashing) {
    this.block = new GrowingTree(hashing);
  }

  /** @param hash as `leafHash` gives it */
  append(hash: Uint8Array): void {
    this.block.append(hash);
    this.leaves += 1;
    if (this.block.size === BLOCK_LEAVES) this.endBlock();
  }

  /** Asked once, after the last leaf: the head of the whole tree, and the roots of its blocks. */
  finish(): { readonly head: TreeHead; readonly blocks: readonly Uint8Array[] } {
    if (this.block.size > 0) this.endBlock();
    const whole = new GrowingTree(this.hashing);
    for (const root of this.roots) whole.append(root);
    return { head: { size: this.leaves, root: whole.head().root }, blocks: this.roots };
  }

  private endBlock(): void {
    this.roots.push(this.block.head().root);
    this.block = new GrowingTree(this.hashing);
  }
}

/**
 * The proof of a leaf, from the roots of all blocks and the leaves of its own.
 * @param size of the whole tree
 * @returns `null`: these are not the leaves of that block
 */
export function proofInBlock(
  hashing: Hashing,
  blocks: readonly Uint8Array[],
  leavesOfBlock: readonly Uint8Array[],
  { index, size }: { readonly index: number; readonly size: number },
): ProvenLine | null {
  const place = Math.floor(index / BLOCK_LEAVES);
  const within = treeAsked(hashing, leavesOfBlock, index % BLOCK_LEAVES);
  const above = treeAsked(hashing, blocks, place);
  const root = blocks[place];
  const [low, high] = [within.inclusion(), above.inclusion()];
  if (root === undefined || low === null || high === null || !sameHash(within.head().root, root)) return null;
  return {
    proof: { index, size, path: [...low.path, ...high.path].map(hexOf) },
    root: hexOf(above.head().root),
  };
}

function treeAsked(hashing: Hashing, hashes: readonly Uint8Array[], asked: number): GrowingTree {
  const tree = new GrowingTree(hashing);
  for (const [at, hash] of hashes.entries()) tree.append(hash, at === asked);
  return tree;
}
