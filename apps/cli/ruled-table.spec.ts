import { ruledTable } from './ruled-table';

it('a table of heads, rows and a heading over all columns', () => {
  const table = ruledTable(
    ['代码', 'says'],
    [8, 10],
    ['不予支付 bars', ['CODE', '未填写代码'], ['OTHER', 'two words\nmore']],
  );
  expect(table).toBe(
    [
      '┌────────┬──────────┐',
      '│ 代码   │ says     │',
      '├────────┴──────────┤',
      '│ 不予支付 bars     │',
      '├────────┬──────────┤',
      '│ CODE   │ 未填写代 │',
      '│        │ 码       │',
      '├────────┼──────────┤',
      '│ OTHER  │ two      │',
      '│        │ words    │',
      '│        │ more     │',
      '└────────┴──────────┘',
    ].join('\n'),
  );
});

it('a heading as the last row', () => {
  expect(ruledTable(['a', 'b'], [3, 3], ['over'])).toBe(
    ['┌───┬───┐', '│ a │ b │', '├───┴───┤', '│ over  │', '└───────┘'].join('\n'),
  );
});
