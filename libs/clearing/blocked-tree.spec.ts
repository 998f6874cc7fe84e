import { createHash } from 'node:crypto';
import { BLOCK_LEAVES, BlockedTree, headOf, leafHash, lineProof, proofInBlock } from '.';
import type { Hashing } from '.';

const hashing: Hashing = {
  sha256: (bytes) => createHash('sha256').update(bytes).digest(),
  utf8: (text) => Buffer.from(text, 'utf8'),
};
const leavesOf = (size: number): readonly Uint8Array[] =>
  Array.from({ length: size }, (_, n) => leafHash(hashing, hashing.utf8(String(n))));
function blockedOf(leaves: readonly Uint8Array[]) {
  const tree = new BlockedTree(hashing);
  for (const leaf of leaves) tree.append(leaf);
  return tree.finish();
}

describe('a tree in blocks is the tree of its leaves', () => {
  it.each([
    ['none', 0, 0],
    ['one', 1, 1],
    ['a block less one', BLOCK_LEAVES - 1, 1],
    ['a block', BLOCK_LEAVES, 1],
    ['a block and one', BLOCK_LEAVES + 1, 2],
    ['three blocks and a short one', 3 * BLOCK_LEAVES + 5, 4],
    ['five blocks', 5 * BLOCK_LEAVES, 5],
  ])('%s', (_, size, count) => {
    const leaves = leavesOf(size);
    const { head, blocks } = blockedOf(leaves);
    expect(head).toEqual(headOf(hashing, leaves));
    expect(blocks).toHaveLength(count);
  });
});

describe('a proof from one block', () => {
  const size = 5 * BLOCK_LEAVES + 7;
  const leaves = leavesOf(size);
  const { blocks } = blockedOf(leaves);
  const blockAt = (index: number): readonly Uint8Array[] => {
    const from = Math.floor(index / BLOCK_LEAVES) * BLOCK_LEAVES;
    return leaves.slice(from, from + BLOCK_LEAVES);
  };

  it.each([0, 1, BLOCK_LEAVES - 1, BLOCK_LEAVES, 3 * BLOCK_LEAVES + 511, size - 8, size - 7, size - 1])(
    'of leaf %d is the one from all leaves',
    (index) => {
      const proven = proofInBlock(hashing, blocks, blockAt(index), { index, size });
      expect(proven).toEqual(lineProof(hashing, leaves, index));
    },
  );

  it('is none from the leaves of another block, nor of a leaf that there is not', () => {
    expect(proofInBlock(hashing, blocks, blockAt(0), { index: BLOCK_LEAVES, size })).toBeNull();
    expect(proofInBlock(hashing, blocks, blockAt(size - 1), { index: size, size })).toBeNull();
    expect(proofInBlock(hashing, blocks, [], { index: size + BLOCK_LEAVES, size })).toBeNull();
  });
});
