import { compareText } from '.';

describe('the order of texts', () => {
  it.each([
    ['A', 'B', -1],
    ['B', 'A', 1],
    ['A', 'A', 0],
    ['', 'A', -1],
    ['', '', 0],
    ['文10', '文2', -1],
    ['F10', 'F2', -1],
    ['a', 'B', 1],
    ['粤', '琼', 1],
  ])('%s, %s: %s', (a, b, order) => {
    expect(compareText(a, b)).toBe(order);
  });
});
