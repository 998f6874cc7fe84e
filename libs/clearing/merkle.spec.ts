import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { consistencyProof, emptyRoot, GrowingTree, headOf, leafHash, nodeHash } from './merkle';
import type { Hashing, TreeHead } from './merkle';
import { provesConsistency, provesInclusion } from './merkle-proofs';

const hashing: Hashing = {
  sha256: (bytes) => createHash('sha256').update(bytes).digest(),
  utf8: (text) => Buffer.from(text, 'utf8'),
};
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const bytes = (text: string): Uint8Array => Buffer.from(text, 'hex');

/** The leaves, roots and proofs that the tests of Certificate Transparency's own implementations use. */
const DATA = [
  ...['', '00', '10', '2021', '3031', '40414243', '5051525354555657'],
  '606162636465666768696a6b6c6d6e6f',
];
const ROOTS = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];
const H = {
  leaf0: '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  leaf1: '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
  leaf4: 'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
  from2to3: '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
  from4to5: '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
  from4to7: '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
  from6to7: 'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
} as const;

const leavesOf = (count: number): readonly Uint8Array[] =>
  DATA.slice(0, count).map((data) => leafHash(hashing, bytes(data)));

function pathOf(leaves: readonly Uint8Array[], index: number): readonly Uint8Array[] {
  const tree = new GrowingTree(hashing);
  leaves.forEach((leaf, at) => tree.append(leaf, at === index));
  expect(tree.inclusion()?.index).toBe(index);
  return tree.inclusion()?.path ?? [];
}

describe('RFC 9162 section 2.1: the known trees', () => {
  it.each(ROOTS.map((root, size) => [size, root] as const))('of %d leaves: root %s', (size, root) => {
    const head = headOf(hashing, leavesOf(size));
    expect([head.size, hex(head.root)]).toEqual([size, root]);
  });

  it.each<readonly [number, number, readonly string[]]>([
    [0, 1, []],
    [0, 8, [H.leaf1, H.from2to3, H.from4to7]],
    [5, 8, [H.leaf4, H.from6to7, ROOTS[4]!]],
    [2, 3, [ROOTS[2]!]],
    [1, 5, [H.leaf0, H.from2to3, H.leaf4]],
  ])('leaf %d of %d is proven by its known path', (index, size, path) => {
    const leaves = leavesOf(size);
    expect(pathOf(leaves, index).map(hex)).toEqual(path);
    expect(
      provesInclusion(hashing, leaves[index]!, { index, path: path.map(bytes) }, headOf(hashing, leaves)),
    ).toBe(true);
  });

  it.each<readonly [number, number, readonly string[]]>([
    [1, 1, []],
    [1, 8, [H.leaf1, H.from2to3, H.from4to7]],
    [6, 8, [H.from4to5, H.from6to7, ROOTS[4]!]],
    [2, 5, [H.from2to3, H.leaf4]],
  ])('a tree of %d grows to %d by its known proof', (earlier, later, proof) => {
    expect(consistencyProof(hashing, leavesOf(later), earlier).map(hex)).toEqual(proof);
    const heads = [earlier, later].map((size) => headOf(hashing, leavesOf(size)));
    expect(provesConsistency(hashing, heads[0]!, heads[1]!, proof.map(bytes))).toBe(true);
  });

  it('gives no path where none was asked for, and that of the first where several were', () => {
    const tree = new GrowingTree(hashing);
    leavesOf(3).forEach((leaf) => tree.append(leaf));
    expect(tree.inclusion()).toBeNull();
    leavesOf(2).forEach((leaf) => tree.append(leaf, true));
    expect(tree.inclusion()?.index).toBe(3);
  });
});

const manyLeaves = fc
  .array(fc.uint8Array({ maxLength: 4 }), { minLength: 1, maxLength: 70 })
  .map((data) => data.map((each, at) => leafHash(hashing, Buffer.concat([each, Buffer.from([at])]))));
const below = (count: number): fc.Arbitrary<number> => fc.integer({ min: 0, max: count - 1 });

/** One bit of one of the hashes turned. */
const turned = (hashes: readonly Uint8Array[], which: number, bit: number): readonly Uint8Array[] =>
  hashes.map((hash, at) =>
    at === which ? hash.map((byte, place) => (place === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte)) : hash,
  );

describe('whatever the leaves', () => {
  it('every leaf is proven, and none at another index, by another leaf or of another size', () => {
    fc.assert(
      fc.property(
        manyLeaves.chain((leaves) =>
          fc.tuple(fc.constant(leaves), below(leaves.length), below(leaves.length)),
        ),
        ([leaves, index, other]) => {
          const head = headOf(hashing, leaves);
          const path = pathOf(leaves, index);
          expect(provesInclusion(hashing, leaves[index]!, { index, path }, head)).toBe(true);
          expect(provesInclusion(hashing, leaves[other]!, { index, path }, head)).toBe(index === other);
          expect(provesInclusion(hashing, leaves[index]!, { index: other, path }, head)).toBe(
            index === other,
          );
          const longer = { size: head.size * 2 + 1, root: head.root };
          expect(provesInclusion(hashing, leaves[index]!, { index, path }, longer)).toBe(false);
          expect(provesInclusion(hashing, leaves[index]!, { index, path: [...path, head.root] }, head)).toBe(
            false,
          );
        },
      ),
    );
  });

  it('a bit of anything turned proves nothing', () => {
    fc.assert(
      fc.property(
        manyLeaves.chain((leaves) =>
          fc.tuple(fc.constant(leaves), below(leaves.length), below(99), below(256)),
        ),
        ([leaves, index, pick, bit]) => {
          const { size, root } = headOf(hashing, leaves);
          const all = [leaves[index]!, root, ...pathOf(leaves, index)];
          const [leaf, turnedRoot, ...path] = turned(all, pick % all.length, bit);
          expect(provesInclusion(hashing, leaf!, { index, path }, { size, root: turnedRoot! })).toBe(false);
        },
      ),
    );
  });

  it('every earlier tree is proven, by no turned bit, and no other tree is', () => {
    fc.assert(
      fc.property(
        manyLeaves.chain((leaves) =>
          fc.tuple(fc.constant(leaves), fc.integer({ min: 0, max: leaves.length }), below(99), below(256)),
        ),
        ([leaves, earlierSize, pick, bit]) => {
          const earlier = headOf(hashing, leaves.slice(0, earlierSize));
          const later = headOf(hashing, leaves);
          const proof = consistencyProof(hashing, leaves, earlierSize);
          expect(provesConsistency(hashing, earlier, later, proof)).toBe(true);
          const all = [earlier.root, later.root, ...proof];
          const [earlierRoot, laterRoot, ...others] = turned(all, pick % all.length, bit);
          const heads = [
            { size: earlier.size, root: earlierRoot! },
            { size: later.size, root: laterRoot! },
          ] as const;
          // Anything extends nothing: of an empty earlier tree the later root is not what is proven.
          const untold = earlierSize === 0 && pick % all.length === 1;
          expect(provesConsistency(hashing, ...heads, others)).toBe(untold);
        },
      ),
    );
  });

  it('an extension that changes or drops an earlier leaf is refused', () => {
    fc.assert(
      fc.property(
        manyLeaves
          .filter(({ length }) => length > 1)
          .chain((leaves) => fc.tuple(fc.constant(leaves), fc.integer({ min: 1, max: leaves.length - 1 })))
          .chain(([leaves, size]) => fc.tuple(fc.constant(leaves), fc.constant(size), below(size))),
        ([leaves, earlierSize, changed]) => {
          const earlier = headOf(hashing, leaves.slice(0, earlierSize));
          const other = leaves.map((leaf, at) => (at === changed ? leafHash(hashing, leaf) : leaf));
          const dropped = leaves.filter((_, at) => at !== changed);
          for (const forged of [other, dropped])
            expect(
              provesConsistency(
                hashing,
                earlier,
                headOf(hashing, forged),
                consistencyProof(hashing, forged, earlierSize),
              ),
            ).toBe(false);
        },
      ),
    );
  });
});

describe('heads that are none', () => {
  const head: TreeHead = headOf(hashing, leavesOf(3));
  const [leaf] = leavesOf(1);

  it.each([
    ['a negative size', { ...head, size: -1 }],
    ['half a leaf', { ...head, size: 2.5 }],
    ['a size beyond whole numbers', { ...head, size: 2 ** 60 }],
    ['no leaves', { size: 0, root: emptyRoot(hashing) }],
    ['a short root', { ...head, root: head.root.slice(1) }],
  ])('with %s prove nothing', (_, odd) => {
    const path = pathOf(leavesOf(3), 0);
    expect(provesInclusion(hashing, leaf!, { index: 0, path }, odd)).toBe(false);
    expect(provesConsistency(hashing, head, odd, [])).toBe(false);
  });

  it('a tree extends itself by no proof, and an empty one only as what it is', () => {
    const empty = { size: 0, root: emptyRoot(hashing) };
    expect(provesConsistency(hashing, head, head, [])).toBe(true);
    expect(provesConsistency(hashing, head, head, [head.root])).toBe(false);
    expect(provesConsistency(hashing, empty, head, [])).toBe(true);
    expect(provesConsistency(hashing, { ...empty, root: head.root }, head, [])).toBe(false);
    expect(provesConsistency(hashing, head, { ...head, size: 4 }, [])).toBe(false);
  });
});

describe('what would pass if only the hashes were followed proves nothing', () => {
  const [leaf, one, two, three] = leavesOf(4) as [Uint8Array, Uint8Array, Uint8Array, Uint8Array];
  const node = (left: Uint8Array, right: Uint8Array): Uint8Array => nodeHash(hashing, left, right);
  const long = new Uint8Array(33);
  const short = leaf.slice(1);
  /** As many hashes as the path in a tree of 2^53 leaves has, more than a size can say, and where they lead to. */
  const many = Array.from({ length: 53 }, () => one);
  const beyond = { size: 2 ** 53, root: many.reduce(node, leaf) };

  it.each<readonly [string, Uint8Array, number, readonly Uint8Array[], TreeHead]>([
    ['an index at the end of the tree', leaf, 1, [], { size: 1, root: leaf }],
    ['an index below 0', leaf, -1, [], { size: 1, root: leaf }],
    ['half an index', leaf, 0.5, [], { size: 1, root: leaf }],
    ['an index that is no number', leaf, Number.NaN, [], { size: 1, root: leaf }],
    ['a size beyond whole numbers', leaf, 0, many, beyond],
    ['a hash that is too long', leaf, 0, [long], { size: 2, root: node(leaf, long) }],
    ['a leaf that is too short', short, 0, [], { size: 1, root: short }],
    ['a path longer than the tree is high', leaf, 0, [one], { size: 1, root: node(one, leaf) }],
    ['a path shorter than the tree is high', leaf, 0, [one], { size: 4, root: node(leaf, one) }],
  ])('inclusion by %s', (_, asked, index, path, head) => {
    expect(provesInclusion(hashing, asked, { index, path }, head)).toBe(false);
  });

  const last = (grown: Uint8Array): Uint8Array => node(three, node(two, grown));
  it.each<readonly [string, TreeHead, TreeHead, readonly Uint8Array[]]>([
    ['an earlier size below 0', { size: -1, root: leaf }, { size: 2, root: node(leaf, one) }, [leaf, one]],
    ['half an earlier size', { size: 0.5, root: leaf }, { size: 2, root: node(leaf, one) }, [leaf, one]],
    ['a later size beyond whole numbers', { size: 1, root: leaf }, beyond, many],
    ['a tree that shrinks', { size: 3, root: leaf }, { size: 2, root: node(leaf, one) }, [leaf, one]],
    ['a hash that is too long', { size: 1, root: leaf }, { size: 2, root: node(leaf, long) }, [long]],
    ['roots that are too short', { size: 1, root: short }, { size: 1, root: short }, []],
    [
      'a proof longer than the tree is high',
      { size: 3, root: last(leaf) },
      { size: 4, root: last(node(leaf, one)) },
      [leaf, one, two, three],
    ],
    ['a proof that breaks off', { size: 1, root: leaf }, { size: 4, root: node(leaf, one) }, [one]],
    ['hashes for an empty tree', { size: 0, root: emptyRoot(hashing) }, { size: 1, root: leaf }, [leaf]],
    ['no hash', { size: 3, root: leaf }, { size: 4, root: leaf }, []],
  ])('consistency by %s', (_, earlier, later, proof) => {
    expect(provesConsistency(hashing, earlier, later, proof)).toBe(false);
  });
});
