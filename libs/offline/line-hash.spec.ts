import { hashOf, SeenIdentities, VisitMarks } from './line-hash';

describe('the hash of texts that stand one after another', () => {
  it('tells where each ends', () => {
    const hashes = [['ab', 'c'], ['a', 'bc'], ['abc', ''], ['', 'abc'], ['abc']].map((parts) =>
      hashOf(...parts),
    );
    expect(new Set(hashes).size).toBe(hashes.length);
  });

  it('has 53 bits, and of 20,000 texts that differ in a digit no two share them', () => {
    const hashes = Array.from({ length: 20_000 }, (_, n) => hashOf('H44019900001', `V-${n}`, '', '1'));
    expect(new Set(hashes).size).toBe(hashes.length);
    expect(hashes.every((hash) => Number.isSafeInteger(hash) && hash >= 0)).toBe(true);
  });
});

describe('identities that came before', () => {
  it.each([
    ['as many as were expected', 20_000],
    ['far more than were expected', 10],
  ])('%s: each is known from its second time on, and none before', (_, expected) => {
    const seen = new SeenIdentities(expected);
    const hashes = Array.from({ length: 20_000 }, (__, n) => hashOf('H44019900001', 'V', '', String(n)));
    expect(hashes.filter((hash) => seen.sees(hash))).toEqual([]);
    expect(hashes.every((hash) => seen.sees(hash))).toBe(true);
  });
});

describe('marks of visits', () => {
  it('are there for whoever shares the memory, and for no visit beside', () => {
    const marks = new VisitMarks();
    marks.mark('H44019900001', 'V-1');
    const shared = new VisitMarks(marks.memory);
    expect(shared.has('H44019900001', 'V-1')).toBe(true);
    expect(shared.has('H44019900001', 'V-2')).toBe(false);
    expect(shared.has('H44019900002', 'V-1')).toBe(false);
  });
});
