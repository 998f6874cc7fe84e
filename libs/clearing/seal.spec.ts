import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { GrowingTree, headOf, leafHash } from './merkle';
import type { Hashing } from './merkle';
import {
  flawOfProof,
  flawOfSeal,
  flawOfSuccession,
  hashIn,
  hexOf,
  lineProof,
  logEntryText,
  proofFrom,
  sealBehind,
} from './seal';
import type { LogEntry, UnsignedSeal, WrittenHead } from './seal';

const hashing: Hashing = {
  sha256: (bytes) => createHash('sha256').update(bytes).digest(),
  utf8: (text) => Buffer.from(text, 'utf8'),
};
const leavesOf = (count: number): readonly Uint8Array[] =>
  Array.from({ length: count }, (_, at) => leafHash(hashing, hashing.utf8(`decision ${at}`)));

const entry = (month: number): LogEntry => ({
  origin: `44/2025-${String(month).padStart(2, '0')}`,
  size: month * 3,
  root: hexOf(headOf(hashing, leavesOf(month * 3)).root),
  known_at: `2025-${String(month + 1).padStart(2, '0')}-05T00:00:00+08:00`,
});

/** The seals of months one after the other. */
const sealed = (months: number): readonly UnsignedSeal[] =>
  Array.from({ length: months }, (_, at) => {
    const log = Array.from({ length: at }, (__, before) => entry(before + 1));
    return sealBehind(hashing, log, entry(at + 1), 'ab'.repeat(32));
  });

describe('the seal of a period', () => {
  it('names the tree, the log before and after, and what proves that one extends the other', () => {
    const [first, second] = sealed(2);
    const leaf = (which: LogEntry): Uint8Array => leafHash(hashing, Buffer.from(canonicalize(which) ?? ''));
    expect(first).toEqual({
      ...entry(1),
      hash: 'sha256',
      previous: { size: 0, root: createHash('sha256').digest('hex') },
      log: { size: 1, root: hexOf(leaf(entry(1))) },
      consistency: [],
      key_id: 'ab'.repeat(32),
    });
    expect(second).toMatchObject({
      previous: first?.log,
      log: { size: 2, root: hexOf(headOf(hashing, [leaf(entry(1)), leaf(entry(2))]).root) },
      consistency: [hexOf(leaf(entry(2)))],
    });
  });

  it('keeps of a period the RFC 8785 form of origin, size, root and known_at', () => {
    const seal = sealed(1)[0]!;
    const { origin, size, root, known_at } = seal;
    expect(logEntryText(seal)).toBe(canonicalize({ origin, size, root, known_at }));
  });

  it('follows the one before, month by month, and nothing else', () => {
    const seals = sealed(14);
    for (const [at, seal] of seals.entries()) {
      expect(flawOfSeal(hashing, seal)).toBeNull();
      for (const [other, before] of seals.entries()) {
        const flaw = flawOfSuccession(before, seal);
        if (other === at - 1) expect(flaw).toBeNull();
        else expect(flaw).toContain('extends a log of');
      }
    }
    expect(flawOfSuccession({ ...seals[0]!, origin: '46/2025-01' }, seals[1]!)).toContain('another area');
  });

  it('that does not extend the log before is refused', () => {
    const seal = sealed(6)[5]!;
    const [, ...others] = sealed(6)[4]!.consistency;
    expect(flawOfSeal(hashing, { ...seal, previous: sealed(6)[3]!.log })).toContain(
      'not by this period alone',
    );
    expect(flawOfSeal(hashing, { ...seal, previous: { ...seal.previous, root: entry(1).root } })).toBe(
      'its log does not extend the one before',
    );
    expect(flawOfSeal(hashing, { ...seal, consistency: others })).toBe(
      'its log does not extend the one before',
    );
    expect(flawOfSeal(hashing, { ...seal, consistency: ['00'] })).toContain('64 hex digits');
    const forged = sealBehind(hashing, [entry(9), ...[2, 3, 4, 5].map(entry)], entry(6), seal.key_id);
    expect(flawOfSeal(hashing, forged)).toBeNull();
    expect(flawOfSuccession(sealed(6)[4]!, forged)).toContain('extends a log of 5 entries');
  });

  it.each<readonly [string, Partial<WrittenHead>]>([
    ['a root that is no hash', { root: 'ab' }],
    ['a size below 0', { size: -1 }],
    ['half a size', { size: 2.5 }],
    ['a size beyond whole numbers', { size: 2 ** 53 }],
  ])('with %s, of its own, its log or the one before, is none', (_, more) => {
    const seal = sealed(3)[2]!;
    const none = 'a root or a hash of its proof is not 64 hex digits, or a size is no whole number';
    expect(flawOfSeal(hashing, { ...seal, ...more })).toBe(none);
    expect(flawOfSeal(hashing, { ...seal, log: { ...seal.log, ...more } })).toBe(none);
    expect(flawOfSeal(hashing, { ...seal, previous: { ...seal.previous, ...more } })).toBe(none);
    const { proof } = lineProof(hashing, leavesOf(9), 0)!;
    expect(flawOfProof(hashing, { ...seal, ...more }, proof, leavesOf(1)[0]!)).toContain('64 hex digits');
  });

  it('that names the root before it with another size does not follow it', () => {
    const [first, second] = sealed(2);
    const previous = { ...second!.previous, size: 2 };
    expect(flawOfSuccession(first!, { ...second!, previous })).toContain('extends a log of 2 entries');
  });

  it('with any part of its entry changed no longer ends its log', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 14 }),
        fc.constantFrom('origin', 'size', 'root', 'known_at'),
        (months, part) => {
          const seal = sealed(months).at(-1)!;
          const other = {
            origin: '44/2026-01',
            size: 1,
            root: 'cd'.repeat(32),
            known_at: '2026-01-01T00:00:00+08:00',
          };
          expect(flawOfSeal(hashing, { ...seal, [part]: other[part] })).toContain(
            'its log does not end with',
          );
        },
      ),
    );
  });
});

describe('the proof of a line', () => {
  it('leads from every leaf to the sealed root, and from no other leaf', () => {
    const seal = sealBehind(hashing, [], entry(5), 'key');
    const leaves = leavesOf(15);
    for (const [index, leaf] of leaves.entries()) {
      const { proof, root } = lineProof(hashing, leaves, index)!;
      expect(root).toBe(seal.root);
      expect(flawOfProof(hashing, seal, proof, leaf)).toBeNull();
      expect(flawOfProof(hashing, seal, proof, leaves[(index + 1) % 15]!)).toContain('does not lead to');
      expect(flawOfProof(hashing, seal, { ...proof, size: 16 }, leaf)).toContain('a tree of 16 lines');
      expect(flawOfProof(hashing, seal, { ...proof, path: ['x'] }, leaf)).toContain('64 hex digits');
    }
    expect(lineProof(hashing, leaves, 15)).toBeNull();
    expect(proofFrom(new GrowingTree(hashing))).toBeNull();
  });
});

it.each([
  '',
  'AB'.repeat(32),
  'ab'.repeat(31),
  `${'ab'.repeat(31)}zz`,
  `${'ab'.repeat(32)}0`,
  `0${'ab'.repeat(32)}`,
])('"%s" is no hash', (text) => expect(hashIn(text)).toBeNull());
