import { listed } from './ending';

describe('details of an ending', () => {
  it.each([
    ['none', 0, []],
    ['as many as are listed', 50, ['  49\n']],
    ['one more', 51, ['  49\n', '  and 1 more\n']],
    ['hundreds', 700, ['  49\n', '  and 650 more\n']],
  ])('%s: the first fifty a line each, and how many more', (_, count, last) => {
    const text = listed(Array.from({ length: count }, (_detail, n) => String(n)));
    expect(text.split(/(?<=\n)/)).toHaveLength(Math.min(count, 51) || 1);
    expect(text.endsWith(last.join(''))).toBe(true);
  });
});
