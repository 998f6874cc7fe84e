import { exceeds, isAfter, isBefore, reaches } from '.';

describe('the words of the law, below, on and above the number', () => {
  it.each([
    ['超过 exceeds', exceeds, [false, false, true]],
    ['达到 reaches', reaches, [false, true, true]],
    ['早于 is before', isBefore, [true, false, false]],
    ['晚于 is after', isAfter, [false, false, true]],
  ] as const)('%s', (_, word, expected) => {
    expect([29, 30, 31].map((value) => word(value, 30))).toEqual(expected);
  });
});
