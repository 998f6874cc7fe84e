import { BEFORE_ALL, earlierOf, instantOf, laterOf, OPEN_END } from '.';

describe('the earlier and the later of two instants', () => {
  it.each([
    [29, 30, 29, 30],
    [30, 30, 30, 30],
    [31, 30, 30, 31],
    [30, Infinity, 30, Infinity],
    [-Infinity, 30, -Infinity, 30],
  ])('of %d and %d: %d and %d', (a, b, earlier, later) => {
    expect([earlierOf(instantOf(a), instantOf(b)), laterOf(instantOf(a), instantOf(b))]).toEqual([
      earlier,
      later,
    ]);
  });

  it('nothing is earlier than before all, nothing later than an open end', () => {
    expect([earlierOf(BEFORE_ALL, OPEN_END), laterOf(BEFORE_ALL, OPEN_END)]).toEqual([BEFORE_ALL, OPEN_END]);
  });
});
