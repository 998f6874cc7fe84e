import fc from 'fast-check';
import type { Traceable } from '.';
import { heldAt, instantOf, OPEN_END, recordedFacts, ringsAmong } from '.';

const fact = (recordId: string, knownFrom: number, supersedes: string | null = null): Traceable => ({
  recordId,
  supersedes,
  knownFrom: instantOf(knownFrom),
});
const heldAtEach = (facts: readonly Traceable[], instants: readonly number[]) =>
  instants.map((at) =>
    heldAt(recordedFacts(facts), instantOf(at))
      .map(({ recordId }) => recordId)
      .join(),
  );

describe('a fact is held from being known until a correction is known', () => {
  it.each([
    ['alone', [fact('a', 10)], [9, 10, 99], ['', 'a', 'a']],
    ['corrected', [fact('a', 10), fact('b', 20, 'a')], [9, 10, 19, 20], ['', 'a', 'a', 'b']],
    ['corrected at once', [fact('a', 10), fact('b', 10, 'a')], [9, 10, 11], ['', 'b', 'b']],
    ['corrected before it was known', [fact('a', 20), fact('b', 10, 'a')], [9, 10, 20], ['', 'b', 'b']],
    [
      'corrected twice: from the first correction on',
      [fact('a', 10), fact('c', 30, 'a'), fact('b', 20, 'a')],
      [19, 20, 30],
      ['a', 'b', 'c,b'],
    ],
    [
      'its correction corrected in turn: it stays superseded',
      [fact('a', 10), fact('b', 20, 'a'), fact('c', 30, 'b')],
      [19, 20, 30],
      ['a', 'b', 'c'],
    ],
    ['corrected by a record that corrects another', [fact('a', 10), fact('b', 20, 'x')], [20], ['a,b']],
    ['nothing', [], [10], ['']],
  ])('%s', (_, facts, instants, expected) => {
    expect(heldAtEach(facts, instants)).toEqual(expected);
  });

  it('states both ends', () => {
    expect(recordedFacts([fact('a', 10), fact('b', 20, 'a')])).toEqual([
      { fact: fact('a', 10), recorded: { from: 10, until: 20 } },
      { fact: fact('b', 20, 'a'), recorded: { from: 20, until: OPEN_END } },
    ]);
  });

  it('whatever the order, and whatever becomes known later', () => {
    const facts = fc.array(
      fc.tuple(fc.integer({ min: 0, max: 20 }), fc.option(fc.integer({ min: 0, max: 9 }), { nil: null })),
      { maxLength: 10 },
    );
    fc.assert(
      fc.property(facts, fc.integer({ min: 0, max: 20 }), (drawn, asked) => {
        const all = drawn.map(([known, target], index) =>
          fact(String(index), known, target === null || target === index ? null : String(target)),
        );
        const held = (some: readonly Traceable[]) =>
          new Set(heldAt(recordedFacts(some), instantOf(asked)).map(({ recordId }) => recordId));
        expect(held([...all].reverse())).toEqual(held(all));
        expect(held(all.filter(({ knownFrom }) => knownFrom <= asked))).toEqual(held(all));
      }),
    );
  });
});

describe('facts that correct each other in a ring', () => {
  it.each<[string, readonly string[], readonly (readonly string[])[]]>([
    ['none: a chain', ['a>', 'b>a', 'c>b'], []],
    ['none: two corrections of one', ['a>', 'b>a', 'c>a'], []],
    ['none: a correction of what is not here', ['a>x'], []],
    ['one of itself', ['a>a'], [['a']]],
    ['two of each other', ['a>b', 'b>a'], [['a', 'b']]],
    ['three, whatever their order', ['c>b', 'a>c', 'b>a'], [['c', 'b', 'a']]],
    ['what corrects a member is in none', ['x>a', 'a>b', 'b>a', 'y>x'], [['a', 'b']]],
    [
      'two rings',
      ['a>b', 'c>d', 'b>a', 'd>c', 'e>'],
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    ['nothing', [], []],
  ])('%s', (_, facts, rings) => {
    const drawn = facts.map((one) => {
      const [recordId = '', supersedes = ''] = one.split('>');
      return { recordId, supersedes: supersedes === '' ? null : supersedes };
    });
    expect(ringsAmong(drawn)).toEqual(rings);
  });

  it('a chain of a hundred thousand is none, and a ring of as many is one', () => {
    const chain = Array.from({ length: 100_000 }, (_, i) => ({
      recordId: String(i),
      supersedes: i === 0 ? null : String(i - 1),
    }));
    expect(ringsAmong(chain)).toEqual([]);
    expect(ringsAmong([{ recordId: '0', supersedes: '99999' }, ...chain.slice(1)])).toHaveLength(1);
  });
});
